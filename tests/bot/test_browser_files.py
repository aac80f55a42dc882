"""Files and shortcuts in a real browser: attach, drop, paste, and the form for a text."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.app import Bot
from bot.files import problems
from bot.playground.run import local_workspace
from bot.playground.server import Playground
from tests.bot.files.hostile import FIXTURES
from tests.bot.playground.browser import BROWSER, OpenPage, chromium, open_page, violations

__all__ = ["chromium", "open_page"]

pytestmark = BROWSER
SCANNED = FIXTURES / "scanned.pdf"
GIVE = """([target, kind, name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
  document.querySelector(target).dispatchEvent(event);
}"""
"""Paste or drop a file with this text."""


@pytest_asyncio.fixture(loop_scope="session")
async def served(bot: Bot) -> AsyncIterator[Playground]:
    """The playground with the real bot."""
    async with local_workspace(bot) as playground:
        yield playground


async def open_direct(open_page: OpenPage, served: Playground, width: int = 1280) -> Page:
    return await open_page(f"{served.url}/#D0DIRECT1", width=width)


async def open_form(open_page: OpenPage, served: Playground) -> Page:
    """Open the form for a text."""
    page = await open_direct(open_page, served)
    await page.locator("#plus > summary").click()
    await page.get_by_role("button", name="Read a text").click()
    await expect(page.get_by_role("heading", name="Read a text")).to_be_visible()
    return page


async def attach(page: Page, *paths: Path) -> None:
    await page.set_input_files("#file-picker", list(paths))
    await expect(page.locator("#attached li button")).to_have_count(len(paths))


@pytest.mark.parametrize("width", [390, 1280])
async def test_attach_and_send_a_file(served: Playground, open_page: OpenPage, width: int) -> None:
    page = await open_direct(open_page, served, width)
    await attach(page, SCANNED)
    assert await violations(page) == []
    await page.locator("#composer-text").press("Enter")
    await expect(page.locator("#attached")).to_be_hidden()
    await expect(page.locator(".message .files")).to_contain_text("scanned.pdf · 3 kB")
    await expect(page.locator(".message").last).to_contain_text(problems.SCANNED)


async def test_remove_an_attached_file(served: Playground, open_page: OpenPage) -> None:
    page = await open_direct(open_page, served)
    await attach(page, SCANNED)
    await page.get_by_role("button", name="Remove scanned.pdf").click()
    await expect(page.locator("#attached")).to_be_hidden()


@pytest.mark.parametrize(("target", "kind"), [("#messages", "drop"), ("#composer-text", "paste")])
async def test_drop_and_paste_a_file(served: Playground, open_page: OpenPage, target: str, kind: str) -> None:
    page = await open_direct(open_page, served)
    await page.evaluate(GIVE, [target, kind, "cv.txt", "Consul General"])
    await expect(page.locator("#attached")).to_contain_text("cv.txt")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.locator(".message").last).to_contain_text("Consul General")


async def test_the_form_explains_a_text(served: Playground, open_page: OpenPage) -> None:
    page = await open_form(open_page, served)
    await page.locator("#input-text").fill("Consul General")
    await page.get_by_role("button", name="Explain", exact=True).click()
    await expect(page.get_by_role("dialog")).to_contain_text("consulate")


async def test_the_form_reads_a_file(served: Playground, open_page: OpenPage) -> None:
    page = await open_form(open_page, served)
    await page.locator("#input-file").set_input_files(SCANNED)
    await expect(page.locator("#input-file[data-files^=F]")).to_be_visible()
    await page.get_by_role("button", name="Explain", exact=True).click()
    await expect(page.get_by_role("dialog")).to_contain_text(problems.SCANNED)


async def test_explain_a_message_from_its_menu(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await page.fill("#composer-text", "We need a Consul General")
    await page.locator("#composer-text").press("Enter")
    await page.get_by_label("Message actions").last.focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Explain this").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Consul General")


async def test_the_answer_to_a_long_pasted_text_is_in_view(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(f"{served.url}/#D0DIRECT1", width=390, height=844)
    lines = [f"Consul, Embassy in City {number} (20{number}-20{number + 1})" for number in range(10, 40)]
    await page.fill("#composer-text", "\n".join(["read Curriculum vitae", *lines]))
    await page.locator("#composer-text").press("Enter")
    await expect(page.locator(".message").last.get_by_role("heading")).to_be_in_viewport()
    await expect(page.locator("#newer")).to_be_hidden()
