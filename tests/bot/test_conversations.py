"""The shared conversations through the real router and content."""

from __future__ import annotations

import pytest

from tests.conftest import Ask
from tests.support.conversations import CONVERSATIONS
from tests.support.transcript import assert_answered, pressable, seen


@pytest.mark.parametrize("name", CONVERSATIONS)
async def test_conversation(name: str, ask: Ask) -> None:
    buttons: dict[str, str] = {}
    for line, expected in CONVERSATIONS[name]:
        reply = await ask(buttons[line[1:-1]] if line.startswith("[") else line)
        assert_answered(line, expected, seen(reply))
        buttons = pressable(reply)
