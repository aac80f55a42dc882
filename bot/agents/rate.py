"""Limit how often each caller may call."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from cachetools import LRUCache

from bot.agents import limits


class RateLimit:
    """A bucket of `calls` per caller that refills within `seconds`."""

    def __init__(
        self,
        calls: int = limits.CALLS,
        seconds: float = limits.PER_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._calls, self._rate, self._clock = calls, calls / seconds, clock
        self._left: LRUCache[str, tuple[float, float]] = LRUCache(limits.CALLERS)

    def wait(self, caller: str) -> int:
        """Take one call. Returns 0 if the caller may go on, else the seconds after which to try again."""
        now = self._clock()
        left, since = self._left.get(caller, (float(self._calls), now))
        left = min(float(self._calls), left + (now - since) * self._rate)
        if left < 1:
            return max(1, math.ceil((1 - left) / self._rate))
        self._left[caller] = (left - 1, now)
        return 0
