"""What newcomers see first: App Home and the welcome, on wide and narrow, light and dark pages."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.playground.server import Playground
from tests.bot.playground.browser import BROWSER, OpenPage, chromium, open_page, screenshot, violations
from tests.bot.test_browser_tips import served

__all__ = ["chromium", "open_page", "served"]

pytestmark = BROWSER
SCREENS = [(1280, 800), (390, 844)]
FIRST_STEPS = ("Look up a title", "Get interview questions", "DPR", "chargé d'affaires a.i.", "P-4")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("width", "height"), SCREENS)
async def test_first_steps_are_on_the_first_screen_of_app_home(
    served: Playground, open_page: OpenPage, width: int, height: int, dark: bool
) -> None:
    page = await open_page(f"{served.url}/#home", width=width, height=height, dark=dark)
    home = page.locator("#home")
    for label in FIRST_STEPS:
        await expect(home.get_by_role("button", name=label, exact=True)).to_be_in_viewport(ratio=1)
    assert await home.evaluate("home => home.scrollTop") == 0
    await home.get_by_role("button", name="DPR", exact=True).click()
    await expect(page.get_by_role("dialog")).to_contain_text("number two in a country's delegation")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("width", "height"), SCREENS)
async def test_the_messages_tab_welcomes_once_with_the_first_steps(
    served: Playground, open_page: OpenPage, width: int, height: int, dark: bool
) -> None:
    page = await open_page(f"{served.url}/#home", width=width, height=height, dark=dark)
    for _ in range(2):
        await page.get_by_role("tab", name="Messages").click()
        for label in FIRST_STEPS:
            await expect(page.locator("#messages").get_by_role("button", name=label, exact=True)).to_be_in_viewport()
        await page.get_by_role("tab", name="Home").click()
        await expect(page.locator("#home")).to_be_visible()
    await page.get_by_role("tab", name="Messages").click()
    await expect(page.locator("#messages .message")).to_have_count(1)
    assert await violations(page) == []
    await screenshot(page, f"welcome-{width}-{'dark' if dark else 'light'}")
    await page.locator("#messages").get_by_role("button", name="P-4", exact=True).click()
    await expect(page.locator("#messages .message").last).to_contain_text("UN Professional and Director grades")
