"""Per-conversation rate limiting for Teams."""

from __future__ import annotations

import time
from collections.abc import Callable

AT_ONCE = 5
SECONDS = 0.55
"""Between two answers after the first five. This stays below 7 in one second, 8 in two and 60 in 30 per thread.

The limit of 1,800 an hour is left to Teams' 429. Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""


class Pace:
    """Spaces out this process's answers in each conversation; other processes are not counted."""

    def __init__(self, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        """`seconds`: between two answers after the first `AT_ONCE`; 0 turns limiting off."""
        self._seconds, self._clock = seconds, clock
        self._turns: dict[str, float] = {}

    def take_turn(self, conversation: str) -> float:
        """Reserve the next turn; returns the seconds until it comes."""
        now = self._clock()
        earliest = now - (AT_ONCE - 1) * self._seconds
        while self._turns and next(iter(self._turns.values())) <= earliest:
            del self._turns[next(iter(self._turns))]
        turn = max(self._turns.pop(conversation, earliest), earliest)
        self._turns[conversation] = turn + self._seconds
        return max(0.0, turn - now)

    def hold(self, conversation: str, seconds: float) -> None:
        """Give no turn in this conversation for so many seconds."""
        self._turns[conversation] = max(self._turns.get(conversation, 0.0), self._clock() + seconds)
