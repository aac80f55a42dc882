"""The page in a real browser with the tiny bot: mouse, keyboard, narrow and dark pages, accessibility."""

from playwright.async_api import expect

from bot.playground.server import Playground
from tests.bot.playground.browser import BROWSER, OpenPage, send, violations

pytestmark = BROWSER


async def test_send_an_example_with_one_click(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await page.get_by_role("button", name="/echo permanent mission").click()
    message = page.locator(".message")
    await expect(message).to_contain_text("Only visible to you")
    await expect(message).to_contain_text("You said: permanent mission")
    await expect(page.locator("#announcer")).to_have_text("Dragoman: You said: permanent mission")


async def test_choose_a_suggested_command_by_keyboard(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await expect(page.locator("#composer-text")).to_be_focused()
    await page.keyboard.type("/")
    await expect(page.locator("#suggestions [role=option]")).to_have_count(6)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowUp")
    await expect(page.locator("#composer-text")).to_have_attribute("aria-activedescendant", "suggestion-0")
    await page.keyboard.press("Escape")
    await expect(page.locator("#suggestions")).to_be_hidden()
    await page.keyboard.type("ec")
    await page.keyboard.press("Enter")
    await expect(page.locator("#composer-text")).to_have_value("/echo ")
    await expect(page.locator("#usage")).to_have_text("/echo [words] — Say it again")
    await page.keyboard.type("hi")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message")).to_contain_text("You said: hi")
    await page.keyboard.press("ArrowUp")
    await expect(page.locator("#composer-text")).to_have_value("/echo hi")


async def test_buttons_menus_and_confirmations(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, "/card ")
    card = page.locator(".message.ephemeral")
    await card.get_by_role("button", name="Share with channel").click()
    await expect(page.locator(".message:not(.ephemeral)")).to_contain_text("Permanent mission")
    await card.get_by_label("Level").select_option("Senior")
    await expect(page.locator(".message").last).to_contain_text("Chosen in level")
    await card.get_by_label("Find a term").fill("em")
    await expect(card.locator("datalist option")).to_have_attribute("value", "Embassy")
    await card.get_by_role("button", name="Forget it").click()
    dialog = page.get_by_role("dialog", name="Forget this?")
    await dialog.get_by_role("button", name="Keep").click()
    await expect(card.first).to_be_visible()
    await card.get_by_role("button", name="Forget it").click()
    await dialog.get_by_role("button", name="Forget", exact=True).click()
    await expect(page.get_by_role("button", name="Forget it")).to_have_count(0)


async def test_a_choice_survives_a_reload(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, "/card ")
    await page.get_by_label("Level").select_option("Mid")
    await page.get_by_label("Weekly").check()
    await expect(page.locator(".message").last).to_contain_text("Chosen in pace")
    await page.reload()
    await expect(page.get_by_label("Level")).to_have_value("mid")
    await expect(page.get_by_label("Weekly")).to_be_checked()


async def test_a_form_by_keyboard(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, "/form ")
    form = page.get_by_role("dialog", name="Teach a term")
    await expect(form.get_by_label("Term", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(form.get_by_text("Please complete this required field.")).to_be_visible()
    await expect(form.get_by_label("Term", exact=True)).to_be_focused()
    await page.keyboard.type("wrong")
    await page.keyboard.press("Enter")
    await expect(form.get_by_text("We do not know this one.")).to_be_visible()
    await expect(form.get_by_label("Term", exact=True)).to_have_value("wrong")
    await form.get_by_label("Term", exact=True).fill("laissez-passer")
    await form.get_by_role("button", name="Teach").click()
    await expect(form).to_be_hidden()
    await expect(page.locator("#composer-text")).to_be_focused()
    await expect(page.get_by_label("new messages")).to_be_visible()
    await page.get_by_role("button", name="Dragoman new messages").click()
    await expect(page.locator(".message").last).to_contain_text("Taught: laissez-passer")


async def test_escape_closes_stacked_modals_one_by_one(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, "/form ")
    await page.get_by_label("Term", exact=True).fill("half typed")
    await page.get_by_role("button", name="Show an example").click()
    await expect(page.get_by_role("dialog", name="An example")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog", name="Teach a term")).to_be_visible()
    await expect(page.get_by_label("Term", exact=True)).to_have_value("half typed")
    await page.reload()
    await expect(page.get_by_role("dialog", name="Teach a term")).to_be_visible()
    await page.get_by_role("button", name="Not now").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_mention_opens_its_thread(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, "@dragoman hello")
    thread = page.locator("#thread")
    await expect(thread.locator(".message").last).to_contain_text("At your service")
    await thread.get_by_label("Reply", exact=True).fill("@dragoman and again")
    await page.keyboard.press("Enter")
    await expect(thread.locator(".message")).to_have_count(4)
    await expect(page.get_by_role("button", name="3 replies")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(thread).to_be_hidden()


async def test_home_and_messages(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await page.get_by_role("button", name="App Home").click()
    await expect(page.get_by_role("tabpanel", name="Home")).to_contain_text("Press a button or write to me.")
    await page.get_by_role("button", name="A card").click()
    await page.get_by_role("tab", name="Messages").click()
    await expect(page.locator("#messages .message")).to_contain_text("Permanent mission")
    await expect(page.get_by_role("tab", name="Messages")).to_have_attribute("aria-selected", "true")
    await page.get_by_role("tab", name="Messages").press("ArrowLeft")
    await expect(page.get_by_role("tab", name="Home")).to_have_attribute("aria-selected", "true")


async def test_each_persona_sees_only_their_own_answers(served: Playground, open_page: OpenPage) -> None:
    page, other = await open_page(served.url), await open_page(served.url)
    await other.get_by_label("You are").select_option(label="Tomas Brandt")
    await expect(other.locator("#persona-title")).to_have_text("Recruiting lead")
    await send(page, "/form ")
    await expect(page.get_by_role("dialog", name="Teach a term")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await send(page, "/echo secret")
    await expect(page.locator(".message")).to_have_count(1)
    await send(page, "/public ")
    await expect(page.locator(".message")).to_have_count(2)
    await expect(other.locator(".message")).to_have_count(1)
    await expect(other.locator(".message")).to_contain_text("For all to see")
    await expect(other.get_by_role("dialog")).to_have_count(0)


async def test_pick_a_shortcut_in_the_message_menu(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, "A chargé d'affaires a.i.")
    await page.get_by_label("Message actions").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Explain the terms in this").click()
    await expect(page.locator(".message").last).to_contain_text("It says: A chargé d'affaires a.i.")


async def test_traffic_and_faults(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await page.get_by_role("button", name="Developer tools").click()
    await page.locator("#faults-box > summary").click()
    await page.get_by_label("chat.postMessage").select_option("ratelimited")
    await expect(page.locator(".fault.active")).to_contain_text("chat.postMessage")
    await send(page, "@dragoman hello")
    await expect(page.locator("#traffic .exchange", has_text="chat.postMessage").first).to_contain_text("ratelimited")
    row = page.locator("#traffic .exchange", has_text="app_mention").first
    await row.locator("summary").click()
    await expect(row.locator("pre").first).to_contain_text('"type": "app_mention"')
    assert served.workspace.messages("general")[0].plain == "@U0DRAGOMAN hello"


async def test_a_refused_payload_is_shown(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, "/broken ")
    await expect(page.get_by_role("alert")).to_contain_text("Slack would refuse this")
    await expect(page.locator(".message")).to_contain_text("invalid_command_response")


async def test_html_from_the_bot_is_shown_as_text(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, '/echo <img src=x onerror="document.title=1"> <script>1</script>')
    await expect(page.locator(".message")).to_contain_text('<img src=x onerror="document.title=1">')
    await expect(page.locator(".message img")).to_have_count(0)


async def test_copy_preformatted_text(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await send(page, "/card ")
    await page.get_by_role("button", name="Copy", exact=True).click()
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert (await page.evaluate("() => navigator.clipboard.readText()")).startswith('"permanent mission" OR')


async def test_a_lost_connection_comes_back(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await page.context.set_offline(True)
    served.workspace.post("general", "U0LEAD", "posted meanwhile")
    await page.context.set_offline(False)
    await expect(page.locator(".message")).to_contain_text("posted meanwhile")


async def test_a_link_to_a_message(served: Playground, open_page: OpenPage) -> None:
    first, *_ = [served.workspace.post("recruiting-diplomacy", "U0LEAD", f"number {n}") for n in range(40)]
    link = f"{served.url}/archives/{first.channel.id}/p{first.ts.replace('.', '')}"
    page = await open_page(link)
    await expect(page.locator(".message.found")).to_contain_text("number 0")
    await expect(page.locator(".message.found")).to_be_in_viewport()


async def test_on_a_phone(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url, width=400)
    await send(page, "/card ")
    await expect(page.locator(".message")).to_contain_text("Permanent mission")
    assert await page.evaluate("() => document.documentElement.scrollWidth") == 400
    await page.get_by_role("button", name="Channels").click()
    await page.get_by_role("button", name="recruiting-diplomacy").click()
    await expect(page.get_by_role("heading", name="# recruiting-diplomacy")).to_be_visible()
    await expect(page.locator("#sidebar")).to_be_hidden()
    await page.get_by_role("button", name="Channels").click()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Channels")).to_be_focused()


async def test_the_theme_follows_the_system_until_it_is_switched(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url, dark=True)
    root = page.locator(":root")
    await expect(root).to_have_css("background-color", "rgb(26, 28, 32)")
    await page.get_by_role("button", name="Light theme").click()
    await expect(root).to_have_css("background-color", "rgb(255, 255, 255)")
    await page.reload()
    await expect(page.get_by_role("button", name="Dark theme")).to_be_visible()


async def test_every_state_of_the_page_is_accessible(served: Playground, open_page: OpenPage) -> None:
    for width, dark in ((1280, False), (1280, True), (400, False), (400, True)):
        page = await open_page(served.url, width=width, dark=dark)
        problems = {"at first": await violations(page)}
        await page.keyboard.type("/")
        problems["suggested commands"] = await violations(page)
        await send(page, "/card ")
        await expect(page.locator(".message.ephemeral").last).to_contain_text("Permanent mission")
        problems["a card"] = await violations(page)
        await send(page, "/form ")
        await expect(page.get_by_role("dialog")).to_be_visible()
        await page.keyboard.press("Enter")
        await expect(page.locator("dialog .error")).to_be_visible()
        problems["a form with an error"] = await violations(page)
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await send(page, "@dragoman hello")
        await expect(page.locator("#thread .message").last).to_contain_text("At your service")
        problems["a thread"] = await violations(page)
        await page.keyboard.press("Escape")
        await page.goto(f"{served.url}/#home")
        await expect(page.locator("#home")).to_contain_text("Welcome")
        problems["Home"] = await violations(page)
        if width == 400:
            await page.get_by_role("button", name="Channels").click()
            problems["the drawer"] = await violations(page)
        await page.get_by_role("button", name="Developer tools").click()
        await page.locator("#faults-box > summary").click()
        await page.locator("#traffic summary").first.click()
        await expect(page.locator("#traffic pre").first).to_be_visible()
        problems["developer tools"] = await violations(page)
        assert {state: found for state, found in problems.items() if found} == {}, f"{width=} {dark=}"
