"""Deduplication across replicas: each key is new to one replica only."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import URL, select
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from bot.db.dedupe import KEPT, PRUNE_SECONDS, DatabaseDeduplicator
from bot.db.engine import open_engine
from bot.db.tables import seen_events

KEY = ("T1", "C1", "1763757000.000100")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_a_key_is_new_only_once_across_replicas(database: AsyncEngine) -> None:
    one, other = DatabaseDeduplicator(database), DatabaseDeduplicator(database)
    assert await one.is_new(KEY)
    assert not await one.is_new(KEY)
    assert not await other.is_new(KEY)
    assert await other.is_new("Ev1")
    assert not await one.is_new("Ev1")


async def test_a_key_is_new_to_one_of_twenty_concurrent_replicas(database: AsyncEngine) -> None:
    assert sum(await asyncio.gather(*(DatabaseDeduplicator(database).is_new(KEY) for _ in range(20)))) == 1


async def test_keys_are_deleted_after_two_days(database: AsyncEngine) -> None:
    clock = Clock()
    seen = DatabaseDeduplicator(database, clock)
    now = datetime.now(UTC)
    old, young = now - KEPT - timedelta(minutes=1), now - KEPT + timedelta(minutes=9)

    async def keys() -> set[str]:
        async with database.connect() as connection:
            return set((await connection.execute(select(seen_events.c.key))).scalars())

    await seen.is_new("a")
    async with database.begin() as connection:
        await connection.execute(
            seen_events.insert(), [{"key": "old", "seen_at": old}, {"key": "young", "seen_at": young}]
        )
    await seen.is_new("b")
    assert await keys() == {"a", "old", "young", "b"}
    clock.now = PRUNE_SECONDS
    await seen.is_new("c")
    assert await keys() == {"a", "young", "b", "c"}


async def test_without_a_database_a_replica_uses_its_own_memory(empty_database: URL) -> None:
    engine = open_engine(empty_database)  # without tables
    seen = DatabaseDeduplicator(engine)
    with capture_logs() as logs:
        assert await seen.is_new(KEY)
        assert not await seen.is_new(KEY)
        await seen.forget(KEY)
        assert await seen.is_new(KEY)
    assert {entry["event"] for entry in logs} == {"state.unreachable"}
    await engine.dispose()


async def test_a_forgotten_key_is_new_again_to_another_replica(database: AsyncEngine) -> None:
    one, other = DatabaseDeduplicator(database), DatabaseDeduplicator(database)
    assert await one.is_new(KEY)
    await one.forget(KEY)
    assert await other.is_new(KEY)
    assert not await one.is_new(KEY)
