"""Health checks for hosts: is the process alive, and can it answer?"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

Check = Callable[[], Awaitable[str]]
"""Returns the problem that keeps the bot from answering; empty if there is none."""
CACHE_SECONDS = 1.0
"""How long a result of /readyz is cached: anybody may call it, and each check queries the database."""


READINESS: web.AppKey[Check] = web.AppKey("readiness")
"""The same as /readyz, for other pages: the problem, or empty."""


def add_health(app: web.Application, *checks: Check) -> None:
    """Serve GET /healthz, and GET /readyz, which runs the checks in order, at most once a second."""

    async def healthy(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    checking, checked_at, problem = asyncio.Lock(), -math.inf, ""

    async def check() -> str:
        nonlocal checked_at, problem
        async with checking:  # concurrent callers get the same result
            if time.monotonic() >= checked_at + CACHE_SECONDS:
                problem = await _first_problem(checks)
                checked_at = time.monotonic()
        return problem

    async def ready(_: web.Request) -> web.Response:
        if found := await check():
            return web.json_response({"status": found}, status=503)
        return web.json_response({"status": "ready"})

    app[READINESS] = check
    app.router.add_get("/healthz", healthy)
    app.router.add_get("/readyz", ready)


async def _first_problem(checks: Sequence[Check]) -> str:
    for check in checks:
        if problem := await check():
            return problem
    return ""
