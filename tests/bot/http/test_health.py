"""Health checks."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import Bot
from bot.db.database import Database
from bot.db.engine import open_engine
from bot.http.app import web_app
from bot.http.health import add_health
from bot.slack.app import SlackApp

pytestmark = pytest.mark.server


async def readiness(bot: Bot, database: Database | None) -> tuple[int, str]:
    """The HTTP status and the text of /readyz."""
    slack = SlackApp(router=bot.router, signing_secret="s", bot_token="xoxb-1")
    app = web_app(bot.live, [slack], (), database)
    async with TestClient(TestServer(app)) as client:
        assert (await client.get("/healthz")).status == 200
        answer = await client.get("/readyz")
        return answer.status, (await answer.json())["status"]


async def test_ready_without_a_database(bot: Bot) -> None:
    assert await readiness(bot, None) == (200, "ready")


async def test_ready_with_the_tables_of_this_release(bot: Bot, database: AsyncEngine) -> None:
    assert await readiness(bot, Database(database)) == (200, "ready")


async def test_not_ready_at_another_revision(bot: Bot, own_database: AsyncEngine) -> None:
    async with own_database.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'newer'"))
    assert await readiness(bot, Database(own_database)) == (503, "database at another revision")


async def test_ready_while_a_later_release_replaces_this_one(bot: Bot, own_database: AsyncEngine) -> None:
    for revision, status in (("9999", 200), ("0001", 503)):
        async with own_database.begin() as connection:
            await connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))
        assert (await readiness(bot, Database(own_database)))[0] == status


@pytest.mark.parametrize("address", ["postgresql+asyncpg://u:p@127.0.0.1:1/d", "sqlite+aiosqlite:////proc/none.db"])
async def test_not_ready_without_the_database(bot: Bot, address: str) -> None:
    assert await readiness(bot, Database(open_engine(make_url(address)))) == (503, "database unreachable")


async def test_checks_run_at_most_once_a_second() -> None:
    runs = 0

    async def check() -> str:
        nonlocal runs
        runs += 1
        await asyncio.sleep(0)
        return "" if runs == 1 else "broken"

    app = web.Application()
    add_health(app, check)
    async with TestClient(TestServer(app)) as client:
        answers = await asyncio.gather(*(client.get("/readyz") for _ in range(50)))
        assert {answer.status for answer in answers} <= {200, 503}
        assert runs < 20  # one for each second that this took
