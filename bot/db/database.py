"""The database of a running bot or of a command: open it, prepare it, check it, close it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.engine import CHECK_URL, UNREACHABLE, as_state_error, connect_once, database_url, open_engine
from bot.db.revision import prepare, serves
from bot.settings import Settings

T = TypeVar("T")

CHECK_SECONDS = 5.0
"""How long the database may take to answer before the bot reports that it is not ready."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Database:
    """The engine of a database that has this release's tables."""

    engine: AsyncEngine

    async def problem(self) -> str:
        """Why the database cannot be used now, or "" if it can."""
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                return "" if await serves(self.engine) else "database at another revision"
        except UNREACHABLE as error:
            log.warning("state.unreachable", doing="readyz", error=type(error).__name__)
            return "database unreachable"

    async def close(self) -> None:
        """Close the connections."""
        await self.engine.dispose()


def engine_of(settings: Settings) -> AsyncEngine:
    """Make the engine for the configured database, without connecting."""
    configured = settings.database_url
    return open_engine(database_url(configured.get_secret_value() if configured else None, settings.data_dir))


def open_database(settings: Settings) -> Database:
    """Open the configured database and prepare it. Must be called while no event loop is running.

    Raises StateError, with what to do, if it cannot be used.
    """
    with_engine(settings, prepare)
    return Database(engine_of(settings))  # a new engine: connections belong to the event loop that opened them


def with_engine(settings: Settings, work: Callable[[AsyncEngine], Awaitable[T]]) -> T:
    """Run `work` on the configured database, in an event loop of its own, and return its result.

    Raises StateError, with what to do, if the database cannot be used.
    """

    async def run() -> T:
        async with connected_engine(settings) as engine:
            return await work(engine)

    return asyncio.run(run())


@asynccontextmanager
async def connected_engine(settings: Settings) -> AsyncIterator[AsyncEngine]:
    """An engine that has connected to the configured database. Raises StateError if it cannot be used."""
    remedy = CHECK_URL if settings.database_url else "set DATA_DIR to a folder that can be written to"
    with as_state_error(remedy):
        engine = engine_of(settings)
        try:
            await connect_once(engine, remedy)
            yield engine
        finally:
            await engine.dispose()
