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


async def become(page: Page, name: str) -> None:
    """Go on as somebody else; on a phone the list of people is behind a button."""
    size = page.viewport_size
    assert size is not None
    await page.set_viewport_size({"width": 1280, "height": 800})
    await page.locator("#persona").select_option(label=name)
    await page.set_viewport_size(size)


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1280, True)], ids=["phone", "dark"])
async def test_a_word_is_asked_for_answered_and_changed_by_an_owner(
    served: Playground, open_page: OpenPage, width: int, dark: bool
) -> None:
    page = await open_page(served.url, width=width, height=844, dark=dark)
    await send(page, "/define ZQRECX")
    await page.get_by_role("button", name="Ask for it").last.click()
    await answered(page, "You'll hear from me once")
    await become(page, "Mei Tan")
    await send(page, "/dragoman gaps")
    await answered(page, "one person")
    await screenshot(page, f"team-gaps-{width}")
    assert await violations(page) == []
    await page.get_by_role("button", name="Answer", exact=True).last.click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("What does ZQRECX mean?").fill("Zonal Quarterly Review Exercise")
    await dialog.get_by_role("button", name="Teach").click()
    await answered(page, "Taught.")
    await send(page, "/dragoman terms show 1")
    await page.get_by_role("button", name="Edit", exact=True).last.click()
    await page.get_by_role("dialog").get_by_label("What it means").fill("Zonal Review of each quarter")
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await answered(page, "is live")
    await send(page, "/dragoman terms versions 1")
    await answered(page, "[Quarterly]")
    await screenshot(page, f"team-versions-{width}")
    assert await violations(page) == []
    await send(page, "/dragoman terms owners")
    await answered(page, "the admins of your workspace")
    await screenshot(page, f"team-owners-{width}")
    await send(page, "/dragoman digest")
    await page.get_by_role("button", name="Turn it on").last.click()
    await answered(page, "comes on Monday")
    await screenshot(page, f"team-digest-on-{width}")
    assert await violations(page) == []
