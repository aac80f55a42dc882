"""Navigation: the skip link, the Back button, and the tab in which a modal opens."""

from playwright.async_api import Page, expect

from bot.playground.server import Playground
from tests.bot.playground.browser import BROWSER, OpenPage, send

pytestmark = BROWSER


async def go_to(page: Page, channel: str) -> None:
    await page.get_by_role("button", name=channel).click()
    await expect(page.get_by_role("heading", name=f"# {channel}")).to_be_visible()


async def test_the_skip_link_stays_in_the_channel(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await go_to(page, "recruiting-diplomacy")
    await page.get_by_role("link", name="Skip to the message box").press("Enter")
    await expect(page.locator("#composer-text")).to_be_focused()
    await expect(page.get_by_role("heading", name="# recruiting-diplomacy")).to_be_visible()
    assert page.url.endswith("#C0RECRUITINGDIPLOMACY")


async def test_the_skip_link_stays_in_home(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(f"{served.url}/#home")
    await page.get_by_role("link", name="Skip to the message box").press("Enter")
    await expect(page.locator("#home")).to_be_focused()
    assert page.url.endswith("#home")


async def test_an_unknown_hash_changes_nothing(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(f"{served.url}/#home")
    await page.evaluate("() => { location.hash = 'composer-text'; }")
    await expect(page.locator("#home")).to_contain_text("Press a button or write to me.")
    await go_to(page, "recruiting-diplomacy")
    await page.evaluate("() => { location.hash = 'somewhere'; }")
    await expect(page.get_by_role("heading", name="# recruiting-diplomacy")).to_be_visible()


async def test_home_has_a_focus_ring_only_for_the_keyboard(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(f"{served.url}/#home")
    home = page.locator("#home")
    await expect(home).to_be_focused()
    await expect(home).to_have_css("outline-style", "none")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Shift+Tab")
    await expect(home).to_be_focused()
    await expect(home).to_have_css("outline-style", "solid")


async def test_back_closes_modals_before_it_leaves_the_channel(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await go_to(page, "recruiting-diplomacy")
    await send(page, "/form ")
    await page.get_by_role("button", name="Show an example").click()
    await expect(page.get_by_role("dialog", name="An example")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("dialog", name="Teach a term")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("heading", name="# recruiting-diplomacy")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("heading", name="# general")).to_be_visible()


async def test_back_leaves_at_once_if_the_modal_was_closed_by_escape(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await go_to(page, "recruiting-diplomacy")
    await send(page, "/form ")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.go_back()
    await expect(page.get_by_role("heading", name="# general")).to_be_visible()


async def test_back_cancels_a_confirmation(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, "/card ")
    await page.get_by_role("button", name="Forget it").click()
    await expect(page.get_by_role("dialog", name="Forget this?")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("button", name="Forget it")).to_be_visible()


async def test_back_on_a_phone_closes_drawer_thread_and_panes(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url, width=390)
    await page.get_by_role("button", name="Channels").click()
    await page.go_back()
    await expect(page.locator("#sidebar")).to_be_hidden()
    await send(page, "@dragoman hello")
    await expect(page.locator("#thread .message").last).to_contain_text("At your service")
    await page.go_back()
    await expect(page.locator("#thread")).to_be_hidden()
    await page.get_by_role("button", name="Channels").click()
    await page.get_by_role("button", name="Developer tools").click()
    await expect(page.locator("#devtools")).to_be_visible()
    await page.go_back()
    await expect(page.locator("#devtools")).to_be_hidden()
    await expect(page.get_by_role("heading", name="# general")).to_be_visible()


async def test_back_after_the_drawer_returns_to_the_previous_channel(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url, width=390)
    for channel in ("recruiting-diplomacy", "general", "recruiting-diplomacy"):
        await page.get_by_role("button", name="Channels").click()
        await go_to(page, channel)
        await expect(page.locator("#sidebar")).to_be_hidden()
    await page.go_back()
    await expect(page.get_by_role("heading", name="# general")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("heading", name="# recruiting-diplomacy")).to_be_visible()


async def test_back_ignores_a_thread_beside_the_conversation(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await go_to(page, "recruiting-diplomacy")
    await send(page, "@dragoman hello")
    await expect(page.locator("#thread .message").last).to_contain_text("At your service")
    await page.go_back()
    await expect(page.get_by_role("heading", name="# general")).to_be_visible()


async def test_a_modal_opens_only_in_the_tab_of_its_command(served: Playground, open_page: OpenPage) -> None:
    page, other = await open_page(served.url), await open_page(served.url)
    await send(page, "/form ")
    dialog = page.get_by_role("dialog", name="Teach a term")
    await expect(dialog).to_be_visible()
    await send(other, "/echo the other tab is up to date")
    await expect(other.locator(".message")).to_contain_text("up to date")
    await expect(other.get_by_role("dialog")).to_have_count(0)
    await page.get_by_role("button", name="Show an example").click()
    await expect(page.get_by_role("dialog", name="An example")).to_be_visible()
    await other.reload()
    await expect(other.locator(".message")).to_contain_text("up to date")
    await expect(other.get_by_role("dialog")).to_have_count(0)
    await page.reload()
    await expect(page.get_by_role("dialog", name="An example")).to_be_visible()
