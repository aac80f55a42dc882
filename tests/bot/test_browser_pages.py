"""The bot's own pages in a real browser, on phone and desktop, light and dark: axe finds nothing, nothing overflows.

If SCREENSHOTS names a folder, the tests save screenshots there.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser

from bot.diagrams.routes import add_diagrams
from bot.slack.install import _Pages
from bot.term_pages.routes import add_term_pages
from content.library import Library
from tests.bot.http.test_about import PAGES, served
from tests.bot.playground.browser import BROWSER, chromium, violations
from tests.support.bot_framework import listen

__all__ = ["chromium"]

pytestmark = BROWSER
TERM_PAGES = ("/e", "/e/counsellor", "/e/note-verbale")
"""The index, a page with a picture and one without."""
LOOKS = [(1280, False), (1280, True), (390, False), (390, True)]


@pytest_asyncio.fixture(loop_scope="session")
async def site(library: Library) -> AsyncIterator[str]:
    """The pages, with those that end an installation, and those of entries."""
    app, pages = served(support_contact="help@example.org"), _Pages("slack.com")
    add_term_pages(app, lambda: library, "https://bot.example")
    add_diagrams(app, lambda: library)

    def answer(text: str) -> None:
        path = f"/{text[text.index('<h1>') + 4 : text.index('</h1>')].replace(' ', '-')}"

        async def show(_: web.Request) -> web.Response:
            return web.Response(text=text, content_type="text/html")

        app.router.add_get(path, show)

    answer(pages.render_success_page("A1", "T1"))
    answer(pages.render_failure_page("access_denied"))
    answer(pages.render_failure_page("invalid_state"))
    runner, url = await listen(app)
    yield url
    await runner.cleanup()


@pytest.mark.parametrize(("width", "dark"), LOOKS)
async def test_pages(site: str, chromium: Browser, width: int, dark: bool) -> None:
    context = await chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme="dark" if dark else "light"
    )
    page = await context.new_page()
    for path in (*PAGES, "/Dragoman-is-installed", "/Installation-cancelled", "/Not-installed", *TERM_PAGES):
        await page.goto(site + path)
        assert await violations(page) == [], path
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        if folder := os.environ.get("SCREENSHOTS"):
            name = f"page{path.replace('/', '-')}-{width}-{'dark' if dark else 'light'}.png"
            await page.screenshot(path=Path(folder) / name, full_page=True)
    await context.close()
