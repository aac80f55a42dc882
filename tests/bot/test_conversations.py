"""Every conversation through the real router and content."""

from __future__ import annotations

import pytest

from tests.conftest import Ask
from tests.support.conversations import CONVERSATIONS
from tests.support.transcript import assert_answered, pressable, seen


@pytest.mark.parametrize("name", CONVERSATIONS)
async def test_conversation(name: str, talk: Ask) -> None:
    buttons: dict[str, str] = {}
    for said, answered in CONVERSATIONS[name]:
        reply = await talk(buttons[said[1:-1]], pressed=True) if said.startswith("[") else await talk(said)
        assert_answered(said, answered, seen(reply))
        buttons = pressable(reply)
