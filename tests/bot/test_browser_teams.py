"""The Teams preview in a real browser: each answer as a card with working buttons."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bot.app import Bot
from bot.db.database import open_database
from bot.playground.run import local_workspace
from bot.playground.server import Playground
from bot.settings import Settings
from tests.bot.playground.browser import BROWSER, OpenPage, chromium, open_page, screenshot, send, violations

__all__ = ["chromium", "open_page"]

pytestmark = BROWSER
LOOKS = [(1280, False), (1280, True), (400, False), (400, True)]
TOGGLE = "Teams preview"


@pytest_asyncio.fixture(loop_scope="session")
async def served(bot: Bot) -> AsyncIterator[Playground]:
    """The playground with the real bot."""
    async with local_workspace(bot) as playground:
        yield playground


async def show_preview(page: Page) -> Locator:
    """Open the preview, on a narrow page through the drawer, and return the card."""
    if await page.locator("#drawer").is_visible():
        await page.click("#drawer")
    await page.get_by_role("button", name=TOGGLE).click()
    await expect(page.get_by_role("complementary", name=TOGGLE)).to_be_visible()
    return page.locator("#teams-card")


@pytest.mark.parametrize(("width", "dark"), LOOKS)
async def test_an_answer_and_its_card(served: Playground, open_page: OpenPage, width: int, dark: bool) -> None:
    page = await open_page(served.url, width=width, height=900, dark=dark)
    await send(page, "/define permanent mission")
    await expect(page.locator(".message").last).to_contain_text("standing diplomatic office")
    card = await show_preview(page)
    await expect(card.get_by_role("heading", name="Permanent Mission")).to_be_visible()
    await expect(card).to_contain_text("standing diplomatic office")
    await expect(page.locator("#teams-line")).to_have_text("define permanent mission")
    assert await page.evaluate("() => document.documentElement.scrollWidth") == width
    await screenshot(page, f"teams-define-{width}-{'dark' if dark else 'light'}")
    assert await violations(page) == []
    await card.get_by_role("button", name="Search titles").click()
    await expect(card.get_by_role("heading", name="Titles for Permanent Mission Adviser")).to_be_visible()
    await expect(page.locator("#messages .message").last).to_contain_text("Titles for Permanent Mission Adviser")
    assert await violations(page) == []


@pytest.mark.parametrize(("width", "dark"), LOOKS)
async def test_a_menu_and_a_form(served: Playground, open_page: OpenPage, width: int, dark: bool) -> None:
    page = await open_page(served.url, width=width, height=900, dark=dark)
    await send(page, "/questions senior")
    card = await show_preview(page)
    await card.get_by_label("Narrow to a role").select_option("Consul")
    await card.get_by_role("button", name="Show", exact=True).click()
    await expect(page.locator("#teams-line")).to_contain_text("onsul")
    await expect(card.get_by_role("heading", level=3).first).to_contain_text("Consul")
    await screenshot(page, f"teams-questions-{width}-{'dark' if dark else 'light'}")
    await page.get_by_role("button", name="Close preview").click()
    await send(page, "/dragoman home")
    await show_preview(page)
    await card.get_by_text("Look up a title").first.click()
    form = card.locator(".shown-card").first
    await expect(form).to_be_visible()
    await form.get_by_role("button").last.click()
    await expect(form.locator("input:invalid")).to_be_focused()
    assert await violations(page) == []
    await screenshot(page, f"teams-form-{width}-{'dark' if dark else 'light'}")
    await form.locator("input").first.fill("persona non grata")
    await form.get_by_role("button").last.click()
    await expect(page.locator("#teams-line")).to_have_text("define persona non grata")
    await expect(card.get_by_role("heading", name="Persona non grata")).to_be_visible()


async def test_a_comparison_in_a_thread_and_its_card(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    card = await show_preview(page)
    await send(page, "@dragoman compare embassy and permanent mission")
    await expect(page.locator("#thread-messages table")).to_contain_text("Serves citizens?")
    await expect(card.locator("table")).to_contain_text("Serves citizens?")
    await expect(page.locator("#composer-text")).to_be_in_viewport(ratio=1)
    await screenshot(page, "teams-compare-1280-light")
    assert await violations(page) == []


async def test_a_form_with_times_and_days(bot: Bot, open_page: OpenPage, tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)
    database = await asyncio.to_thread(open_database, settings)  # it starts its own event loop
    async with local_workspace(bot, database=database) as local:
        page = await open_page(local.url, height=1000)
        card = await show_preview(page)
        await send(page, "/tips on 09:00 Geneva")
        await card.get_by_text("Change").click()
        form = card.locator(".shown-card")
        await expect(form.get_by_label("Time", exact=False).first).to_have_value("09:00")
        await form.get_by_label("Time", exact=False).first.fill("10:30")
        await form.get_by_label("Monday").uncheck()
        await form.get_by_label("Saturday").check()
        assert await violations(page) == []
        await screenshot(page, "teams-tips-1280-light")
        await form.get_by_role("button").last.click()
        await expect(page.locator("#teams-line")).to_contain_text("tips on 10:30 Geneva days tue,wed,thu,fri,sat")
        await expect(card).to_contain_text("at 10:30")


async def test_a_press_is_shown_by_the_label_of_the_button(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    card = await show_preview(page)
    asked = page.locator("#teams-line")
    await send(page, "/questions senior consul")
    await expect(asked).to_have_text("questions senior consul")
    await page.locator("#messages").get_by_role("button", name="Answer guide 1").click()
    await expect(asked).to_have_text("Answer guide 1")
    await page.get_by_role("dialog").get_by_role("button", name="Close").first.click()
    await send(page, "/define consul")
    await expect(asked).to_have_text("define consul")
    await card.get_by_role("button", name="Interview questions").click()
    await expect(asked).to_have_text("Interview questions")


async def test_use_the_preview_by_keyboard(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, "/define consul")
    toggle = page.get_by_role("button", name=TOGGLE)
    await toggle.focus()
    await page.keyboard.press("Enter")
    await expect(toggle).to_have_attribute("aria-expanded", "true")
    await page.locator("#teams-card").get_by_role("button", name="Interview questions").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#teams-line")).to_contain_text("questions")
    await expect(page.locator("#teams-card")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("#teams")).to_be_hidden()
    await expect(toggle).to_be_focused()


async def test_one_tool_at_a_time_which_survives_a_reload(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, "/define consul")
    card = await show_preview(page)
    await page.get_by_role("button", name="Developer tools").click()
    await expect(page.locator("#teams")).to_be_hidden()
    await page.get_by_role("button", name=TOGGLE).click()
    await expect(page.locator("#devtools")).to_be_hidden()
    await page.reload()
    await expect(card.get_by_role("heading", name="Consul", exact=True)).to_be_visible()


async def test_show_the_json_of_the_card(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await show_preview(page)
    await expect(page.locator("#teams-card")).to_contain_text("Ask something")
    await send(page, "/define consul")
    await page.get_by_text("JSON sent to Teams").click()
    await expect(page.locator("#teams-raw pre")).to_contain_text('"type": "AdaptiveCard"')
    assert await violations(page) == []


async def test_typed_html_is_shown_as_text(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    card = await show_preview(page)
    hostile = "<img src=x>"  # few words, so that the answer repeats them
    await send(page, f"/define {hostile}")
    await expect(card).to_contain_text("img src=x")
    await expect(page.locator("#teams-line")).to_contain_text("<img src=x")
    await expect(page.locator("#teams :is(img, script)")).to_have_count(0)


async def test_each_person_sees_their_own_card(served: Playground, open_page: OpenPage) -> None:
    page, other = await open_page(served.url), await open_page(served.url)
    await other.select_option("#persona", index=1)
    await expect(other.locator("#persona-title")).to_have_text("Recruiting lead")
    await show_preview(other)
    await send(page, "/define consul")
    card = await show_preview(page)
    await expect(card).to_contain_text("Consul")
    await expect(other.locator("#teams-card")).to_contain_text("Ask something")
