"""Fixtures: the Teams app over real HTTP with token checks, and an in-memory Bot Framework."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import web

from bot.router import Router
from bot.teams.app import TeamsApp
from bot.teams.pace import Pace
from tests.support.bot_framework import CLIENT_ID, CLIENT_SECRET, TENANT, Connector, listen


@dataclass(frozen=True, slots=True)
class Running:
    """A running bot and its URL."""

    teams: TeamsApp
    url: str


Start = Callable[..., Awaitable[Running]]


@pytest.fixture(scope="package", autouse=True)
def _no_certificates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Spare each bot's HTTP client from loading all root certificates: no test here calls HTTPS."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SSL_CERT_FILE", raising=False)
        patch.setenv("SSL_CERT_DIR", str(tmp_path_factory.mktemp("certificates")))
        yield


@pytest.fixture
async def connector() -> AsyncIterator[Connector]:
    """An in-memory Bot Framework."""
    connector = Connector()
    runner, connector.url = await listen(connector.app())
    yield connector
    await runner.cleanup()


@pytest.fixture
async def start(connector: Connector, router: Router) -> AsyncIterator[Start]:
    """A function that starts a bot: `start(deduplicator=…)`. The connector sends to the first one."""
    async with AsyncExitStack() as stack:

        async def start_bot(**options: Any) -> Running:
            defaults: dict[str, Any] = {
                "router": router,
                "client_id": CLIENT_ID,
                "client_secret": CLIENT_SECRET,
                "tenant_id": TENANT,
                "cloud": connector.cloud,
            }
            teams = TeamsApp(**(defaults | options))
            teams.outbox.first_pause, teams.outbox.pace = 0.01, Pace(0.0)  # test_pace.py tests the real one
            app = web.Application()
            teams.add_routes(app)
            await teams.start()
            runner, url = await listen(app)
            stack.push_async_callback(teams.stop)
            stack.push_async_callback(runner.cleanup)
            connector.bot_url = connector.bot_url or url
            return Running(teams, url)

        yield start_bot


@pytest.fixture
async def bot(start: Start) -> Running:
    """A running bot with default options."""
    return await start()
