"""Fixtures for tests in a real Chromium; to use them elsewhere, import them in the test module or its conftest.py.

`chromium` is one browser for the whole session. `open_page` opens an address in a fresh profile:

    async def test_x(open_page, playground):
        page = await open_page(playground.url, width=400, dark=True)

Tests that use them share the event loop of the session: `pytestmark = BROWSER`.
"""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright, expect

BROWSER = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
OpenPage = Callable[..., Awaitable[Page]]

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
TIMEOUT = 20_000.0  # milliseconds, enough for a busy machine
expect.set_options(timeout=TIMEOUT)
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
    """The path of an installed Chromium. None if there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The installed Chromium; without one the test is skipped."""
    path = installed()
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} is installed")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(chromium: Browser) -> AsyncIterator[OpenPage]:
    """Open an address in a new page. Any error that the page logs fails the test."""
    contexts = []
    errors: list[str] = []

    async def open_address(url: str, *, width: int = 1280, height: int = 800, dark: bool = False) -> Page:
        scheme: Any = "dark" if dark else "light"
        viewport: Any = {"width": width, "height": height}
        context = await chromium.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
        contexts.append(context)
        context.set_default_timeout(TIMEOUT)
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        await page.goto(url)
        await page.wait_for_selector("body[data-ready]")
        return page

    yield open_address
    for context in contexts:
        await context.close()
    assert errors == []


async def send(page: Page, text: str) -> None:
    """Type into the message box and press Enter, once no modal covers it: the server closes one."""
    await expect(page.locator("dialog:modal")).to_have_count(0)
    await page.fill("#composer-text", text)
    await page.locator("#composer-text").press("Enter")


async def screenshot(page: Page, name: str) -> None:
    """Save a screenshot if SCREENSHOTS names a folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png")


async def violations(page: Page) -> list[str]:
    """The accessibility violations axe-core finds in the current page: rule, advice and elements."""
    results = await Axe().run(page)
    return [
        f"{violation['id']}: {violation['help']}: {', '.join(str(node['target']) for node in violation['nodes'])}"
        for violation in results.response["violations"]
    ]
