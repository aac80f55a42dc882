"""The shared conversations over Slack's wire, by slash command and in direct messages."""

from __future__ import annotations

import pytest

from bot.playground.blockkit import controls, options_of
from bot.playground.model import Message, View
from bot.playground.visible import Visible
from bot.playground.workspace import Workspace
from tests.support.said_and_answered import CONVERSATIONS
from tests.support.transcript import assert_answered


def visible(seen: Visible) -> str:
    """The visible text, plus each menu option as "[Menu > Option]"."""
    holders: list[Message | View] = [*seen.messages, *seen.views]
    options = [
        f"[{control.label} > {option['text']['text']}]"
        for holder in holders
        for control in controls(holder.blocks)
        for option in options_of(control.element)
    ]
    return "\n".join([seen.text, *options])


async def press(workspace: Workspace, seen: Visible, label: str) -> Visible:
    """Press a button, or choose "Menu > Option"."""
    menu, _, option = label.partition(" > ")
    if option:
        return await workspace.choose(workspace.recruiter, seen, menu, option)
    return await workspace.press(workspace.recruiter, seen, label)


@pytest.mark.parametrize("name", CONVERSATIONS)
@pytest.mark.parametrize("how", ["slash", "direct"])
async def test_conversation(name: str, how: str, workspace: Workspace) -> None:
    seen = Visible()
    for line, expected in CONVERSATIONS[name]:
        if line.startswith("["):
            seen = await press(workspace, seen, line[1:-1])
        elif how == "slash":
            seen = await workspace.say(workspace.recruiter, workspace.general, f"/dragoman {line}")
            assert seen.message.is_ephemeral
        else:
            seen = await workspace.dm(workspace.recruiter, line)
        assert_answered(line, expected, visible(seen))
