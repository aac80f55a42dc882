"""Who may set up a channel's daily term in Slack, and in which zone a person lives: Slack is asked.

Methods: https://docs.slack.dev/reference/methods/conversations.info and the pages beside it
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.background import location_of
from bot.platform import Target
from bot.slack.errors import code_of
from bot.slack.tokens import TokenSource
from handlers.daily_term.subscription import Refusal
from handlers.request import Person, Place

log = structlog.get_logger()

ASKING_SECONDS = 2.0
"""For all questions of one request. An answer that takes longer than Slack waits follows later (bot/slack/app.py)."""
ZONE_SECONDS = 1.0
SEARCH_SECONDS = 1.5
PAGE, PAGES = 999, 20
"""Members a page, and pages; in a larger channel the command is given in the channel itself, which proves the rest."""
KEPT_SECONDS, KEPT = 3600.0, 5_000
"""How long a person's zone is remembered, and of how many people."""
_REFUSALS = {
    "channel_not_found": Refusal.BOT_NOT_IN_CHANNEL,  # so Slack says of a private channel that the bot is not in
    "missing_scope": Refusal.SCOPE_MISSING,
}

Json = dict[str, Any]


class SlackDirectory:
    """Asks with the bot's shared client. `admins_only`: only admins of the workspace may set up a channel's term."""

    how_to_add_me = "To add me, write /invite @dragoman in the channel."

    def __init__(
        self,
        client: AsyncWebClient,
        tokens: TokenSource,
        *,
        admins_only: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._tokens, self._admins_only, self._clock = client, tokens, admins_only, clock
        self._zones: dict[tuple[str, str], tuple[str | None, float]] = {}

    async def refusal(self, person: Person, place: Place) -> Refusal | None:
        """Why this person may not set up the term of this channel; None where they may, and the bot can post there.

        The bot joins a public channel by itself.
        """
        try:
            async with asyncio.timeout(ASKING_SECONDS):
                return await self._refusal(person, place)
        except SlackApiError as error:
            code = code_of(error)
            log.warning("slack.access_unknown", error=code or "unreadable answer")
            return _REFUSALS.get(code or "", Refusal.UNREACHABLE)
        except Exception as error:  # no connection, no database, nothing to be read: nobody is let in by it
            log.warning("slack.access_unknown", error=type(error).__name__, at=location_of(error))
            return Refusal.UNREACHABLE

    async def zone_of(self, person: Person) -> str | None:
        """The person's IANA zone as their Slack has it; None where it cannot be had quickly."""
        key = (person.workspace, person.user)
        zone, until = self._zones.get(key, (None, 0.0))
        if self._clock() < until:
            return zone
        try:
            async with asyncio.timeout(ZONE_SECONDS):
                zone = _known((await self._user(person)).get("tz"))
        except Exception as error:  # the person is asked for it
            log.warning("slack.zone_unknown", error=type(error).__name__)
            return None
        self._zones.pop(key, None)
        while len(self._zones) >= KEPT:
            del self._zones[next(iter(self._zones))]
        self._zones[key] = (zone, self._clock() + KEPT_SECONDS)
        return zone

    def target_of(self, person: Person, place: Place) -> Target:
        """The place's channel."""
        return Target("slack", person.workspace, place.channel or "", enterprise=person.enterprise)

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
        if not place.present and (refused := await self._search(token, channel, place.channel, person.user)):
            return refused
        if refused := await self._rank(person, channel):
            return refused
        return None if channel.get("is_member") else await self._join(token, place.channel)

    async def _join(self, token: str, channel: str) -> Refusal | None:
        try:
            await self._client.conversations_join(token=token, channel=channel)
        except SlackApiError as error:
            log.info("slack.not_joined", error=code_of(error) or "unreadable answer")
            return Refusal.BOT_NOT_IN_CHANNEL
        return None

    async def _search(self, token: str, info: Json, channel: str, user: str) -> Refusal | None:
        """Whether the person is not among the members, or there are too many to look through in time."""
        told = info.get("num_members")
        members = told if isinstance(told, int) else 0
        if members > PAGE * PAGES:
            return Refusal.TOO_MANY_MEMBERS
        try:
            async with asyncio.timeout(SEARCH_SECONDS):
                return None if await self._is_member(token, channel, user) else Refusal.NOT_A_MEMBER
        except TimeoutError:
            if members > PAGE:
                return Refusal.TOO_MANY_MEMBERS
            raise
        except OverflowError:
            return Refusal.TOO_MANY_MEMBERS

    async def _is_member(self, token: str, channel: str, user: str) -> bool:
        cursor = None
        for _ in range(PAGES):
            answer = await self._client.conversations_members(token=token, channel=channel, limit=PAGE, cursor=cursor)
            if user in answer["members"]:
                return True
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return False
        raise OverflowError("too many members to look through")

    async def _rank(self, person: Person, channel: Json) -> Refusal | None:
        """Whether it must be an admin, or in a channel shared with another company one of ours, and is not."""
        shared = bool(channel.get("is_ext_shared"))
        if not (self._admins_only or shared):
            return None
        user = await self._user(person)
        if shared and not _is_ours(user, person):
            return Refusal.OUTSIDER
        if self._admins_only and not (user.get("is_admin") or user.get("is_owner")):
            return Refusal.ADMINS_ONLY
        return None

    async def _user(self, person: Person) -> Json:
        token = await self._tokens.token_of(person.enterprise, person.workspace)
        if token is None:
            return {}
        user: Json = (await self._client.users_info(token=token, user=person.user))["user"]
        return user


def _is_ours(user: Json, person: Person) -> bool:
    organisation = (user.get("enterprise_user") or {}).get("enterprise_id")
    ours = person.enterprise is not None and organisation == person.enterprise
    return (ours or user.get("team_id") == person.workspace) and not user.get("is_stranger")


def _known(zone: object) -> str | None:
    """The zone, if this machine knows it."""
    if not isinstance(zone, str) or not zone:
        return None
    ZoneInfo(zone)
    return zone
