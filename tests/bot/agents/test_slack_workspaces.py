"""Slackbot is answered only for workspaces that have the bot, where many can install it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.agents.caller import Caller
from bot.agents.slack_workspaces import CACHE_SECONDS, SlackWorkspaces
from bot.app import Bot
from bot.db.engine import database_url, open_engine
from bot.db.metadata import load_tables
from tests.bot.agents.serving import SIGNING_SECRET, Clock, serve
from tests.bot.agents.slackbot import Slackbot

BOTS = load_tables().tables["slack_bots"]


def bot_of(team: str | None, enterprise: str | None = None) -> dict[str, Any]:
    """A row of the SDK's table, without its token."""
    return {
        "client_id": "1.2",
        "app_id": "A1",
        "team_id": team,
        "enterprise_id": enterprise,
        "is_enterprise_install": team is None,
        "installed_at": datetime(2026, 11, 29, tzinfo=UTC).replace(tzinfo=None),
    }


def caller(team: str, enterprise: str | None = None) -> Caller:
    return Caller("slack", team, "U1", enterprise)


async def insert(engine: AsyncEngine, *rows: dict[str, Any]) -> None:
    columns = [BOTS.c[name] for name in bot_of("T")]
    async with engine.begin() as connection:
        for row in rows:
            await connection.execute(BOTS.insert().values({column.name: row[column.name] for column in columns}))


async def test_workspaces_and_organisations(database: AsyncEngine) -> None:
    await insert(database, bot_of("T1"), bot_of("T2", "E2"), bot_of(None, "E3"))
    clock = Clock()
    workspaces = SlackWorkspaces(database, clock)
    answers = {
        caller("T1"): True,
        caller("T2", "E2"): True,
        caller("T9", "E3"): True,
        caller("", "E3"): True,
        caller("T9", "E2"): False,
        caller("T9"): False,
        caller(""): True,
    }
    assert {each: await workspaces.has(each) for each in answers} == answers
    async with database.begin() as connection:
        await connection.execute(BOTS.delete())
    clock.seconds += CACHE_SECONDS
    assert not await workspaces.has(caller("T1"))


@pytest.mark.parametrize(("team", "status"), [("T0FIRST", 200), ("T0OTHER", 403)])
async def test_over_the_wire(bot: Bot, tmp_path: Path, team: str, status: int) -> None:
    async with serve(bot, tmp_path, slack_client_id="1.2", slack_client_secret="x") as served:
        engine = open_engine(database_url(None, tmp_path))
        async with engine.begin() as connection:
            await connection.run_sync(BOTS.create)
        await insert(engine, bot_of("T0FIRST"))
        slackbot = Slackbot(served.http, f"{served.url}/slack/mcp", SIGNING_SECRET, team=team)
        message = slackbot.message("tools/call", {"name": "explain_term", "arguments": {"term": "consul"}})
        assert (await slackbot.post(message))[0] == status
        await engine.dispose()


async def test_a_database_that_is_down(bot: Bot, tmp_path: Path) -> None:
    async with serve(bot, tmp_path, slack_client_id="1.2", slack_client_secret="x") as served:
        slackbot = Slackbot(served.http, f"{served.url}/slack/mcp", SIGNING_SECRET)  # there is no table
        message = slackbot.message("tools/call", {"name": "explain_term", "arguments": {"term": "consul"}})
        assert (await slackbot.post(message))[0] == 503
