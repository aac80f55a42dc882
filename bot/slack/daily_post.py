"""Post a daily term or a notice to a Slack channel or a person once, and find it again in the channel's history.

Errors: https://docs.slack.dev/reference/methods/chat.postMessage and https://docs.slack.dev/apis/web-api/rate-limits
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import structlog
from cachetools import LRUCache
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.background import location_of
from bot.platform import BusyError, Limited, PostResult, Refused, Sent, Target, Unclear, UnreadableError
from bot.slack.blocks import render_message
from bot.slack.bolt import build_client
from bot.slack.errors import code_of
from bot.slack.outbox import DEAD, NO_UNFURLS
from bot.slack.tokens import TokenSource
from handlers.reply import Reply

log = structlog.get_logger()

EVENT_TYPE = "dragoman_tip"
"""The type of our posts' metadata. People don't see it; apps that can read the history can."""
API_URL = "https://slack.com/api/"
CALL_SECONDS = 10.0
CONNECT_SECONDS = 5.0
KEEPALIVE_SECONDS = 3.0
"""How long an idle connection is reused: if Slack closed it during a post, the outcome would be unclear."""
RETRY_SECONDS = 5.0
"""When to retry if nothing was sent: no connection to Slack or to the database."""
DEFAULT_LIMIT_SECONDS = 30.0
"""How long to wait if Slack rate limits without a usable Retry-After."""
MAX_LIMIT_SECONDS = 3600.0
"""Cap on Retry-After; the term is missed by then anyway."""
PAGE_SIZE, MAX_PAGES = 200, 25
"""Messages per page, and pages per search: more than a busy channel gets in the minutes searched.

An app distributed outside Slack's Marketplace gets 15 messages per call and one call a minute, so a search may take
many tries, each continuing from the last cursor:
https://docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps/
"""
SEARCH_SECONDS = 30.0
"""How long one try of a search may take: half of the lease."""
CLOCK_TOLERANCE = timedelta(minutes=10)
"""How much further back to search, in case clocks drift. The offset of Slack's clock is measured as well."""

DIRECT_MESSAGES = 10_000
"""Cached channel ids of direct messages, about 3 MB."""
NOT_INSTALLED = "not_installed"
LIMITS = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
UNCLEAR = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""The message may have been posted, according to Slack's documentation of these errors."""
GONE = frozenset({"channel_not_found", "is_archived"})
"""The channel is gone, or the bot was removed from a private one. Token errors say nothing about the channel."""
SPENT = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "no_text"})
"""Slack rejects the message itself."""
NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
)
"""Errors raised before a connection was open: nothing was sent."""

Page = tuple[list[Mapping[str, Any]], str | None]
"""Messages, and the cursor of the next page; None if the search ends here."""


