"""Deduplicate platform deliveries across replicas: Slack re-sends an event it believes was lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.engine import UNREACHABLE, insert
from bot.db.tables import seen_events
from bot.dedupe import InMemoryDeduplicator
from bot.platform import Key

KEPT = timedelta(hours=48)
"""How long a key is stored: far longer than Slack retries, in case a delivery was held up on the way."""
PRUNE_SECONDS = 3600.0
"""Least time between two deletions of old keys."""

log = structlog.get_logger()


class DatabaseDeduplicator:
    """The keys seen by all replicas. If the database cannot be reached, by this process only."""

    def __init__(self, engine: AsyncEngine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine, self._clock = engine, clock
        self._own = InMemoryDeduplicator()
        self._prune_at = clock()

    async def is_new(self, key: Key) -> bool:
        """Whether the key is new to all replicas. Stores it for `KEPT`."""
        if not await self._own.is_new(key):
            return False
        try:
            return await self._insert(_stored(key))
        except UNREACHABLE as error:  # better to answer twice than never
            log.warning("state.unreachable", doing="seen", error=type(error).__name__)
            return True

    async def forget(self, key: Key) -> None:
        """Treat the key as new again, in this replica and in all that have not seen it themselves."""
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
