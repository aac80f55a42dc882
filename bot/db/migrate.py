"""Run the migrations, and compare a database's tables with the code's."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.engine import WRITES
from bot.db.errors import StateError
from bot.db.metadata import load_tables

FOLDER = Path(__file__).parent / "migrations"
WAL_ATTEMPTS, WAL_PAUSE = 500, 0.01  # seconds between attempts; five seconds in all, as for any lock
_LOCK = 0x64726167  # an arbitrary number: it keeps two releases from upgrading one PostgreSQL database at once


async def upgrade(engine: AsyncEngine, revision: str = "head") -> None:
    """Run the migrations that have not run yet, all in one transaction.

    Raises StateError for a database that was upgraded by a newer release.
    """
    try:
        await _upgrade(engine, revision)
    except CommandError as error:
        raise StateError("The database was upgraded by a newer release: run that one") from error


async def differences(engine: AsyncEngine) -> list[str]:
    """List the differences between the database's tables and the code's, a line each."""
    tables = load_tables()
    async with engine.connect() as connection:
        return [str(difference) for difference in await connection.run_sync(_compare, tables)]


def config_of(connection: Connection | None = None) -> Config:
    """Alembic's configuration for the migrations; bot/db/migrations/env.py takes the connection from it."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


async def _upgrade(engine: AsyncEngine, revision: str) -> None:
    async with engine.connect() as connection, _ready_for_migrations(connection), _writing(connection):
        if engine.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        await connection.run_sync(lambda sync: command.upgrade(config_of(sync), revision))


@asynccontextmanager
async def _writing(connection: AsyncConnection) -> AsyncIterator[None]:
    await connection.execution_options(**WRITES)
    async with connection.begin():
        yield


@asynccontextmanager
async def _ready_for_migrations(connection: AsyncConnection) -> AsyncIterator[None]:
    """Switch SQLite to WAL mode, which its file keeps, and turn foreign keys off for the duration.

    SQLite changes a table by dropping and recreating it, which would delete the rows that refer to it.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = (await connection.get_raw_connection()).driver_connection  # both pragmas need no open transaction
    await _use_wal(driver)
    await driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        await driver.execute("PRAGMA foreign_keys=ON")


async def _use_wal(driver: Any) -> None:
    """Switch to WAL mode, with retries: if two processes create the file, SQLite refuses one of them at once."""
    for attempt in range(WAL_ATTEMPTS):
        try:
            async with driver.execute("PRAGMA journal_mode=WAL") as cursor:
                await cursor.fetchall()
            return
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or attempt == WAL_ATTEMPTS - 1:
                raise
            await asyncio.sleep(WAL_PAUSE)


def _compare(connection: Connection, tables: MetaData) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), tables))
