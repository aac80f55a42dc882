"""What went over the wire in both directions, for the traffic panel and for tests."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bot.playground.state import Journal

KEPT = 300


@dataclass
class Exchange:
    """One request and its answer; `to_bot` tells the direction."""

    number: int
    to_bot: bool
    name: str
    request: Any
    status: str = ""
    response: Any = None
    milliseconds: float = 0.0
    problem: bool = False


class Traffic:
    """The last few hundred exchanges, and the ones under way."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._count = 0
        self.exchanges: deque[Exchange] = deque(maxlen=KEPT)

    @contextmanager
    def record(self, *, to_bot: bool, name: str, request: Any) -> Iterator[Exchange]:
        """Time an exchange; whoever carries it out fills in status and response."""
        self._count += 1
        exchange = Exchange(self._count, to_bot, name, request)
        started = time.perf_counter()
        try:
            yield exchange
        finally:
            exchange.milliseconds = (time.perf_counter() - started) * 1000
            self.exchanges.append(exchange)
            self._journal.add("traffic", exchange)

    def calls(self, name: str) -> list[Exchange]:
        """The exchanges of this name: a Web API method, or the kind of a delivery."""
        return [exchange for exchange in self.exchanges if exchange.name == name]
