"""Posts the daily term into a Slack channel, once, and looks whether it is there.

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
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.background import location_of
from bot.platform import BusyError, Limited, PostResult, Refused, Sent, Target, Unclear, UnreadableError
from bot.slack.blocks import render_message
from bot.slack.bolt import build_client
from bot.slack.errors import code_of
from bot.slack.outbox import DEAD, QUIET
from bot.slack.tokens import TokenSource
from handlers.reply import Reply

log = structlog.get_logger()

EVENT_TYPE = "dragoman_tip"
"""The kind of metadata that our posts carry, unseen by people; who may read the history may read it."""
API_URL = "https://slack.com/api/"
CALL_SECONDS = 10.0
CONNECT_SECONDS = 5.0
IDLE_SECONDS = 3.0
"""How long a connection is kept: one that Slack closes as we write would leave a post unclear."""
AGAIN_SECONDS = 5.0
"""When to try again where nothing was sent: no connection, no answer of the database."""
LIMIT_SECONDS = 30.0
"""Where Slack wants to be left alone and does not say for how long."""
MOST_SECONDS = 3600.0
"""No sane limit is longer; the term is missed by then anyway."""
PAGE, PAGES = 200, 25
"""Messages a page and pages that are searched at once: more than a busy channel sees in the minutes that are asked for.

Slack gives an app that is distributed outside its Marketplace 15 messages a call and one call a minute, so that a
search may take many tries, each from where the one before was told to wait:
https://docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps/
"""
SEARCH_SECONDS = 30.0
"""After which a search goes on later: half of the lease."""
CLOCKS = timedelta(minutes=10)
"""How much further back a search goes, for what the clocks may do. By how much Slack's differs is measured."""

NOT_INSTALLED = "not_installed"
LIMITS = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
UNCLEAR = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""The message may have been posted nevertheless, as Slack's own words for these errors say."""
GONE = frozenset({"channel_not_found", "is_archived"})
"""The channel is no more, or the bot was removed from a private one. A refused token says nothing of channels."""
SPENT = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "no_text"})
"""It is the message that Slack does not take."""
NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
)
"""No connection was opened."""

Page = tuple[list[Mapping[str, Any]], str | None]
"""Messages, and the cursor of the page after it; None: there is no use in going on."""


class SlackPoster:
    """A client of its own: a post is tried once, and what became of it is told.

    `tokens` finds the token of a workspace, `api_url` is the base address of the Web API.
    """

    def __init__(self, tokens: TokenSource, api_url: str = API_URL) -> None:
        self._tokens = tokens
        self.client = build_client(api_url, retry_handlers=[])

    async def close(self) -> None:
        """Close the connections."""
        if self.client.session:
            await self.client.session.close()

    async def post(self, target: Target, reply: Reply, nonce: str) -> PostResult:
        """Post once, at most 10 seconds; it never raises."""
        sending = False
        try:
            async with asyncio.timeout(CALL_SECONDS):
                token = await self._token(target)
                if token is None:
                    return Refused(NOT_INSTALLED)
                if (body := _body(target, reply, nonce)) is None:
                    return Refused("not_rendered", spent=True)
                client, sending = self._open(), True
                answer = await client.api_call("chat.postMessage", json={"token": token, **body})
                ts = answer.get("ts")
                return Sent(ts) if isinstance(ts, str) and ts else Unclear("unreadable")
        except SlackApiError as error:
            return await self._refused(target, token or "", error)
        except NOT_SENT:
            return Limited(AGAIN_SECONDS)
        except Exception as error:  # whatever it was, the one thing that counts is whether a post may be there
            log.warning("slack.tip_unclear", sending=sending, error=type(error).__name__, at=location_of(error))
            return Unclear(type(error).__name__) if sending else Limited(AGAIN_SECONDS)

    async def find(self, target: Target, nonce: str, since: datetime, position: str | None = None) -> str | None:
        """The ts of the post that carries the nonce; None where it is not among what was posted since.

        UnreadableError where Slack will not tell, BusyError where it may tell later; `position` is a page's cursor.
        """
        cursor, until = position, time.monotonic() + SEARCH_SECONDS
        for _ in range(PAGES):
            messages, cursor = await self._page(target, since, cursor)
            found = next((message for message in messages if _nonce(message) == nonce), None)
            if found is not None or cursor is None:
                return str(found["ts"]) if found else None
            if time.monotonic() > until:
                raise BusyError(1.0, cursor)
        raise UnreadableError("too_many_messages")

    async def _page(self, target: Target, since: datetime, cursor: str | None) -> Page:
        try:
            return _recent(await self._history(target, cursor), since)
        except SlackApiError as error:
            raise _unread(error, cursor) from None
        except UnreadableError:
            raise
        except Exception as error:  # no connection, no database, nothing to be read: perhaps the next time
            log.warning("slack.history_unread", error=type(error).__name__, at=location_of(error))
            raise BusyError(AGAIN_SECONDS, cursor) from None

    async def _history(self, target: Target, cursor: str | None) -> AsyncSlackResponse:
        """A page of the channel's messages, the newest first. `oldest` is not asked for: it is by Slack's clock, which
        is known once Slack has answered.
        """
        token = await self._token(target)
        if token is None:
            raise UnreadableError(NOT_INSTALLED)
        return await self._open().conversations_history(
            token=token, channel=target.channel, limit=PAGE, include_all_metadata=True, cursor=cursor
        )

    def _open(self) -> AsyncWebClient:
        if self.client.session is None:
            timeout = aiohttp.ClientTimeout(total=CALL_SECONDS, connect=CONNECT_SECONDS)
            connector = aiohttp.TCPConnector(keepalive_timeout=IDLE_SECONDS)
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
        if code in DEAD and await self._renewed(target, token):
            return Limited(1.0)
        return Refused(code, gone=code in GONE, spent=code in SPENT)

    async def _renewed(self, target: Target, dead: str) -> bool:
        """Whether there is another token than the one that Slack has refused: another replica may have renewed it."""
        self._tokens.evict_token(dead)
        try:
            async with asyncio.timeout(AGAIN_SECONDS):
                return await self._token(target) not in (None, dead)
        except Exception as failure:  # the database is out of reach; it is asked again when the time has come
            log.warning("slack.token_unknown", error=type(failure).__name__)
            return True


