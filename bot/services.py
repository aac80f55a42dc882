"""The services that handlers can use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from content.library import Library
from handlers.command import Commands
from handlers.daily_term.subscription import Subscriptions
from handlers.team.digest import Digests
from handlers.team.feedback import Feedback
from handlers.team.requests import Requests
from handlers.team.service import Team
from handlers.team.workspace_data import WorkspaceData


@dataclass(frozen=True, slots=True)
class BotServices:
    """The services of a running bot. `current` returns the current library, `now` the time in UTC."""

    current: Callable[[], Library]
    commands: Commands
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    subscriptions: Subscriptions | None = None
    feedback: Feedback | None = None
    requests: Requests | None = None
    digests: Digests | None = None
    workspace_data: WorkspaceData | None = None
    team: Team | None = None

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
