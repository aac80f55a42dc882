"""Remembers which deliveries have been answered: Slack sends an event again when it thinks that it was lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable

SECONDS = 15 * 60.0
"""Slack's last retry comes after about 5 minutes (https://docs.slack.dev/apis/events-api)."""
SIZE = 20_000
"""Keys, about 3 MB: an hour's limit of events of one workspace (30,000) spread over the time above, twice."""


class Seen:
    """A set of keys that forgets the old ones, and the oldest when it is full."""

    def __init__(self, seconds: float = SECONDS, size: int = SIZE, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._size, self._clock = seconds, size, clock
        self._until: dict[Hashable, float] = {}

    def first(self, key: Hashable) -> bool:
        """Whether the key is new; it is remembered."""
        now = self._clock()
        while self._until and self._must_go(next(iter(self._until)), now):
            del self._until[next(iter(self._until))]
        if key in self._until:
            return False
        self._until[key] = now + self._seconds
        return True

    def _must_go(self, oldest: Hashable, now: float) -> bool:
        return self._until[oldest] <= now or len(self._until) >= self._size
