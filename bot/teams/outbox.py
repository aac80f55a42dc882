"""Send answers as messages with a card, and retry if Teams asks for it.

Status codes: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

from __future__ import annotations

import asyncio
import random
from urllib.parse import quote

import httpx
import structlog
from cachetools import LRUCache
from microsoft_teams.api import ApiClient
from microsoft_teams.api.activities import MessageActivityInput
from microsoft_teams.api.auth.cloud_environment import CloudEnvironment
from microsoft_teams.api.clients.conversation.params import CreateConversationParams
from microsoft_teams.api.models import Account, Attachment
from microsoft_teams.common import Client, ClientOptions

from bot.teams.card import CARD_TYPE, render_card, summary
from bot.teams.errors import NoTokenError
from bot.teams.inbound import Origin
from bot.teams.pace import Pace
from bot.teams.rated import RatedMessages
from bot.teams.tokens import LocalToken, Tokens
from handlers.reply import Reply

CALL_SECONDS = 8.0
TRIES = 4
LONGEST_PAUSE = 30.0
"""Seconds between two tries. Teams' limits cover at most 30 seconds, apart from the hourly one."""
RETRIED = frozenset({412, 429, 502, 504})
"""Status codes that Teams asks to retry (see above)."""
CLIENTS = 64
"""Cached clients, one per service URL; Teams has one service a region."""

log = structlog.get_logger()


class Outbox:
    """Sends messages with the SDK's client. `post` raises if that fails; `say` retries, logs and never raises."""

    def __init__(
        self,
        cloud: CloudEnvironment,
        tokens: Tokens | LocalToken,
        first_pause: float = 1.0,
        rated: RatedMessages | None = None,
    ) -> None:
        """`first_pause`: seconds before the first retry, if Teams doesn't say how long to wait."""
        self._cloud, self._tokens, self.first_pause = cloud, tokens, first_pause
        self._http = Client(ClientOptions(timeout=CALL_SECONDS))
        self._clients: LRUCache[str, ApiClient] = LRUCache(CLIENTS)
        self.rated = rated or RatedMessages()
        self.pace = Pace()
        self._posting = 0
        self._closing, self._idle = False, asyncio.Event()

    async def ready(self) -> None:
        """Get a token, so that a later error concerns the post itself. Raises NoTokenError."""
        if self._closing:
            raise NoTokenError("closing")
        await self._tokens.get_app_token()

    async def post(self, service_url: str, conversation: str, reply: Reply, only_to: str = "") -> str:
        """Post once; returns the message's id. Raises httpx.HTTPError or NoTokenError.

        With `only_to`, an account of the conversation, nobody else sees the message
        (https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages).
        """
        fields = {"attachments": [attachment(reply)], "summary": summary(reply)}
        message = MessageActivityInput.model_validate(fields)
        if reply.rated:
            message.add_feedback("custom")  # the thumbs open a dialog of ours
        self._posting += 1
        try:
            conversations = self._client(service_url).conversations
            if only_to:
                message.recipient = Account(id=only_to, is_targeted=True)
                sent = await conversations.create_targeted_activity(_quote(conversation), message)
            else:
                sent = await conversations.create_activity(_quote(conversation), message)
        except httpx.HTTPStatusError as error:
            if error.response.status_code == 401:
                self._tokens.evict_token()
            raise
        finally:
            self._posting -= 1
            if not self._posting:
                self._idle.set()
        if reply.rated:
            await self.rated.remember(conversation, sent.id, reply.rated)
        return sent.id

    async def open_chat(self, service_url: str, tenant: str, person: str) -> str:
        """The id of the chat with a person who has the app. Raises httpx.HTTPError or NoTokenError.

        Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
        """
        params = CreateConversationParams(
            members=[Account(id=person)], tenant_id=tenant, channel_data={"tenant": {"id": tenant}}
        )
        return (await self._client(service_url).conversations.create(params)).id

    async def say(self, origin: Origin, reply: Reply, only_to: str = "") -> str | None:
        """Answer in a conversation; returns the message's id, or None if the answer didn't arrive.

        `only_to`: the account that alone sees it.
        """
        for attempt in range(1, TRIES + 1):
            await asyncio.sleep(self.pace.take_turn(origin.conversation))
            try:
                return await self.post(origin.service_url, origin.conversation, reply, only_to)
            except httpx.HTTPStatusError as error:
                status = error.response.status_code
                log.warning("teams.refused", status=status, tried=attempt)
                if status not in RETRIED or attempt == TRIES:
                    return None
                self.pace.hold(origin.conversation, self._pause(attempt, retry_after(error.response)))
            except Exception as error:  # no token, no connection, or an unreadable response
                log.warning("teams.unreachable", error=type(error).__name__, tried=attempt)
                return None
        return None

    async def delete(self, origin: Origin, message: str) -> bool:
        """Delete one of the bot's messages; whether it is gone."""
        try:
            await self._client(origin.service_url).conversations.delete_activity(
                _quote(origin.conversation), _quote(message)
            )
        except httpx.HTTPStatusError as error:
            log.warning("teams.refused", status=error.response.status_code, tried=1)
            return error.response.status_code == 404
        except Exception as error:  # no token, or no connection
            log.warning("teams.unreachable", error=type(error).__name__, tried=1)
            return False
        return True

    async def close(self) -> None:
        """Wait for the posts in progress, daily terms included, then close the connections."""
        self._closing = True
        while self._posting:
            self._idle.clear()
            await self._idle.wait()
        await self._http.http.aclose()

    def _pause(self, attempt: int, requested: float | None) -> float:
        """Seconds to wait: what Teams requests, or exponential backoff; with jitter."""
        pause = requested if requested is not None else self.first_pause * 2 ** (attempt - 1)
        return min(pause, LONGEST_PAUSE) * random.uniform(1.0, 1.3)

    def _client(self, service_url: str) -> ApiClient:
        """The client for a service, cached: the SDK would create one for each message."""
        client = self._clients.get(service_url)
        if client is None:
            http = self._http.clone(share_http=True)
            client = ApiClient(service_url, http, cloud=self._cloud, token_provider=self._tokens)
            self._clients[service_url] = client
        return client


def _quote(conversation: str) -> str:
    """Quote the id as one segment of a URL path, which the SDK doesn't. Characters of Teams' own ids stay."""
    return quote(conversation, safe=":;=@")


def attachment(reply: Reply) -> Attachment:
    """The reply as a card attached to a message."""
    return Attachment(content_type=CARD_TYPE, content=render_card(reply))


def retry_after(response: httpx.Response) -> float | None:
    """The seconds in Retry-After; None if it is missing or a date."""
    try:
        return max(0.0, float(response.headers.get("Retry-After", "")))
    except ValueError:
        return None
