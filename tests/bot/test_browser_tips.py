"""Setting up a daily term in the playground and jumping to the next one, on every kind of page."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.app import Bot
from bot.db.database import open_database
from bot.playground.run import local_workspace
from bot.playground.server import Playground
from bot.settings import Settings
from tests.bot.playground.browser import BROWSER, OpenPage, chromium, open_page, screenshot, send, violations
from tests.bot.test_browser import LOOKS

__all__ = ["chromium", "open_page"]

pytestmark = BROWSER


@pytest_asyncio.fixture(loop_scope="session")
async def served(bot: Bot, tmp_path: Path) -> AsyncIterator[Playground]:
    """The playground with the real bot and a database."""
    settings = Settings(_env_file=None, data_dir=tmp_path)
    database = await asyncio.to_thread(open_database, settings)  # as at start-up, where no event loop is running
    async with local_workspace(bot, database=database) as playground:
        yield playground


@pytest.mark.parametrize(("width", "dark"), LOOKS)
async def test_jump_to_the_next_daily_term(served: Playground, open_page: OpenPage, width: int, dark: bool) -> None:
    look = f"{width}-{'dark' if dark else 'light'}"
    page = await open_page(served.url, width=width, height=900, dark=dark)
    jump = page.get_by_role("button", name="Jump to the next daily term")
    await jump.click()
    await expect(page.locator("#fast-forward-result")).to_contain_text("/tips on 09:00 Geneva")
    assert await violations(page) == []

    await send(page, "/tips on 09:00 Geneva")
    await expect(page.locator(".message.ephemeral").last).to_contain_text("09:00")
    await screenshot(page, f"tips-on-{look}")
    await jump.click()
    await expect(page.locator("#fast-forward-result")).to_contain_text("09:00 in Geneva")
    term = page.locator(".message:not(.ephemeral)").last
    await expect(term.locator("time")).to_have_text(re.compile(r"^(?:.+, )?09:00$"))  # with a date, if it isn't today
    await expect(term.get_by_role("button", name="Quiz me")).to_be_in_viewport()
    await screenshot(page, f"tips-term-{look}")
    assert await violations(page) == []
    assert await page.evaluate("() => document.documentElement.scrollWidth") == width

    await term.get_by_role("button", name="Quiz me").click()  # buttons work at the new time
    await expect(page.locator(".message.ephemeral")).to_have_count(2)
    await expect(page.locator(".message.ephemeral").last).to_be_in_viewport()
    assert len(served.workspace.messages(served.workspace.general)) == 1


async def test_the_message_of_the_jump_belongs_to_its_channel(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, "/tips on 09:00 Geneva")
    await page.get_by_role("button", name="recruiting-diplomacy").click()
    await page.get_by_role("button", name="Jump to the next daily term").click()
    await expect(page.locator("#fast-forward-result")).to_contain_text("No daily term here yet")
    await page.get_by_role("button", name="general").click()
    await expect(page.locator("#fast-forward-result")).to_be_empty()


async def test_escape_closes_the_form_with_one_request(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, "/tips")
    await page.get_by_role("button", name="Set up").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    statuses: list[int] = []
    page.on("response", lambda answer: statuses.append(answer.status) if answer.url.endswith("/_pg/close") else None)
    async with page.expect_response("**/_pg/close"):
        await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await send(page, "/tip")  # by now a second request of the key press would be answered
    await expect(page.locator(".message.ephemeral").last).to_contain_text("Term of the day")
    assert statuses == [200]
