"""Limits on slow, idle and compressed requests, and shutdown in time."""

from __future__ import annotations

import asyncio
import gzip
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import cast

import pytest
from aiohttp import ClientSession, web
from structlog.testing import capture_logs

from bot.app import Bot
from bot.http import bodies, serving
from bot.http.addresses import take_port
from bot.http.app import web_app
from bot.http.serving import serve
from bot.platform import Feature, Platform, State
from bot.playground.server import create_playground
from bot.playground.workspace import Workspace
from bot.slack.app import SlackApp
from bot.teams.app import TeamsApp
from tests.bot.test_process import UP_SECONDS, workspace_of

resource = pytest.importorskip("resource", reason="exists only on POSIX")

PATHS = ["/slack/events", "/teams/messages"]
BEARER = {"Authorization": "Bearer x.y.z"}

Serve = Callable[..., Awaitable[str]]


@pytest.fixture
async def served() -> AsyncIterator[Serve]:
    """served(app, connections) serves the app as in production and returns its URL."""
    async with AsyncExitStack() as stack:

        async def start(app: web.Application, connections: int = 100) -> str:
            listening = take_port("127.0.0.1", 0)
            url = f"http://127.0.0.1:{listening.getsockname()[1]}"
            task = asyncio.create_task(serve(app, listening, connections))

            async def end() -> None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

            stack.push_async_callback(end)
            return url

        yield start


@pytest.fixture
def app(bot: Bot) -> web.Application:
    """The application with Slack and Teams, as built in production."""
    slack = SlackApp(router=bot.router, signing_secret="s", bot_token="xoxb-1")
    teams = TeamsApp(router=bot.router, client_id="x", client_secret="y")
    return web_app(bot.live, [slack, teams])


