"""Where one is: the skip link, the Back button, and which tab a modal opens in."""

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


async def test_the_skip_link_stays_at_home(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(f"{served.url}/#home")
    await page.get_by_role("link", name="Skip to the message box").press("Enter")
    await expect(page.locator("#home")).to_be_focused()
    assert page.url.endswith("#home")


async def test_a_hash_that_is_no_place_changes_nothing(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(f"{served.url}/#home")
    await page.evaluate("() => { location.hash = 'composer-text'; }")
    await expect(page.locator("#home")).to_contain_text("Press a button or write to me.")
    await go_to(page, "recruiting-diplomacy")
    await page.evaluate("() => { location.hash = 'somewhere'; }")
    await expect(page.get_by_role("heading", name="# recruiting-diplomacy")).to_be_visible()


async def test_home_shows_no_ring_until_the_keyboard_comes(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(f"{served.url}/#home")
    home = page.locator("#home")
    await expect(home).to_be_focused()
    await expect(home).to_have_css("outline-style", "none")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Shift+Tab")
    await expect(home).to_be_focused()
    await expect(home).to_have_css("outline-style", "solid")


async def test_back_closes_the_modal_before_it_leaves(served: Playground, open_page: OpenPage) -> None:
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


async def test_back_leaves_at_once_when_the_modal_was_closed_otherwise(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await go_to(page, "recruiting-diplomacy")
    await send(page, "/form ")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.go_back()
    await expect(page.get_by_role("heading", name="# general")).to_be_visible()


async def test_back_answers_no_to_a_question(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, "/card ")
    await page.get_by_role("button", name="Forget it").click()
    await expect(page.get_by_role("dialog", name="Forget this?")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("button", name="Forget it")).to_be_visible()


async def test_back_on_a_telephone_closes_drawer_thread_and_panes(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url, width=390)
    await page.get_by_role("button", name="Channels").click()
    await page.go_back()
    await expect(page.locator("#sidebar")).to_be_hidden()
    await send(page, "@dragoman hello")
    await expect(page.locator("#thread .message").last).to_contain_text("At your service")
    await page.go_back()
    await expect(page.locator("#thread")).to_be_hidden()
    await page.get_by_role("button", name="Channels").click()
    await page.get_by_role("button", name="Under the hood").click()
    await expect(page.locator("#hood")).to_be_visible()
    await page.go_back()
    await expect(page.locator("#hood")).to_be_hidden()
    await expect(page.get_by_role("heading", name="# general")).to_be_visible()


async def test_back_after_the_drawer_leads_to_the_channel_before(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url, width=390)
    for channel in ("recruiting-diplomacy", "general", "recruiting-diplomacy"):
        await page.get_by_role("button", name="Channels").click()
        await go_to(page, channel)
        await expect(page.locator("#sidebar")).to_be_hidden()
    await page.go_back()
    await expect(page.get_by_role("heading", name="# general")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("heading", name="# recruiting-diplomacy")).to_be_visible()


async def test_a_thread_beside_the_conversation_is_none_of_backs_business(
    served: Playground, open_page: OpenPage
) -> None:
    page = await open_page(served.url)
    await go_to(page, "recruiting-diplomacy")
    await send(page, "@dragoman hello")
    await expect(page.locator("#thread .message").last).to_contain_text("At your service")
    await page.go_back()
    await expect(page.get_by_role("heading", name="# general")).to_be_visible()


async def test_a_modal_opens_in_the_tab_that_asked_for_it(served: Playground, open_page: OpenPage) -> None:
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
