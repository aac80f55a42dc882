"""The services that handlers can use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from content.library import Library
from handlers.command import Commands
from handlers.daily_term.subscription import Subscriptions
from handlers.findings import Doctor
from handlers.request import Person
from handlers.team_terms.digest import Digests
from handlers.team_terms.feedback import Feedback
from handlers.team_terms.open_requests import OpenRequests
from handlers.team_terms.team import Team
from handlers.workspace_data import WorkspaceData


class Libraries(Protocol):
    """The content as each person's workspace sees it: with the team's own words over it."""

    def ready(self, person: Person) -> Library | None:
        """The content for this person if it is in memory; None if `of` must be awaited."""

    async def of(self, person: Person) -> Library:
        """The content for this person. Never raises: without a database, the reviewed content alone."""


@dataclass(frozen=True, slots=True)
class BotServices:
    """The services of a running bot. `current` returns the current library, `now` the time in UTC.

    `libraries` has the content of each workspace; None if all see the same.
    """

    current: Callable[[], Library]
    commands: Commands
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    subscriptions: Subscriptions | None = None
    doctor: Doctor | None = None
    support_contact: str = ""
    feedback: Feedback | None = None
    open_requests: OpenRequests | None = None
    digests: Digests | None = None
    workspace_data: WorkspaceData | None = None
    team: Team | None = None
    libraries: Libraries | None = None
    pages_url: str = ""

    @property
    def library(self) -> Library:
        """The current content."""
        return self.current()

    def ready(self, person: Person) -> Library | None:
        """The content as this person's workspace sees it, if it is in memory; None if `of` must be awaited."""
        return self.libraries.ready(person) if self.libraries else self.current()

    async def of(self, person: Person) -> BotServices:
        """The services with the content as this person's workspace sees it."""
        if self.libraries is None:
            return self
        library = await self.libraries.of(person)
        return replace(self, current=lambda: library)

    def today(self, zone: str | None = None) -> date:
        """The date in an IANA time zone; in UTC if the zone is unknown."""
        try:
            return self.now().astimezone(ZoneInfo(zone)).date() if zone else self.now().date()
        except (ZoneInfoNotFoundError, ValueError, OSError):  # an unknown zone, an invalid name, or a folder of zones
            return self.now().date()
