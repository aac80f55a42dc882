"""Sending: echo, failed messages, drafts, threads that open by themselves, and restarts of the playground."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from bot.playground.server import Playground
from tests.bot.playground.browser import BROWSER, OpenPage, send
from tests.bot.playground.tiny_bot import tiny_playground

pytestmark = BROWSER


async def fail(route: Route) -> None:
    """Send a response the page can't parse, as if the connection broke."""
    await route.fulfill(body="?")


@asynccontextmanager
async def delayed(page: Page, then: Callable[[Route], Awaitable[None]] = Route.continue_) -> AsyncIterator[None]:
    """Delay sent messages until the block ends."""
    release = asyncio.Event()

    async def wait(route: Route) -> None:
        await release.wait()
        await then(route)

    await page.route("**/_pg/say", wait)
    try:
        yield
    finally:
        release.set()


async def test_a_message_that_fails_returns_to_the_box(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await page.route("**/_pg/say", fail)
    await send(page, "many words")
    await expect(page.get_by_role("alert")).to_contain_text("isn't responding")
    await expect(page.locator("#composer-text")).to_have_value("many words")
    await expect(page.locator("#echo")).to_be_empty()
    await page.unroute("**/_pg/say")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message")).to_contain_text("many words")
    await expect(page.locator("#composer-text")).to_have_value("")


async def test_a_message_that_fails_is_put_before_newer_text(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    async with delayed(page, fail):
        await send(page, "the first")
        await page.fill("#composer-text", "the second")
        await page.get_by_role("button", name="recruiting-diplomacy").click()
        await expect(page.locator("#composer-text")).to_have_value("")
    await expect(page.get_by_role("alert")).to_contain_text("isn't responding")
    await page.get_by_role("button", name="general").click()
    await expect(page.locator("#composer-text")).to_have_value("the first\nthe second")


async def test_nothing_is_typed_while_the_persona_changes(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    arrived = asyncio.Event()

    async def late(route: Route) -> None:
        await arrived.wait()
        await route.continue_()

    await page.route("**/_pg/state", late)
    await page.get_by_label("You are").select_option(label="Tomas Brandt")
    await expect(page.locator("#composer-text")).to_be_disabled()
    arrived.set()
    await send(page, "from Tomas")
    await expect(page.locator(".message")).to_contain_text("Tomas Brandt")


async def test_each_channel_keeps_its_own_draft_across_a_reload(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    box = page.locator("#composer-text")
    await box.fill("for general")
    await page.get_by_role("button", name="recruiting-diplomacy").click()
    await expect(box).to_have_value("")
    await box.fill("for recruiting")
    await page.get_by_label("You are").select_option(label="Tomas Brandt")
    await expect(page.locator("#persona-title")).to_have_text("Recruiting lead")
    await expect(box).to_have_value("")
    await page.get_by_label("You are").select_option(label="Noor Haddad")
    await expect(box).to_have_value("for recruiting")
    await page.reload()
    await expect(box).to_have_value("for recruiting")
    await page.get_by_role("button", name="general").click()
    await expect(box).to_have_value("for general")
    await send(page, "for general")
    await expect(page.locator(".message")).to_have_count(1)
    await page.reload()
    await expect(page.locator(".message")).to_have_count(1)
    await expect(box).to_have_value("")


async def test_a_thread_has_its_own_draft(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    await send(page, "@dragoman hello")
    reply = page.get_by_label("Reply", exact=True)
    await reply.fill("half a reply")
    await page.keyboard.press("Escape")
    await expect(page.locator("#thread")).to_be_hidden()
    await page.get_by_role("button", name="1 reply").click()
    await expect(reply).to_have_value("half a reply")


async def test_a_message_is_echoed_while_it_is_being_sent(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    echo = page.locator("#echo")
    async with delayed(page):
        await send(page, "/echo hello")
        await expect(echo).to_contain_text("/echo hello")
        await expect(echo).to_contain_text("Dragoman is answering …")
        await send(page, "only for people")
        await expect(echo).to_contain_text("Sending …")
        await page.get_by_role("button", name="recruiting-diplomacy").click()
        await expect(echo).to_be_empty()
        await page.get_by_role("button", name="general").click()
        await expect(echo).to_contain_text("/echo hello")
    await expect(page.locator(".message")).to_have_count(2)
    await expect(echo).to_be_empty()


async def test_the_page_shows_that_the_bot_is_answering(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    answer = asyncio.Event()

    async def wait() -> None:
        await answer.wait()

    served.dispatcher.drains.append(wait)
    await send(page, "@dragoman hello")
    await expect(page.locator("#messages .message")).to_contain_text("hello")
    await expect(page.locator("#echo")).to_have_text("Dragoman is answering …")
    answer.set()
    await expect(page.locator("#echo")).to_be_empty()


async def test_a_thread_opens_only_for_the_person_who_asked(served: Playground, open_page: OpenPage) -> None:
    page, other = await open_page(served.url), await open_page(served.url)
    await other.get_by_label("You are").select_option(label="Tomas Brandt")
    await expect(other.locator("#persona-title")).to_have_text("Recruiting lead")
    await send(page, "@dragoman hello")
    await expect(page.locator("#thread .message").last).to_contain_text("At your service")
    await expect(other.get_by_role("button", name="1 reply")).to_be_visible()
    await expect(other.locator("#thread")).to_be_hidden()


async def test_a_reply_of_another_person_opens_no_thread(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(served.url)
    root = served.workspace.post("general", "U0DRAGOMAN", "the term of the day")
    served.workspace.post("general", "U0LEAD", "what is that?", thread_ts=root.ts)
    await expect(page.get_by_role("button", name="1 reply")).to_be_visible()
    await expect(page.locator("#thread")).to_be_hidden()


@pytest_asyncio.fixture(loop_scope="session")
async def tolerant_page(chromium: Browser) -> AsyncIterator[Page]:
    """A page that may log errors, which it does while no playground is running."""
    context = await chromium.new_context(reduced_motion="reduce")
    yield await context.new_page()
    await context.close()


async def test_a_restart_is_announced(tolerant_page: Page) -> None:
    page = tolerant_page
    async with tiny_playground() as (first, _):
        await page.goto(first.url)
        await expect(page.locator("body[data-ready]")).to_be_attached()
        await send(page, "@dragoman hello")
        await expect(page.locator("#thread .message").last).to_contain_text("At your service")
        await page.fill("#composer-text", "a draft")
        await expect(page.locator("#notice")).to_be_hidden()
    await expect(page.locator("#offline")).to_be_visible()
    async with tiny_playground(port=int(first.url.rpartition(":")[2])):
        notice = page.locator("#notice")
        await expect(notice).to_contain_text(
            "The playground was restarted, so earlier messages are gone.", timeout=20_000
        )
        await expect(page.locator("#offline")).to_be_hidden()
        await expect(page.locator("#thread")).to_be_hidden()
        await expect(page.locator(".message")).to_have_count(0)
        await expect(page.locator("#composer-text")).to_have_value("a draft")
        await send(page, "/echo again")
        await expect(page.locator(".message")).to_contain_text("You said: again")
        await expect(notice).to_be_hidden()


async def test_a_restart_is_announced_after_a_reload(tolerant_page: Page) -> None:
    page = tolerant_page
    async with tiny_playground() as (first, _):
        await page.goto(first.url)
        await send(page, "/form ")
        await expect(page.get_by_role("dialog")).to_be_visible()
    async with tiny_playground(port=int(first.url.rpartition(":")[2])):
        await page.reload()
        await expect(page.locator("#notice")).to_contain_text(
            "The playground was restarted, so earlier messages are gone."
        )
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await page.get_by_role("button", name="Close notice").click()
        await expect(page.locator("#notice")).to_be_hidden()
        await page.reload()
        await expect(page.locator("body[data-ready]")).to_be_attached()
        await expect(page.locator("#notice")).to_be_hidden()


async def test_a_link_to_a_missing_message_shows_a_notice(served: Playground, open_page: OpenPage) -> None:
    page = await open_page(f"{served.url}/#C0GENERAL/1700000000.000100")
    await expect(page.locator("#notice")).to_contain_text("That message is no longer here.")
