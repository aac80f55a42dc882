"""A bot that serves agents over real HTTP, with keys in a SQLite file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.agents.app import AgentsApp
from bot.agents.keys import Keys
from bot.agents.rate import RateLimit
from bot.agents.tables import agent_keys
from bot.app import Bot
from bot.db.database import Database
from bot.db.engine import database_url, open_engine
from bot.dedupe import InMemoryDeduplicator
from bot.http.app import web_app
from bot.platform import Event, Parts
from bot.settings import Settings

SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
WORKSPACE = "T0FIRST"


@dataclass(slots=True)
class Clock:
    """A clock that tests move."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@dataclass(frozen=True, slots=True)
class Served:
    """A running bot: its address, a working key, and a client without one."""

    url: str
    key: str
    keys: Keys
    http: ClientSession
    clock: Clock

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a caller with the key."""
        return bearer(self.key)

    @asynccontextmanager
    async def client(self, mode: str = "auto") -> AsyncIterator[Client]:
        """The official client in one era of the protocol, with the key."""
        async with (
            httpx2.AsyncClient(headers=self.headers) as http,
            Client(streamable_http_client(f"{self.url}/mcp", http_client=http), mode=mode) as client,
        ):
            yield client


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def nobody(_: Event) -> None:
    """Nobody is told of events."""


async def keys_on(engine: AsyncEngine) -> Keys:
    """Keys on a new database that has only their table: to run all migrations takes longer than the tests."""
    async with engine.begin() as connection:
        await connection.run_sync(agent_keys.create)
    return Keys(engine)


def app_on(bot: Bot, engine: AsyncEngine, settings: Settings, rate: RateLimit, clock: Clock) -> web.Application:
    database = Database(engine)
    parts = Parts(settings, bot.router, InMemoryDeduplicator(), nobody, database)
    return web_app(bot.live, [AgentsApp(parts, database, rate, clock)])


@asynccontextmanager
async def serve(bot: Bot, folder: Path, *, rate: RateLimit | None = None, **settings: Any) -> AsyncIterator[Served]:
    """Serve agents with these settings."""
    engine = open_engine(database_url(None, folder))
    keys = await keys_on(engine)
    options: dict[str, Any] = {"agents": True, "slack_signing_secret": SIGNING_SECRET, "data_dir": folder}
    clock = Clock()
    app = app_on(bot, engine, Settings(_env_file=None, **(options | settings)), rate or RateLimit(100_000), clock)
    try:
        async with TestServer(app) as server, ClientSession() as http:
            url = str(server.make_url("/")).rstrip("/")
            yield Served(url, await keys.add("slack", WORKSPACE, "tests"), keys, http, clock)
    finally:
        await engine.dispose()
