"""Serve an application with limits on connections and bodies, and shut down in order on SIGTERM or SIGINT.

Shutdown takes at most 2 × REQUEST_SECONDS + STOP_SECONDS + CLOSE_SECONDS = 25 seconds, as README promises; Heroku kills
the process after 30 (https://devcenter.heroku.com/articles/dynos#graceful-shutdown-with-sigterm).
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
"""How long open requests may take to finish; aiohttp then cancels them and waits as long again."""
STOP_SECONDS = 16.0
"""How long platforms and daily terms may then take to stop, concurrently; daily terms take up to 15."""
CLOSE_SECONDS = 1.0
"""How long the database may take to close at the end."""
CONNECTIONS = 512
"""Concurrent connections. A process can usually open 1,024 files, and outgoing calls need some of them."""
QUEUE = 100
"""Connections that may wait in the kernel until they are accepted."""
BATCH = 16
"""Connections accepted at a time. One too many uses a file until it is closed, a few turns of the loop later."""
LINGER_SECONDS = 2.0
"""How long to read the rest of a body after an early response, so that the sender sees the response."""

Stop = Callable[[], Awaitable[None]]

log = structlog.get_logger()


def runner(app: web.Application, request_seconds: float = REQUEST_SECONDS) -> web.AppRunner:
    """The application's runner. Bodies are not decompressed, and the Server header has no versions.

    Slack and Teams don't compress, while 1 MB of gzip can decompress to 1 GB.
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
    """Serve until SIGTERM or SIGINT, then finish accepted work."""
    with contextlib.suppress(asyncio.CancelledError, KeyboardInterrupt):
        asyncio.run(serve(app, listening, max_connections()))


async def serve(app: web.Application, listening: socket.socket, connections: int) -> None:
    """Serve until the task is cancelled; SIGTERM and SIGINT cancel it."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None
    with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers; Ctrl+C works there anyway
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
    """Stop everything concurrently; cancel what takes longer than STOP_SECONDS."""
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
    """Close what was needed until the end, within CLOSE_SECONDS."""
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await stop()
    except TimeoutError:
        log.warning("bot.unclosed")


def max_connections() -> int:
    """`CONNECTIONS`, or half of the process's limit of open files if that is less."""
    if sys.platform == "win32":
        return CONNECTIONS
    import resource  # noqa: PLC0415 - exists only on POSIX

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return CONNECTIONS if files == resource.RLIM_INFINITY else min(CONNECTIONS, files // 2)


class _Rejected(asyncio.Protocol):
    """A connection above the limit, closed at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Close the connection."""
        cast(asyncio.Transport, transport).abort()


def _limited(server: web.Server, connections: int) -> Callable[[], asyncio.Protocol]:
    return lambda: server() if len(server.connections) < connections else _Rejected()


async def _hide_versions(_: web.Request, response: web.StreamResponse) -> None:
    response.headers["Server"] = "Dragoman"