async def head(url: str, request: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a connection and send the start of a request."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
    writer.write(request.encode())
    await writer.drain()
    return reader, writer


def post(path: str, length: int = 1000) -> str:
    """The head of a POST request."""
    headers = f"Host: x\r\nAuthorization: Bearer x\r\nContent-Type: application/json\r\nContent-Length: {length}"
    return f"POST {path} HTTP/1.1\r\n{headers}\r\n\r\n"


@pytest.mark.parametrize("path", PATHS)
async def test_a_body_that_never_comes(
    path: str, served: Serve, app: web.Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.05)
    monkeypatch.setattr(serving, "LINGER_SECONDS", 0.05)
    url = await served(app)
    for start in ("", "{"):
        reader, writer = await head(url, post(path) + start)
        answer = await asyncio.wait_for(reader.read(), 60)  # until the server closes
        writer.close()
        assert answer.startswith(b"HTTP/1.1 408 ")


def test_the_timeout_of_a_body() -> None:
    assert bodies.BODY_SECONDS == 10


@pytest.mark.parametrize("path", ["/slack/events", "/teams/messages", "/healthz", "/", "/nowhere"])
async def test_a_compressed_body_is_never_decompressed(
    path: str, served: Serve, app: web.Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decompress(*_: object, **__: object) -> None:
        raise AssertionError("decompressed")

    monkeypatch.setattr("aiohttp.http_parser.ZLibDecompressor", decompress)
    url = await served(app)
    headers = BEARER | {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    async with ClientSession() as session:
        for body in (gzip.compress(b"{}"), gzip.compress(b" " * 10_000_000)):
            async with session.post(url + path, data=body, headers=headers) as response:
                assert response.status in (400, 401, 404, 405)


async def test_a_compressed_body_is_never_decompressed_in_the_playground(monkeypatch: pytest.MonkeyPatch) -> None:
    def decompress(*_: object, **__: object) -> None:
        raise AssertionError("decompressed")

    monkeypatch.setattr("aiohttp.http_parser.ZLibDecompressor", decompress)
    headers = {"Content-Encoding": "gzip", "X-Playground": "U0RECRUITER"}
    async with create_playground(signing_secret="s", bot_token="xoxb-1") as playground, ClientSession() as session:
        for path in ("/api/chat.postMessage", "/_pg/act"):
            async with session.post(playground.url + path, data=gzip.compress(b"{}"), headers=headers) as response:
                assert response.status < 500


async def test_connections_beyond_the_limit_are_closed(served: Serve, app: web.Application) -> None:
    url = await served(app, 3)
    open_ones = [await head(url, post("/slack/events")) for _ in range(3)]
    await asyncio.sleep(0)
    for _ in range(5):
        try:
            reader, writer = await head(url, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert await asyncio.wait_for(reader.read(), 60) == b""
            writer.close()
        except ConnectionError:
            pass
    open_ones[0][1].close()
    async with asyncio.timeout(60):
        while True:  # until the server notices the closed connection
            reader, writer = await head(url, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            try:
                if (await reader.read()).startswith(b"HTTP/1.1 200"):
                    break
            except ConnectionError:
                pass
            finally:
                writer.close()
    for _, writer in open_ones[1:]:
        writer.close()


def test_the_connection_limit_leaves_files_for_other_things(monkeypatch: pytest.MonkeyPatch) -> None:
    for files, most in ((1024, 512), (256, 128), (1_048_576, 512), (resource.RLIM_INFINITY, 512)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, files=files: (files, files))
        assert serving.max_connections() == most


async def mention(workspace: Workspace, line: str, expected: str) -> None:
    """Mention the bot, and wait until it has posted the expected text."""
    await workspace.mention(workspace.recruiter, workspace.general, line)
    async with asyncio.timeout(UP_SECONDS):
        while not any(expected in message.plain for message in workspace.messages(workspace.general)):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


@pytest.mark.process
async def test_open_connections_do_not_block_outgoing_calls(tmp_path: Path) -> None:
    """With more connections than the process may open files, outgoing calls still work, and nothing is logged."""
    files = 256
    async with workspace_of(tmp_path, files) as (playground, bot):
        await mention(playground.workspace, "define consul", "A consul looks after people")
        connections = [await head(bot.url, post("/slack/events")) for _ in range(files // 2)]
        bot.process.send_signal(signal.SIGSTOP)  # as on a busy machine: the next ones wait in the kernel's queue
        burst = [asyncio.create_task(head(bot.url, post("/slack/events"))) for _ in range(files)]
        await asyncio.wait(burst, timeout=0.2)
        bot.process.send_signal(signal.SIGCONT)
        results = await asyncio.gather(*burst, return_exceptions=True)  # an error if it was closed at once
        connections += [result for result in results if not isinstance(result, BaseException)]
        await mention(playground.workspace, "levels consul", "Levels: Consul")  # on the existing connection
        for _, writer in connections:
            writer.close()
        bot.process.terminate()
        _, errors = await bot.process.communicate()
        assert b"slack.answered" in errors
        assert b'"level": "error"' not in errors


async def test_the_server_header_has_no_versions(served: Serve, app: web.Application) -> None:
    url = await served(app)
    async with ClientSession() as session:
        for path in ("/", "/healthz", "/metrics", "/nowhere", "/slack/events"):
            async with session.get(url + path) as response:
                assert response.headers["Server"] == "Dragoman"


class QuickPoster:
    """A poster without connections."""

    async def close(self) -> None:
        """Do nothing."""


class SlowPart:
    """A platform or feature that never stops."""

    def __init__(self, stopping: list[SlowPart], together: asyncio.Event) -> None:
        self._stopping, self._together = stopping, together
        self.poster = QuickPoster()

    def add_routes(self, app: web.Application) -> None:
        """Do nothing."""

    async def start(self) -> None:
        """Start at once."""

    async def stop(self) -> None:
        """Never return."""
        self._stopping.append(self)
        if len(self._stopping) == 3:
            self._together.set()
        try:
            await asyncio.Event().wait()
        finally:
            self._stopping.remove(self)  # cancelled: it no longer stops together with the others


class SlowTerms(SlowPart):
    """A feature that never stops."""

    def join(self, platform: Platform) -> None:
        """Do nothing."""

    def start(self) -> None:  # type: ignore[override]
        """Start at once."""

    async def problem(self) -> str:
        """Do nothing."""
        return ""


class SlowDatabase:
    """A database that never closes."""

    async def problem(self) -> str:
        """Do nothing."""
        return ""

    async def close(self) -> None:
        """Never return."""
        await asyncio.Event().wait()


async def test_all_parts_stop_concurrently_and_in_time(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "CLOSE_SECONDS", 0.05)
    stopping: list[SlowPart] = []
    together = asyncio.Event()
    parts = [cast(Platform, SlowPart(stopping, together)) for _ in range(2)]
    terms = cast(Feature, SlowTerms(stopping, together))
    app = web_app(bot.live, parts, [terms], cast(State, SlowDatabase()))
    listening = take_port("127.0.0.1", 0)
    task = asyncio.create_task(serve(app, listening, 10))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with ClientSession() as session, session.get(f"{url}/readyz") as response:
        assert response.status == 200
    with capture_logs() as logged:
        monkeypatch.setattr(serving, "STOP_SECONDS", 1.0)
        task.cancel()
        await asyncio.wait_for(together.wait(), 60)  # all three have started to stop before any has finished
        await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), 60)
    assert [entry["event"] for entry in logged if entry["log_level"] == "warning"] == ["bot.unfinished", "bot.unclosed"]


async def test_a_request_that_never_ends_is_cancelled(served: Serve, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving.runner, "__defaults__", (0.05,))
    app, started = web.Application(), asyncio.Event()

    async def endless(_: web.Request) -> web.Response:
        started.set()
        await asyncio.Event().wait()
        return web.Response()

    app.router.add_get("/endless", endless)
    listening = take_port("127.0.0.1", 0)
    task = asyncio.create_task(serve(app, listening, 10))
    _, writer = await head(f"http://127.0.0.1:{listening.getsockname()[1]}", "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
    await asyncio.wait_for(started.wait(), 60)
    task.cancel()
    await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), 60)
    writer.close()


def test_shutdown_takes_no_longer_than_the_readme_says() -> None:
    longest = 2 * serving.REQUEST_SECONDS + serving.STOP_SECONDS + serving.CLOSE_SECONDS
    assert longest <= 25
    readme = (Path(__file__).parents[3] / "README.md").read_text()
    assert "for up to 25\nseconds" in readme or "for up to 25 seconds" in readme
