"""The Teams app: the SDK checks and hands on what Teams sends, the router answers, the outbox delivers."""

from __future__ import annotations

import asyncio
import time
from typing import Any, cast

import structlog
from aiohttp import web
from microsoft_teams.api.auth.cloud_environment import PUBLIC, CloudEnvironment
from microsoft_teams.api.auth.credentials import TokenCredentials
from microsoft_teams.apps import ActivityEvent, HttpServer

from bot.background import location_of
from bot.conversation import Conversations
from bot.dedupe import InMemoryDeduplicator
from bot.platform import Deduplicator, Event, Left, Moved, Notify, Router
from bot.teams.adapter import PATH, Adapter
from bot.teams.auth import CHANNEL, Keys, Verifier
from bot.teams.card import render_card
from bot.teams.daily_post import TeamsPoster
from bot.teams.directory import Addresses, TeamsDirectory
from bot.teams.errors import MalformedActivityError
from bot.teams.inbound import (
    Added,
    Asked,
    Body,
    Conversation,
    Press,
    Removed,
    Said,
    Search,
    read,
    tenant_of,
)
from bot.teams.logs import quiet_loggers
from bot.teams.outbox import CARD, Outbox
from bot.teams.search import find
from bot.teams.setup import check_credentials, tenant_or_all
from bot.teams.tokens import LocalToken, Tokens
from handlers.reply import Reply, Visibility
from handlers.request import Request

TAKEN_OUT = "BotNotInConversationRoster"
"""Teams' own code for a conversation that the bot is not in any more."""
BOT_PREFIX = "28:"
"""In front of a client id it makes the id of the bot's account in Teams."""
MESSAGE = "application/vnd.microsoft.activity.message"
BELOW = "My answer is below."
SHARE_AGAIN_SECONDS = 60.0
"""How soon a second press of the same share button is taken for a double-click."""
SHARED, SHARING = "The channel sees it now.", "The channel sees it in a moment."
NOT_SHARED = "I could not post it. If I am not a member of this conversation, add me to it first."
SHARE_SECONDS = 5.0
"""How long a press may wait for its post; Teams gives it up after 10 seconds or so."""

Answer = dict[str, Any]
log = structlog.get_logger()


