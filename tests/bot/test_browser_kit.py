"""Interview kits in a real browser: a panel's kit in two presses, a phone screen in one, and a form to change it."""

from __future__ import annotations

import docx
import pytest
from playwright.async_api import expect

from bot.playground.server import Playground
from tests.bot.playground.browser import BROWSER, OpenPage, chromium, open_page, screenshot, send, violations
from tests.bot.test_browser import LOOKS, served

__all__ = ["chromium", "open_page", "served"]

pytestmark = BROWSER


@pytest.mark.parametrize(("width", "dark"), LOOKS)
async def test_a_kit_for_a_panel_in_two_presses(
    served: Playground, open_page: OpenPage, width: int, dark: bool
) -> None:
    page = await open_page(served.url, width=width, height=900, dark=dark)
    await send(page, "@dragoman interview kit for head of mission, three interviewers")
    await page.get_by_role("button", name="Senior", exact=True).last.click()
    answer = page.locator(".message").filter(has_text="Interviewer 3").last
    async with page.expect_download() as started:
        await answer.get_by_role("link", name="Word").click()
    download = await started.value
    assert download.suggested_filename == "kit-senior-head-of-mission-60-minutes-3-interviewers.docx"
    word = docx.Document(str(await download.path()))
    assert word.paragraphs[0].text == "Interview kit: Head of Mission, senior"
    await screenshot(page, f"kit-{width}-{'dark' if dark else 'light'}")
    assert await violations(page) == []


async def test_a_phone_screen_in_one_press(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url, width=390, height=844)
    await send(page, "/dragoman 5 minute phone screen visa assistant")
    heading = page.get_by_role("heading", name="Phone screen: Consular Assistant, mid")
    await expect(heading).to_be_in_viewport()
    await page.get_by_role("button", name="Junior", exact=True).click()
    await expect(page.get_by_role("heading", name="Phone screen: Consular Assistant, junior")).to_be_in_viewport()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (400, True)])
async def test_questions_are_changed_in_a_form(served: Playground, open_page: OpenPage, width: int, dark: bool) -> None:
    page = await open_page(served.url, width=width, height=900, dark=dark)
    await send(page, "/dragoman kit senior consul")
    await page.get_by_role("button", name="Change questions").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("checkbox", name="2. Changing and Improving").first.check()
    await dialog.get_by_label("Add your own question").fill("How do you brief a new ambassador?")
    await screenshot(page, f"kit-form-{width}-{'dark' if dark else 'light'}")
    assert await violations(page) == []
    await dialog.get_by_role("button", name="Change the kit").click()
    await expect(page.locator(".message").last).to_contain_text("Your own question")
    await expect(page.locator(".message").last).not_to_contain_text("Changing and Improving")
