"""Simulated failures of the Web API, per method; planned by tests or selected in the developer tools."""

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum

from bot.playground.state import Journal

ANY_METHOD = "*"
RESPONSE_URL = "response_url"


class Fault(StrEnum):
    """A way in which a call can fail."""

    RATE_LIMITED = "ratelimited"
    LOST_RESPONSE = "lost_response"
    FAILS_AFTER_ACCEPT = "error_after_accept"
    SLOW = "slow"
    BROKEN_IMAGE = "broken_image"
    """Slack can't load the image of a message or view, and refuses the whole."""
    NEWER_BLOCKS = "newer_blocks"
    """Slack doesn't take one of its newer blocks, and refuses the whole message."""


@dataclass
class PlannedFault:
    """A fault for the next `times` calls; None means until it is cleared.

    `seconds` is Retry-After for RATE_LIMITED and the delay for SLOW. With `until`, a slow call waits for that event
    instead. `reached` is set once a slow call is waiting.
    """

    fault: Fault
    times: int | None = 1
    seconds: float = 1
    until: asyncio.Event | None = None
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self) -> None:
        """Delay a slow call."""
        self.reached.set()
        if self.until:
            await self.until.wait()
        else:
            await asyncio.sleep(self.seconds)


class Faults:
    """Planned faults by method; `*` is every method, `response_url` is a post to a response_url."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.planned: dict[str, list[PlannedFault]] = {}

    def plan(
        self,
        method: str,
        fault: Fault,
        *,
        times: int | None = 1,
        seconds: float = 1,
        until: asyncio.Event | None = None,
    ) -> PlannedFault:
        """Make the next `times` calls of this method fail; several plans apply one after the other."""
        planned = PlannedFault(fault, times, seconds, until)
        self.planned.setdefault(method, []).append(planned)
        self._journal.add("faults", None)
        return planned

    def clear(self, method: str | None = None) -> None:
        """Remove the planned faults of a method, or all of them."""
        self.planned = {} if method is None else {m: plans for m, plans in self.planned.items() if m != method}
        self._journal.add("faults", None)

    def take(self, method: str) -> PlannedFault | None:
        """The fault for this call, if any; counts it as used."""
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