class SlackPoster:
    """Posts each term once, never retries by itself, and reports the outcome. Uses its own client.

    `tokens` finds the token of a workspace; `api_url` is the base URL of the Web API.
    """

    def __init__(self, tokens: TokenSource, api_url: str = API_URL) -> None:
        self._tokens = tokens
        self._direct: LRUCache[tuple[str, str], str] = LRUCache(DIRECT_MESSAGES)
        self.client = build_client(api_url, retry_handlers=[])

    async def close(self) -> None:
        """Close the connections."""
        if self.client.session:
            await self.client.session.close()

    async def post(self, target: Target, reply: Reply, nonce: str) -> PostResult:
        """Post once, within 10 seconds. Never raises."""
        sending = False
        try:
            async with asyncio.timeout(CALL_SECONDS):
                token = await self._token(target)
                if token is None:
                    return Refused(NOT_INSTALLED)
                if (body := _body(target, reply, nonce)) is None:
                    return Refused("not_rendered", spent=True)
                channel = await self._channel(target, token)
                client, sending = self._open(), True
                body["channel"] = channel
                response = await client.api_call("chat.postMessage", json={"token": token, **body})
                ts = response.get("ts")
                return Sent(ts) if isinstance(ts, str) and ts else Unclear("unreadable")
        except SlackApiError as error:
            result = await self._refused(target, token or "", error)
            return result if sending or not isinstance(result, Unclear) else Limited(RETRY_SECONDS)
        except NOT_SENT:
            return Limited(RETRY_SECONDS)
        except Exception as error:  # all that matters is whether the post may have arrived
            log.warning("slack.tip_unclear", sending=sending, error=type(error).__name__, at=location_of(error))
            return Unclear(type(error).__name__) if sending else Limited(RETRY_SECONDS)

    async def find(self, target: Target, nonce: str, since: datetime, position: str | None = None) -> str | None:
        """The ts of the post with the nonce among the messages since a moment; None if it isn't there.

        `position`: the cursor to continue from. Raises UnreadableError if the history cannot be read, BusyError if it
        may be readable later.
        """
        cursor, until = position, time.monotonic() + SEARCH_SECONDS
        for _ in range(MAX_PAGES):
            messages, cursor = await self._page(target, since, cursor)
            post = next((message for message in messages if _nonce(message) == nonce), None)
            if post is not None or cursor is None:
                return str(post["ts"]) if post else None
            if time.monotonic() > until:
                raise BusyError(1.0, cursor)
        raise UnreadableError("too_many_messages")

    async def _page(self, target: Target, since: datetime, cursor: str | None) -> Page:
        try:
            return _recent(await self._history(target, cursor), since)
        except SlackApiError as error:
            raise _history_error(error, cursor) from None
        except UnreadableError:
            raise
        except Exception as error:  # no connection, no database, or an unreadable response: retry later
            log.warning("slack.history_unread", error=type(error).__name__, at=location_of(error))
            raise BusyError(RETRY_SECONDS, cursor) from None

    async def _history(self, target: Target, cursor: str | None) -> AsyncSlackResponse:
        """A page of the channel's messages, newest first.

        `oldest` is not set: it is in Slack's time, and the offset of Slack's clock is known only from the response.
        """
        token = await self._token(target)
        if token is None:
            raise UnreadableError(NOT_INSTALLED)
        channel = await self._channel(target, token)
        if _is_person(channel):
            raise UnreadableError("missing_scope")
        return await self._open().conversations_history(
            token=token, channel=channel, limit=PAGE_SIZE, include_all_metadata=True, cursor=cursor
        )

    async def _channel(self, target: Target, token: str) -> str:
        """The target's channel; for a person, their direct messages with the bot, whose history can be read.

        Opening them needs the scope im:write. Without it, a person gets the post all the same, but it can't be found
        again. Source: https://docs.slack.dev/reference/methods/conversations.open
        """
        if not _is_person(target.channel):
            return target.channel
        key = target.workspace, target.channel
        if (known := self._direct.get(key)) is not None:
            return known
        try:
            response = await self._open().conversations_open(token=token, users=target.channel)
        except SlackApiError as error:
            if code_of(error) == "missing_scope":
                return target.channel
            raise
        channel = (response.get("channel") or {}).get("id")
        if not isinstance(channel, str) or not channel:
            return target.channel
        self._direct[key] = channel
        return channel

    def _open(self) -> AsyncWebClient:
        if self.client.session is None:
            timeout = aiohttp.ClientTimeout(total=CALL_SECONDS, connect=CONNECT_SECONDS)
            connector = aiohttp.TCPConnector(keepalive_timeout=KEEPALIVE_SECONDS)
            self.client.session = aiohttp.ClientSession(connector=connector, timeout=timeout)
        return self.client

    async def _token(self, target: Target) -> str | None:
        return await self._tokens.token_of(target.enterprise, target.workspace)

    async def _refused(self, target: Target, token: str, error: SlackApiError) -> PostResult:
        code, status = code_of(error), _status(error)
        if status == 429 or code in LIMITS:
            return Limited(_retry_after(error))
        if code is None or 300 <= status < 400 or status >= 500 or code in UNCLEAR:
            return Unclear(code or f"status_{status}")
        if code in DEAD and await self._has_new_token(target, token):
            return Limited(1.0)
        return Refused(code, gone=code in GONE, spent=code in SPENT)

    async def _has_new_token(self, target: Target, dead: str) -> bool:
        """Whether there is a different token than the rejected one: another replica may have rotated it.

        True if the database is unreachable, so that the post is retried.
        """
        self._tokens.evict_token(dead)
        try:
            async with asyncio.timeout(RETRY_SECONDS):
                return await self._token(target) not in (None, dead)
        except Exception as error:  # the database is unreachable
            log.warning("slack.token_unknown", error=type(error).__name__)
            return True


