from __future__ import annotations

from bot.dedupe import InMemoryDeduplicator


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_a_key_is_new_once() -> None:
    seen = InMemoryDeduplicator()
    assert await seen.is_new("a")
    assert not await seen.is_new("a")
    assert await seen.is_new(("T1", "C1", "1.0"))


async def test_keys_are_forgotten_in_time() -> None:
    clock = Clock()
    seen = InMemoryDeduplicator(seconds=10, clock=clock)
    await seen.is_new("a")
    clock.now = 9
    assert not await seen.is_new("a")
    assert await seen.is_new("b")
    clock.now = 10
    assert await seen.is_new("a")
    assert not await seen.is_new("b")


async def test_memory_is_bounded() -> None:
    seen = InMemoryDeduplicator(size=3)
    for key in "abcd":
        assert await seen.is_new(key)
    assert len(seen._seen) == 3
    assert not await seen.is_new("d")
    assert await seen.is_new("a")


async def test_a_forgotten_key_is_new_again() -> None:
    seen = InMemoryDeduplicator()
    await seen.is_new("a")
    await seen.forget("a")
    await seen.forget("never seen")
    assert await seen.is_new("a")
    assert not await seen.is_new("a")
