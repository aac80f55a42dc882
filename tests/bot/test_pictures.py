"""Pictures on the way to each platform: an image if the bot has a public address, the same as text if not."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from click.testing import CliRunner
from playwright.async_api import expect

from bot.app import Bot
from bot.cli import main
from bot.playground.run import local_workspace
from bot.playground.server import Playground
from bot.playground.slack.faults import Fault
from bot.playground.slack.validator import validate_message
from bot.playground.workspace import Workspace
from bot.router import Router
from bot.services import BotServices
from bot.slack.blocks import render_message
from bot.teams.card import render_card
from handlers.reply import Reply
from handlers.request import Place, Request
from tests.bot.playground.browser import BROWSER, OpenPage, chromium, open_page, send, violations
from tests.bot.teams.validator import validate_card
from tests.conftest import ANNA

__all__ = ["chromium", "open_page"]

BASE = "https://bot.example"
LINES = [
    "ladder counsellor",
    "chart embassy",
    "grade P-3",
    "grade P-3 vs AD7",
    "levels counsellor",
    "grade UN General Service grades",
]
ALSO_TEXT = [("ladder counsellor", "Minister-Counsellor, 18+ years"), ("chart embassy", "Citizens in trouble")]


async def answer(services: BotServices, line: str, base: str) -> Reply:
    return await Router(services, public_url=base).answer(Request(line, ANNA, Place("direct")))


def images(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [part for part in parts if part["type"].lower() == "image"]


@pytest.mark.parametrize("line", LINES)
async def test_with_a_public_address_there_is_an_image(services: BotServices, line: str) -> None:
    reply = await answer(services, line, BASE)
    message, card = render_message(reply), render_card(reply)
    assert validate_message(message) == []
    assert validate_card(card) == []
    (image,), (picture,) = images(message["blocks"]), images(card["body"])
    assert image["image_url"] == picture["url"]
    assert image["image_url"].startswith(f"{BASE}/diagrams/")
    assert image["alt_text"] == picture["altText"]


@pytest.mark.parametrize("line", LINES)
async def test_without_one_there_is_none(services: BotServices, line: str) -> None:
    reply = await answer(services, line, "")
    assert images(render_message(reply)["blocks"]) == []
    assert images(render_card(reply)["body"]) == []


@pytest.mark.parametrize(("line", "words"), ALSO_TEXT)
async def test_the_text_for_screen_readers_is_whole_either_way(services: BotServices, line: str, words: str) -> None:
    texts = [render_message(await answer(services, line, base))["text"] for base in ("", BASE)]
    assert texts[0] == texts[1]
    assert words in texts[0]


@pytest.mark.parametrize(("line", "words"), ALSO_TEXT)
async def test_the_text_takes_the_place_of_the_image(services: BotServices, line: str, words: str) -> None:
    shown = {base: json.dumps(render_message(await answer(services, line, base))["blocks"]) for base in ("", BASE)}
    assert words in shown[""]
    without_alt = [block for block in json.loads(shown[BASE]) if block["type"] != "image"]
    assert words not in json.dumps(without_alt)


def test_the_terminal_shows_text() -> None:
    result = CliRunner().invoke(main, ["ask", "chart embassy"], env={"PUBLIC_URL": BASE})
    assert result.exit_code == 0, result.output
    assert "Consular section: Citizens in trouble" in result.output
    assert "/diagrams/" not in result.output


@pytest.mark.server
@pytest.mark.parametrize("line", LINES)
async def test_the_playground_serves_the_images_of_its_answers(workspace: Workspace, line: str) -> None:
    seen = await workspace.dm(workspace.recruiter, line)
    (image,) = images(seen.message.blocks)
    async with aiohttp.ClientSession() as session, session.get(image["image_url"]) as response:
        assert (response.status, response.content_type) == (200, "image/png")


@pytest.mark.parametrize("line", ["ladder counsellor", "chart embassy"])
@pytest.mark.parametrize("how", ["slash", "slash again", "mention", "direct"])
async def test_if_slack_cannot_load_the_image_it_gets_the_text(workspace: Workspace, line: str, how: str) -> None:
    workspace.faults.plan("*", Fault.BROKEN_IMAGE, times=None)
    if how == "direct":
        seen = await workspace.dm(workspace.recruiter, line)
    else:
        command = "@dragoman" if how == "mention" else "/dragoman"
        for _ in range(2 if how == "slash again" else 1):
            seen = await workspace.say(workspace.recruiter, workspace.general, f"{command} {line}")
    assert images(seen.message.blocks) == []
    assert "(20+ years)" in seen.text or "Citizens in trouble" in seen.text


async def test_a_press_is_answered_in_text_if_the_image_cannot_be_loaded(workspace: Workspace) -> None:
    seen = await workspace.say(workspace.recruiter, workspace.general, "/dragoman ladder counsellor")
    assert images(seen.message.blocks) != []
    workspace.faults.plan("*", Fault.BROKEN_IMAGE, times=None)
    pressed = await workspace.press(workspace.recruiter, seen, "Levels")
    assert images(pressed.message.blocks) == []
    assert "Levels: Counsellor: Junior (next in line) 8–12 years" in pressed.text


@pytest_asyncio.fixture(loop_scope="session")
async def served(bot: Bot) -> AsyncIterator[Playground]:
    """The playground with the real bot."""
    async with local_workspace(bot) as playground:
        yield playground


class TestPage:
    """The playground's page in a real browser."""

    pytestmark = BROWSER

    @pytest.mark.parametrize("width", [390, 1280])
    async def test_the_picture_follows_the_theme(self, served: Playground, open_page: OpenPage, width: int) -> None:
        page = await open_page(served.url, width=width, height=844, dark=True)
        await send(page, "/dragoman ladder counsellor")
        card = page.locator(".message").last
        dark, light = card.locator("img.dark"), card.locator("img.light")
        await expect(dark).to_be_in_viewport()
        await expect(light).to_be_hidden()
        assert "Counsellor (12–20 years) ← here" in (await dark.get_attribute("alt") or "")
        assert await violations(page) == []
        await page.evaluate("document.documentElement.dataset.theme = 'light'")
        await expect(light).to_be_in_viewport()
        await expect(dark).to_be_hidden()
        await expect(light).to_have_js_property("naturalWidth", 720)

    async def test_text_in_the_picture_is_large_enough_on_a_phone(
        self, served: Playground, open_page: OpenPage
    ) -> None:
        page = await open_page(served.url, width=390, height=844)
        await send(page, "/dragoman chart embassy")
        picture = page.locator(".message").last.locator("img.light")
        await expect(picture).to_be_in_viewport()
        box = await picture.bounding_box()
        assert box is not None
        assert 14 * box["width"] / 360 >= 12

    async def test_the_buttons_are_in_view_when_the_picture_has_loaded(
        self, served: Playground, open_page: OpenPage
    ) -> None:
        page = await open_page(served.url, width=390, height=844)
        await send(page, "/dragoman ladder counsellor")
        await expect(page.locator(".message").last.locator("img.light")).to_be_in_viewport()
        await expect(page.locator(".message").last.get_by_role("button", name="Levels")).to_be_in_viewport()
