"""The Teams preview: each person's last card, and the commands its buttons send to the conversation."""

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


async def press(local: Playground, body: dict[str, Any], persona: str) -> tuple[int, Any]:
    headers = {"X-Playground": persona}
    async with (
        aiohttp.ClientSession(headers=headers) as web,
        web.post(f"{local.url}/_pg/press", json={"channel": local.workspace.general.id, **body}) as response,
    ):
        return response.status, await response.json()


def last_card(local: Playground) -> dict[str, Any]:
    return local.cards.as_json(local.workspace.recruiter.id)


async def test_a_press_sends_its_command_to_the_conversation(local: Playground) -> None:
    workspace = local.workspace
    await workspace.say("noor", "general", "/define consul")
    assert last_card(local)["line"] == "define consul"
    body = {"card": last_card(local)["number"], "press": 0, "values": {}}
    assert await press(local, body, workspace.recruiter.id) == (200, {})
    assert "Questions for Consul" in workspace.messages("general", workspace.recruiter)[-1].plain
    assert last_card(local)["line"].startswith("questions")


async def test_inputs_fill_in_the_command_line(local: Playground) -> None:
    workspace = local.workspace
    await workspace.say("noor", "general", "/questions senior")
    card = local.cards.find(workspace.recruiter.id, last_card(local)["number"])
    number, menu = next((n, action) for n, action in enumerate(card.actions) if action["verb"] == "form")
    name = menu["data"]["line"].strip("{}")
    body = {"card": card.number, "press": number, "values": {name: "questions senior consul", "other": 7}}
    assert (await press(local, body, workspace.recruiter.id))[0] == 200
    assert last_card(local)["line"] == "questions senior consul"
    assert card.line_of(number, {"line": "share help", name: "help"}) == "help"


@pytest.mark.parametrize("number", [-1, 99])
async def test_a_missing_button_or_card_cannot_be_pressed(local: Playground, number: int) -> None:
    workspace = local.workspace
    await workspace.say("noor", "general", "/define consul")
    card = last_card(local)["number"]
    for body, error in (
        ({"card": card, "press": number, "values": {}}, "This card has no such button."),
        ({"card": card + 1, "press": 0, "values": {}}, "This card is no longer there."),
    ):
        assert await press(local, body, workspace.recruiter.id) == (400, {"error": error})
    body = {"card": card, "press": 0, "values": {}}
    assert (await press(local, body, workspace.lead.id))[0] == 400
    assert len(workspace.messages("general", workspace.recruiter)) == 1


async def test_the_json_of_the_card_is_escaped(local: Playground) -> None:
    noor = local.workspace.recruiter.id
    assert local.cards.payload(noor) == '<pre tabindex="0">(none yet)</pre>'
    await local.workspace.say("noor", "general", "/define <b>")
    assert "&#34;AdaptiveCard&#34;" in local.cards.payload(noor)
    assert "<b>" not in local.cards.payload(noor)
