"""Posts the term of the day into conversations in Teams: each once, and it says honestly what became of it.

Limits: 7 messages a second and 60 in 30 seconds a thread (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
"""

from __future__ import annotations

import asyncio
from datetime import datetime

import httpx

from bot.platform import Limited, PostResult, Refused, Sent, Target, Unclear, UnreadableError
from bot.teams.errors import NoTokenError
from bot.teams.outbox import Outbox, retry_after
from handlers.reply import Reply

SERVICE_URL = "https://smba.trafficmanager.net/teams/"
"""Where every tenant of the public cloud can be reached, for a conversation whose own address is not known."""
POST_SECONDS = 10.0
LIMITED_SECONDS = 30.0
"""How long to leave Teams alone where it does not say."""
UNREACHED_SECONDS = 5.0
NO_TOKEN_SECONDS = 60.0

_LIMITED = {401: NO_TOKEN_SECONDS, 412: UNREACHED_SECONDS, 429: LIMITED_SECONDS}
"""What Teams refuses before it posts. 502 and 504 come from a gateway and tell nothing of what is behind it."""
_BLOCKED = "MessageWritesBlocked"
"""What Teams says within its message, and not as a code, where somebody has taken the bot out of their chats.

Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
"""
_SPENT = frozenset({"BadSyntax", "MessageSizeTooBig"})
"""What Teams says of a card that it will never take, so that another entry has its turn."""
GONE = frozenset({"BotNotInConversationRoster", "ConversationNotFound", "ForbiddenOperationException", _BLOCKED})


class TeamsPoster:
    """Teams as a Poster: a target's `channel` is the conversation, its `address` the service."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def post(self, target: Target, reply: Reply, nonce: str) -> PostResult:
        """Post once, as a thread of its own; Teams has no place for the nonce."""
        conversation = target.channel.partition(";")[0]
        begun = False
        try:
            async with asyncio.timeout(POST_SECONDS):
                await self._outbox.ready()
                begun = True
                return Sent(await self._outbox.post(target.address or SERVICE_URL, conversation, reply))
        except httpx.HTTPStatusError as error:
            return _refused(error.response)
        except NoTokenError:
            return Limited(NO_TOKEN_SECONDS)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            return Limited(UNREACHED_SECONDS)
        except (httpx.HTTPError, TimeoutError, OSError, ValueError, LookupError, AttributeError) as error:
            return Unclear(type(error).__name__) if begun else Limited(NO_TOKEN_SECONDS)

    async def find(self, target: Target, nonce: str, since: datetime, position: str | None = None) -> str | None:
        """Teams shows a bot nothing of what stands in a conversation: always UnreadableError."""
        raise UnreadableError("no_history")

    async def close(self) -> None:
        """Nothing to close: the outbox is the app's own."""


def _refused(response: httpx.Response) -> PostResult:
    status = response.status_code
    if status in _LIMITED:
        told = retry_after(response)
        return Limited(min(max(told, 1.0), 3600.0) if told is not None else _LIMITED[status])
    if status < 400 or status == 408 or status >= 500:  # a redirect is not followed: it may stand for an accepted post
        return Unclear(f"http_{status}")
    code = _code(response)
    return Refused(code or f"http_{status}", gone=code in GONE, spent=code in _SPENT)


def _code(response: httpx.Response) -> str:
    """Teams' word for what is wrong ("BotNotInConversationRoster"), or an empty string."""
    if _BLOCKED in response.text:
        return _BLOCKED
    try:
        code = response.json()["error"]["code"]
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    return code if isinstance(code, str) and code.isalnum() and len(code) <= 60 else ""
