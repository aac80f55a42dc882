"""The Slack app: Bolt checks and sorts what Slack sends, the router answers, the outbox delivers."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import orjson
import structlog
from aiohttp import ClientSession, ClientTimeout, web
from cachetools import LRUCache
from slack_bolt.async_app import AsyncAck, AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation

from bot.background import location_of
from bot.conversation import Conversations
from bot.intent import SHARE
from bot.platform import Deduplicator, Left, Notify, Router
from bot.slack.actions import FORM, RUN, SWAP, UNDO
from bot.slack.blocks import render_message, render_modal
from bot.slack.bolt import ASKED, build_bolt, build_client
from bot.slack.daily_post import SlackPoster
from bot.slack.directory import SlackDirectory
from bot.slack.endpoint import Endpoint
from bot.slack.errors import SlackSetupError
from bot.slack.forms import OPTIONS_SHOWN
from bot.slack.inbound import (
    HomeOpened,
    Press,
    Removed,
    Said,
    Submission,
    Typed,
    slash_press,
    slash_request,
)
from bot.slack.install import Installer, OAuth
from bot.slack.manifest import LEAVING, PATH, slash_names
from bot.slack.outbox import QUIET, Outbox
from bot.slack.payload import MalformedPayloadError, Payload
from bot.slack.socket import Socket
from bot.slack.text import option
from bot.slack.tokens import OneToken, TokenSource
from handlers.reply import Reply, Visibility, reply, text
from handlers.request import Person, Request

log = structlog.get_logger()

API_URL = "https://slack.com/api/"
CALL_SECONDS = 15.0
ANSWER_SECONDS = 2.0
"""How long a slash command and a form wait for their answer, whatever it asks of Slack and the database.

