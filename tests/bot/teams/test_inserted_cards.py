"""A card from the search, sent to the bot: ignored unless the message has text too."""

from __future__ import annotations

import pytest

from tests.bot.teams.conftest import Running
from tests.bot.teams.transcript import visible
from tests.support.bot_framework import DIRECT, Connector

CARD = {"contentType": "application/vnd.microsoft.card.adaptive", "content": {"type": "AdaptiveCard", "version": "1.5"}}
INSERTED = (
    '\n<span class="inline-compose-card" itemid="0" itemtype="http://schema.skype.com/InputExtension">\n'
    '  <span content="0" itemprop="cardId"></span>\n</span>\n'
)
TEXTS = ["", INSERTED, '<attachment id="1"></attachment>']


@pytest.mark.parametrize("text", TEXTS)
async def test_a_card_alone_is_not_answered(text: str, bot: Running, connector: Connector) -> None:
    assert await connector.send(connector.activity("message", DIRECT, text=text, attachments=[CARD])) == (200, None)
    await bot.teams.settle()
    assert connector.posted == []


@pytest.mark.parametrize("text", TEXTS)
async def test_a_card_with_text_is_answered(text: str, bot: Running, connector: Connector) -> None:
    activity = connector.activity("message", DIRECT, text=f"{text} levels consul", attachments=[CARD])
    assert await connector.send(activity) == (200, None)
    await bot.teams.settle()
    assert "Levels: Consul" in visible(connector.posted[-1].card)


async def test_an_empty_message_gets_help(bot: Running, connector: Connector) -> None:
    await connector.send(connector.activity("message", DIRECT, text=""))
    await bot.teams.settle()
    assert "What I can do" in visible(connector.posted[-1].card)
