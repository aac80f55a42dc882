"""Look people and channels up on Teams: who may set up a daily term, their time zones, and where to post it."""

from __future__ import annotations

from cachetools import LRUCache

from bot.platform import Target
from bot.teams.inbound import Origin
from handlers.daily_term.subscription import Refusal
from handlers.request import Person, Place

SIZE = 10_000
"""Cached service URLs, about 3 MB. One is needed only while people talk to the bot in its conversation."""


class ServiceUrls:
    """The service URL of each recent conversation; Teams sends it with every activity."""

    def __init__(self, size: int = SIZE) -> None:
        self._urls: LRUCache[str, str] = LRUCache(size)

    def learn(self, origin: Origin) -> bool:
        """Remember the conversation's service URL; whether it is new or has changed."""
        before = self._urls.get(origin.channel)
        self._urls[origin.channel] = origin.service_url
        return before != origin.service_url

    def find(self, channel: str) -> str | None:
        """The conversation's service URL; None if it is not cached."""
        return self._urls.get(channel)


class TeamsDirectory:
    """Looks up people and conversations. `admins_only`: only admins may set up a daily term."""

    how_to_add_me = "To add me, add the Dragoman app to the team or chat."

    def __init__(self, service_urls: ServiceUrls, *, admins_only: bool = False) -> None:
        self._service_urls, self._admins_only = service_urls, admins_only

    async def refusal(self, person: Person, place: Place) -> Refusal | None:
        """Why this person may not set up the place's term; None if they may.

        Teams tells a bot neither who is an admin (without more permissions) nor who is in another conversation. So a
        term is set up in its own conversation, by any member; with `admins_only`, in a chat with the bot alone.
        """
        if not place.present:
            return Refusal.NOT_A_MEMBER
        if self._admins_only and place.kind == "channel":
            return Refusal.ADMINS_ONLY
        return None

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
