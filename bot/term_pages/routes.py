"""Serve the public pages. They show only the content and no person, so no login is needed."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

from aiohttp import web
from cachetools import LRUCache

from bot.http.page import HEADERS
from bot.term_pages.render import entry_page, index_page, robots, sitemap
from content.library import Library
from content.models import Entry
from handlers.diagrams import slug
from handlers.page_address import PATH, page_path

CACHED = 512
"""Pages in memory, about 6 kB each; any other is made in a fraction of a millisecond."""
LONGEST_NAME = 100  # characters
CACHE_CONTROL = "public, max-age=300"


def add_term_pages(app: web.Application, current: Callable[[], Library], base: str) -> None:
    """Serve GET /e, /e/…, /sitemap.xml and /robots.txt; `base` is the bot's public address, without a slash at the end.

    `current` returns the current content: new content has new pages at once.
    """
    pages = TermPages(current, base)
    app.router.add_get(PATH, pages.index)
    app.router.add_get(f"{PATH}/{{name}}", pages.entry)
    app.router.add_get("/sitemap.xml", pages.sitemap)
    app.router.add_get("/robots.txt", pages.robots)


class TermPages:
    """Makes pages on request and caches them until the content changes."""

    def __init__(self, current: Callable[[], Library], base: str) -> None:
        self._current, self._base = current, base
        self._library: Library | None = None
        self._by_slug: dict[str, Entry] = {}
        self._texts: LRUCache[str, str] = LRUCache(CACHED)

    async def entry(self, request: web.Request) -> web.Response:
        """An entry's page. Its other names, and other spellings, redirect to it; 404 for anything else."""
        library, name = self._refresh(), request.match_info["name"]
        entry = self._by_slug.get(name)
        if entry is not None:
            return self._respond(request, name, lambda: entry_page(entry, library, self._base))
        known = library.by_name(name.replace("-", " ")) if len(name) <= LONGEST_NAME else None
        if known is None:
            raise web.HTTPNotFound(text="There is no such page.")
        raise web.HTTPMovedPermanently(page_path(known))

    async def index(self, request: web.Request) -> web.Response:
        """The list of all pages."""
        library = self._refresh()
        return self._respond(request, "/", lambda: index_page(library, self._base))

    async def sitemap(self, request: web.Request) -> web.Response:
        """The list of all pages for search engines."""
        library = self._refresh()
        return self._respond(request, "/sitemap", lambda: sitemap(library, self._base), "application/xml")

    async def robots(self, request: web.Request) -> web.Response:
        """What crawlers may read."""
        return self._respond(request, "/robots", lambda: robots(self._base), "text/plain")

    def _refresh(self) -> Library:
        """The current content; drops the pages of the content before."""
        library = self._current()
        if library is not self._library:
            self._library = library
            self._by_slug = {slug(entry.name): entry for entry in library.entries}
            self._texts.clear()
        return library

    def _respond(
        self, request: web.Request, key: str, make: Callable[[], str], content_type: str = "text/html"
    ) -> web.Response:
        if (text := self._texts.get(key)) is None:
            text = self._texts[key] = make()
        tag = blake2b(text.encode(), digest_size=8).hexdigest()
        headers = {**HEADERS, "ETag": f'"{tag}"', "Cache-Control": CACHE_CONTROL}
        if any(known.value in (tag, "*") for known in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        return web.Response(text=text, content_type=content_type, headers=headers)
