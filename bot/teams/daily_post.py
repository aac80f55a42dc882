"""Post a daily term or a notice to Teams once, and classify the result: sent, limited, refused or unclear.

Limits: 7 messages a second and 60 in 30 seconds per thread (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
"""

from __future__ import annotations

import asyncio
import re
from datetime import datetime

import httpx

from bot.platform import Limited, PostResult, Refused, Sent, Target, Unclear, UnreadableError
from bot.teams.errors import NOT_IN_CONVERSATION, NoTokenError
from bot.teams.outbox import Outbox, retry_after
from handlers.reply import Reply

SERVICE_URL = "https://smba.trafficmanager.net/teams/"
"""Microsoft's global service URL, for a conversation whose own is unknown; it reaches every public-cloud tenant."""
POST_SECONDS = 10.0
LIMITED_SECONDS = 30.0
"""How long to wait after a 429 without Retry-After."""
UNREACHABLE_SECONDS = 5.0
NO_TOKEN_SECONDS = 60.0

_LIMITED = {401: NO_TOKEN_SECONDS, 412: UNREACHABLE_SECONDS, 429: LIMITED_SECONDS}
"""Seconds to wait for each status with which Teams refuses before it posts.

502 and 504 are not among them: a gateway sends those, and the post may have arrived behind it.
"""
_BLOCKED = "MessageWritesBlocked"
"""In Teams' error message, not its code, if a person has blocked or uninstalled the bot.

Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
"""
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_SPENT = frozenset({"BadSyntax", "MessageSizeTooBig"})
"""Error codes for a card that Teams will never accept; the entry then loses its turn."""
GONE = frozenset({NOT_IN_CONVERSATION, "ConversationNotFound", "ForbiddenOperationException", _BLOCKED})
"""Error codes for a conversation that the bot can no longer post to."""


class TeamsPoster:
    """Teams' Poster. A target's `channel` is the conversation id, its `address` the service URL."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def post(self, target: Target, reply: Reply, nonce: str) -> PostResult:
        """Post once, as a new thread. Teams can't carry the nonce."""
        conversation = target.channel.partition(";")[0]
        posting = False
        try:
            async with asyncio.timeout(POST_SECONDS):
                await self._outbox.ready()
                address = target.address or SERVICE_URL
                if is_person(conversation):
                    conversation = await self._outbox.open_chat(address, target.workspace, conversation)
                posting = True
                return Sent(await self._outbox.post(address, conversation, reply))
        except httpx.HTTPStatusError as error:
            result = _refused(error.response)
            return result if posting or not isinstance(result, Unclear) else Limited(UNREACHABLE_SECONDS)
        except NoTokenError:
            return Limited(NO_TOKEN_SECONDS)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            return Limited(UNREACHABLE_SECONDS)
        except (httpx.HTTPError, TimeoutError, OSError, ValueError, LookupError, AttributeError) as error:
            return Unclear(type(error).__name__) if posting else Limited(NO_TOKEN_SECONDS)

    async def find(self, target: Target, nonce: str, since: datetime, position: str | None = None) -> str | None:
        """Raise UnreadableError: a bot can't read a conversation's history in Teams."""
        raise UnreadableError("no_history")

    async def close(self) -> None:
        """Do nothing: the app closes the outbox."""


def is_person(channel: str) -> bool:
    """Whether it is a person's id (an object id of Entra, or an id of Teams) instead of a conversation's."""
    return channel.startswith("29:") or _GUID.fullmatch(channel) is not None


def _refused(response: httpx.Response) -> PostResult:
    status = response.status_code
    if status in _LIMITED:
        seconds = retry_after(response)
        return Limited(min(max(seconds, 1.0), 3600.0) if seconds is not None else _LIMITED[status])
    if status < 400 or status == 408 or status >= 500:  # a redirect isn't followed; the post may have been accepted
        return Unclear(f"http_{status}")
    code = _code(response)
    return Refused(code or f"http_{status}", gone=code in GONE, spent=code in _SPENT)


def _code(response: httpx.Response) -> str:
    """Teams' error code ("BotNotInConversationRoster"); empty if the response has none."""
    if _BLOCKED in response.text:
        return _BLOCKED
    try:
        code = response.json()["error"]["code"]
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    return code if isinstance(code, str) and code.isalnum() and len(code) <= 60 else ""
