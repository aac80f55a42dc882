"""Faults on demand: how the Web API fails, per method, scripted by tests and switched in the page."""

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum

from bot.playground.state import Journal

ANY_METHOD = "*"
RESPONSE_URL = "response_url"


class Fault(StrEnum):
    """What can go wrong between the bot and Slack."""

    RATE_LIMITED = "ratelimited"
    LOST_RESPONSE = "lost_response"
    FAILS_AFTER_ACCEPT = "error_after_accept"
    SLOW = "slow"


@dataclass
class Planned:
    """A fault that waits for its calls; `times=None` holds until cleared.

    `seconds` is Retry-After for RATE_LIMITED and the delay for SLOW, unless `until` says when to go on.
    """

    fault: Fault
    times: int | None = 1
    seconds: float = 1
    until: asyncio.Event | None = None
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self) -> None:
        """Hold a slow call back; `reached` tells that it has come this far."""
        self.reached.set()
        if self.until:
            await self.until.wait()
        else:
            await asyncio.sleep(self.seconds)


class Faults:
    """The planned faults per method; `*` is every method, `response_url` is what goes to /hooks."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.planned: dict[str, list[Planned]] = {}

    def plan(
        self,
        method: str,
        fault: Fault,
        *,
        times: int | None = 1,
        seconds: float = 1,
        until: asyncio.Event | None = None,
    ) -> Planned:
        """Let the next `times` calls of this method fail so; several plans follow each other."""
        planned = Planned(fault, times, seconds, until)
        self.planned.setdefault(method, []).append(planned)
        self._journal.add("faults", None)
        return planned

    def clear(self, method: str | None = None) -> None:
        """Forget the plans for a method, or all."""
        self.planned = {} if method is None else {m: plans for m, plans in self.planned.items() if m != method}
        self._journal.add("faults", None)

    def take(self, method: str) -> Planned | None:
        """The fault for this call, counted as used."""
        for key in (method, ANY_METHOD):
            for planned in self.planned.get(key, []):
                if planned.times is None:
                    return planned
                planned.times -= 1
                if planned.times == 0:
                    self.planned[key].remove(planned)
                    self._journal.add("faults", None)
                return planned
        return None
