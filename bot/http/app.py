"""The HTTP side of a bot: its routes, what starts and ends with it, and the port it listens on."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Protocol

import structlog
from aiohttp import web

from bot.http.addresses import take_port
from bot.http.health import add_health
from bot.http.serving import Stop, close, stop_all
from bot.metrics import add_metrics
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.app import Bot
    from bot.daily_term.feature import DailyTerms
    from bot.db.database import Database

log = structlog.get_logger()


class Platform(Protocol):
    """A way in: Slack, or Teams."""

    def add_routes(self, app: web.Application) -> None:
        """Take what the platform sends."""

    async def start(self) -> None:
        """Before anything is taken."""

    async def stop(self) -> None:
        """Finish what was accepted, while the other platforms and the daily terms do the same."""


def web_app(
    bot: Bot,
    platforms: tuple[Platform, ...],
    database: Database | None = None,
    terms: DailyTerms | None = None,
    app: web.Application | None = None,
) -> web.Application:
    """The HTTP side: what the platforms call, the two health checks, and the metrics."""
    app = app or web.Application()
    ready = asyncio.Event()

    async def starting() -> str:
        return "" if ready.is_set() else "starting"

    for platform in platforms:
        platform.add_routes(app)
    add_health(app, starting, *([database.problem] if database else []), *([terms.loop.problem] if terms else []))
    add_metrics(app)

    async def running(app: web.Application) -> AsyncIterator[None]:
        stops: list[Stop] = []
        async with AsyncExitStack() as ending:  # in the reverse order of what stands here
            if database:
                ending.push_async_callback(close, database.close)
            ending.push_async_callback(stop_all, stops)
            for platform in platforms:
                await platform.start()
                stops.append(platform.stop)
            if terms:
                terms.start()
                stops.append(terms.stop)
            watching = asyncio.create_task(bot.live.watch())
            ending.push_async_callback(_cancelled, watching)
            ready.set()
            log.info("bot.ready", entries=len(bot.live.current.entries))
            yield
            ready.clear()

    app.cleanup_ctx.append(running)
    return app


def listen(settings: Settings) -> socket.socket:
    """A socket on the host and port of the settings. Raises StartError."""
    return take_port(settings.host, settings.port)


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
