"""Remembers which deliveries have been answered: Slack sends an event again when it thinks that it was lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Protocol

SECONDS = 15 * 60.0
"""Slack's last retry comes after about 5 minutes (https://docs.slack.dev/apis/events-api)."""
SIZE = 20_000
"""Keys, about 3 MB: an hour's limit of events of one workspace (30,000) spread over the time above, twice."""

Key = str | tuple[str, ...]


class Deduplicator(Protocol):
    """Tells whether a delivery is the first of its kind."""

    async def first(self, key: Key) -> bool:
        """Whether the key is new; it is remembered."""

    async def forget(self, key: Key) -> None:
        """Take the key for new again: what it stood for was not done."""


class InMemoryDeduplicator:
    """What this process has seen: a set of keys that forgets the old ones, and the oldest when it is full."""

    def __init__(self, seconds: float = SECONDS, size: int = SIZE, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._size, self._clock = seconds, size, clock
        self._until: dict[Hashable, float] = {}

    async def first(self, key: Key) -> bool:
        """Whether the key is new; it is remembered."""
        now = self._clock()
        while self._until and self._must_go(next(iter(self._until)), now):
            del self._until[next(iter(self._until))]
        if key in self._until:
            return False
        self._until[key] = now + self._seconds
        return True

    async def forget(self, key: Key) -> None:
        """Take the key for new again."""
        self._until.pop(key, None)

    def _must_go(self, oldest: Hashable, now: float) -> bool:
        return self._until[oldest] <= now or len(self._until) >= self._size
