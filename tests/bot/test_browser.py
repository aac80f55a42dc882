"""The real bot in a real browser: first steps on wide and narrow, light and dark pages, with accessibility checks.

If SCREENSHOTS names a folder, the tests save screenshots there; docs/playground.png is one of them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.app import Bot
from bot.playground.run import local_workspace
from bot.playground.server import Playground
from tests.bot.playground.browser import BROWSER, OpenPage, chromium, open_page, screenshot, send, violations

__all__ = ["chromium", "open_page"]

pytestmark = BROWSER
LOOKS = [(1280, False), (1280, True), (400, False), (400, True)]


@pytest_asyncio.fixture(loop_scope="session")
async def served(bot: Bot) -> AsyncIterator[Playground]:
    """The playground with the real bot."""
    async with local_workspace(bot) as playground:
        yield playground


@pytest.mark.parametrize(("width", "dark"), LOOKS)
async def test_the_first_commands_of_the_readme(
    served: Playground, open_page: OpenPage, width: int, dark: bool
) -> None:
    page = await open_page(served.url, width=width, height=900, dark=dark)
    await send(page, "/define permanent mission")
    card = page.locator(".message").last
    await expect(card).to_contain_text("standing diplomatic office")
    await screenshot(page, f"define-{width}-{'dark' if dark else 'light'}")
    await card.get_by_role("button", name="Search titles").click()
    await expect(page.get_by_role("heading", name="Titles for Permanent Mission Adviser")).to_be_in_viewport()
    await send(page, "/titles head of mission")
    await expect(page.get_by_role("heading", name="Titles for Head of Mission")).to_be_in_viewport()
    await screenshot(page, f"titles-{width}-{'dark' if dark else 'light'}")
    await send(page, "/questions senior")
    await expect(page.get_by_role("heading", name="Senior questions")).to_be_in_viewport()
    await screenshot(page, f"questions-{width}-{'dark' if dark else 'light'}")
    assert await violations(page) == []


@pytest.mark.parametrize(("width", "dark"), LOOKS)
async def test_an_answer_guide_opens_in_a_dialog(
    served: Playground, open_page: OpenPage, width: int, dark: bool
) -> None:
    page = await open_page(served.url, width=width, dark=dark)
    await send(page, "/questions senior consul")
    await page.get_by_role("button", name="Answer guide 2").click()
    dialog = page.get_by_role("dialog", name="Answer guide")
    await expect(dialog).to_contain_text("Tick what you hear")
    await expect(dialog).to_contain_text("Stop sign:")
    await screenshot(page, f"guide-{width}-{'dark' if dark else 'light'}")
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()


@pytest.mark.parametrize(("width", "dark"), LOOKS)
async def test_a_mention_is_answered_in_its_thread(
    served: Playground, open_page: OpenPage, width: int, dark: bool
) -> None:
    page = await open_page(served.url, width=width, dark=dark)
    await send(page, "@dragoman compare embassy and permanent mission")
    thread = page.locator("#thread-messages")
    await expect(thread.locator("table")).to_contain_text("Serves citizens?")
    await expect(thread).to_contain_text("Remember:")
    await screenshot(page, f"compare-{width}-{'dark' if dark else 'light'}")
    assert await violations(page) == []


async def test_a_reply_in_a_thread_needs_no_mention(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, "@dragoman what is a consul")
    thread = page.locator("#thread-messages")
    await expect(thread).to_contain_text("A consul looks after people")
    await page.get_by_placeholder("Reply").fill("titles?")
    await page.keyboard.press("Enter")
    await expect(thread).to_contain_text("Titles for Consul")


@pytest.mark.parametrize(("width", "dark"), LOOKS)
async def test_look_something_up_in_app_home(served: Playground, open_page: OpenPage, width: int, dark: bool) -> None:
    page = await open_page(f"{served.url}/#home", width=width, dark=dark)
    home = page.locator("#home")
    await expect(home).to_contain_text("Today's term")
    await screenshot(page, f"home-{width}-{'dark' if dark else 'light'}")
    assert await violations(page) == []
    await home.get_by_role("button", name="Look up a title").click()
    form = page.get_by_role("dialog", name="Look up a title")
    await form.get_by_label("Term, role or abbreviation").fill("perm")
    await expect(form.locator("datalist option[value='Permanent Mission']")).to_have_count(1)
    await form.get_by_label("Term, role or abbreviation").fill("Permanent Mission")
    await screenshot(page, f"form-{width}-{'dark' if dark else 'light'}")
    await form.get_by_role("button", name="Show").click()
    await expect(page.get_by_role("dialog")).to_contain_text("standing diplomatic office")


async def test_everyone_sees_a_shared_answer(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, "/tip")
    await page.locator(".message.ephemeral").last.get_by_role("button", name="Share with channel").click()
    await expect(page.locator(".message:not(.ephemeral)").last).to_contain_text("@Noor Haddad shared this")
    other = await open_page(served.url)
    await other.select_option("#persona", index=1)
    await expect(other.locator(".message:not(.ephemeral)").last).to_contain_text("Term of the day")
    await expect(other.locator(".message.ephemeral")).to_have_count(0)


async def test_a_shared_answer_can_be_taken_back(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, "/titles consul")
    private = page.locator(".message.ephemeral").last
    await private.get_by_role("button", name="Share with channel").click()
    await expect(private).to_contain_text("Shared with #general")
    public = page.locator(".message:not(.ephemeral)")
    await expect(public).to_have_count(1)
    await private.get_by_role("button", name="Undo").click()
    await expect(private).to_contain_text("Taken back: only you see this now.")
    await expect(public).to_have_count(0)
