"""Open rows, focus, selections and typed text survive while the page redraws a list."""

from playwright.async_api import Locator, expect

from bot.playground.server import Playground
from bot.playground.slack.faults import Fault
from tests.bot.playground.browser import BROWSER, OpenPage, send
from tests.bot.playground.tiny_bot import paragraph

pytestmark = BROWSER

SELECT = "element => getSelection().selectAllChildren(element)"
SELECTED = "() => getSelection().toString()"


async def top_of(element: Locator) -> float:
    box = await element.bounding_box()
    assert box is not None
    return round(box["y"], 1)


async def test_an_open_row_of_traffic_does_not_move(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await page.get_by_role("button", name="Developer tools").click()
    await served.workspace.say("noor", "general", "/echo one")
    row = page.locator("#traffic .exchange", has_text="/echo").first
    await row.locator("summary").click()
    await expect(row.locator("pre").first).to_contain_text("/echo")
    await row.locator("pre").first.evaluate(SELECT)
    selected, top = await page.evaluate(SELECTED), await top_of(row)
    for number in range(2, 40):
        await served.workspace.say("noor", "general", f"/echo {number}")
        await expect(page.locator("#traffic .exchange", has_text="/echo")).to_have_count(number)
        await expect(row).to_have_attribute("open", "")
    assert await top_of(row) == top
    assert await page.evaluate(SELECTED) == selected
    await expect(row.locator("summary")).to_be_focused()
    await expect(row.locator("pre")).to_have_count(2)


async def test_traffic_scrolls_to_its_end_unless_a_row_is_open(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    for number in range(40):
        await served.workspace.say("noor", "general", f"/echo {number}")
    await page.get_by_role("button", name="Developer tools").click()
    rows = page.locator("#traffic .exchange")
    await expect(rows.last).to_be_in_viewport()
    before = await rows.count()
    await served.workspace.say("noor", "general", "/echo more")
    await expect(rows).to_have_count(before + 1)
    await expect(rows.last).to_be_in_viewport()
    await rows.last.locator("summary").click()
    await expect(rows.last.locator("pre").first).to_be_visible()
    top = await page.locator("#devtools .scroll").evaluate("element => element.scrollTop")
    await served.workspace.say("noor", "general", "/echo and more")
    await expect(rows).to_have_count(before + 2)
    assert await page.locator("#devtools .scroll").evaluate("element => element.scrollTop") == top


async def test_an_open_row_survives_a_change_of_persona(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await page.get_by_role("button", name="Developer tools").click()
    await served.workspace.say("noor", "general", "/echo one")
    row = page.locator("#traffic .exchange", has_text="/echo")
    await row.locator("summary").click()
    await page.get_by_label("You are").select_option(label="Tomas Brandt")
    await expect(page.locator("#persona-title")).to_have_text("Recruiting lead")
    await expect(row).to_have_count(1)
    await expect(row.locator("pre").first).to_be_visible()


async def test_fault_menus_keep_the_focus_and_follow_other_pages(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await page.get_by_role("button", name="Developer tools").click()
    await page.locator("#faults-box > summary").click()
    menu = page.get_by_label("chat.update")
    await menu.focus()
    await menu.evaluate("element => { window.menu = element; }")
    served.workspace.faults.plan("views.open", Fault.SLOW, times=None, seconds=0)
    await expect(page.get_by_label("views.open")).to_have_value("slow")
    await expect(menu).to_be_focused()
    assert await menu.evaluate("element => element === window.menu")
    served.workspace.faults.clear("views.open")
    await expect(page.get_by_label("views.open")).to_have_value("")


async def test_a_changed_message_keeps_menu_text_and_selection(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    term = {"type": "external_select", "action_id": "term", "placeholder": {"type": "plain_text", "text": "Find"}}
    blocks = [paragraph("stays"), {"type": "actions", "block_id": "find", "elements": [term]}]
    message = served.workspace.post("general", "U0DRAGOMAN", "before", blocks)
    shown = page.locator(".message")
    await shown.get_by_label("Find").fill("em")
    await shown.get_by_label("Message actions").click()
    await shown.get_by_text("stays").evaluate(SELECT)
    served.workspace.change(message, "after", [*blocks, paragraph("added")])
    await expect(shown).to_contain_text("added")
    await expect(shown).to_contain_text("(edited)")
    await expect(shown.get_by_label("Find")).to_have_value("em")
    await expect(shown.get_by_role("button", name="Copy link")).to_be_visible()
    assert await page.evaluate(SELECTED) == "stays"


async def test_a_reply_keeps_the_menu_of_its_root_open(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    root = served.workspace.post("general", "U0LEAD", "a thread begins")
    await page.get_by_label("Message actions").click()
    served.workspace.post("general", "U0ADMIN", "a reply", thread_ts=root.ts)
    await expect(page.get_by_role("button", name="1 reply")).to_be_visible()
    await expect(page.get_by_role("button", name="Reply in thread")).to_be_visible()


async def test_home_keeps_the_focus(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(f"{served.url}/#home")
    button = page.get_by_role("button", name="A card")
    await button.focus()
    home = served.workspace.views.homes["U0RECRUITER"]
    served.workspace.views.update(home, {**home.content, "blocks": [*home.blocks, paragraph("added")]})
    await expect(page.locator("#home")).to_contain_text("added")
    await expect(button).to_be_focused()


async def test_a_form_keeps_typed_text(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, "/form ")
    field = page.get_by_role("dialog").get_by_label("Term", exact=True)
    await field.fill("half ty")
    view = served.workspace.views.top("U0RECRUITER")
    assert view is not None
    served.workspace.views.update(view, {**view.content, "blocks": [*view.blocks, paragraph("added")]})
    await expect(page.get_by_role("dialog")).to_contain_text("added")
    await expect(field).to_have_value("half ty")
    await expect(field).to_be_focused()


async def test_new_messages_do_not_scroll_the_page(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    for number in range(30):
        served.workspace.post("general", "U0LEAD", f"number {number}")
    await expect(page.locator(".message")).to_have_count(30)
    newer = page.get_by_role("button", name="New messages")
    await expect(newer).to_be_hidden()
    await page.locator("#messages").evaluate("element => element.scrollTo(0, 100)")
    served.workspace.post("general", "U0LEAD", "the newest")
    await expect(newer).to_be_visible()
    assert await page.locator("#messages").evaluate("element => element.scrollTop") == 100
    await newer.click()
    await expect(page.get_by_text("the newest", exact=True)).to_be_in_viewport()
    await expect(newer).to_be_hidden()


async def test_the_end_of_the_conversation_stays_in_view_when_a_pane_opens(
    served: Playground, open_page: OpenPage
) -> None:
    page = await open_page(served.url)
    for _ in range(12):
        served.workspace.post("general", "U0LEAD", "many words that need another line in a narrow column " * 3)
    served.workspace.post("general", "U0LEAD", "the last one")
    await expect(page.get_by_text("the last one", exact=True)).to_be_in_viewport()
    await page.get_by_role("button", name="Developer tools").click()
    await expect(page.get_by_text("the last one", exact=True)).to_be_in_viewport()


async def test_suggestions_are_reused_while_the_arrows_move(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await page.keyboard.type("/")
    suggestions = page.locator("#suggestions [role=option]")
    await suggestions.nth(2).evaluate("element => { window.suggestion = element; }")
    await page.keyboard.press("ArrowDown")
    await expect(suggestions.nth(1)).to_have_attribute("aria-selected", "true")
    assert await suggestions.nth(2).evaluate("element => element === window.suggestion")
