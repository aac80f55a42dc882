"""The bot in Microsoft 365 Agents Playground, a local Teams client, driven by a real Chromium.

Skipped if Node, the playground or Chromium is not installed; nothing is downloaded. If SCREENSHOTS names a folder, the
tests save screenshots in it.
"""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from bot.settings import Settings
from tests.bot.playground.browser import BROWSER, chromium
from tests.bot.teams.agents_playground import Local, missing, running

__all__ = ["chromium"]

pytestmark = [*BROWSER, pytest.mark.process, pytest.mark.skipif(missing() is not None, reason=missing() or "")]
TIMEOUT = 20_000.0  # milliseconds; the client shows a message about a second after receiving it


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def local(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Local]:
    """One playground for all tests, because it starts slowly."""
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("agents-playground"))
    async with running(settings) as playground:
        yield playground


class Client:
    """The playground's page, with a personal chat, a group chat and channels."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def say(self, text: str) -> None:
        """Send a message in the personal chat."""
        await self.page.get_by_role("textbox").last.fill(text)
        await self.page.get_by_role("button", name="Send Message").click()

    async def mention(self, text: str) -> None:
        """Post in the channel with a mention of the bot, picked from the menu of names."""
        box = self.page.get_by_role("textbox").first
        await box.click()
        await self.page.keyboard.type("@")
        await self.page.get_by_role("menuitem", name="Test Bot").click()
        await self.page.keyboard.type(f" {text}")
        await self.page.get_by_role("button", name="Post").click()

    async def open_channel(self) -> None:
        await self.page.get_by_role("treeitem", name="My Team - General").click()
        await expect(self.page.get_by_role("button", name="Post")).to_be_visible()
        await self.shows("Dragoman is here")

    @property
    def messages(self) -> Locator:
        return self.page.get_by_role("button", name="Show more information")

    def heading(self, name: str) -> Locator:
        return self.page.get_by_role("heading", name=name, exact=True).last

    async def shows(self, heading: str) -> None:
        await expect(self.heading(heading)).to_be_visible()

    async def press(self, name: str) -> None:
        """Press the last button with this name."""
        await self.page.get_by_role("button", name=name, exact=True).last.click()

    async def screenshot(self, name: str) -> None:
        if folder := os.environ.get("SCREENSHOTS"):
            await self.page.screenshot(path=Path(folder) / f"agents-{name}.png")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def opened(local: Local, chromium: Browser) -> AsyncIterator[Client]:
    """One wide page for all tests: a narrow one is cropped, and the bot welcomes only the first page."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(TIMEOUT)
    page = await context.new_page()
    await page.goto(local.url)
    client = Client(page)
    await expect(client.heading("Dragoman is here")).to_be_attached(timeout=TIMEOUT)
    await page.get_by_role("button", name="Hide log panel").click()
    yield client
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def client(opened: Client) -> Client:
    """The page with the personal chat open, including messages of earlier tests."""
    await opened.page.get_by_role("treeitem", name="Personal Chat").click()
    await expect(opened.messages.first).to_be_visible()
    return opened


async def test_define_and_its_buttons(client: Client) -> None:
    await client.say("define permanent mission")
    await client.shows("Permanent Mission")
    await expect(client.page.get_by_text("standing diplomatic office").last).to_be_visible()
    await client.screenshot("define")
    await client.press("Search titles")
    await client.shows("Titles for Permanent Mission Adviser")


async def test_questions_with_their_levels(client: Client) -> None:
    await client.say("questions senior consul")
    await client.shows("Senior questions: Consul")
    await client.press("Junior")
    await client.shows("Junior questions: Consul (next in line)")
    await client.screenshot("questions")
    stop_sign = client.page.get_by_text(re.compile("^Stop sign:")).last
    await expect(stop_sign).to_be_hidden()
    await client.press("Answer guide 3")
    await expect(stop_sign).to_be_visible()


async def test_a_comparison_is_a_table(client: Client) -> None:
    await client.say("compare embassy and permanent mission")
    table = client.page.get_by_role("table").last
    await expect(table.get_by_role("columnheader", name="Permanent Mission")).to_be_visible()
    await expect(table.get_by_role("row").last).to_contain_text("citizens")
    await client.screenshot("compare")


async def test_a_form_in_a_card(client: Client) -> None:
    """Fields that are completed while typing can't be tried here: this client doesn't ask for their choices."""
    await client.say("kit senior consul")
    await client.shows("Interview kit: Consul, senior")
    await client.press("Change questions")
    await client.page.get_by_label("Add your own question").last.fill("Which report are you proud of, and why?")
    await client.screenshot("form")
    await client.page.get_by_role("button", name="Change the kit", exact=True).first.click()
    await expect(client.page.get_by_text("without your own question").last).to_be_visible()


async def test_the_compose_box_search(client: Client) -> None:
    before = await client.messages.count()
    await client.press("Trigger Message Extension App")
    await client.page.get_by_role("menuitem", name="Search Command").click()
    await client.page.get_by_placeholder("Enter a search term").fill("note verbale")
    result = client.page.get_by_text(re.compile("^A note verbale is the formal letter")).last
    await expect(result).to_be_visible()
    await client.screenshot("search")
    await result.click()
    box = client.page.get_by_role("textbox").last
    await expect(box.get_by_role("heading", name="Note verbale", exact=True)).to_be_visible()
    await client.press("Send Message")
    await expect(box).to_have_text("")
    await client.shows("Permanent Mission")
    await client.say("help")
    await client.shows("What I can do")
    await client.screenshot("search-sent")
    await expect(client.messages).to_have_count(before + 3)  # the inserted card, "help" and its answer


async def test_a_daily_term_is_set_up_and_posted_in_the_channel(client: Client, local: Local) -> None:
    await client.open_channel()
    await client.mention("tips on 09:00 Geneva")
    await expect(client.page.get_by_text("I'll post it in this channel").first).to_be_visible()
    assert "09:00 in Geneva" in await local.forward()
    term = client.page.get_by_role("heading", name=re.compile("^Term of the day"))
    await expect(term.first).to_be_visible()
    await client.screenshot("tip")
    await expect(term).to_have_count(1)
