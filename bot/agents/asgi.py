"""Pass one aiohttp request to an ASGI application, and return its response."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from aiohttp import web

from bot.agents.caller import Caller

Message = MutableMapping[str, Any]
AsgiApp = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]

CALLER = "dragoman.caller"
"""The key of the scope under which the verified caller is."""


async def respond(app: AsgiApp, request: web.Request, body: bytes, caller: Caller) -> web.Response:
    """The application's response to a request with this body. It must answer whole: nothing is streamed."""
    sent: list[Message] = []
    received = False

    async def receive() -> Message:
        nonlocal received
        if received:  # the application waits for the client to hang up; aiohttp cancels the whole request then
            await asyncio.get_running_loop().create_future()
        received = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(_scope(request, caller), receive, send)
    start = sent[0]
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in start.get("headers", ())]
    content = b"".join(message.get("body", b"") for message in sent[1:])
    kept = [(name, value) for name, value in headers if name.lower() not in ("content-length", "connection")]
    return web.Response(status=start["status"], body=content, headers=dict(kept))


def _scope(request: web.Request, caller: Caller) -> Message:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.scheme,
        "path": request.path,
        "raw_path": request.raw_path.encode("latin-1", "replace"),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.raw_headers],
        CALLER: caller,
    }
