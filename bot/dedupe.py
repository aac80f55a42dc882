"""Deduplicate platform deliveries: Slack re-sends an event it believes was lost."""

from __future__ import annotations

import time
from collections.abc import Callable

from cachetools import TTLCache

from bot.platform import Key

SECONDS = 15 * 60.0
"""Slack's last retry comes after about 5 minutes (https://docs.slack.dev/apis/events-api)."""
SIZE = 20_000
"""Remembered keys, about 3 MB. Slack sends a workspace at most 30,000 events an hour: 7,500 in the time above."""


class InMemoryDeduplicator:
    """Remembers the keys that this process has seen, for a limited time and up to a limited number."""

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
