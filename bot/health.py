"""Two questions that a host asks: does the process live, and can it answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

Check = Callable[[], Awaitable[str]]
"""What keeps the bot from answering; empty when all is well."""


def add_health(app: web.Application, *checks: Check) -> None:
    """GET /healthz and GET /readyz, which runs the checks in order."""

    async def healthy(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def ready(_: web.Request) -> web.Response:
        for check in checks:
            if problem := await check():
                return web.json_response({"status": problem}, status=503)
        return web.json_response({"status": "ready"})

    app.router.add_get("/healthz", healthy)
    app.router.add_get("/readyz", ready)
