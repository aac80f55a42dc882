"""Slash commands in channels and group chats: the answer is for one person, and nobody else learns of it."""

from __future__ import annotations

import warnings

import pytest

from tests.bot.teams.conftest import Running
from tests.bot.teams.transcript import press_of, visible
from tests.bot.teams.validator import validate_card
from tests.support.bot_framework import ANNA, CHANNEL, DIRECT, GROUP, Connector

THREAD = f"{CHANNEL};messageid=1700000000000"


async def ask(bot: Running, connector: Connector, text: str, conversation: str = CHANNEL) -> None:
    assert await connector.send(connector.slash_command(text, conversation)) == (200, None)
    await bot.teams.settle()


@pytest.mark.parametrize("conversation", [CHANNEL, THREAD, GROUP])
@pytest.mark.parametrize("typed", ["define consul", "/define consul", "what is a consul?"])
async def test_a_slash_command_is_answered_privately(
    bot: Running, connector: Connector, conversation: str, typed: str
) -> None:
    with warnings.catch_warnings(record=True) as raised:
        await ask(bot, connector, typed, conversation)
    (posted,) = connector.posted
    assert (posted.conversation, posted.only_to) == (conversation, ANNA["id"])
    assert posted.card["body"][0]["text"] == "Consul"
    assert validate_card(posted.card) == []
    assert not any(issubclass(warning.category, FutureWarning) for warning in raised), "the SDK calls it a preview"


async def test_a_mention_is_answered_for_everybody(bot: Running, connector: Connector) -> None:
    await connector.send(connector.said("define consul", CHANNEL))
    await bot.teams.settle()
    assert [posted.only_to for posted in connector.posted] == [""]


async def test_a_private_answer_can_be_shared(bot: Running, connector: Connector) -> None:
    await ask(bot, connector, "define consul")
    verb, data = press_of(connector.posted.pop().card, "Share with channel")
    await connector.send(connector.press(verb, data, CHANNEL))
    await bot.teams.settle()
    (posted,) = connector.posted
    assert posted.only_to == ""
    assert "Anna" in str(posted.card)


@pytest.mark.parametrize("status", [400, 403, 404, 405])
async def test_if_teams_refuses_nobody_learns_what_was_asked(bot: Running, connector: Connector, status: int) -> None:
    connector.fail.append((status, {}, {"error": {"code": "NotSupported"}}))
    await ask(bot, connector, "define consul")
    (posted,) = connector.posted
    assert posted.only_to == ""
    shown = visible(posted.card)
    assert "privately" in str(shown)
    assert "onsul" not in str(posted.activity)
    assert "Anna" not in str(posted.activity)


async def test_a_slash_command_is_answered_once(bot: Running, connector: Connector) -> None:
    activity = connector.slash_command("define consul")
    for _ in range(2):
        await connector.send(activity)
    await bot.teams.settle()
    assert len(connector.posted) == 1


async def test_a_chat_with_the_bot_is_private_anyway(bot: Running, connector: Connector) -> None:
    await ask(bot, connector, "define consul", DIRECT)
    assert [posted.only_to for posted in connector.posted] == [""]
