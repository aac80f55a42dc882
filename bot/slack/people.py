"""Look people up on Slack: their time zone, whether they are admins, and what `who_may_post.py` allows them.

Methods: https://docs.slack.dev/reference/methods/users.info and users.list
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

import structlog
from cachetools import TTLCache
from slack_sdk.web.async_client import AsyncWebClient

from bot.background import location_of
from bot.platform import Target
from bot.slack.payload import Json
from bot.slack.tokens import TokenSource
from bot.slack.who_may_post import WhoMayPost, is_admin
from handlers.daily_term.subscription import Refusal
from handlers.request import Person, Place

log = structlog.get_logger()

ZONE_SECONDS = 1.0
USERS_A_PAGE, MAX_USER_PAGES, MAX_ADMINS, ADMINS_SECONDS = 200, 20, 10, 10.0
"""People a page of users.list (Slack recommends at most 200), pages, admins to look for, and the time for all."""
ZONE_CACHE_SECONDS, ZONE_CACHE_SIZE = 3600.0, 5_000
"""How long a person's time zone is cached, and for how many people."""
ADMIN_CACHE_SECONDS = 300.0
"""How long the bot remembers whether a person is an admin."""


class SlackPeople:
    """Looks people up with the Web API. `admins_only`: only workspace admins may set up a daily term."""

    how_to_add_me = "To add me, write /invite @dragoman in the channel."

    def __init__(
        self,
        client: AsyncWebClient,
        tokens: TokenSource,
        *,
        admins_only: bool = False,
        zone_cache_size: int = ZONE_CACHE_SIZE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._tokens = client, tokens
        self._who_may_post = WhoMayPost(client, tokens, self._user, admins_only=admins_only)
        self._zones: TTLCache[tuple[str, str], str | None] = TTLCache(zone_cache_size, ZONE_CACHE_SECONDS, timer=clock)
        self._are_admins: TTLCache[tuple[str, str], bool] = TTLCache(zone_cache_size, ADMIN_CACHE_SECONDS, timer=clock)

    async def refusal(self, person: Person, place: Place) -> Refusal | None:
        """Why this person may not set up the channel's term; None if they may and the bot can post there."""
        return await self._who_may_post.refusal(person, place)

    async def zone_of(self, person: Person) -> str | None:
        """The person's IANA time zone from their Slack profile; None if unavailable within a second. Never raises."""
        key = (person.workspace, person.user)
        try:
            return self._zones[key]
        except KeyError:
            pass
        try:
            async with asyncio.timeout(ZONE_SECONDS):
                user = await self._user(person)
                self._are_admins[key] = is_admin(user)
                zone = _checked_zone(user.get("tz"))
        except Exception as error:  # the person is asked instead
            log.warning("slack.zone_unknown", error=type(error).__name__)
            return None
        self._zones[key] = zone
        return zone

    async def is_admin(self, person: Person) -> bool:
        """Whether the person is an admin or owner of the workspace; False if Slack doesn't say so in a second."""
        key = (person.workspace, person.user)
        try:
            return self._are_admins[key]
        except KeyError:
            pass
        try:
            async with asyncio.timeout(ZONE_SECONDS):
                self._are_admins[key] = admin = is_admin(await self._user(person))
        except Exception as error:
            log.warning("slack.admin_unknown", error=type(error).__name__)
            return False
        return admin

    def target_of(self, person: Person, place: Place) -> Target:
        """The place's channel, to post to later."""
        return Target("slack", person.workspace, place.channel or "", enterprise=person.enterprise)

    async def admins(self, workspace: str, enterprise: str | None = None) -> tuple[str, ...]:
        """The first `MAX_ADMINS` admins and owners of a workspace, by id. Never raises: empty if Slack doesn't say."""
        try:
            async with asyncio.timeout(ADMINS_SECONDS):
                return await self._admins(workspace, enterprise)
        except Exception as error:
            log.warning("slack.access_unknown", error=type(error).__name__, at=location_of(error))
            return ()

    async def _admins(self, workspace: str, enterprise: str | None) -> tuple[str, ...]:
        token = await self._tokens.token_of(enterprise, workspace)
        admins: list[str] = []
        cursor = None
        for _ in range(MAX_USER_PAGES if token else 0):
            page = await self._client.users_list(token=token, limit=USERS_A_PAGE, cursor=cursor, team_id=workspace)
            admins += [user["id"] for user in page["members"] if is_admin(user) and not user.get("deleted")]
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor or len(admins) >= MAX_ADMINS:
                break
        return tuple(admins[:MAX_ADMINS])

    async def _user(self, person: Person) -> Json:
        token = await self._tokens.token_of(person.enterprise, person.workspace)
        if token is None:
            return {}
        user: Json = (await self._client.users_info(token=token, user=person.user))["user"]
        return user


def _checked_zone(zone: object) -> str | None:
    """The zone, or None if it is empty. Raises ZoneInfoNotFoundError, ValueError or OSError for an unknown one."""
    if not isinstance(zone, str) or not zone:
        return None
    ZoneInfo(zone)
    return zone
