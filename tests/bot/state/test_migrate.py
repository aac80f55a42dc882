"""The migrations make the tables that the code expects, from any state they may be in."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.state.engine import open_engine
from bot.state.migrate import differences, is_current, revisions, upgrade


async def test_the_tables_are_those_of_the_code(database: AsyncEngine) -> None:
    assert await is_current(database)
    assert await differences(database) == []


async def test_a_missing_column_is_told(database: AsyncEngine) -> None:
    async with database.begin() as connection:
        await connection.execute(text("ALTER TABLE slack_bots DROP COLUMN bot_scopes"))
    (difference,) = await differences(database)
    assert "bot_scopes" in difference


async def test_an_empty_database_is_not_current(empty_database: URL) -> None:
    engine = open_engine(empty_database)
    assert not await is_current(engine)
    await engine.dispose()


@pytest.mark.parametrize("revision", revisions())
async def test_from_each_revision_to_the_newest(empty_database: URL, revision: str) -> None:
    engine = open_engine(empty_database)
    await upgrade(engine, revision)
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO slack_bots (client_id, app_id, team_id, bot_token, is_enterprise_install, installed_at)"
                " VALUES ('1.2', 'A1', 'T1', 'encrypted', false, '2026-11-21 09:00:00')"
            )
        )
    await upgrade(engine)
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT team_id FROM slack_bots"))).scalars().all() == ["T1"]
    assert await is_current(engine)
    assert await differences(engine) == []
    await engine.dispose()


async def test_two_upgrades_at_once(empty_database: URL) -> None:
    engines = [open_engine(empty_database) for _ in range(2)]
    await asyncio.gather(*(upgrade(engine) for engine in engines))
    for engine in engines:
        assert await is_current(engine)
        await engine.dispose()
