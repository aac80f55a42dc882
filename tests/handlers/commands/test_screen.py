"""`screen`: four facts, one question, one flag, for every role, on one screen."""

from __future__ import annotations

import re

import pytest

from content.library import Library
from content.models import Level
from handlers.plain_text import plain_text_of
from handlers.reply import Items
from tests.conftest import Ask
from tests.support.hypothesis_profiles import some
from tests.support.transcript import seen

LONGEST = 1700
"""Characters of the longest answer: about a phone's screen and a half."""


async def test_every_role_and_level(ask: Ask, library: Library) -> None:
    for role in some(library.roles):
        for level in Level:
            reply = await ask(f"screen {level} {role.name}")
            shown = seen(reply)
            assert reply.title == f"Phone screen: {role.name}, {level}"
            facts, ticks = [block for block in reply.blocks if isinstance(block, Items)]
            assert len(facts.items) in (3, 4), role.name
            assert len(ticks.items) == 4
            assert "One question: " in shown
            assert "Check first: " in shown
            assert len(plain_text_of(reply)) < LONGEST, (role.name, level, len(plain_text_of(reply)))


async def test_nothing_that_must_not_be_asked(ask: Ask, library: Library) -> None:
    """Conditions on nationality, age and health are no facts to ask for on the phone."""
    for role in some(library.roles):
        shown = seen(await ask(f"screen {role.name}"))
        for gate in role.gates:
            if gate.kind in ("nationality", "age", "medical"):
                assert gate.fact not in shown, role.name


@pytest.mark.parametrize(
    "line",
    [
        "screen visa assistant",
        "5 minute phone screen visa assistant",
        "phone screen for a visa assistant",
        "screening call with a visa assistant",
        "phone interview visa assistant",
        "phone screen for visa assistant, locally engaged",
        "5 min phone screen for visa assistant embassy locally engaged",
        "phone screen for visa assistant locally hired at the embassy",
    ],
)
async def test_ways_to_ask(line: str, ask: Ask) -> None:
    reply = await ask(line)
    assert (reply.title or "").startswith("Phone screen: Consular Assistant, mid")
    assert not re.search("I left out", seen(reply))


async def test_a_grade_chooses_the_level(ask: Ask) -> None:
    shown = seen(await ask("screen P-5 political affairs officer"))
    assert "P-5: usually 10 years, so " in shown
