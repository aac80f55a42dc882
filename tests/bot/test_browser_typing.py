"""Completion in form fields and in the message box, in a real browser with the real bot."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, Route, expect

from bot.app import Bot
from bot.playground.run import local_workspace
from bot.playground.server import Playground
from tests.bot.playground.browser import BROWSER, OpenPage, chromium, open_page, violations

__all__ = ["chromium", "open_page"]

pytestmark = BROWSER
FIELD = "Term, role or abbreviation"


@pytest_asyncio.fixture(loop_scope="session")
async def served(bot: Bot) -> AsyncIterator[Playground]:
    """The playground with the real bot."""
    async with local_workspace(bot) as playground:
        yield playground


async def look_up(page: Page) -> Locator:
    """Open the form "Look up a title" from App Home."""
    await page.locator("#home").get_by_role("button", name="Look up a title").click()
    form = page.get_by_role("dialog", name="Look up a title")
    await expect(form.get_by_label(FIELD)).to_be_focused()
    return form


@pytest.mark.parametrize("typed", ["consul", "CONSUL", " Consul ", "permanent MISSION"])
async def test_look_up_a_name_in_any_case(served: Playground, open_page: OpenPage, typed: str) -> None:
    page = await open_page(f"{served.url}/#home")
    form = await look_up(page)
    await form.get_by_label(FIELD).fill(typed)
    await form.get_by_role("button", name="Show").click()
    heading = page.get_by_role("dialog").get_by_role("heading", name=typed.strip(), exact=False).first
    await expect(heading).to_be_visible()
    await expect(page.locator("#toast")).to_be_hidden()


async def test_the_start_of_a_name_means_the_first_option(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(f"{served.url}/#home")
    form = await look_up(page)
    await form.get_by_label(FIELD).fill("permanent mis")
    await form.get_by_role("button", name="Show").click()
    await expect(page.get_by_role("dialog")).to_contain_text("standing diplomatic office")


async def test_enter_accepts_the_first_option_and_then_submits(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(f"{served.url}/#home")
    form = await look_up(page)
    await page.keyboard.type("permanent mis")
    await page.keyboard.press("Enter")
    await expect(form.get_by_label(FIELD)).to_have_value("Permanent Mission")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text("standing diplomatic office")


async def test_enter_submits_a_complete_name(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(f"{served.url}/#home")
    await look_up(page)
    await page.keyboard.type("permanent mission")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text("standing diplomatic office")


@pytest.mark.parametrize("by_key", [True, False])
async def test_text_without_a_match_is_an_error_at_the_field(
    served: Playground, open_page: OpenPage, by_key: bool
) -> None:
    page = await open_page(f"{served.url}/#home")
    form = await look_up(page)
    field = form.get_by_label(FIELD)
    await page.keyboard.type("zzzz")
    if by_key:
        await page.keyboard.press("Enter")
    else:
        await form.get_by_role("button", name="Show").click()
    error = form.locator(".error")
    await expect(error).to_have_text("Nothing matches “zzzz”.")
    await expect(field).to_be_focused()
    await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(field).to_have_accessible_description("Nothing matches “zzzz”.")
    await expect(field).to_have_value("zzzz")
    await expect(page.locator("#toast")).to_be_hidden()
    assert await violations(page) == []
    await field.fill("dpr")
    await expect(error).to_have_count(0)
    await form.get_by_role("button", name="Show").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Deputy Permanent Representative")


async def test_a_toast_is_shown_inside_the_modal(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(f"{served.url}/#home")
    form = await look_up(page)

    async def fail(route: Route) -> None:
        await route.fulfill(body="?")

    await page.route("**/_pg/submit", fail)
    await form.get_by_label(FIELD).fill("consul")
    await form.get_by_role("button", name="Show").click()
    toast = page.get_by_role("alert")
    await expect(toast).to_contain_text("isn't responding")
    assert await toast.evaluate("element => Boolean(element.closest('dialog[open]'))")
    on_top = """element => {
        const box = element.getBoundingClientRect();
        return element.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
    }"""
    assert await toast.evaluate(on_top)
    assert await violations(page) == []
    await page.get_by_role("button", name="Close message").click()
    await expect(page.locator("#toast")).to_be_hidden()
    await page.unroute("**/_pg/submit")
    await expect(form.get_by_label(FIELD)).to_have_value("consul")
    await form.get_by_role("button", name="Show").click()
    await expect(page.get_by_role("dialog").get_by_role("heading", name="Consul", exact=True).last).to_be_visible()


async def test_names_are_completed_after_a_command(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    suggestions = page.locator("#suggestions [role=option]")
    await page.keyboard.type("/define permanent mis")
    await expect(suggestions.first).to_contain_text("Permanent Mission")
    await expect(page.locator("#composer-text")).not_to_have_attribute("aria-activedescendant", "suggestion-0")
    await page.keyboard.press("ArrowDown")
    await expect(suggestions.first).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    await expect(page.locator("#composer-text")).to_have_value("/define Permanent Mission")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message")).to_contain_text("standing diplomatic office")


async def test_enter_sends_typed_text_while_names_are_suggested(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await page.keyboard.type("/define cons")
    await expect(page.locator("#suggestions [role=option]").first).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.locator(".message")).to_be_visible()
    await expect(page.locator("#composer-text")).to_have_value("")
    await page.locator("#composer-text").fill("/define cons")  # typed again: its names are known at once
    await expect(page.locator("#suggestions [role=option]").first).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.locator(".message")).to_have_count(2)
