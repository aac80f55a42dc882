"""Two questions that a host asks: does the process live, and can it answer."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

Check = Callable[[], Awaitable[str]]
"""What keeps the bot from answering; empty when all is well."""
KEPT_SECONDS = 1.0
"""For which an answer of /readyz is given again: anybody may ask, and each check asks the database."""


def add_health(app: web.Application, *checks: Check) -> None:
    """GET /healthz and GET /readyz, which runs the checks in order, once a second at most, however many ask."""

    async def healthy(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    checking, checked_at, problem = asyncio.Lock(), -math.inf, ""

    async def ready(_: web.Request) -> web.Response:
        nonlocal checked_at, problem
        async with checking:  # whoever asks meanwhile gets the same answer
            if time.monotonic() >= checked_at + KEPT_SECONDS:
                problem = await _first_problem(checks)
                checked_at = time.monotonic()
        if problem:
            return web.json_response({"status": problem}, status=503)
        return web.json_response({"status": "ready"})

    app.router.add_get("/healthz", healthy)
    app.router.add_get("/readyz", ready)


async def _first_problem(checks: Sequence[Check]) -> str:
    for check in checks:
        if problem := await check():
            return problem
    return ""
