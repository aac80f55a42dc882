"""Look people and channels up on Slack: who may set up a channel's daily term, and which zone a person is in.

Methods: https://docs.slack.dev/reference/methods/conversations.info, conversations.members, conversations.join,
users.info and users.list
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

import structlog
from cachetools import TTLCache
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.background import location_of
from bot.platform import Target
from bot.slack.errors import code_of
from bot.slack.payload import Json
from bot.slack.tokens import TokenSource
from handlers.daily_term.subscription import Refusal
from handlers.request import Person, Place

log = structlog.get_logger()

PERMISSION_SECONDS = 2.0
"""For all calls of one permission check. An answer that Slack would not wait for is sent later (bot/slack/app.py)."""
ZONE_SECONDS = 1.0
SEARCH_SECONDS = 1.5
PAGE_SIZE, MAX_PAGES = 999, 20
"""Members a page, and pages searched. In a larger channel people use the command in the channel itself, which proves
that they are members.
"""
USERS_A_PAGE, MAX_ADMINS, ADMINS_SECONDS = 200, 10, 10.0
"""People a page of users.list (Slack recommends at most 200), admins to look for, and the time for all pages."""
ZONE_CACHE_SECONDS, ZONE_CACHE_SIZE = 3600.0, 5_000
"""How long a person's time zone is cached, and for how many people."""
ADMIN_CACHE_SECONDS = 300.0
"""How long the bot remembers whether a person is an admin."""
_REFUSALS = {
    "channel_not_found": Refusal.BOT_NOT_IN_CHANNEL,  # Slack's error for a private channel without the bot
    "missing_scope": Refusal.SCOPE_MISSING,
}


class SlackDirectory:
    """Looks up people and channels with the Web API. `admins_only`: only workspace admins may set up a daily term."""

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
        self._client, self._tokens, self._admins_only = client, tokens, admins_only
        self._zones: TTLCache[tuple[str, str], str | None] = TTLCache(zone_cache_size, ZONE_CACHE_SECONDS, timer=clock)
        self._are_admins: TTLCache[tuple[str, str], bool] = TTLCache(zone_cache_size, ADMIN_CACHE_SECONDS, timer=clock)

    async def refusal(self, person: Person, place: Place) -> Refusal | None:
        """Why this person may not set up the channel's term; None if they may and the bot can post there.

        Joins a public channel if needed. Never raises; a failed check is a refusal.
        """
        try:
            async with asyncio.timeout(PERMISSION_SECONDS):
                return await self._refusal(person, place)
        except SlackApiError as error:
            code = code_of(error)
            log.warning("slack.access_unknown", error=code or "unreadable answer")
            return _REFUSALS.get(code or "", Refusal.UNREACHABLE)
        except Exception as error:  # no connection, no database, or an unreadable response
            log.warning("slack.access_unknown", error=type(error).__name__, at=location_of(error))
            return Refusal.UNREACHABLE

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
                self._are_admins[key] = _is_admin(user)
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
                self._are_admins[key] = is_admin = _is_admin(await self._user(person))
        except Exception as error:
            log.warning("slack.admin_unknown", error=type(error).__name__)
            return False
        return is_admin

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
        for _ in range(MAX_PAGES if token else 0):
            page = await self._client.users_list(token=token, limit=USERS_A_PAGE, cursor=cursor, team_id=workspace)
            admins += [user["id"] for user in page["members"] if _is_admin(user) and not user.get("deleted")]
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor or len(admins) >= MAX_ADMINS:
                break
        return tuple(admins[:MAX_ADMINS])

    async def _refusal(self, person: Person, place: Place) -> Refusal | None:
        token = await self._tokens.token_of(person.enterprise, person.workspace)
        if token is None or not place.channel:
            return Refusal.UNREACHABLE
        info = await self._client.conversations_info(token=token, channel=place.channel, include_num_members=True)
        channel: Json = info["channel"]
        if channel.get("is_im"):
            return None if channel.get("user") == person.user else Refusal.NOT_A_MEMBER
        if channel.get("is_archived"):
            return Refusal.ARCHIVED
        if not place.present and (
            refusal := await self._membership_refusal(token, channel, place.channel, person.user)
        ):
            return refusal
        if refusal := await self._role_refusal(person, channel):
            return refusal
        return None if channel.get("is_member") else await self._join(token, place.channel)

    async def _join(self, token: str, channel: str) -> Refusal | None:
        try:
            await self._client.conversations_join(token=token, channel=channel)
        except SlackApiError as error:
            log.info("slack.not_joined", error=code_of(error) or "unreadable answer")
            return Refusal.BOT_NOT_IN_CHANNEL
        return None

    async def _membership_refusal(self, token: str, info: Json, channel: str, user: str) -> Refusal | None:
        """NOT_A_MEMBER, TOO_MANY_MEMBERS if the search would take too long, or None for a member."""
        num_members = info.get("num_members")
        members = num_members if isinstance(num_members, int) else 0
        if members > PAGE_SIZE * MAX_PAGES:
            return Refusal.TOO_MANY_MEMBERS
        try:
            async with asyncio.timeout(SEARCH_SECONDS):
                return None if await self._is_member(token, channel, user) else Refusal.NOT_A_MEMBER
        except TimeoutError:
            if members > PAGE_SIZE:
                return Refusal.TOO_MANY_MEMBERS
            raise
        except OverflowError:
            return Refusal.TOO_MANY_MEMBERS

    async def _is_member(self, token: str, channel: str, user: str) -> bool:
        """Search the member list page by page. Raises OverflowError after `MAX_PAGES`."""
        cursor = None
        for _ in range(MAX_PAGES):
            page = await self._client.conversations_members(
                token=token, channel=channel, limit=PAGE_SIZE, cursor=cursor
            )
            if user in page["members"]:
                return True
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return False
        raise OverflowError("too many members to search")

    async def _role_refusal(self, person: Person, channel: Json) -> Refusal | None:
        """OUTSIDER for another company's people in a shared channel, ADMINS_ONLY for a non-admin if that is set."""
        shared = bool(channel.get("is_ext_shared"))
        if not (self._admins_only or shared):
            return None
        user = await self._user(person)
        if shared and not _is_colleague(user, person):
            return Refusal.OUTSIDER
        if self._admins_only and not _is_admin(user):
            return Refusal.ADMINS_ONLY
        return None

    async def _user(self, person: Person) -> Json:
        token = await self._tokens.token_of(person.enterprise, person.workspace)
        if token is None:
            return {}
        user: Json = (await self._client.users_info(token=token, user=person.user))["user"]
        return user


def _is_admin(user: Json) -> bool:
    return bool(user.get("is_admin") or user.get("is_owner"))


def _is_colleague(user: Json, person: Person) -> bool:
    """Whether the user belongs to the workspace or organisation that the request came from."""
    organisation = (user.get("enterprise_user") or {}).get("enterprise_id")
    same_organisation = person.enterprise is not None and organisation == person.enterprise
    return (same_organisation or user.get("team_id") == person.workspace) and not user.get("is_stranger")


def _checked_zone(zone: object) -> str | None:
    """The zone, or None if it is empty. Raises ZoneInfoNotFoundError, ValueError or OSError for an unknown one."""
    if not isinstance(zone, str) or not zone:
        return None
    ZoneInfo(zone)
    return zone
