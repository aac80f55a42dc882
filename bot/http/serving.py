"""Serve an application: limits on connections and bodies, and an orderly end when the process is told to stop.

The time from SIGTERM to the end is at most 2 × REQUEST_SECONDS + STOP_SECONDS + CLOSE_SECONDS = 25 seconds, as README
promises; Heroku kills after 30 (https://devcenter.heroku.com/articles/dynos#graceful-shutdown-with-sigterm).
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import cast

import structlog
from aiohttp import web

from bot.background import location_of

REQUEST_SECONDS = 4.0
"""How long open requests may take to end; aiohttp then cancels them, and waits as long again."""
STOP_SECONDS = 16.0
"""How long platforms and daily terms may take after that, all at the same time; daily terms take up to 15."""
CLOSE_SECONDS = 1.0
"""How long the database may take to close at the very end."""
CONNECTIONS = 512
"""Open connections at a time. A process may usually open 1,024 files, and what it asks of others needs some of them."""
QUEUE = 100
"""Connections that may wait in the kernel until they are accepted."""
BATCH = 16
"""Connections accepted at a time. One too many uses a file until it is closed, a few turns of the loop later."""
LINGER_SECONDS = 2.0
"""How long the rest of a body is read after the answer, so that the sender sees it."""

Stop = Callable[[], Awaitable[None]]

log = structlog.get_logger()


def runner(app: web.Application, request_seconds: float = REQUEST_SECONDS) -> web.AppRunner:
    """The application as it is served: bodies stay compressed, and the Server header tells no versions.

    Neither Slack nor Teams compresses what it sends, while 1 MB of gzip can hold 1 GB to unpack.
    """
    app.on_response_prepare.append(_hide_versions)
    return web.AppRunner(
        app,
        access_log=None,
        auto_decompress=False,
        keepalive_timeout=75.0,
        lingering_time=LINGER_SECONDS,
        shutdown_timeout=request_seconds,
    )


def run(app: web.Application, listening: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT, then finish what was accepted."""
    with contextlib.suppress(asyncio.CancelledError, KeyboardInterrupt):
        asyncio.run(serve(app, listening, most_connections()))


async def serve(app: web.Application, listening: socket.socket, connections: int) -> None:
    """Serve until the task is cancelled, as the signals do."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None
    with contextlib.suppress(NotImplementedError):  # Windows has no such handlers; Ctrl+C works there by itself
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, task.cancel)
    running = runner(app)
    try:
        await running.setup()
        assert running.server is not None
        server = await loop.create_server(_limited(running.server, connections), sock=listening, backlog=BATCH)
        listening.listen(QUEUE)  # asyncio takes its backlog for both
        try:
            await loop.create_future()  # for ever
        finally:
            server.close()
    finally:
        listening.close()
        await running.cleanup()


async def stop_all(stops: Sequence[Stop]) -> None:
    """Stop everything at the same time; what takes longer than STOP_SECONDS is cancelled."""
    tasks = [asyncio.ensure_future(stop()) for stop in stops]
    if not tasks:
        return
    done, pending = await asyncio.wait(tasks, timeout=STOP_SECONDS)
    for task in pending:
        task.cancel()
    if pending:
        log.warning("bot.unfinished", parts=len(pending))
    for task in done:
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("bot.stop_failed", reason=type(error).__name__, at=location_of(error))


async def close(stop: Stop) -> None:
    """Close what everything else has used, within CLOSE_SECONDS."""
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await stop()
    except TimeoutError:
        log.warning("bot.unclosed")


def most_connections() -> int:
    """`CONNECTIONS`, or half of the files that this process may open if that is less."""
    if sys.platform == "win32":
        return CONNECTIONS
    import resource  # noqa: PLC0415 - POSIX alone has it

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return CONNECTIONS if files == resource.RLIM_INFINITY else min(CONNECTIONS, files // 2)


class _Refused(asyncio.Protocol):
    """A connection too many, which is closed at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast(asyncio.Transport, transport).abort()


def _limited(server: web.Server, connections: int) -> Callable[[], asyncio.Protocol]:
    return lambda: server() if len(server.connections) < connections else _Refused()


async def _hide_versions(_: web.Request, response: web.StreamResponse) -> None:
    response.headers["Server"] = "Dragoman"
