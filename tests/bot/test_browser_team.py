"""A team's own word in the playground: proposed by a recruiter, approved by the admin, found by everybody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.app import Bot
from bot.db.database import open_database
from bot.playground.run import local_workspace
from bot.playground.server import Playground
from bot.settings import Settings
from tests.bot.playground.browser import BROWSER, OpenPage, chromium, open_page, violations
from tests.bot.test_browser import screenshot, send

__all__ = ["chromium", "open_page"]

pytestmark = BROWSER


@pytest_asyncio.fixture(loop_scope="session")
async def served(bot: Bot, tmp_path: Path) -> AsyncIterator[Playground]:
    """The playground with the real bot and a database."""
    database = await asyncio.to_thread(open_database, Settings(_env_file=None, data_dir=tmp_path))
    async with local_workspace(bot, database=database) as playground:
        yield playground


async def answered(page: Page, words: str) -> None:
    """Wait until the last private answer has these words."""
    await expect(page.locator(".message.ephemeral").last).to_contain_text(words)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_a_word_is_taught_in_a_form_approved_and_found(
    served: Playground, open_page: OpenPage, dark: bool
) -> None:
    page = await open_page(served.url, dark=dark)
    await send(page, "/dragoman teach")
    await page.get_by_role("button", name="Teach a word").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Word or abbreviation").fill("REC")
    await dialog.get_by_label("What it means").fill("Resource Efficiency Cell")
    await screenshot(page, f"team-form-{dark}")
    assert await violations(page) == []
    await dialog.get_by_role("button", name="Save").click()
    await answered(page, "asked an owner about REC")

    await page.locator("select").first.select_option(label="Mei Tan")
    await send(page, "/dragoman terms waiting")
    await answered(page, "proposes a word")
    await screenshot(page, f"team-proposal-{dark}")
    assert await violations(page) == []
    await page.get_by_role("button", name="Approve", exact=True).click()
    await answered(page, "REC is live")
    await send(page, "/define rec")
    await answered(page, "Your team’s own term")
    await screenshot(page, f"team-term-{dark}")