Slack waits for 3 seconds (bot/slack/limits.py), network included; what takes longer is acknowledged and answered later.
"""
WAIT = reply(text("One moment…"), shareable=False)
"""What a modal shows until its answer is there."""

_ANY = re.compile("")
_JSON: dict[str, str | Sequence[str]] = {"content-type": "application/json"}
ENCODED = 1000
"""Encoded answers that are cached, about 5 kB each."""


class SlackApp:
    """The app of one workspace (`bot_token`) or of all that install it (`oauth`).

    `handle` serves POST /slack/events; with an `app_token` Socket Mode runs beside it. `notify` is called with each
    workspace or organisation that removes the bot. `admins_only`: only admins may set up a channel.
    """

    name = "slack"

    def __init__(  # noqa: PLR0913 (all by name, most with a default)
        self,
        *,
        router: Router,
        signing_secret: str | None,
        bot_token: str | None = None,
        oauth: OAuth | None = None,
        app_token: str | None = None,
        api_url: str = API_URL,
        deduplicator: Deduplicator | None = None,
        notify: Notify | None = None,
        admins_only: bool = False,
    ) -> None:
        if not (bot_token or "").strip() and oauth is None:
            raise SlackSetupError("SLACK_BOT_TOKEN is empty: copy the bot token (xoxb-…) from the app's OAuth page")
        if not (signing_secret or "").strip() and not app_token:
            raise SlackSetupError("SLACK_SIGNING_SECRET is empty: copy it from the app's Basic Information page")
        self._router = router
        self._app_token = app_token
        self._slash_names = slash_names(router.commands)
        self._conversations = Conversations(self.name, router, deduplicator)
        self._notify = notify
        self._encodings: LRUCache[int, tuple[Reply, str]] = LRUCache(ENCODED)
        self.client = build_client(api_url)
        self._installer = Installer(self.client, oauth, self._on_installed, self._on_left) if oauth else None
        tokens = self._installer.tokens if self._installer else OneToken((bot_token or "").strip())
        self.tokens: TokenSource = tokens
        self.poster = SlackPoster(tokens, api_url)
        self.directory = SlackDirectory(self.client, tokens, admins_only=admins_only)
        self._outbox = Outbox(self.client, refused=tokens.evict_token)
        # With Socket Mode alone nothing is ever signed; a random secret then refuses all that comes over HTTP.
        secret = (signing_secret or "").strip() or secrets.token_hex(32)
        flow = self._installer.flow if self._installer else None
        self.bolt = build_bolt(self.client, secret, tokens, flow)
        self._event_listeners: dict[str, Callable[[AsyncBoltContext], Awaitable[None]]] = {
            "app_mention": self._on_said,
            "message": self._on_said,
            "app_home_opened": self._on_home,
            **(dict.fromkeys(LEAVING, self._on_removed) if self._installer else {}),
        }
        self._listen()
        self._endpoint = Endpoint(self.bolt, secret, self._answer_slash)
        self._socket: Socket | None = None

    def add_routes(self, app: web.Application) -> None:
        """The endpoint, and the pages of an installation where there are many."""
        app.router.add_post(PATH, self.handle)
        if self._installer:
            self._installer.add_routes(app)

    async def start(self) -> None:
        """Open the shared session, and the socket where an app token is given (SlackSetupError if it is refused)."""
        self.client.session = ClientSession(timeout=ClientTimeout(total=CALL_SECONDS))
        if self._app_token:
            self._socket = Socket(self.bolt, self._app_token)
            try:
                await self._socket.open()
            except SlackSetupError:
                await self.client.session.close()
                raise

    async def stop(self) -> None:
        """Take nothing more, finish what was accepted within `DRAIN_SECONDS`, close the session."""
        if self._socket:
            await self._socket.close()
        await self._conversations.drain()
        if self.client.session:
            await self.client.session.close()

    async def handle(self, request: web.Request) -> web.Response:
        """POST /slack/events: commands, interactions and events."""
        return await self._endpoint.handle(request)

    async def settle(self) -> None:
        """Wait until all accepted work is done; for the playground, which shows what came of a press."""
        await self._conversations.settle()

    @property
    def events(self) -> frozenset[str]:
        """The types of events that are answered."""
        return frozenset(self._event_listeners)

    def _listen(self) -> None:
        """One listener a kind of payload, whatever its content; bot/slack/manifest.py asks Slack for the same."""
        self.bolt.command(_ANY)(self._on_slash)
        self.bolt.action(_ANY)(self._on_press)
        self.bolt.view_submission(_ANY)(self._on_submission)
        self.bolt.options(_ANY)(self._on_typing)
        for event, listener in self._event_listeners.items():
            self.bolt.event(event)(listener)
        self.bolt.error(self._on_error)

    # What Slack sends, a kind each

    async def _on_slash(self, body: Payload) -> BoltResponse:
        """By Socket Mode; over HTTP the endpoint answers slash commands itself."""
        answer = await self._answer_slash(body)
        return BoltResponse(status=200, body=answer, headers=_JSON) if answer else BoltResponse(status=200)

    async def _answer_slash(self, body: Payload) -> str:
        """The JSON to respond with, for the person alone unless it is for the channel; "" if the answer follows late.

        Raises MalformedPayloadError.
        """
        started = time.perf_counter()
        request = slash_request(body, self._slash_names)
        if (cached := self._router.cached_answer(request)) is not None:
            encoded = self._encoded(cached)
        else:
            answering = await self._begin(request)
            if not answering.done():
                self._conversations.start(self._answer_late(slash_press(body, request), answering, started), "slash")
                return ""
            encoded = _encode(answering.result())
        self._conversations.answered("slash", request.text, started)
        return encoded

    def _encoded(self, reply: Reply) -> str:
        """The JSON of a reply that comes from the router's cache, encoded once."""
        known = self._encodings.get(id(reply))
        if known is None or known[0] is not reply:  # an id is used again once its object is gone
            known = self._encodings[id(reply)] = (reply, _encode(reply))
        return known[1]

    async def _on_press(self, ack: AsyncAck, context: AsyncBoltContext) -> None:
        press: Press = context[ASKED]
        await ack()
        if press.verb == FORM:
            self._conversations.start(self._outbox.open_form(_token(context), press), "form")
        elif press.verb in (RUN, SWAP):
            self._conversations.start(self._answer_press(_token(context), press), "press")
        elif press.verb == UNDO:
            self._conversations.start(self._undo(_token(context), press), "undo")

    async def _on_submission(self, ack: AsyncAck, context: AsyncBoltContext) -> None:
        """A form opened from a message is answered under that message, every other one in its own place."""
        started = time.perf_counter()
        sent: Submission = context[ASKED]
        below = bool(sent.metadata.origin.channel) and sent.metadata.depth <= 1
        answering = await self._begin(sent.request)
        if below and not (answering.done() and answering.result().dialog):
            await ack()
            self._conversations.start(self._answer_below(_token(context), sent, answering, started), "submission")
        elif answering.done():
            await ack(response_action="update", view=render_modal(answering.result(), sent.answered.dump()))
            self._conversations.answered("submission", sent.line, started)
        else:
            await ack(response_action="update", view=render_modal(WAIT, sent.answered.dump()))
            self._conversations.start(self._answer_in_place(_token(context), sent, answering, started), "submission")

    async def _on_typing(self, ack: AsyncAck, context: AsyncBoltContext) -> None:
        typed: Typed = context[ASKED]
        names = self._router.suggest_names(typed.text, OPTIONS_SHOWN, typed.kind)
        await ack(options=[fitting for name in names if (fitting := option(name, name))])

    async def _on_said(self, context: AsyncBoltContext) -> None:
        said: Said | None = context[ASKED]
        if said:
            self._conversations.start(self._answer_said(_token(context), said), "message")

    async def _on_home(self, context: AsyncBoltContext) -> None:
        opened: HomeOpened | None = context[ASKED]
        if opened:
            self._conversations.start(self._show_home(_token(context), opened), "home")

    async def _on_removed(self, context: AsyncBoltContext) -> None:
        removed: Removed | None = context[ASKED]
        if removed and self._installer:
            await self._installer.remove(removed)

    async def _on_error(self, error: Exception) -> BoltResponse:
        """Whatever goes wrong between verification and acknowledgement."""
        if isinstance(error, BoltUnhandledRequestError):  # an event that somebody subscribed to by hand
            return BoltResponse(status=200)
        if isinstance(error, MalformedPayloadError):
            log.warning("slack.malformed", reason=str(error))
            return BoltResponse(status=400)
        log.error("slack.failed", reason=type(error).__name__, at=location_of(error))
        return BoltResponse(status=500)

    async def _begin(self, request: Request) -> asyncio.Task[Reply]:
        """Begin to answer, and wait for the answer as long as Slack does; the task need not be done then."""
        answering = asyncio.create_task(self._router.answer(request), name="slack.answer")
        await asyncio.wait({answering}, timeout=ANSWER_SECONDS)
        return answering

    # What runs after the acknowledgement

    async def _answer_late(self, slash: Press, answering: asyncio.Task[Reply], started: float) -> None:
        reply = await answering
        token = await self.tokens.token_of(slash.person.enterprise, slash.person.workspace)
        await self._outbox.respond(token or "", slash, reply)
        self._conversations.answered("slash", slash.value, started)

    async def _answer_below(self, token: str, sent: Submission, answering: asyncio.Task[Reply], started: float) -> None:
        await self._outbox.respond(token, sent, await answering)
        self._conversations.answered("submission", sent.line, started)

    async def _answer_in_place(
        self, token: str, sent: Submission, answering: asyncio.Task[Reply], started: float
    ) -> None:
        await self._outbox.update(token, sent, await answering)
        self._conversations.answered("submission", sent.line, started)

    async def _answer_press(self, token: str, press: Press) -> None:
        started = time.perf_counter()
        reply = await self._router.answer(press.request)
        if reply.visibility is Visibility.CHANNEL and press.metadata.origin.channel:
            await self._share(token, press, reply)
        else:
            await self._outbox.answer(token, press, reply)
        self._conversations.answered("press", press.value, started)

    async def _share(self, token: str, press: Press, reply: Reply) -> None:
        """Post for the channel, once for each press of the same button: people double-click."""
        if await self._conversations.deduplicator.is_new(press.key):
            unshared = press.value.removeprefix(f"{SHARE} ")
            if not await self._outbox.share(token, press, unshared, reply):
                await self._conversations.deduplicator.forget(press.key)

    async def _undo(self, token: str, press: Press) -> None:
        """Delete what was shared, and put the private answer back in its place."""
        ts, _, line = press.value.partition(" ")
        if await self._outbox.take_back(token, press, ts):
            await self._answer_press(token, replace(press, verb=SWAP, value=line))

    async def _answer_said(self, token: str, said: Said) -> None:
        await self._conversations.answer(
            "message", said.request, lambda reply: self._outbox.say(token, said, reply), said.key
        )

    async def _show_home(self, token: str, opened: HomeOpened) -> None:
        await self._conversations.answer(
            "home",
            Request("home", opened.person),
            lambda reply: self._outbox.publish(token, opened.person.user, reply),
            opened.key,
        )

    def _on_installed(self, found: Installation) -> None:
        self._conversations.start(self._welcome(found), "welcome")

    async def _welcome(self, found: Installation) -> None:
        person = Person(self.name, found.team_id or found.enterprise_id or "", found.user_id)
        await self._conversations.answer(
            "installed",
            Request("welcome", person),
            lambda reply: self._outbox.greet(found.bot_token or "", found.user_id, reply),
        )

    async def _on_left(self, enterprise: str | None, workspace: str | None) -> None:
        if self._notify:
            await self._notify(Left(self.name, workspace, enterprise))


def _encode(reply: Reply) -> str:
    """The body of a response: for the person alone, unless the reply is for the channel."""
    visible = "in_channel" if reply.visibility is Visibility.CHANNEL else "ephemeral"
    return orjson.dumps(render_message(reply) | QUIET | {"response_type": visible}).decode()


def _token(context: AsyncBoltContext) -> str:
    return context.bot_token or ""
