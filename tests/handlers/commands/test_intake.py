"""`intake`: what to ask the hiring manager, never what to ask a candidate."""

from __future__ import annotations

import pytest

from handlers.plain_text import plain_text_of
from handlers.reply import Items
from tests.conftest import Ask
from tests.support.transcript import pressable


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("what do i ask the hiring manager for a trade attaché", "Commercial Attaché"),
        ("intake call questions for a policy officer at EEAS", "EU External Action Official"),
        ("intake meeting for P-3 human rights officer", "Human Rights Officer"),
        ("kick-off meeting with the hiring manager visa officer", "Visa Officer"),
        ("what should I ask my hiring manager about a senior consul", "Consul"),
        ("questions for the hiring manager, protocol officer", "Protocol Officer"),
        ("intake consul", "Consul"),
    ],
)
async def test_the_list_of_a_role(line: str, role: str, ask: Ask) -> None:
    answer = await ask(line)
    assert answer.title == f"Ask the hiring manager: {role}"
    own, every = [block for block in answer.blocks if isinstance(block, Items)]
    assert len(own.items) == len(every.items) == 5
    assert "I left out" not in plain_text_of(answer)


async def test_the_role_is_asked_for(ask: Ask) -> None:
    answer = await ask("what to ask the hiring manager")
    assert plain_text_of(answer).startswith("Which role is the manager hiring for?")
    assert "intake consul" in pressable(answer).values()
