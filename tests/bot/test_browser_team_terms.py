"""A team's own word in the playground: proposed by a recruiter, approved by the admin, found by everybody."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.app import Bot
from bot.db.clock import Clock
from bot.db.database import open_database
from bot.playground.run import local_workspace
from bot.playground.server import Playground
from bot.settings import Settings
from tests.bot.playground.browser import BROWSER, OpenPage, chromium, open_page, screenshot, send, violations

__all__ = ["chromium", "open_page"]

pytestmark = BROWSER
WEEK = 7 * 24 * 3600.0
"""Seconds after which the next digest has come."""


@pytest.fixture
def clock() -> Clock:
    """The clock of the daily terms and the digest, which a test can shift."""
    return Clock()


@pytest_asyncio.fixture(loop_scope="session")
async def served(bot: Bot, tmp_path: Path, clock: Clock) -> AsyncIterator[Playground]:
    """The playground with the real bot and a database."""
    database = await asyncio.to_thread(open_database, Settings(_env_file=None, data_dir=tmp_path))
    async with local_workspace(bot, database=database, clock=clock) as playground:
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


async def open_direct(page: Page) -> None:
    """Open the direct chat with the bot; on a phone it is in the drawer."""
    if await page.locator("#drawer").is_visible():
        await page.click("#drawer")
    await page.locator("#sidebar").get_by_role("button", name="Dragoman").click()


async def heard(page: Page, words: str | re.Pattern[str]) -> None:
    """Wait until a direct message from the bot has these words."""
    await expect(page.locator(".message").filter(has_text=words)).to_have_count(1)


async def become(page: Page, name: str) -> None:
    """Go on as somebody else; on a phone the list of people is behind a button."""
    size = page.viewport_size
    assert size is not None
    await page.set_viewport_size({"width": 1280, "height": 800})
    await page.locator("#persona").select_option(label=name)
    await page.set_viewport_size(size)


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1280, True)], ids=["phone", "dark"])
async def test_a_word_is_asked_for_answered_and_changed_by_an_owner(
    served: Playground, open_page: OpenPage, clock: Clock, width: int, dark: bool
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
    clock.shift += WEEK
    await open_direct(page)
    await heard(page, "The week before")
    await screenshot(page, f"team-digest-{width}")
    await become(page, "Noor Haddad")
    await open_direct(page)
    await heard(page, re.compile("Your team has an answer.*Zonal"))
    await screenshot(page, f"team-heard-{width}")
    assert await violations(page) == []


@pytest.mark.parametrize("width", [390, 1280])
async def test_a_thumb_down_asks_why_and_the_line_reaches_the_admin(
    served: Playground, open_page: OpenPage, width: int
) -> None:
    page = await open_page(served.url, width=width, height=844)
    await send(page, "/define consul")
    await page.get_by_role("button", name="This answer helped").click()
    await answered(page, "Thanks, good to know.")
    await page.get_by_role("button", name="Something is wrong with this answer").click()
    await answered(page, "What's the matter with it?")
    await screenshot(page, f"thumb-why-{width}")
    assert await violations(page) == []
    await page.get_by_role("button", name="Write a line").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("A line to").fill("Honorary consuls are missing")
    await dialog.get_by_role("button", name="Send").click()
    await answered(page, "I pass this on, without your name")
    await become(page, "Mei Tan")
    await open_direct(page)
    await heard(page, "Honorary consuls are missing")
    await screenshot(page, f"thumb-line-{width}")
    assert await violations(page) == []
