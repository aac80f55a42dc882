"""Where answers go: messages with a card, into a conversation; tried again where Teams asks for it.

Source of the status codes: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

from __future__ import annotations

import asyncio
import random
from typing import Any
from urllib.parse import quote

import httpx
import structlog
from microsoft_teams.api import ApiClient
from microsoft_teams.api.activities import MessageActivityInput
from microsoft_teams.api.auth.cloud_environment import CloudEnvironment
from microsoft_teams.api.models import Attachment
from microsoft_teams.common import Client, ClientOptions

from bot.teams.card import render_card, summary
from bot.teams.errors import NoTokenError
from bot.teams.inbound import Conversation
from bot.teams.pace import Pace
from bot.teams.tokens import LocalToken, Tokens
from handlers.reply import Reply

CARD = "application/vnd.microsoft.card.adaptive"
CALL_SECONDS = 8.0
TRIES = 4
LONGEST_PAUSE = 30.0
"""Seconds between two tries: Teams counts over 30 seconds at most, but for an hour's limit."""
AGAIN = frozenset({412, 429, 502, 504})
"""What the source above asks to try again."""
CLIENTS = 64
"""Addresses of services that are kept: one a region."""

log = structlog.get_logger()


class Outbox:
    """Sends with the SDK's client; `post` tells what became of it, `say` never fails."""

    def __init__(self, cloud: CloudEnvironment, tokens: Tokens | LocalToken, first_pause: float = 1.0) -> None:
        self._cloud, self._tokens, self.first_pause = cloud, tokens, first_pause
        self._http = Client(ClientOptions(timeout=CALL_SECONDS))
        self._clients: dict[str, ApiClient] = {}
        self.pace = Pace()
        self._posting = 0
        self._closing, self._idle = False, asyncio.Event()

    async def ready(self) -> None:
        """Have a token, so that what fails from here on has to do with the post. Raises NoTokenError."""
        if self._closing:
            raise NoTokenError("closing")
        await self._tokens.get_app_token()

    async def post(self, service_url: str, conversation: str, reply: Reply) -> str:
        """Post once; the id of the message. Raises httpx.HTTPError or NoTokenError."""
        fields = {"attachments": [attachment(reply)], "summary": summary(reply)}
        message = MessageActivityInput.model_validate(fields)
        self._posting += 1
        try:
            sent = await self._client(service_url).conversations.create_activity(_quoted(conversation), message)
        except httpx.HTTPStatusError as error:
            if error.response.status_code == 401:
                self._tokens.forget()
            raise
        finally:
            self._posting -= 1
            if not self._posting:
                self._idle.set()
        return sent.id

    async def say(self, conversation: Conversation, reply: Reply) -> bool:
        """Answer in a conversation; whether it arrived. Failures are logged."""
        for tried in range(1, TRIES + 1):
            await asyncio.sleep(self.pace.take_turn(conversation.id))
            try:
                await self.post(conversation.service_url, conversation.id, reply)
            except httpx.HTTPStatusError as error:
                status = error.response.status_code
                log.warning("teams.refused", status=status, tried=tried)
                if status not in AGAIN or tried == TRIES:
                    return False
                self.pace.hold(conversation.id, self._pause(tried, retry_after(error.response)))
            except Exception as error:  # no token, no connection, an answer that nobody can read
                log.warning("teams.unreachable", error=type(error).__name__, tried=tried)
                return False
            else:
                return True
        return False

    async def close(self) -> None:
        """Let the posts under way arrive, those of daily terms too, then close the connections."""
        self._closing = True
        while self._posting:
            self._idle.clear()
            await self._idle.wait()
        await self._http.http.aclose()

    def _pause(self, tried: int, asked: float | None) -> float:
        """What Teams asks for, else twice as long each time; a little more, so that not all come back at once."""
        pause = asked if asked is not None else self.first_pause * 2 ** (tried - 1)
        return min(pause, LONGEST_PAUSE) * random.uniform(1.0, 1.3)

    def _client(self, service_url: str) -> ApiClient:
        """The client of a service; the SDK's own way makes a new one for each message."""
        if service_url not in self._clients:
            if len(self._clients) >= CLIENTS:
                self._clients.pop(next(iter(self._clients)))
            http = self._http.clone(share_http=True)
            self._clients[service_url] = ApiClient(service_url, http, cloud=self._cloud, token_provider=self._tokens)
        return self._clients[service_url]


def _quoted(conversation: str) -> str:
    """The id as one segment of a path, which the SDK leaves to us; what ids of Teams are made of stays as it is."""
    return quote(conversation, safe=":;=@")


def attachment(reply: Reply) -> Attachment:
    """The reply as a card that is attached to a message."""
    return Attachment(content_type=CARD, content=render_card(reply))


def retry_after(response: httpx.Response) -> float | None:
    """The seconds that Teams wants to be left alone; None where it does not say."""
    told: Any = response.headers.get("Retry-After", "")
    try:
        return max(0.0, float(told))
    except ValueError:
        return None
