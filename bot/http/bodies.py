"""Read the body of a request within limits of size and time, so that a slow or endless one holds nothing."""

from __future__ import annotations

import asyncio

from aiohttp import web

BODY_SECONDS = 10.0
"""How long a body may take. Slack and Teams send theirs at once; both give a request up after 3 to 15 seconds."""
_CHUNK = 64 * 1024


async def read_body(request: web.Request, most: int) -> bytes:
    """The body. Raises HTTPRequestEntityTooLarge beyond `most` bytes, HTTPRequestTimeout or HTTPBadRequest."""
    if (request.content_length or 0) > most:
        raise web.HTTPRequestEntityTooLarge(most, request.content_length or 0)
    raw = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.content.iter_chunked(_CHUNK):
                raw += chunk
                if len(raw) > most:
                    raise web.HTTPRequestEntityTooLarge(most, len(raw))
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (web.RequestPayloadError, ConnectionError):  # malformed, or the sender hung up
        raise web.HTTPBadRequest from None
    return bytes(raw)
