"""What is served keeps its limits under slow, idle and compressed requests, and ends in good time."""

from __future__ import annotations

import asyncio
import gzip
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

resource = pytest.importorskip("resource", reason="POSIX alone has it")

PATHS = ["/slack/events", "/teams/messages"]
BEARER = {"Authorization": "Bearer x.y.z"}

Serve = Callable[..., Awaitable[str]]


@pytest.fixture
async def served() -> AsyncIterator[Serve]:
    """served(app, connections) → the address at which it is served as in production."""
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
    """Slack and Teams, as they are joined in production."""
    slack = SlackApp(router=bot.router, signing_secret="s", bot_token="xoxb-1")
    teams = TeamsApp(router=bot.router, client_id="x", client_secret="y")
    return web_app(bot.live, [slack, teams])


async def head(url: str, request: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection on which this much of a request was sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
    writer.write(request.encode())
    await writer.drain()
    return reader, writer


def post(path: str, length: int = 1000) -> str:
    """The head of a POST whose body is still to come."""
    headers = f"Host: x\r\nAuthorization: Bearer x\r\nContent-Type: application/json\r\nContent-Length: {length}"
    return f"POST {path} HTTP/1.1\r\n{headers}\r\n\r\n"


@pytest.mark.parametrize("path", PATHS)
async def test_a_body_that_never_comes(
    path: str, served: Serve, app: web.Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.05)
    monkeypatch.setattr(serving, "LINGER_SECONDS", 0.05)
    url = await served(app)
    for begun in ("", "{"):
        reader, writer = await head(url, post(path) + begun)
        answer = await asyncio.wait_for(reader.read(), 60)  # until the server closes
        writer.close()
        assert answer.startswith(b"HTTP/1.1 408 ")


def test_the_time_for_a_body() -> None:
    assert bodies.BODY_SECONDS == 10


@pytest.mark.parametrize("path", ["/slack/events", "/teams/messages", "/healthz", "/", "/nowhere"])
async def test_a_compressed_body_is_never_unpacked(
    path: str, served: Serve, app: web.Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unpack(*_: object, **__: object) -> None:
        raise AssertionError("unpacked")

    monkeypatch.setattr("aiohttp.http_parser.ZLibDecompressor", unpack)
    url = await served(app)
    headers = BEARER | {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    async with ClientSession() as session:
        for body in (gzip.compress(b"{}"), gzip.compress(b" " * 10_000_000)):
            async with session.post(url + path, data=body, headers=headers) as response:
                assert response.status in (400, 401, 404, 405)


async def test_a_compressed_body_is_never_unpacked_in_the_playground(monkeypatch: pytest.MonkeyPatch) -> None:
    def unpack(*_: object, **__: object) -> None:
        raise AssertionError("unpacked")

    monkeypatch.setattr("aiohttp.http_parser.ZLibDecompressor", unpack)
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
        while True:  # until the server has noticed
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


def test_the_limit_leaves_files_for_other_things(monkeypatch: pytest.MonkeyPatch) -> None:
    for files, most in ((1024, 512), (256, 128), (1_048_576, 512), (resource.RLIM_INFINITY, 512)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, files=files: (files, files))
        assert serving.max_connections() == most


async def told(workspace: Workspace, line: str, words: str) -> None:
    """Mention the bot, and wait until it has posted these words."""
    await workspace.mention(workspace.recruiter, workspace.general, line)
    async with asyncio.timeout(UP_SECONDS):
        while not any(words in message.plain for message in workspace.messages(workspace.general)):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


@pytest.mark.process
async def test_held_sockets_keep_nothing_from_going_out(tmp_path: Path) -> None:
    """More sockets than the process may open files: what it asks of others still gets through, and its log is quiet."""
    files = 256
    async with workspace_of(tmp_path, files) as (playground, bot):
        await told(playground.workspace, "define consul", "A consul looks after people")
        held = [await head(bot.url, post("/slack/events")) for _ in range(files + 50)]
        await told(playground.workspace, "levels consul", "Levels: Consul")  # on the connection that it had before
        for _, writer in held:
            writer.close()
        bot.process.terminate()
        _, errors = await bot.process.communicate()
        assert b"slack.answered" in errors
        assert b"socket.accept" not in errors


async def test_the_server_header_tells_no_versions(served: Serve, app: web.Application) -> None:
    url = await served(app)
    async with ClientSession() as session:
        for path in ("/", "/healthz", "/metrics", "/nowhere", "/slack/events"):
            async with session.get(url + path) as response:
                assert response.headers["Server"] == "Dragoman"


class SlowPart:
    """A platform, or the daily terms, that takes for ever to stop."""

    def __init__(self, stopping: list[SlowPart], together: asyncio.Event) -> None:
        self._stopping, self._together = stopping, together

    def add_routes(self, app: web.Application) -> None:
        """None."""

    async def start(self) -> None:
        """At once."""

    async def stop(self) -> None:
        """Never ends."""
        self._stopping.append(self)
        if len(self._stopping) == 3:
            self._together.set()
        await asyncio.Event().wait()


class SlowTerms(SlowPart):
    """The daily terms, which begin without waiting for anything."""

    def join(self, platform: Platform) -> None:
        """Every platform."""

    def start(self) -> None:  # type: ignore[override]
        """At once."""

    async def problem(self) -> str:
        """None."""
        return ""


class SlowDatabase:
    """A database that takes for ever to close."""

    async def problem(self) -> str:
        """None."""
        return ""

    async def close(self) -> None:
        """Never ends."""
        await asyncio.Event().wait()


async def test_all_parts_stop_together_and_none_for_ever(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
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
        await asyncio.wait_for(together.wait(), 60)  # all three have begun before any has ended
        await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), 60)
    assert [entry["event"] for entry in logged if entry["log_level"] == "warning"] == ["bot.unfinished", "bot.unclosed"]


async def test_a_request_that_never_ends_is_left(served: Serve, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving.runner, "__defaults__", (0.05,))
    app, begun = web.Application(), asyncio.Event()

    async def held(_: web.Request) -> web.Response:
        begun.set()
        await asyncio.Event().wait()
        return web.Response()

    app.router.add_get("/held", held)
    listening = take_port("127.0.0.1", 0)
    task = asyncio.create_task(serve(app, listening, 10))
    _, writer = await head(f"http://127.0.0.1:{listening.getsockname()[1]}", "GET /held HTTP/1.1\r\nHost: x\r\n\r\n")
    await asyncio.wait_for(begun.wait(), 60)
    task.cancel()
    await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), 60)
    writer.close()


def test_the_end_takes_no_longer_than_the_readme_says() -> None:
    longest = 2 * serving.REQUEST_SECONDS + serving.STOP_SECONDS + serving.CLOSE_SECONDS
    assert longest <= 25
    readme = (Path(__file__).parents[3] / "README.md").read_text()
    assert "for up to 25\nseconds" in readme or "for up to 25 seconds" in readme
