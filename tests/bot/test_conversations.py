"""The shared conversations through the real router and content."""

from __future__ import annotations

import pytest

from tests.conftest import Ask
from tests.support.said_and_answered import CONVERSATIONS
from tests.support.transcript import assert_answered, pressable, seen


@pytest.mark.parametrize("name", CONVERSATIONS)
async def test_conversation(name: str, talk: Ask) -> None:
    buttons: dict[str, str] = {}
    for line, expected in CONVERSATIONS[name]:
        reply = await talk(buttons[line[1:-1]], pressed=True) if line.startswith("[") else await talk(line)
        assert_answered(line, expected, seen(reply))
        buttons = pressable(reply)
