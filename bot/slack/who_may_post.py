"""Decide who may set up a channel's daily term: a member of the channel, and the bot must be able to post there.

Methods: https://docs.slack.dev/reference/methods/conversations.info, conversations.members and conversations.join
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.background import location_of
from bot.slack.errors import code_of
from bot.slack.payload import Json
from bot.slack.tokens import TokenSource
from handlers.daily_term.subscription import Refusal
from handlers.request import Person, Place

log = structlog.get_logger()

PERMISSION_SECONDS = 2.0
"""For all calls of one permission check. An answer that Slack would not wait for is sent later (bot/slack/app.py)."""
SEARCH_SECONDS = 1.5
PAGE_SIZE, MAX_PAGES = 999, 20
"""Members a page, and pages searched. In a larger channel people use the command in the channel itself, which proves
that they are members.
"""
_REFUSALS = {
    "channel_not_found": Refusal.BOT_NOT_IN_CHANNEL,  # Slack's error for a private channel without the bot
    "missing_scope": Refusal.SCOPE_MISSING,
}


class WhoMayPost:
    """Checks a person and a channel with the Web API; `user_of` loads a person's profile.

    `admins_only`: only workspace admins may set up a daily term.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        tokens: TokenSource,
        user_of: Callable[[Person], Awaitable[Json]],
        *,
        admins_only: bool = False,
    ) -> None:
        self._client, self._tokens, self._user_of, self._admins_only = client, tokens, user_of, admins_only

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
        user = await self._user_of(person)
        if shared and not _is_colleague(user, person):
            return Refusal.OUTSIDER
        if self._admins_only and not is_admin(user):
            return Refusal.ADMINS_ONLY
        return None


def is_admin(user: Json) -> bool:
    """Whether a profile is that of an admin or owner of the workspace."""
    return bool(user.get("is_admin") or user.get("is_owner"))


def _is_colleague(user: Json, person: Person) -> bool:
    """Whether the user belongs to the workspace or organisation that the request came from."""
    organisation = (user.get("enterprise_user") or {}).get("enterprise_id")
    same_organisation = person.enterprise is not None and organisation == person.enterprise
    return (same_organisation or user.get("team_id") == person.workspace) and not user.get("is_stranger")