class TeamsApp:
    """The bot that is registered as `client_id`, for its own tenant or (without `tenant_id`) for all that install it.

    `handle` serves POST /teams/messages. `notify` is called with each conversation that removes the bot or speaks from
    an address that is new to this process. `admins_only`: only admins may set up a channel. `unauthenticated_on` is for
    the local playground alone: the address that is listened on, where no token is then asked for; it must be this
    machine's own, and no secret may be set.
    """

    name = "teams"

    def __init__(  # noqa: PLR0913 (all by name, most with a default)
        self,
        *,
        router: Router,
        client_id: str | None,
        client_secret: str | None,
        tenant_id: str | None = None,
        deduplicator: Deduplicator | None = None,
        notify: Notify | None = None,
        admins_only: bool = False,
        unauthenticated_on: str | None = None,
        cloud: CloudEnvironment = PUBLIC,
    ) -> None:
        quiet_loggers()
        self._checked = unauthenticated_on is None
        client_id, client_secret = (client_id or "").strip().lower(), (client_secret or "").strip()
        check_credentials(client_id, client_secret, unauthenticated_on)
        self._tenant = tenant_or_all(tenant_id)
        self._router, self._notify = router, notify
        self._conversations = Conversations(self.name, router, deduplicator)
        self._shares = InMemoryDeduplicator(SHARE_AGAIN_SECONDS)
        self._client_id, self._cloud = client_id or "local", cloud
        self._tokens = Tokens(self._client_id, client_secret, self._tenant, cloud) if client_secret else LocalToken()
        self._adapter = Adapter(checked=self._checked)
        self.outbox = Outbox(cloud, self._tokens)
        self.addresses = Addresses()
        self.poster = TeamsPoster(self.outbox)
        self.directory = TeamsDirectory(self.addresses, admins_only=admins_only)

    def add_routes(self, app: web.Application) -> None:
        """The endpoint."""
        app.router.add_post(PATH, self.handle)

    async def start(self) -> None:
        """Let the SDK take what comes; before, everything is answered with 503."""
        server = HttpServer(self._adapter, messaging_endpoint=PATH)
        server.on_request = cast(Any, self._received)  # a dict, as the server itself makes of a response
        credentials = TokenCredentials(client_id=self._client_id, token=self._tokens)
        server.initialize(credentials, self._cloud, dangerously_allow_unauthenticated_requests=not self._checked)
        if self._checked:
            keys = Keys(self._cloud.openid_metadata_url)
            server._token_validator = Verifier(self._client_id, self._cloud, keys)

    async def stop(self) -> None:
        """Finish what was accepted within `DRAIN_SECONDS`, close the connections."""
        await self._conversations.drain()
        await self.outbox.close()

    async def handle(self, request: web.Request) -> web.Response:
        """POST /teams/messages: messages, presses, searches and installations."""
        return await self._adapter.handle(request)

    async def settle(self) -> None:
        """Wait until all accepted work is done."""
        await self._conversations.settle()

    async def _received(self, event: ActivityEvent) -> Answer:
        """An activity whose token is checked; what is not known is taken without an answer, as Teams expects."""
        body = event.body.model_dump(exclude_none=True)
        if (reason := self._foreign(body)) is not None:
            log.warning("teams.foreign", reason=reason)
            return {"status": 403}
        try:
            asked = read(body, f"{BOT_PREFIX}{self._client_id}")
            if asked is None:
                return {"status": 501 if body.get("type") == "invoke" else 200}
            return await self._answer(asked)
        except MalformedActivityError as error:
            log.warning("teams.malformed", reason=str(error))
            return {"status": 400}
        except Exception as error:
            log.error("teams.failed", reason=type(error).__name__, at=location_of(error))
            return {"status": 500}

    def _foreign(self, body: Body) -> str | None:
        """Why it is not for this bot: the Bot Framework signs for other channels and other tenants alike."""
        if self._checked and body.get("channelId") != CHANNEL:
            return "channel"
        return "tenant" if self._tenant and tenant_of(body).lower() != self._tenant else None

    def _learn(self, tenant: str, conversation: Conversation) -> None:
        if self.addresses.learn(conversation) and self._notify:
            moved = Moved(self.name, tenant, conversation.channel, conversation.service_url)
            self._conversations.start(self._notify_of(moved), "moved")

    async def _answer(self, asked: Asked) -> Answer:
        started = time.perf_counter()
        match asked:
            case Search():
                found = await find(asked, self._router)
                self._conversations.answered("search", "define", started)
                return {"status": 200, "body": found}
            case Press():
                answer = await self._on_press(asked)
                self._conversations.answered("press", asked.request.text, started)
                return {"status": 200, "body": answer}
            case Said():
                self._learn(asked.request.person.workspace, asked.conversation)
                self._conversations.start(self._answer_said(asked), "message")
            case Added():
                self._learn(asked.person.workspace, asked.conversation)
                self._conversations.start(self._welcome(asked), "welcome")
            case Removed():
                self._conversations.start(self._removed(asked), "removed")
        return {"status": 200}

    async def _on_press(self, press: Press) -> Answer:
        """The response to a press: a card takes the pressed one's place, for the one who pressed it alone.

        So in a channel answers stay private. In a chat with the bot they come as messages, unless they are to replace
        the card; what is shared comes as a message too. A press that Teams sends again is answered again, but nothing
        is posted twice.
        Source: https://learn.microsoft.com/javascript/api/@microsoft/agents-hosting/adaptivecardactionexecuteresponsetype
        """
        self._learn(press.request.person.workspace, press.conversation)
        reply = await self._router.answer(press.request)
        shared = reply.visibility is Visibility.CHANNEL
        if not shared and (press.swaps or not press.conversation.direct):
            return {"statusCode": 200, "type": CARD, "value": render_card(reply)}
        first = await self._conversations.deduplicator.is_new(press.key)
        if not press.conversation.direct:
            told = await self._share_once(press, reply) if first else SHARED
        else:
            told = BELOW
            if first:
                self._conversations.start(self._say(press, reply), "press")
        return {"statusCode": 200, "type": MESSAGE, "value": told}

    async def _share_once(self, press: Press, reply: Reply) -> str:
        """Share unless the same person has just shared the same: each press of a double-click has its own key."""
        request = press.request
        key = (press.conversation.id, request.person.user, request.text)
        if not await self._shares.is_new(key):
            return SHARED
        outcome = await self._share(press, reply)
        if outcome == NOT_SHARED:
            await self._shares.forget(key)
        return outcome

    async def _share(self, press: Press, reply: Reply) -> str:
        """Post it for all; returns what became of it, as far as that is known in time."""
        posting = asyncio.create_task(self.outbox.say(press.conversation, reply))
        self._conversations.start(_finished(posting), "share")
        await asyncio.wait({posting}, timeout=SHARE_SECONDS)
        if not posting.done():
            return SHARING
        return SHARED if posting.result() else NOT_SHARED

    # What runs after the response

    async def _say(self, asked: Said | Press | Added, reply: Reply) -> None:
        await self.outbox.say(asked.conversation, reply)

    async def _answer_said(self, said: Said) -> None:
        await self._conversations.answer("message", said.request, lambda reply: self._say(said, reply), said.key)

    async def _welcome(self, added: Added) -> None:
        """Teams reports an installation in two ways, and each maybe twice."""
        request = Request("welcome", added.person, added.conversation.place(public=True))
        key = (self.name, "welcome", added.conversation.channel)
        await self._conversations.answer("installed", request, lambda reply: self._say(added, reply), key)

    async def _removed(self, removed: Removed) -> None:
        left = Left(self.name, removed.workspace, channel=removed.conversation.channel, reason=TAKEN_OUT)
        await self._notify_of(left)
        log.info("teams.removed")

    async def _notify_of(self, event: Event) -> None:
        if self._notify:
            await self._notify(event)


async def _finished(task: asyncio.Task[bool]) -> None:
    await task
