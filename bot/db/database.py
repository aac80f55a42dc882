"""The database as a running bot uses it: opened, checked, closed, and what of Slack is kept in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.engine import CHECK_URL, UNREACHABLE, connect_once, database_url, open_engine, reaching
from bot.db.revision import is_current, prepare
from bot.settings import Settings

CHECK_SECONDS = 5.0
"""How long the database may take to answer before the bot is not ready."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Database:
    """An engine whose database has the tables of this release."""

    engine: AsyncEngine

    async def problem(self) -> str:
        """What keeps it from being used now; empty when all is well."""
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                return "" if await is_current(self.engine) else "database at another revision"
        except UNREACHABLE as error:
            log.warning("state.unreachable", doing="readyz", error=type(error).__name__)
            return "database unreachable"

    async def close(self) -> None:
        """Close the connections."""
        await self.engine.dispose()


def engine_of(settings: Settings) -> AsyncEngine:
    """The engine that the settings name; nothing is connected yet."""
    configured = settings.database_url
    return open_engine(database_url(configured.get_secret_value() if configured else None, settings.data_dir))


def open_database(settings: Settings) -> Database:
    """The database, prepared. To be called where no loop runs.

    StateError says what to do where it cannot be used.
    """

    async def prepared() -> None:
        # an engine of its own, for connections belong to the loop that made them
        async with connected_engine(settings) as engine:
            await prepare(engine)

    asyncio.run(prepared())
    return Database(engine_of(settings))


@asynccontextmanager
async def connected_engine(settings: Settings) -> AsyncIterator[AsyncEngine]:
    """An engine that has connected to the database that the settings name; StateError if that cannot be used."""
    remedy = CHECK_URL if settings.database_url else "set DATA_DIR to a folder that can be written to"
    with reaching(remedy):
        engine = engine_of(settings)
        try:
            await connect_once(engine, remedy)
            yield engine
        finally:
            await engine.dispose()
