"""The services that handlers can use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from content.library import Library
from handlers.command import Commands
from handlers.daily_term.subscription import Subscriptions
from handlers.findings import Doctor


@dataclass(frozen=True, slots=True)
class BotServices:
    """The services of a running bot. `current` returns the current library, `now` the time in UTC."""

    current: Callable[[], Library]
    commands: Commands
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    subscriptions: Subscriptions | None = None
    doctor: Doctor | None = None
    support_contact: str = ""
    pages_url: str = ""

    @property
    def library(self) -> Library:
        """The current content."""
        return self.current()

    def today(self, zone: str | None = None) -> date:
        """The date in an IANA time zone; in UTC if the zone is unknown."""
        try:
            return self.now().astimezone(ZoneInfo(zone)).date() if zone else self.now().date()
        except (ZoneInfoNotFoundError, ValueError, OSError):  # an unknown zone, an invalid name, or a folder of zones
            return self.now().date()
