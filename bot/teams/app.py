"""The Teams app: the SDK checks and hands on what Teams sends, the router answers, the outbox delivers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Protocol, cast

import structlog
from aiohttp import web
from microsoft_teams.api.auth.cloud_environment import PUBLIC, CloudEnvironment
from microsoft_teams.api.auth.credentials import TokenCredentials
from microsoft_teams.apps import ActivityEvent, HttpServer

from bot.background import BackgroundTasks, location_of
from bot.dedupe import Deduplicator, InMemoryDeduplicator
from bot.metrics import observe
from bot.teams.adapter import PATH, Adapter
from bot.teams.auth import CHANNEL, Keys, Verifier
from bot.teams.card import render_card
from bot.teams.directory import Addresses
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
from handlers.command import Commands
from handlers.reply import Reply, Visibility
from handlers.request import Request

DRAIN_SECONDS = 10.0
"""How long accepted work may take when the process is asked to end; hosts kill it after 30 seconds or so."""
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
Forget = Callable[[str, str], Awaitable[object]]
"""Is told of a tenant and a conversation where the bot is no more."""
Moved = Callable[[str, str, str], Coroutine[Any, Any, None]]
"""Is told of a tenant, a conversation and the address from which it speaks, where that is new to this process."""

log = structlog.get_logger()


class Router(Protocol):
    """What answers; it never raises."""

    @property
    def commands(self) -> Commands:
        """The registered commands."""

    async def answer(self, request: Request) -> Reply:
        """The reply to a command line or a sentence."""

    def suggest_names(self, typed: str, limit: int) -> list[str]:
        """Names for a field that completes while typing."""


class TeamsApp:
    """The bot that is registered as `client_id`, for its own tenant or (without `tenant_id`) for all that install it.

    `handle` serves POST /teams/messages. `unauthenticated_on` is for the local playground alone: the address that is
    listened on, where then no token is asked for; it must be this machine's own, and no secret may be set.
    """

    def __init__(  # noqa: PLR0913 (all by name, most with a default)
        self,
        *,
        router: Router,
        client_id: str | None,
        client_secret: str | None,
        tenant_id: str | None = None,
        seen: Deduplicator | None = None,
        forget: Forget | None = None,
        unauthenticated_on: str | None = None,
        cloud: CloudEnvironment = PUBLIC,
    ) -> None:
        quiet_loggers()
        self._checked = unauthenticated_on is None
        client_id, client_secret = (client_id or "").strip().lower(), (client_secret or "").strip()
        check_credentials(client_id, client_secret, unauthenticated_on)
        self._tenant = tenant_or_all(tenant_id)
        self._router, self._forget = router, forget
        self._seen = seen or InMemoryDeduplicator()
        self._shares = InMemoryDeduplicator(SHARE_AGAIN_SECONDS)
        self._tasks = BackgroundTasks()
        self._client_id, self._cloud = client_id or "local", cloud
        self._tokens = Tokens(self._client_id, client_secret, self._tenant, cloud) if client_secret else LocalToken()
        self._adapter = Adapter(checked=self._checked)
        self.outbox = Outbox(cloud, self._tokens)
        self.addresses = Addresses()
        self.on_moved: Moved | None = None

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
        if cancelled := await self._tasks.drain(DRAIN_SECONDS):
            log.warning("teams.unfinished", tasks=cancelled)
        await self.outbox.close()

    async def handle(self, request: web.Request) -> web.Response:
        """POST /teams/messages: messages, presses, searches and installations."""
        return await self._adapter.handle(request)

    async def settle(self) -> None:
        """Wait until all accepted work is done."""
        await self._tasks.settle()

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
        if self.addresses.learn(conversation) and self.on_moved is not None:
            moved = self.on_moved(tenant, conversation.channel, conversation.service_url)
            self._start(moved, "moved")

    async def _answer(self, asked: Asked) -> Answer:
        started = time.perf_counter()
        match asked:
            case Search():
                found = await find(asked, self._router)
                self._answered("search", "define", started)
                return {"status": 200, "body": found}
            case Press():
                answer = await self._on_press(asked)
                self._answered("press", asked.request.text, started)
                return {"status": 200, "body": answer}
            case Said():
                self._learn(asked.request.person.workspace, asked.conversation)
                self._start(self._answer_said(asked), "message")
            case Added():
                self._learn(asked.person.workspace, asked.conversation)
                self._start(self._welcome(asked), "welcome")
            case Removed():
                self._start(self._removed(asked), "removed")
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
        first = await self._seen.first(press.key)
        if not press.conversation.direct:
            told = await self._share_once(press, reply) if first else SHARED
        else:
            told = BELOW
            if first:
                self._start(self._say(press, reply), "press")
        return {"statusCode": 200, "type": MESSAGE, "value": told}

    async def _share_once(self, press: Press, reply: Reply) -> str:
        """Share unless the same person has just shared the same: each press of a double-click has its own key."""
        request = press.request
        key = (press.conversation.id, request.person.user, request.text)
        if not await self._shares.first(key):
            return SHARED
        outcome = await self._share(press, reply)
        if outcome == NOT_SHARED:
            await self._shares.forget(key)
        return outcome

    async def _share(self, press: Press, reply: Reply) -> str:
        """Post it for all; returns what became of it, as far as that is known in time."""
        posting = asyncio.create_task(self.outbox.say(press.conversation, reply))
        self._start(_finished(posting), "share")
        await asyncio.wait({posting}, timeout=SHARE_SECONDS)
        if not posting.done():
            return SHARING
        return SHARED if posting.result() else NOT_SHARED

    # What runs after the response

    async def _say(self, asked: Said | Press | Added, reply: Reply) -> None:
        await self.outbox.say(asked.conversation, reply)

    async def _answer_said(self, said: Said) -> None:
        started = time.perf_counter()
        if not await self._seen.first(said.key):
            return
        await self._say(said, await self._router.answer(said.request))
        self._answered("message", said.request.text, started)

    async def _welcome(self, added: Added) -> None:
        """Teams tells of an installation in two ways, and of each maybe twice."""
        started = time.perf_counter()
        if not await self._seen.first(("teams", "welcome", added.conversation.channel)):
            return
        request = Request("welcome", added.person, added.conversation.place(public=True))
        await self._say(added, await self._router.answer(request))
        self._answered("installed", "welcome", started)

    async def _removed(self, removed: Removed) -> None:
        if self._forget:
            await self._forget(removed.workspace, removed.conversation.channel)
        log.info("teams.removed")

    def _start(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._tasks.start(work, f"teams.{name}")

    def _answered(self, kind: str, line: str, started: float) -> None:
        """One line in the log: the kind and the command's word, nothing that a person typed."""
        word = line.partition(" ")[0].lower()
        command = word if self._router.commands.find(word) else "-"
        seconds = time.perf_counter() - started
        observe("teams", kind, seconds)
        log.info("teams.answered", kind=kind, command=command, ms=round(seconds * 1000, 2))


async def _finished(task: asyncio.Task[bool]) -> None:
    await task
