"""Fixtures for tests in a real Chromium; import them in a conftest.py to use them elsewhere.

`chromium` is one browser for the session, `open_page` opens a playground's address in a fresh profile:

    async def test_x(open_page, playground):
        page = await open_page(playground.url, width=400, dark=True)

Tests that use them share the session's event loop: `pytestmark = BROWSER`.
"""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright, expect

BROWSER = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
OpenPage = Callable[..., Awaitable[Page]]

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PATIENCE = 20_000.0  # milliseconds that an action or an expectation waits on a busy machine
expect.set_options(timeout=PATIENCE)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def installed() -> str | None:
    """Where this machine's Chromium is, if it has one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The installed Chromium; the test is skipped where there is none."""
    path = installed()
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} is installed")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(chromium: Browser) -> AsyncIterator[OpenPage]:
    """Opens an address; whatever the page logs as an error fails the test."""
    contexts = []
    complaints: list[str] = []

    async def open_it(url: str, *, width: int = 1280, height: int = 800, dark: bool = False) -> Page:
        scheme: Any = "dark" if dark else "light"
        viewport: Any = {"width": width, "height": height}
        context = await chromium.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        await page.goto(url)
        await page.wait_for_selector("body[data-ready]")
        return page

    yield open_it
    for context in contexts:
        await context.close()
    assert complaints == []


async def send(page: Page, words: str) -> None:
    """Type into the message box and press Enter."""
    await page.fill("#composer-text", words)
    await page.locator("#composer-text").press("Enter")


async def violations(page: Page) -> list[str]:
    """What axe-core objects to in the page as it stands: rule, what to do, where."""
    results = await Axe().run(page)
    return [
        f"{found['id']}: {found['help']}: {', '.join(str(node['target']) for node in found['nodes'])}"
        for found in results.response["violations"]
    ]
