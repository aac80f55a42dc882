"""Build the HTTP application: routes, and what starts and stops with it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import structlog
from aiohttp import web

from bot.http.addresses import take_port
from bot.http.health import add_health
from bot.http.serving import Stop, close, stop_all
from bot.metrics import add_metrics
from bot.platform import Feature, Platform, State
from bot.settings import Settings
from content.live import LiveLibrary

log = structlog.get_logger()


def web_app(  # noqa: PLR0913 (most with a default)
    live: LiveLibrary,
    platforms: Sequence[Platform],
    features: Sequence[Feature] = (),
    state: State | None = None,
    app: web.Application | None = None,
    *,
    save: Stop | None = None,
) -> web.Application:
    """Build the application with the platforms' endpoints, health checks and metrics.

    Features join each platform here; platforms and features start and stop with the application. `save` is called after
    them, before the database closes.
    """
    app = app or web.Application()
    ready = asyncio.Event()

    async def starting() -> str:
        return "" if ready.is_set() else "starting"

    for platform in platforms:
        platform.add_routes(app)
        for feature in features:
            feature.join(platform)
    add_health(app, starting, *([state.problem] if state else []), *(feature.problem for feature in features))
    add_metrics(app)

    async def running(app: web.Application) -> AsyncIterator[None]:
        async with _started(live, platforms, features, partial(_close, platforms, state, save)):
            ready.set()
            log.info("bot.ready", entries=len(live.current.entries))
            yield
            ready.clear()

    app.cleanup_ctx.append(running)
    return app


def listen(settings: Settings) -> socket.socket:
    """A listening socket on the configured host and port. Raises StartError."""
    return take_port(settings.host, settings.port)


@asynccontextmanager
async def _started(
    live: LiveLibrary, platforms: Sequence[Platform], features: Sequence[Feature], last: Stop
) -> AsyncIterator[None]:
    """Start the platforms, the features and the watch of the content; stop them in reverse order, then call `last`."""
    stops: list[Stop] = []
    async with AsyncExitStack() as ending:  # in reverse order
        ending.push_async_callback(close, last)
        ending.push_async_callback(stop_all, stops)
        for platform in platforms:
            await platform.start()
            stops.append(platform.stop)
        for feature in features:
            feature.start()
            stops.append(feature.stop)
        watching = asyncio.create_task(live.watch())
        ending.push_async_callback(_cancel, watching)
        yield


async def _close(platforms: Sequence[Platform], state: State | None, save: Stop | None) -> None:
    for platform in platforms:
        await platform.poster.close()
    if save:
        await save()
    if state:
        await state.close()


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
