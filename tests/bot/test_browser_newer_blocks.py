"""Slack's newer blocks and Teams' folded guides in a real browser: they open by press and by keyboard, on any page."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.app import Bot
from bot.playground.run import local_workspace
from bot.playground.server import Playground
from tests.bot.playground.browser import BROWSER, OpenPage, chromium, open_page, screenshot, send, violations
from tests.bot.test_browser_teams import show_preview

__all__ = ["chromium", "open_page"]

pytestmark = BROWSER
LOOKS = [(1280, False), (1280, True), (390, False), (390, True)]


@pytest_asyncio.fixture(loop_scope="session")
async def served(bot: Bot) -> AsyncIterator[Playground]:
    """The playground whose bot sends the newer blocks."""
    async with local_workspace(bot, newer_blocks=True) as playground:
        yield playground


async def looks_right(page: Page, name: str) -> None:
    """Check that the page is accessible and doesn't scroll sideways, and save a screenshot."""
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    size = page.viewport_size
    assert size is not None
    dark = await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    await screenshot(page, f"newer-{name}-{size['width']}-{'dark' if dark else 'light'}")


@pytest.mark.parametrize(("width", "dark"), LOOKS)
async def test_guides_tables_and_cards(served: Playground, open_page: OpenPage, width: int, dark: bool) -> None:
    page = await open_page(served.url, width=width, height=900, dark=dark)
    await send(page, "/dragoman questions senior consul")
    question = page.locator(".message").last.locator("summary.title").first
    ticks = page.get_by_text("Tick what you hear").first
    await expect(question).to_contain_text("1. ")
    await expect(ticks).to_be_hidden()
    await looks_right(page, "folded")
    await question.press("Enter")
    await expect(ticks).to_be_visible()
    await looks_right(page, "unfolded")
    await question.click()
    await expect(ticks).to_be_hidden()
    await send(page, "/dragoman compare embassy and consulate")
    await expect(page.get_by_role("group", name="Embassy")).to_be_visible()
    await looks_right(page, "table")
    await send(page, "/dragoman browse consular")
    cards = page.get_by_role("group", name="Cards")
    await expect(cards.get_by_role("listitem").first).to_be_visible()
    await looks_right(page, "cards")
    await cards.get_by_role("button", name="Open").first.click()
    await expect(page.locator(".message").last).to_contain_text("Role")


@pytest.mark.parametrize("width", [1280, 390])
async def test_a_guide_unfolds_in_the_preview_of_teams(served: Playground, open_page: OpenPage, width: int) -> None:
    page = await open_page(served.url, width=width, height=900)
    await send(page, "/dragoman questions senior consul")
    card = await show_preview(page)
    button = card.get_by_role("button", name="Answer guide 1")
    ticks = card.get_by_text("Tick what you hear").first
    await expect(button).to_have_attribute("aria-expanded", "false")
    await expect(ticks).to_be_hidden()
    await button.press("Enter")
    await expect(button).to_have_attribute("aria-expanded", "true")
    await expect(ticks).to_be_visible()
    await looks_right(page, "teams")
    await button.click()
    await expect(ticks).to_be_hidden()
