"""All calls to Microsoft use the proxy that the environment names."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest

from bot.teams.auth import Keys
from bot.teams.errors import NoTokenError
from bot.teams.inbound import Origin
from bot.teams.outbox import Outbox
from bot.teams.tokens import LocalToken, Tokens
from handlers.reply import reply, text
from tests.bot.teams.conftest import Start
from tests.support.bot_framework import CLIENT_ID, CLIENT_SECRET, TENANT, Connector

OUTSIDE = "http://botframework.example"
"""A host name that doesn't resolve; only the proxy can reach it."""


@dataclass
class Proxy:
    """An HTTP proxy that forwards plain requests to one server and refuses tunnels."""

    server: str
    url: str = ""
    requests: list[str] = field(default_factory=list)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Handle one request."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        line, _, fields = head.partition("\r\n")
        method, target, _ = line.split(" ")
        self.requests.append(f"{method} {target}")
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        else:
            headers = [row for row in fields.split("\r\n") if row and not row.lower().startswith("connection:")]
            length = next((int(row[15:]) for row in headers if row.lower().startswith("content-length:")), 0)
            body = await reader.readexactly(length)
            upstream = urlsplit(self.server)
            answer, request = await asyncio.open_connection(upstream.hostname, upstream.port)
            path = target.removeprefix(OUTSIDE)
            request.write("\r\n".join((f"{method} {path} HTTP/1.1", *headers, "Connection: close", "\r\n")).encode())
            request.write(body)
            writer.write(await answer.read())
            request.close()
        await writer.drain()
        writer.close()


@pytest.fixture
async def proxy(connector: Connector, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Proxy]:
    """A proxy, set in the environment; the connector is reachable only through it."""
    proxy = Proxy(connector.url)
    server = await asyncio.start_server(proxy.handle, "127.0.0.1", 0)
    proxy.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    for name in ("ALL_PROXY", "NO_PROXY", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("http_proxy", proxy.url)
    monkeypatch.setenv("https_proxy", proxy.url)
    connector.url = OUTSIDE
    yield proxy
    server.close()


async def test_keys_tokens_and_answers(proxy: Proxy, start: Start, connector: Connector) -> None:
    bot = await start()
    assert await connector.send(connector.said("define consul")) == (200, None)
    await bot.teams.settle()
    assert len(connector.posted) == 1
    assert [request.partition(OUTSIDE)[2].partition("/conversations/")[0] for request in proxy.requests] == [
        "/v1/.well-known/openidconfiguration",
        "/keys",
        f"/{TENANT}/oauth2/v2.0/token",
        "/v3",
    ]


async def test_tunnels_for_https(proxy: Proxy, connector: Connector) -> None:
    cloud = connector.cloud
    assert await Keys("https://keys.example/").find("key-1") is None
    tokens = Tokens(CLIENT_ID, CLIENT_SECRET, TENANT, cloud)
    tokens._url = "https://login.example/token"
    with pytest.raises(NoTokenError):
        await tokens.get_app_token()
    outbox = Outbox(cloud, LocalToken())
    assert not await outbox.say(Origin("a:1", "https://smba.example/teams", direct=True), reply(text("Hello")))
    await outbox.close()
    assert proxy.requests == [f"CONNECT {name}.example:443" for name in ("keys", "login", "smba")]


async def test_no_proxy(proxy: Proxy, start: Start, connector: Connector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    connector.url = proxy.server
    bot = await start()
    assert await connector.send(connector.said("define consul")) == (200, None)
    await bot.teams.settle()
    assert (len(connector.posted), proxy.requests) == (1, [])
