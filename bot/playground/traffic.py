"""Requests between the bot and Slack in both directions, for the developer tools and for tests."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bot.playground.state import Journal

MAX_EXCHANGES = 300


@dataclass
class Exchange:
    """A request and its response; `to_bot` is False for calls of the Web API."""

    number: int
    to_bot: bool
    name: str
    request: Any
    status: str = ""
    response: Any = None
    milliseconds: float = 0.0
    problem: bool = False


class Traffic:
    """The most recent exchanges."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._count = 0
        self.exchanges: deque[Exchange] = deque(maxlen=MAX_EXCHANGES)

    @contextmanager
    def record(self, *, to_bot: bool, name: str, request: Any) -> Iterator[Exchange]:
        """Time an exchange and record it at the end; the caller sets its status and response."""
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
        """The exchanges with this name: a Web API method, a slash command or the type of a delivery."""
        return [exchange for exchange in self.exchanges if exchange.name == name]
