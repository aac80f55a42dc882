from __future__ import annotations

from bot.slack.seen import Seen


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_key_is_new_once() -> None:
    seen = Seen()
    assert seen.first("a")
    assert not seen.first("a")
    assert seen.first(("T1", "C1", "1.0"))


def test_keys_are_forgotten_in_time() -> None:
    clock = Clock()
    seen = Seen(seconds=10, clock=clock)
    seen.first("a")
    clock.now = 9
    assert not seen.first("a")
    assert seen.first("b")
    clock.now = 10
    assert seen.first("a")
    assert not seen.first("b")


def test_memory_is_bounded() -> None:
    seen = Seen(size=3)
    for key in "abcd":
        assert seen.first(key)
    assert len(seen._until) == 3
    assert not seen.first("d")
    assert seen.first("a")