def _body(target: Target, reply: Reply, nonce: str) -> dict[str, Any] | None:
    """What is posted; None where it cannot be drawn, which would be a mistake of ours and come again each time."""
    try:
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"nonce": nonce}}
        return render_message(reply) | QUIET | {"channel": target.channel, "metadata": metadata}
    except Exception as error:
        log.error("slack.tip_not_rendered", error=type(error).__name__, at=location_of(error))
        return None


def _status(error: SlackApiError) -> int:
    """The HTTP status: of the SDK's answer, or of aiohttp's where it was no JSON."""
    found = getattr(error.response, "status_code", getattr(error.response, "status", 0))
    return found if isinstance(found, int) else 0


def _retry_after(error: SlackApiError) -> float:
    headers = getattr(error.response, "headers", {})
    said = next((value for name, value in dict(headers).items() if name.lower() == "retry-after"), "")
    try:
        return min(max(float(int(said)), 1.0), MOST_SECONDS)  # "nan" is no time, though a float
    except ValueError:
        return LIMIT_SECONDS


def _recent(answer: AsyncSlackResponse, since: datetime) -> Page:
    """The messages since a moment by the clock of this process; no cursor where the page goes back to it."""
    oldest = (since - CLOCKS + _slack_ahead(answer)).timestamp()
    messages = [message for message in answer["messages"] if float(message["ts"]) > oldest]
    cursor = (answer.get("response_metadata") or {}).get("next_cursor")
    return messages, cursor if cursor and len(messages) == len(answer["messages"]) else None


def _slack_ahead(answer: AsyncSlackResponse) -> timedelta:
    """By how much Slack's clock is ahead of this process's, to the second; zero where the answer does not tell.

    The Date header: https://www.rfc-editor.org/rfc/rfc9110#name-date
    """
    date = next((value for name, value in answer.headers.items() if name.lower() == "date"), "")
    try:
        return parsedate_to_datetime(date).replace(tzinfo=UTC) - datetime.now(UTC)
    except ValueError:
        return timedelta(0)


def _unread(error: SlackApiError, cursor: str | None) -> Exception:
    """What a history that was not handed out means; the code stands in the message."""
    code, status = code_of(error), _status(error)
    if status == 429 or code in LIMITS:
        return BusyError(_retry_after(error), cursor)
    if code is None or 300 <= status < 400 or status >= 500 or code in UNCLEAR:
        return BusyError(AGAIN_SECONDS, cursor)
    if code == "invalid_cursor" and cursor:
        return BusyError(AGAIN_SECONDS)  # from the beginning
    return UnreadableError(code)


def _nonce(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata")
    if not isinstance(metadata, dict) or metadata.get("event_type") != EVENT_TYPE:
        return None
    payload = metadata.get("event_payload")
    return payload.get("nonce") if isinstance(payload, dict) else None
