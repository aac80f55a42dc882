"""Serve diagrams as images. They show only the content, which is public, so no login is needed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import web
from cachetools import LRUCache

from bot.diagrams.addresses import PATH, fingerprint
from bot.diagrams.themes import THEME_NAMES
from content.library import Library
from handlers.diagram_data import Drawing
from handlers.diagrams import find_drawing

CACHED = 256
"""Images in memory, 10 to 70 kB each."""
WAITING = 32
"""Images that may wait to be drawn. Only one is drawn at a time, in about a tenth of a second."""
LONGEST_NAME = 300  # characters
YEAR = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"


def add_diagrams(app: web.Application, current: Callable[[], Library]) -> None:
    """Serve GET /diagrams/…; `current` returns the current content."""
    app.router.add_get(PATH + "{name:.+}.{theme}.png", Diagrams(current).show)


class Diagrams:
    """Draws images on request, one at a time in a thread, and caches them."""

    def __init__(self, current: Callable[[], Library]) -> None:
        self._current = current
        self._images: LRUCache[tuple[str, str], bytes] = LRUCache(CACHED)
        self._lock = asyncio.Lock()
        self._waiting = 0

    async def show(self, request: web.Request) -> web.Response:
        """The image, or 404 for a name that the content doesn't have, 503 if too many wait.

        An address with the current fingerprint always shows the same, so it may be cached for ever.
        """
        name, theme = request.match_info["name"], request.match_info["theme"]
        drawing = find_drawing(name, self._current()) if len(name) <= LONGEST_NAME and theme in THEME_NAMES else None
        if drawing is None:
            raise web.HTTPNotFound(text="There is no such picture.")
        version = fingerprint(drawing)
        headers = {
            "ETag": f'"{version}-{theme}"',
            "Cache-Control": YEAR if request.query.get("v") == version else SHORT,
            "X-Content-Type-Options": "nosniff",
        }
        if any(tag.value in (f"{version}-{theme}", "*") for tag in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        image = await self._image(drawing, version, theme)
        return web.Response(body=image, content_type="image/png", headers=headers)

    async def _image(self, drawing: Drawing, version: str, theme: str) -> bytes:
        if (image := self._images.get((version, theme))) is not None:
            return image
        if self._waiting >= WAITING:
            raise web.HTTPServiceUnavailable(text="Too many pictures at once.", headers={"Retry-After": "2"})
        self._waiting += 1
        try:
            async with self._lock:
                if (image := self._images.get((version, theme))) is None:
                    image = await asyncio.to_thread(_draw, drawing, theme)
                    self._images[version, theme] = image
                return image
        finally:
            self._waiting -= 1


def _draw(drawing: Drawing, theme: str) -> bytes:
    from bot.diagrams.paint import png  # noqa: PLC0415 - loads Pillow, which only the first image needs

    return png(drawing, theme)