def _body(target: Target, reply: Reply, nonce: str) -> dict[str, Any] | None:
    """The arguments of chat.postMessage; None if rendering fails, a bug that would fail again on each retry."""
    try:
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"nonce": nonce}}
        return render_message(reply) | NO_UNFURLS | {"channel": target.channel, "metadata": metadata}
    except Exception as error:
        log.error("slack.tip_not_rendered", error=type(error).__name__, at=location_of(error))
        return None


def _is_person(channel: str) -> bool:
    """Whether it is a person's id instead of a channel's."""
    return channel.startswith(("U", "W"))


def _status(error: SlackApiError) -> int:
    """The HTTP status, from the SDK's response, or from aiohttp's if the body wasn't JSON."""
    status = getattr(error.response, "status_code", getattr(error.response, "status", 0))
    return status if isinstance(status, int) else 0


def _retry_after(error: SlackApiError) -> float:
    """Seconds to wait, from the Retry-After header, between 1 and `MAX_LIMIT_SECONDS`."""
    headers = getattr(error.response, "headers", {})
    value = next((value for name, value in dict(headers).items() if name.lower() == "retry-after"), "")
    try:
        return min(max(float(int(value)), 1.0), MAX_LIMIT_SECONDS)  # int() rejects "nan", a valid float
    except ValueError:
        return DEFAULT_LIMIT_SECONDS


def _recent(response: AsyncSlackResponse, since: datetime) -> Page:
    """The messages since a moment in this process's time; no cursor if the page reaches back to it."""
    oldest = (since - CLOCK_TOLERANCE + _clock_offset(response)).timestamp()
    messages = [message for message in response["messages"] if float(message["ts"]) > oldest]
    cursor = (response.get("response_metadata") or {}).get("next_cursor")
    return messages, cursor if cursor and len(messages) == len(response["messages"]) else None


def _clock_offset(response: AsyncSlackResponse) -> timedelta:
    """How far Slack's clock is ahead of this process's, to the second; zero without a valid Date header.

    Source: https://www.rfc-editor.org/rfc/rfc9110#name-date
    """
    date = next((value for name, value in response.headers.items() if name.lower() == "date"), "")
    try:
        return parsedate_to_datetime(date).replace(tzinfo=UTC) - datetime.now(UTC)
    except ValueError:
        return timedelta(0)


def _history_error(error: SlackApiError, cursor: str | None) -> Exception:
    """The BusyError or UnreadableError for a failed conversations.history."""
    code, status = code_of(error), _status(error)
    if status == 429 or code in LIMITS:
        return BusyError(_retry_after(error), cursor)
    if code is None or 300 <= status < 400 or status >= 500 or code in UNCLEAR:
        return BusyError(RETRY_SECONDS, cursor)
    if code == "invalid_cursor" and cursor:
        return BusyError(RETRY_SECONDS)  # restart from the beginning
    return UnreadableError(code)


def _nonce(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata")
    if not isinstance(metadata, dict) or metadata.get("event_type") != EVENT_TYPE:
        return None
    payload = metadata.get("event_payload")
    return payload.get("nonce") if isinstance(payload, dict) else None
