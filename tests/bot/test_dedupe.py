"""Deduplication in memory."""

from __future__ import annotations

from bot.dedupe import InMemoryDeduplicator


class Clock:
    """A clock that the test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_a_key_is_new_once() -> None:
    deduplicator = InMemoryDeduplicator()
    assert await deduplicator.is_new("a")
    assert not await deduplicator.is_new("a")
    assert await deduplicator.is_new(("T1", "C1", "1.0"))


async def test_keys_expire() -> None:
    clock = Clock()
    deduplicator = InMemoryDeduplicator(seconds=10, clock=clock)
    await deduplicator.is_new("a")
    clock.now = 9
    assert not await deduplicator.is_new("a")
    assert await deduplicator.is_new("b")
    clock.now = 10
    assert await deduplicator.is_new("a")
    assert not await deduplicator.is_new("b")


async def test_memory_is_bounded() -> None:
    deduplicator = InMemoryDeduplicator(size=3)
    for key in "abcd":
        assert await deduplicator.is_new(key)
    assert len(deduplicator._seen) == 3
    assert not await deduplicator.is_new("d")
    assert await deduplicator.is_new("a")


async def test_a_forgotten_key_is_new_again() -> None:
    deduplicator = InMemoryDeduplicator()
    await deduplicator.is_new("a")
    await deduplicator.forget("a")
    await deduplicator.forget("never seen")
    assert await deduplicator.is_new("a")
    assert not await deduplicator.is_new("a")
