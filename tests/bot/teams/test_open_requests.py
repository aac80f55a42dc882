"""Open requests over the Teams wire: asked for, answered by an owner of the list, and heard in the asker's own chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.router import Router
from bot.services import BotServices
from bot.team_terms.team_terms import TeamTermsFeature
from content.library import Library
from tests.bot.teams.colleague import Colleague
from tests.bot.teams.conftest import Running, Start
from tests.bot.teams.test_conversations import THREAD
from tests.bot.teams.transcript import visible
from tests.bot.teams.validator import validate_card
from tests.support.bot_framework import DIRECT, Connector

pytestmark = pytest.mark.database
ANNAS_ID, BENS_ID = "0a1b2c3d-0000-0000-0000-00000000000a", "0a1b2c3d-0000-0000-0000-00000000000b"


@pytest.fixture
async def feature(database: AsyncEngine, library: Library) -> TeamTermsFeature:
    """A team whose only owner is Ben."""
    return TeamTermsFeature(database, lambda: library, owners=(BENS_ID,), proposers=("everyone",))


@pytest.fixture
async def bot(start: Start, feature: TeamTermsFeature, services: BotServices) -> AsyncIterator[Running]:
    running = await start(router=Router(feature.provide(services)), notify=feature.on_event)
    feature.join(running.teams)
    yield running


async def deliver(feature: TeamTermsFeature) -> None:
    """What the loop of notices does, until nothing is due."""
    for _ in range(5):
        await feature.inbox.loop.round()
        await feature.inbox.loop._tasks.settle()


@pytest.mark.parametrize("conversation", [DIRECT, THREAD])
async def test_a_word_is_asked_for_answered_and_heard_once(
    bot: Running, connector: Connector, feature: TeamTermsFeature, conversation: str
) -> None:
    anna, ben = Colleague(bot, connector, conversation, ANNAS_ID), Colleague(bot, connector, DIRECT, BENS_ID)
    await anna.say("define ZQRECX")
    await anna.press("Ask for it")
    assert "You'll hear from me once" in visible(anna.card)
    await anna.say("gaps")
    assert "Only those who look after" in visible(anna.card)
    await ben.say("gaps")
    assert "ZQRECX" in visible(ben.card)
    assert ANNAS_ID not in str(ben.card)
    await ben.press("Teach", {"What does ZQRECX mean?": "It means a review: a long one"})
    assert "Taught. The person who asked for it hears from me once." in visible(ben.card)
    await deliver(feature)
    told = [posted for posted in connector.posted if posted.conversation == f"a:{ANNAS_ID}"]
    assert len(told) == 1
    assert validate_card(told[0].card) == []
    assert "a review: a long one" in visible(told[0].card)
    assert told[0].activity["channelData"]["feedbackLoop"] == {"type": "custom"}


async def test_a_line_reaches_the_owners_of_the_list(
    bot: Running, connector: Connector, feature: TeamTermsFeature
) -> None:
    anna = Colleague(bot, connector, DIRECT, ANNAS_ID)
    await connector.send(connector.said("define consul") | {"from": anna.sender})
    await bot.teams.settle()
    rated = connector.posted[-1]
    value = {"data": {"actionName": "feedback", "actionValue": {"reaction": "dislike"}}}
    thumb = connector.activity("invoke", DIRECT, name="message/fetchTask", value=value, replyToId=rated.id)
    _, response = await connector.send(thumb | {"from": anna.sender})
    card = response["task"]["value"]["card"]["content"]
    assert "Write a line" in str(card)
    form = next(action["card"] for action in card["body"][1]["actions"] if action["type"] == "Action.ShowCard")
    reason, line = (field["id"] for field in form["body"] if "id" in field)
    data = form["actions"][0]["data"] | {reason: "missing", line: "Honorary consuls"}
    filled: dict[str, Any] = {"actionName": "feedback", "actionValue": {"reaction": "dislike", "feedback": data}}
    sent = connector.activity("invoke", DIRECT, name="message/submitAction", value=filled, replyToId=rated.id)
    assert (await connector.send(sent | {"from": anna.sender}))[0] == 200
    await deliver(feature)
    (told,) = [posted for posted in connector.posted if posted.conversation == f"a:{BENS_ID}"]
    assert "Honorary consuls" in visible(told.card)
    assert "Anna" not in str(told.activity)
