"""Look people up on Teams: their time zones, what `who_may_post.py` allows them, and where to post to them."""

from __future__ import annotations

from bot.platform import Target
from bot.teams.service_urls import ServiceUrls
from bot.teams.who_may_post import refusal
from handlers.daily_term.subscription import Refusal
from handlers.request import Person, Place


class TeamsPeople:
    """Looks up people and conversations. `admins_only`: only admins may set up a daily term."""

    how_to_add_me = "To add me, add the Dragoman app to the team or chat."

    def __init__(self, service_urls: ServiceUrls, *, admins_only: bool = False) -> None:
        self._service_urls, self._admins_only = service_urls, admins_only

    async def refusal(self, _person: Person, place: Place) -> Refusal | None:
        """Why nobody may set up the place's term from here; None if they may."""
        return refusal(place, admins_only=self._admins_only)

    async def zone_of(self, person: Person) -> str | None:
        """The person's IANA time zone, which Teams sends with each message."""
        return person.zone

    async def is_admin(self, person: Person) -> bool | None:
        """None: Teams doesn't tell a bot who is an admin, without permissions that would be too much to ask for."""
        return None

    async def admins(self, workspace: str, enterprise: str | None = None) -> tuple[str, ...]:
        """Nobody, for the same reason."""
        return ()

    def target_of(self, person: Person, place: Place) -> Target:
        """The place's conversation with its service URL, to post to later."""
        channel = place.channel or ""
        return Target("teams", person.workspace, channel, address=self._service_urls.find(channel))
