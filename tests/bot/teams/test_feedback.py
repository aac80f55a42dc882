"""Teams' own thumbs: below messages about one entry; a thumb down opens a dialog with reasons and a line."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from unittest.mock import ANY

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.router import Router
from bot.services import BotServices
from bot.teams.app import FORGOTTEN
from bot.teams.rated import RatedMessages
from bot.teams.rated_tables import teams_rated
from handlers.team_terms.feedback import Rated
from tests.bot.teams.conftest import Running, Start
from tests.bot.teams.validator import validate_card
from tests.support.bot_framework import CHANNEL, DIRECT, Connector
from tests.support.in_memory_feedback import InMemoryFeedback

Json = dict[str, Any]
CONSUL = "diplomacy/consul"


@pytest.fixture
def feedback() -> InMemoryFeedback:
    return InMemoryFeedback()


@pytest.fixture
async def rated(start: Start, services: BotServices, feedback: InMemoryFeedback) -> Running:
    return await start(router=Router(replace(services, feedback=feedback)))


def thumb(connector: Connector, message: str, reaction: str, conversation: str = DIRECT) -> Json:
    value = {"data": {"actionName": "feedback", "actionValue": {"reaction": reaction}}}
    return connector.activity("invoke", conversation, name="message/fetchTask", value=value, replyToId=message)


def submitted(connector: Connector, data: Json | str, message: str = "1") -> Json:
    feedback = data if isinstance(data, str) else json.dumps(data)
    value = {"actionName": "feedback", "actionValue": {"reaction": "dislike", "feedback": feedback}}
    return connector.activity("invoke", name="message/submitAction", value=value, replyToId=message)


async def answer_to(connector: Connector, bot: Running, text: str, conversation: str = DIRECT) -> Any:
    await connector.send(connector.said(text, conversation))
    await bot.teams.settle()
    return connector.posted[-1]


@pytest.mark.parametrize("conversation", [DIRECT, CHANNEL])
async def test_an_answer_about_one_entry_has_thumbs(connector: Connector, rated: Running, conversation: str) -> None:
    answer = await answer_to(connector, rated, "define consul", conversation)
    assert answer.activity["channelData"]["feedbackLoop"] == {"type": "custom"}
    other = await answer_to(connector, rated, "help", conversation)
    assert "feedbackLoop" not in other.activity.get("channelData", {})


async def test_without_feedback_there_are_none(connector: Connector, bot: Running) -> None:
    answer = await answer_to(connector, bot, "define consul")
    assert "feedbackLoop" not in answer.activity.get("channelData", {})


async def test_a_thumb_up_is_thanked_for(connector: Connector, rated: Running, feedback: InMemoryFeedback) -> None:
    answer = await answer_to(connector, rated, "define consul")
    status, body = await connector.send(thumb(connector, answer.id, "like"))
    assert (status, body["task"]["type"]) == (200, "message")
    assert "Thanks" in body["task"]["value"]
    assert feedback.rated == [(CONSUL, "up")]


async def test_a_thumb_down_asks_why(connector: Connector, rated: Running, feedback: InMemoryFeedback) -> None:
    answer = await answer_to(connector, rated, "define consul")
    _, body = await connector.send(thumb(connector, answer.id, "dislike"))
    card = body["task"]["value"]["card"]["content"]
    assert not [problem for problem in validate_card(card) if "Action.Submit" not in problem]
    actions = card["body"][1]["actions"]
    assert [action["title"] for action in actions][:2] == ["Wrong", "Outdated"]
    assert await connector.send(submitted(connector, actions[1]["data"])) == (200, {})
    (form,) = [action["card"] for action in actions if action["type"] == "Action.ShowCard"]
    reason, line = (field["id"] for field in form["body"] if "id" in field)
    data = form["actions"][0]["data"] | {reason: "unclear", line: "Too many long words"}
    assert await connector.send(submitted(connector, data)) == (200, {})
    assert feedback.rated == [(CONSUL, "down"), (CONSUL, "outdated"), (CONSUL, "unclear")]
    assert feedback.lines == [(CONSUL, "unclear", "Too many long words")]


async def test_a_message_of_another_process_is_said_to_be_forgotten(
    connector: Connector, rated: Running, feedback: InMemoryFeedback
) -> None:
    _, body = await connector.send(thumb(connector, "1:999", "dislike"))
    assert body == {"task": {"type": "message", "value": FORGOTTEN}}
    answer = await answer_to(connector, rated, "define consul")
    _, body = await connector.send(thumb(connector, answer.id, "dislike", CHANNEL))
    assert body["task"]["value"] == FORGOTTEN, "the message is of another conversation"
    assert feedback.rated == []


async def test_a_thumb_counts_after_a_restart(
    connector: Connector, start: Start, services: BotServices, feedback: InMemoryFeedback, database: AsyncEngine
) -> None:
    router = Router(replace(services, feedback=feedback))
    before = await start(router=router, rated=RatedMessages(database, "secret"))
    answer = await answer_to(connector, before, "define consul")
    after = RatedMessages(database, "secret")
    assert await after.find(DIRECT, answer.id) == Rated(CONSUL, ANY)
    assert await after.find(CHANNEL, answer.id) is None
    assert await RatedMessages(database, "another").find(DIRECT, answer.id) is None
    before.teams.outbox.rated = after
    await connector.send(thumb(connector, answer.id, "like"))
    assert feedback.rated == [(CONSUL, "up")]
    async with database.connect() as connection:
        (row,) = (await connection.execute(select(teams_rated))).all()
    assert answer.id not in str(row)


@pytest.mark.parametrize(
    "data", ["", "[]", '{"line": 1}', "{" * 50_000, {"verb": "run"}, {"feedbackText": "It is bad"}]
)
async def test_a_form_that_is_not_ours_is_taken_and_ignored(
    connector: Connector, rated: Running, feedback: InMemoryFeedback, data: Json | str
) -> None:
    status, _ = await connector.send(submitted(connector, data))
    assert status in (200, 501)
    assert feedback.rated == []


@pytest.mark.parametrize(
    "value", [{}, {"data": 1}, {"data": {"actionName": "feedback", "actionValue": {"reaction": 1}}}]
)
async def test_a_thumb_that_makes_no_sense_is_refused(connector: Connector, rated: Running, value: Json) -> None:
    status, _ = await connector.send(connector.activity("invoke", name="message/fetchTask", value=value))
    assert status == 400
