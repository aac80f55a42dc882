"""The bot in Microsoft 365 Agents Playground, a client of Teams on this machine, driven by a real Chromium.

Skipped where Node, the playground or Chromium is missing; nothing is downloaded here. With SCREENSHOTS set to a
folder, each test leaves a picture there.
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
SECONDS = 20_000.0  # milliseconds; the client draws a message about a second after it has it


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def local(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Local]:
    """One for all tests: it takes the client longer to start than to run most of them."""
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("agents-playground"))
    async with running(settings) as both:
        yield both


class Client:
    """The page: a personal chat, a group chat and channels."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def say(self, words: str) -> None:
        """In the personal chat."""
        await self.page.get_by_role("textbox").last.fill(words)
        await self.page.get_by_role("button", name="Send Message").click()

    async def mention(self, words: str) -> None:
        """A new post in the channel, which the bot gets when it is picked from the menu of names."""
        box = self.page.get_by_role("textbox").first
        await box.click()
        await self.page.keyboard.type("@")
        await self.page.get_by_role("menuitem", name="Test Bot").click()
        await self.page.keyboard.type(f" {words}")
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
        """The last button of this name."""
        await self.page.get_by_role("button", name=name, exact=True).last.click()

    async def picture(self, name: str) -> None:
        if folder := os.environ.get("SCREENSHOTS"):
            await self.page.screenshot(path=Path(folder) / f"agents-{name}.png")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def opened(local: Local, chromium: Browser) -> AsyncIterator[Client]:
    """A wide page: on a narrow one this client cuts its own sides off. A second page would not be greeted."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(SECONDS)
    page = await context.new_page()
    await page.goto(local.url)
    found = Client(page)
    await expect(found.heading("Dragoman is here")).to_be_attached(timeout=SECONDS)
    await page.get_by_role("button", name="Hide log panel").click()
    yield found
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def client(opened: Client) -> Client:
    """The page with the personal chat open, and in it what earlier tests said."""
    await opened.page.get_by_role("treeitem", name="Personal Chat").click()
    await expect(opened.messages.first).to_be_visible()
    return opened


async def test_define_and_what_leads_on_from_it(client: Client) -> None:
    await client.say("define permanent mission")
    await client.shows("Permanent Mission")
    await expect(client.page.get_by_text("standing office").last).to_be_visible()
    await client.picture("define")
    await client.press("Titles to search")
    await client.shows("Titles for Permanent Mission Staff")


async def test_questions_with_their_levels(client: Client) -> None:
    await client.say("questions senior consul")
    await client.shows("Senior questions: Consul")
    await client.press("Junior")
    await client.shows("Junior questions: Consul")
    await client.picture("questions")
    await client.press("Answer guide 1")
    await client.shows("Answer guide")
    await expect(client.page.get_by_text(re.compile("^Strong:")).last).to_be_visible()


async def test_a_comparison_is_a_table(client: Client) -> None:
    await client.say("compare embassy and permanent mission")
    table = client.page.get_by_role("table").last
    await expect(table.get_by_role("columnheader", name="Permanent Mission")).to_be_visible()
    await expect(table.get_by_role("row").last).to_contain_text("citizens")
    await client.picture("compare")


async def test_a_form_within_the_card(client: Client) -> None:
    await client.say("home")
    await client.shows("Today's term")
    await client.press("Look something up")
    await client.page.get_by_label("Term, role or abbreviation").last.fill("persona non grata")
    await client.picture("form")
    await client.page.get_by_role("button", name="Show", exact=True).first.click()
    await client.shows("Persona non grata")


async def test_the_search_of_the_compose_box(client: Client) -> None:
    before = await client.messages.count()
    await client.press("Trigger Message Extension App")
    await client.page.get_by_role("menuitem", name="Search Command").click()
    await client.page.get_by_placeholder("Enter a search term").fill("permanent mission")
    found = client.page.get_by_text(re.compile("^A permanent mission is a country")).last
    await expect(found).to_be_visible()
    await client.picture("search")
    await found.click()
    box = client.page.get_by_role("textbox").last
    await expect(box.get_by_role("heading", name="Permanent Mission", exact=True)).to_be_visible()
    await client.press("Send Message")
    await expect(box).to_have_text("")
    await client.shows("Permanent Mission")
    await client.say("help")
    await client.shows("What I can do")
    await client.picture("search-sent")
    await expect(client.messages).to_have_count(before + 3)  # the card that a person sent, help and its answer


async def test_a_daily_term_is_set_up_in_the_channel_and_comes(client: Client, local: Local) -> None:
    await client.open_channel()
    await client.mention("tips on 09:00 Geneva")
    await expect(client.page.get_by_text("post it in this channel").first).to_be_visible()
    assert "09:00 in Geneva" in await local.forward()
    term = client.page.get_by_role("heading", name=re.compile("^Term of the day"))
    await expect(term.first).to_be_visible()
    await client.picture("tip")
    await expect(term).to_have_count(1)
