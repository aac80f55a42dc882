"""Which deliveries have been taken already, by whichever replica."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import Column, Table, Text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.engine import UNREACHABLE, insert
from bot.db.metadata import metadata
from bot.db.types import UtcDateTime, database_now
from bot.dedupe import InMemoryDeduplicator
from bot.platform import Key

KEPT = timedelta(hours=48)
"""Far longer than Slack tries again, so that a delivery that was stuck somewhere is still known."""
PRUNE_SECONDS = 3600.0

log = structlog.get_logger()

seen_events = Table(
    "seen_events",
    metadata,
    Column("key", Text, primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False, default=database_now(), index=True),
)


class DatabaseDeduplicator:
    """The keys of all replicas. Where the database cannot be reached, this process's own have to do."""

    def __init__(self, engine: AsyncEngine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine, self._clock = engine, clock
        self._own = InMemoryDeduplicator()
        self._prune_at = clock()

    async def is_new(self, key: Key) -> bool:
        """Whether the key is new to all replicas; it is remembered for `KEPT`."""
        if not await self._own.is_new(key):
            return False
        try:
            return await self._insert(_stored(key))
        except UNREACHABLE as error:  # to answer twice is better than not at all
            log.warning("state.unreachable", doing="seen", error=type(error).__name__)
            return True

    async def forget(self, key: Key) -> None:
        """Take the key for new again, in all replicas that have not seen it themselves."""
        await self._own.forget(key)
        try:
            async with self._engine.begin() as connection:
                await connection.execute(seen_events.delete().where(seen_events.c.key == _stored(key)))
        except UNREACHABLE as error:
            log.warning("state.unreachable", doing="forget", error=type(error).__name__)

    async def _insert(self, key: str) -> bool:
        async with self._engine.begin() as connection:
            if self._clock() >= self._prune_at:
                self._prune_at = self._clock() + PRUNE_SECONDS
                await connection.execute(seen_events.delete().where(seen_events.c.seen_at < datetime.now(UTC) - KEPT))
            new = insert(self._engine, seen_events).values(key=key).on_conflict_do_nothing()
            return (await connection.execute(new)).rowcount == 1


def _stored(key: Key) -> str:
    return key if isinstance(key, str) else "/".join(key)
