"""The preview of Teams: the last answer of each person, and the way from a press in it to the conversation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.app import Bot
from bot.playground.run import local_workspace
from bot.playground.server import Playground


@pytest.fixture
async def local(bot: Bot) -> AsyncIterator[Playground]:
    async with local_workspace(bot) as playground:
        yield playground


async def press(local: Playground, sent: dict[str, Any], persona: str) -> tuple[int, Any]:
    headers = {"X-Playground": persona}
    async with (
        aiohttp.ClientSession(headers=headers) as web,
        web.post(f"{local.url}/_pg/press", json={"channel": local.workspace.general.id, **sent}) as response,
    ):
        return response.status, await response.json()


def shown(local: Playground) -> dict[str, Any]:
    return local.cards.as_json(local.workspace.recruiter.id)


async def test_a_press_is_said_in_the_conversation(local: Playground) -> None:
    workspace = local.workspace
    await workspace.say("noor", "general", "/define consul")
    assert shown(local)["line"] == "define consul"
    sent = {"card": shown(local)["number"], "press": 0, "values": {}}
    assert await press(local, sent, workspace.recruiter.id) == (200, {})
    assert "Titles for Consul" in workspace.messages("general", workspace.recruiter)[-1].plain
    assert shown(local)["line"].startswith("titles")


async def test_inputs_fill_the_line(local: Playground) -> None:
    workspace = local.workspace
    await workspace.say("noor", "general", "/questions senior")
    card = local.cards.find(workspace.recruiter.id, shown(local)["number"])
    number, menu = next((n, each) for n, each in enumerate(card.actions) if each["verb"] == "form")
    name = menu["data"]["line"].strip("{}")
    sent = {"card": card.number, "press": number, "values": {name: "questions senior consul", "other": 7}}
    assert (await press(local, sent, workspace.recruiter.id))[0] == 200
    assert shown(local)["line"] == "questions senior consul"
    assert card.line_of(number, {"line": "share help", name: "help"}) == "help"


@pytest.mark.parametrize("number", [-1, 99])
async def test_what_is_not_there_cannot_be_pressed(local: Playground, number: int) -> None:
    workspace = local.workspace
    await workspace.say("noor", "general", "/define consul")
    made = shown(local)["number"]
    for sent, complaint in (
        ({"card": made, "press": number, "values": {}}, "this card has no such button"),
        ({"card": made + 1, "press": 0, "values": {}}, "this card is no longer there"),
    ):
        assert await press(local, sent, workspace.recruiter.id) == (400, {"error": complaint})
    sent = {"card": made, "press": 0, "values": {}}
    assert (await press(local, sent, workspace.lead.id))[0] == 400
    assert len(workspace.messages("general", workspace.recruiter)) == 1


async def test_what_is_sent_can_be_read(local: Playground) -> None:
    noor = local.workspace.recruiter.id
    assert local.cards.payload(noor) == '<pre tabindex="0">(none yet)</pre>'
    await local.workspace.say("noor", "general", "/define <b>")
    assert "&quot;AdaptiveCard&quot;" in local.cards.payload(noor)
    assert "<b>" not in local.cards.payload(noor)
