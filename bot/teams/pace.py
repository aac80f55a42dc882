"""How fast answers may follow each other in one conversation, so that Teams need not refuse any."""

from __future__ import annotations

import time
from collections.abc import Callable

AT_ONCE = 5
SECONDS = 0.55
"""Between two answers after the first five: that keeps within 7 a second, 8 in two and 60 in 30 for one thread.

An hour's 1,800 are left to Teams' own 429. Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""


class Pace:
    """This process's pace in each conversation; what other processes send there is left to 429, too."""

    def __init__(self, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        """`seconds`: between two answers after the first `AT_ONCE`; none are all let through."""
        self._seconds, self._clock = seconds, clock
        self._turns: dict[str, float] = {}

    def take_turn(self, conversation: str) -> float:
        """Take the next turn; returns in how many seconds it comes."""
        now = self._clock()
        earliest = now - (AT_ONCE - 1) * self._seconds
        while self._turns and next(iter(self._turns.values())) <= earliest:
            del self._turns[next(iter(self._turns))]
        turn = max(self._turns.pop(conversation, earliest), earliest)
        self._turns[conversation] = turn + self._seconds
        return max(0.0, turn - now)

    def hold(self, conversation: str, seconds: float) -> None:
        """Give no turn there for so many seconds."""
        self._turns[conversation] = max(self._turns.get(conversation, 0.0), self._clock() + seconds)
