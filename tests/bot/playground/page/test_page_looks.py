"""Layout of the page: examples, panes, phones, tables and suggestions."""

import pytest
from playwright.async_api import expect

from bot.playground.server import Playground
from tests.bot.playground.browser import BROWSER, OpenPage, send, violations
from tests.bot.playground.tiny_bot import tiny_playground

pytestmark = BROWSER

FINGER = 44  # CSS pixels; WCAG 2.5.5 and Apple's guidelines


@pytest.mark.parametrize("width", [1280, 390])
async def test_examples_fit_in_one_row_and_hide_after_the_first_message(
    served: Playground, open_page: OpenPage, width: int
) -> None:
    page = await open_page(served.url, width=width)
    examples, try_one = page.get_by_role("group", name="Examples"), page.get_by_role("button", name="Try an example")
    chips = examples.get_by_role("button")
    await expect(chips).to_have_count(3)
    tops = await chips.evaluate_all("chips => chips.map((chip) => chip.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
    await expect(try_one).to_be_hidden()
    await chips.first.click()
    await expect(page.locator(".message")).to_contain_text("You said: permanent mission")
    await expect(examples).to_be_hidden()
    await try_one.click()
    await expect(chips.first).to_be_focused()
    await chips.first.click()
    await expect(page.locator(".message")).to_have_count(2)
    await expect(examples).to_be_hidden()
    await page.reload()
    await expect(page.locator(".message")).to_have_count(2)
    await expect(examples).to_be_hidden()


async def test_messages_get_half_of_a_phone_in_landscape(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url, width=844, height=390)
    await send(page, "/card ")
    await expect(page.locator(".message")).to_contain_text("Permanent mission")
    assert await page.locator("#messages").evaluate("element => element.clientHeight") >= 390 / 2


async def test_direct_messages_have_their_own_examples(open_page: OpenPage) -> None:
    async with tiny_playground(direct_examples=["what is a consul?"]) as (playground, _):
        page = await open_page(playground.url)
        await expect(page.get_by_role("button", name="/card")).to_be_visible()
        await page.get_by_role("button", name="Dragoman", exact=True).click()
        await page.get_by_role("button", name="what is a consul?").click()
        await expect(page.locator(".message").first).to_contain_text("what is a consul?")
        await expect(page.locator(".message")).to_have_count(2)


async def test_thread_and_tools_share_one_column(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url, width=1280)
    thread, devtools = page.locator("#thread"), page.locator("#devtools")
    await send(page, "@dragoman hello")
    await expect(thread.locator(".message").last).to_contain_text("At your service")
    await page.get_by_role("button", name="Developer tools").click()
    await expect(devtools).to_be_visible()
    await expect(thread).to_be_hidden()
    assert await page.locator("#main").evaluate("element => element.clientWidth") >= 600
    await devtools.get_by_role("button", name="Thread").click()
    await expect(thread).to_be_visible()
    await expect(devtools).to_be_hidden()
    await expect(thread.get_by_role("button", name="Tools")).to_be_focused()
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    await expect(thread).to_be_hidden()
    await expect(devtools).to_be_visible()
    await send(page, "@dragoman again")
    await expect(page.get_by_role("button", name="1 reply")).to_have_count(2)
    await expect(devtools).to_be_visible()
    await page.get_by_role("button", name="1 reply").last.click()
    await expect(thread).to_be_visible()
    await expect(devtools).to_be_hidden()


async def test_a_wide_page_shows_thread_and_tools_side_by_side(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url, width=1600)
    await send(page, "@dragoman hello")
    await expect(page.locator("#thread .message").last).to_contain_text("At your service")
    await page.get_by_role("button", name="Developer tools").click()
    await expect(page.locator("#devtools")).to_be_visible()
    await expect(page.locator("#thread")).to_be_visible()
    await expect(page.locator("#devtools").get_by_role("button", name="Thread")).to_be_hidden()


async def test_touch_targets_are_large_enough(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url, width=390)
    await send(page, "/card ")
    await expect(page.locator(".message")).to_contain_text("Permanent mission")
    await send(page, "@dragoman hello")
    await expect(page.locator("#thread .message").last).to_contain_text("At your service")
    small = """() => [...document.querySelectorAll("button, summary, select, input, textarea")]
        .filter((one) => one.checkVisibility() && !one.closest("label"))
        .filter((one) => one.offsetHeight < 44)
        .map((one) => `${one.textContent || one.id}: ${one.offsetHeight}`)"""
    assert await page.evaluate(small) == []
    await page.get_by_role("button", name="Close thread").click()
    assert await page.evaluate(small) == []
    fonts = (
        "() => [...document.querySelectorAll('input, select, textarea')].map((one) => getComputedStyle(one).fontSize)"
    )
    assert {float(size.removesuffix("px")) >= 16 for size in await page.evaluate(fonts)} == {True}
    await send(page, "/form ")
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await page.evaluate(small) == []


@pytest.mark.parametrize(("width", "shown"), [(1280, True), (390, False)])
async def test_hints_about_keys_are_hidden_on_touch_screens(
    served: Playground, open_page: OpenPage, width: int, shown: bool
) -> None:
    page = await open_page(served.url, width=width)
    await expect(page.locator("#usage")).to_be_visible(visible=shown)
    await page.locator("#composer-text").press_sequentially("/echo ")
    await expect(page.locator("#usage")).to_be_visible()
    await expect(page.locator("#usage")).to_contain_text("Say it again")


async def test_table_rows_become_cards_on_a_phone(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url, width=390)
    await send(page, "/card ")
    table = page.locator(".message .table")
    await expect(table.get_by_role("cell", name="an organisation")).to_be_visible()
    lefts = await table.locator("td").evaluate_all("cells => cells.map((cell) => cell.getBoundingClientRect().left)")
    assert len(set(lefts)) == 1
    names = "cells => cells.map((cell) => getComputedStyle(cell, '::before').content)"
    assert await table.locator("td").evaluate_all(names) == ["none", '"Embassy"', '"Permanent mission"']
    assert await table.evaluate("element => element.scrollWidth <= element.clientWidth")
    assert await violations(page) == []


async def test_scroll_a_long_list_of_suggestions_by_keyboard(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url, width=390, height=420)
    await page.keyboard.type("/")
    suggestions = page.get_by_role("listbox", name="Suggestions")
    await expect(suggestions).to_be_visible()
    assert await suggestions.evaluate("element => element.scrollHeight > element.clientHeight")
    assert await violations(page) == []
    await suggestions.focus()
    await expect(suggestions).to_be_visible()
    await page.locator("#composer-text").focus()
    await expect(suggestions).to_be_visible()


async def test_copy_text_and_link_of_a_message(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    message = served.workspace.post("general", "U0LEAD", "A *chargé* d'affaires")
    await page.get_by_label("Message actions").click()
    await page.get_by_role("button", name="Copy text").click()
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert await page.evaluate("() => navigator.clipboard.readText()") == "A *chargé* d'affaires"
    await page.get_by_role("button", name="Copy link").click()
    await expect(page.get_by_role("button", name="Copy link")).to_have_count(0)
    link = await page.evaluate("() => navigator.clipboard.readText()")
    assert link == f"{served.url}/archives/C0GENERAL/p{message.ts.replace('.', '')}"
    await page.goto(link)
    await expect(page.locator(".message.found")).to_contain_text("chargé")


async def test_a_tall_message_is_shown_from_its_start(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url, width=390, height=640)
    await send(page, "/card ")
    await expect(page.get_by_role("group", name="Examples")).to_be_hidden()
    await expect(page.locator(".message header")).to_be_in_viewport(ratio=1)
