"""Deduplicate platform deliveries: Slack re-sends an event it believes was lost."""

from __future__ import annotations

import time
from collections.abc import Callable

from cachetools import TTLCache

from bot.platform import Key

SECONDS = 15 * 60.0
"""Slack's last retry comes after about 5 minutes (https://docs.slack.dev/apis/events-api)."""
SIZE = 20_000
"""Keys, about 3 MB: an hour's limit of events of one workspace (30,000) spread over the time above, twice."""


class InMemoryDeduplicator:
    """The keys that this process has seen: it forgets old ones, and the oldest when it is full."""

    def __init__(self, seconds: float = SECONDS, size: int = SIZE, clock: Callable[[], float] = time.monotonic) -> None:
        self._seen: TTLCache[Key, bool] = TTLCache(size, seconds, timer=clock)

    async def is_new(self, key: Key) -> bool:
        """Whether the key is new; remembers it."""
        if key in self._seen:
            return False
        self._seen[key] = True
        return True

    async def forget(self, key: Key) -> None:
        """Treat the key as new again."""
        self._seen.pop(key, None)
