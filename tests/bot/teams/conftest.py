"""The Teams app over real HTTP, between itself and a Bot Framework in memory; tokens are checked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import web

from bot.router import Router
from bot.teams.app import TeamsApp
from bot.teams.pace import Pace
from tests.bench.connector import CLIENT_ID, CLIENT_SECRET, TENANT, Connector, listen


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that listens."""

    teams: TeamsApp
    url: str


Start = Callable[..., Awaitable[Running]]


@pytest.fixture
async def connector() -> AsyncIterator[Connector]:
    made = Connector()
    runner, made.url = await listen(made.app())
    yield made
    await runner.cleanup()


@pytest.fixture
async def start(connector: Connector, router: Router) -> AsyncIterator[Start]:
    """start(deduplicator=…) → a running bot; the first one is where the connector sends to."""
    async with AsyncExitStack() as stack:

        async def started(**options: Any) -> Running:
            made: dict[str, Any] = {
                "router": router,
                "client_id": CLIENT_ID,
                "client_secret": CLIENT_SECRET,
                "tenant_id": TENANT,
                "cloud": connector.cloud,
            }
            teams = TeamsApp(**(made | options))
            teams.outbox.first_pause, teams.outbox.pace = 0.01, Pace(0.0)  # test_pace.py tries the real one
            app = web.Application()
            teams.add_routes(app)
            await teams.start()
            runner, url = await listen(app)
            stack.push_async_callback(teams.stop)
            stack.push_async_callback(runner.cleanup)
            connector.bot_url = connector.bot_url or url
            return Running(teams, url)

        yield started


@pytest.fixture
async def bot(start: Start) -> Running:
    return await start()
