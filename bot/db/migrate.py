"""Migrations: bring a database to the newest tables, and tell what it has otherwise than the code."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.daily_term import (
    subscriptions,  # noqa: F401 - each brings its tables
)
from bot.db.engine import WRITES
from bot.db.errors import StateError
from bot.db.metadata import metadata

_FOLDER = Path(__file__).parent / "migrations"
WAL_ATTEMPTS, WAL_PAUSE = 500, 0.01  # five seconds in all, as for any lock
_LOCK = 0x64726167  # any number of our own: it keeps two releases from upgrading one PostgreSQL at once


async def upgrade(engine: AsyncEngine, revision: str = "head") -> None:
    """Run what has not run yet, all in one transaction; StateError for a database of a newer release."""
    try:
        await _upgrade(engine, revision)
    except CommandError as error:
        raise StateError("The database was upgraded by a newer release: run that one") from error


async def _upgrade(engine: AsyncEngine, revision: str) -> None:
    async with engine.connect() as connection, _made_ready(connection), _writing(connection):
        if engine.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        await connection.run_sync(_with_config(lambda config: command.upgrade(config, revision)))


@asynccontextmanager
async def _writing(connection: AsyncConnection) -> AsyncIterator[None]:
    await connection.execution_options(**WRITES)
    async with connection.begin():
        yield


@asynccontextmanager
async def _made_ready(connection: AsyncConnection) -> AsyncIterator[None]:
    """SQLite is put into WAL mode, which its file keeps, and looks away from foreign keys for the time being: it
    changes a table by dropping it, which would take along the rows that refer to it.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = (await connection.get_raw_connection()).driver_connection  # outside of a transaction, as it must be
    await _use_wal(driver)
    await driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        await driver.execute("PRAGMA foreign_keys=ON")


async def _use_wal(driver: Any) -> None:
    """Where two processes make the file at once SQLite refuses one of them without waiting."""
    for attempt in range(WAL_ATTEMPTS):
        try:
            async with driver.execute("PRAGMA journal_mode=WAL") as cursor:
                await cursor.fetchall()
            return
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or attempt == WAL_ATTEMPTS - 1:
                raise
            await asyncio.sleep(WAL_PAUSE)


async def differences(engine: AsyncEngine) -> list[str]:
    """What the tables of the database have otherwise than the code, a line each."""
    async with engine.connect() as connection:
        found = await connection.run_sync(_compare)
    return [str(each) for each in found]


@cache
def revisions() -> tuple[str, ...]:
    """All revisions, the oldest first."""
    script = ScriptDirectory.from_config(_config())
    return tuple(each.revision for each in script.walk_revisions())[::-1]


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _with_config(run: Callable[[Config], None]) -> Callable[[Connection], None]:
    return lambda connection: run(_config(connection))


def _compare(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))
