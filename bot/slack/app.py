"""The Slack app: Bolt verifies and dispatches payloads, the router answers them, the outbox delivers the answers."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

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
from bot.platform import Deduplicator, Left, Notify, Router
from bot.slack.actions import FORM, RUN, SWAP, UNDO
from bot.slack.answers import Answers
from bot.slack.blocks import render_message, render_modal
from bot.slack.bolt import INBOUND, build_bolt, build_client
from bot.slack.daily_post import SlackPoster
from bot.slack.documents import Documents
from bot.slack.endpoint import Endpoint
from bot.slack.errors import SlackSetupError
from bot.slack.forms import OPTIONS_SHOWN
from bot.slack.inbound import (
    CHANNEL_TYPES,
    Completion,
    HomeOpened,
    Message,
    OpenReadForm,
    Press,
    Submission,
    TextToRead,
    TextToTeach,
    Uninstalled,
    slash_press,
    slash_request,
)
from bot.slack.install import Installer, OAuth
from bot.slack.manifest import PATH, UNINSTALL_EVENTS, slash_names
from bot.slack.newer_blocks import ALL, NONE, NewerBlocks
from bot.slack.outbox import NO_UNFURLS, Outbox
from bot.slack.payload import MalformedPayloadError, Payload
from bot.slack.people import SlackPeople
from bot.slack.reading import READING, TextReader
from bot.slack.socket import Socket
from bot.slack.step_runs import StepRun, WorkflowSteps
from bot.slack.text import option
from bot.slack.tokens import OneToken, TokenSource
from bot.slack.undo import UndoButtons
from bot.slack.workflow_steps import EVENT as STEP_EVENT
from handlers.reply import Reply, Visibility, reply, text
from handlers.request import Person, Request

if TYPE_CHECKING:  # loaded with the database
    from bot.slack.welcomes import Welcomes

log = structlog.get_logger()

API_URL = "https://slack.com/api/"
CALL_SECONDS = 15.0
ANSWER_SECONDS = 2.0
"""How long slash commands and forms wait for an answer before they are acknowledged and answered later.

Slack allows 3 seconds, network included (bot/slack/limits.py).
"""
WAIT = reply(text("One moment…"), shareable=False)
"""Shown in a modal until its answer is ready."""

_ANY = re.compile("")
_JSON: dict[str, str | Sequence[str]] = {"content-type": "application/json"}
ENCODED_REPLIES = 1000
"""Cached encoded replies, about 5 kB each."""


class SlackApp:
    """The app for one workspace (`bot_token`) or for every workspace that installs it (`oauth`).

    `handle` serves POST /slack/events; with an `app_token`, Socket Mode runs as well. `notify` is called when a
    workspace or organisation removes the bot. `welcomes` records who was welcomed; without it nobody is. `admins_only`:
    only workspace admins may set up a channel's daily term. `newer_blocks`: answers may have Slack's newer blocks.
    Raises SlackSetupError without a bot token or `oauth`, and without a signing secret or an `app_token`.
    """

    name = "slack"

    def __init__(  # noqa: PLR0913 (keyword-only, most with a default)
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
        welcomes: Welcomes | None = None,
        admins_only: bool = False,
        newer_blocks: bool = False,
    ) -> None:
        if not (bot_token or "").strip() and oauth is None:
            raise SlackSetupError("SLACK_BOT_TOKEN is empty: copy the bot token (xoxb-…) from the app's OAuth page")
        if not (signing_secret or "").strip() and not app_token:
            raise SlackSetupError("SLACK_SIGNING_SECRET is empty: copy it from the app's Basic Information page")
        self._router = router
        self._app_token = app_token
        self._slash_names = slash_names(router.commands)
        self._conversations = Conversations(self.name, router, deduplicator)
        self._notify, self._welcomes = notify, welcomes
        self._encodings: LRUCache[int, tuple[Reply, str]] = LRUCache(ENCODED_REPLIES)
        self.client = build_client(api_url)
        self._installer = Installer(self.client, oauth, self._on_installed, self._on_uninstalled) if oauth else None
        tokens = self._installer.tokens if self._installer else OneToken((bot_token or "").strip())
        self.tokens: TokenSource = tokens
        self.poster = SlackPoster(tokens, api_url)
        self.people = SlackPeople(self.client, tokens, admins_only=admins_only)
        # With Socket Mode alone there is no signing secret; a random one rejects every HTTP request.
        secret = (signing_secret or "").strip() or secrets.token_hex(32)
        undo_buttons = UndoButtons((signing_secret or "").strip() or app_token or secret)
        self._newer = NewerBlocks(ALL if newer_blocks else NONE)
        self._outbox = Outbox(self.client, tokens.evict_token, undo_buttons, self._newer)
        self._answers = Answers(
            router=router,
            conversations=self._conversations,
            outbox=self._outbox,
            documents=Documents(self.client),
            tokens=tokens,
            undo_buttons=undo_buttons,
            welcomes=welcomes,
        )
        self._reader = TextReader(self.client, self._conversations, self._outbox)
        self._steps = WorkflowSteps(self.client, self._conversations)
        flow = self._installer.flow if self._installer else None
        self.bolt = build_bolt(self.client, secret, tokens, flow)
        self._event_listeners: dict[str, Callable[..., Awaitable[None]]] = {
            "app_mention": self._on_message,
            "message": self._on_message,
            "app_home_opened": self._on_home,
            **(dict.fromkeys(UNINSTALL_EVENTS, self._on_uninstall_event) if self._installer else {}),
        }
        self._listen()
        self._endpoint = Endpoint(self.bolt, secret, self._answer_slash)
        self._socket: Socket | None = None

    def add_routes(self, app: web.Application) -> None:
        """Add the endpoint and, with OAuth, the installation pages."""
        app.router.add_post(PATH, self.handle)
        if self._installer:
            self._installer.add_routes(app)

    async def start(self) -> None:
        """Open the HTTP session and, with an app token, the socket. Raises SlackSetupError for a rejected token."""
        self.client.session = ClientSession(timeout=ClientTimeout(total=CALL_SECONDS))
        if self._app_token:
            self._socket = Socket(self.bolt, self._app_token)
            try:
                await self._socket.open()
            except SlackSetupError:
                await self.client.session.close()
                raise

    async def stop(self) -> None:
        """Close the socket, finish accepted work within `DRAIN_SECONDS`, and close the session."""
        if self._socket:
            await self._socket.close()
        await self._conversations.drain()
        if self.client.session:
            await self.client.session.close()

    async def handle(self, request: web.Request) -> web.Response:
        """Handle POST /slack/events: commands, interactions and events."""
        return await self._endpoint.handle(request)

    async def settle(self) -> None:
        """Wait until all accepted work is done; for the playground and tests."""
        await self._conversations.settle()

    @property
    def events(self) -> frozenset[str]:
        """The event types that have a listener."""
        return frozenset(self._event_listeners)

    def _listen(self) -> None:
        """Register one listener per payload type; bot/slack/manifest.py subscribes to the same events."""
        self.bolt.command(_ANY)(self._on_slash)
        self.bolt.action(_ANY)(self._on_press)
        self.bolt.view_submission(_ANY)(self._on_submission)
        self.bolt.options(_ANY)(self._on_completion)
        self.bolt.shortcut(_ANY)(self._on_shortcut)
        for event, listener in self._event_listeners.items():
            self.bolt.event(event)(listener)
        self.bolt.event(STEP_EVENT)(self._on_step)  # Slack sends it only if the manifest has steps
        self.bolt.error(self._on_error)

    # Listeners, one per payload type

    async def _on_slash(self, body: Payload) -> BoltResponse:
        """Answer a slash command from Socket Mode; over HTTP the endpoint calls `_answer_slash` itself."""
        answer = await self._answer_slash(body)
        return BoltResponse(status=200, body=answer, headers=_JSON) if answer else BoltResponse(status=200)

    async def _answer_slash(self, body: Payload) -> str:
        """The JSON of the HTTP response; "" if the answer takes too long, or may be refused, and will be sent later.

        Slack doesn't tell whether it accepted a response, so an image that it can't load, or a block that it doesn't
        take, would lose the answer. Raises MalformedPayloadError.
        """
        started = time.perf_counter()
        request = slash_request(body, self._slash_names)
        if (cached := self._router.cached_answer(request)) is not None and not self._goes_later(cached):
            encoded = self._encoded(cached)
        else:
            answering = await self._start_answer(request)
            if not answering.done() or self._goes_later(answering.result()):
                self._conversations.start(
                    self._answers.send_late(slash_press(body, request), answering, started), "slash"
                )
                return ""
            encoded = _encode(answering.result())
        self._conversations.answered("slash", request.text, started)
        return encoded

    def _goes_later(self, reply: Reply) -> bool:
        """Whether an answer can't travel in the HTTP response: it has a file, or something that Slack may refuse."""
        return reply.has_image or bool(reply.file) or reply.data is not None or self._newer.may_be_in(reply)

    def _encoded(self, reply: Reply) -> str:
        """The JSON of a reply from the router's cache, encoded once."""
        entry = self._encodings.get(id(reply))
        if entry is None or entry[0] is not reply:  # ids are reused once an object is freed
            entry = self._encodings[id(reply)] = (reply, _encode(reply))
        return entry[1]

    async def _on_press(self, ack: AsyncAck, context: AsyncBoltContext) -> None:
        press: Press = context[INBOUND]
        await ack()
        if press.verb == FORM:
            self._conversations.start(self._outbox.open_form(_token(context), press), "form")
        elif press.verb in (RUN, SWAP):
            self._conversations.start(self._answers.press(_token(context), press), "press")
        elif press.verb == UNDO:
            self._conversations.start(self._answers.undo(_token(context), press), "undo")

    async def _on_submission(self, ack: AsyncAck, context: AsyncBoltContext) -> None:
        """Answer a form opened from a message below that message, and any other form in its own modal."""
        if isinstance(context[INBOUND], TextToRead):
            await self._on_text(ack, context)
            return
        started = time.perf_counter()
        submission: Submission = context[INBOUND]
        below = bool(submission.metadata.origin.channel) and submission.metadata.depth <= 1
        answering = await self._start_answer(submission.request)
        if below and not (answering.done() and answering.result().dialog):
            await ack()
            self._conversations.start(
                self._answers.send_below(_token(context), submission, answering, started), "submission"
            )
        elif answering.done() and not answering.result().has_image:
            await ack(
                response_action="update", view=render_modal(answering.result(), submission.answer_metadata.dump())
            )
            self._conversations.answered("submission", submission.line, started)
        else:
            await ack(response_action="update", view=render_modal(WAIT, submission.answer_metadata.dump()))
            self._conversations.start(
                self._answers.send_in_place(_token(context), submission, answering, started), "submission"
            )

    async def _on_text(self, ack: AsyncAck, context: AsyncBoltContext) -> None:
        """Explain the text or file of a form in its own modal."""
        reading: TextToRead = context[INBOUND]
        if reading.empty:
            await ack(response_action="errors", errors=dict(reading.empty))
            return
        await ack(response_action="update", view=render_modal(READING, reading.answer_metadata.dump()))
        self._conversations.start(self._reader.answer_in_modal(_token(context), reading), "text")

    async def _on_shortcut(self, ack: AsyncAck, context: AsyncBoltContext) -> None:
        """Explain a message in a modal, or open the form for a text."""
        shortcut: TextToRead | TextToTeach | OpenReadForm = context[INBOUND]
        await ack()
        if isinstance(shortcut, TextToTeach):
            self._conversations.start(self._answers.open_teaching(_token(context), shortcut), "form")
            return
        if isinstance(shortcut, OpenReadForm):
            self._conversations.start(self._reader.open_form(_token(context), shortcut), "form")
        else:
            self._conversations.start(self._reader.answer_shortcut(_token(context), shortcut), "text")

    async def _on_completion(self, ack: AsyncAck, context: AsyncBoltContext) -> None:
        completion: Completion = context[INBOUND]
        names = await self._router.suggest_names(completion.text, OPTIONS_SHOWN, completion.person, completion.kind)
        await ack(options=[rendered for name in names if (rendered := option(name, name))])

    async def _on_message(self, context: AsyncBoltContext, body: Payload) -> None:
        event = body["event"]
        if event.get("channel_type") in CHANNEL_TYPES:
            self._answers.hears(str(event.get("channel")))
        message: Message | None = context[INBOUND]
        if message and self._reader.is_meant(message):
            self._conversations.start(self._reader.answer_message(_token(context), message), "file")
        elif message:
            self._conversations.start(self._answers.message(_token(context), message), "message")

    async def _on_home(self, context: AsyncBoltContext) -> None:
        opened: HomeOpened | None = context[INBOUND]
        if opened and opened.tab == "home":
            self._conversations.start(self._answers.home(_token(context), opened), "home")
        elif opened:
            self._conversations.start(self._answers.welcome("welcome", _token(context), opened.person), "welcome")

    async def _on_step(self, context: AsyncBoltContext) -> None:
        run: StepRun | None = context[INBOUND]
        if run:
            self._conversations.start(self._steps.answer(_token(context), run), "step")

    async def _on_uninstall_event(self, context: AsyncBoltContext) -> None:
        uninstalled: Uninstalled | None = context[INBOUND]
        if uninstalled and self._installer:
            await self._installer.remove(uninstalled)

    async def _on_error(self, error: Exception) -> BoltResponse:
        """Respond to an error between verification and acknowledgement."""
        if isinstance(error, BoltUnhandledRequestError):  # an event that was subscribed to by hand
            return BoltResponse(status=200)
        if isinstance(error, MalformedPayloadError):
            log.warning("slack.malformed", reason=str(error))
            return BoltResponse(status=400)
        log.error("slack.failed", reason=type(error).__name__, at=location_of(error))
        return BoltResponse(status=500)

    async def _start_answer(self, request: Request) -> asyncio.Task[Reply]:
        """Start answering and wait up to `ANSWER_SECONDS`; the returned task may still be running."""
        answering = asyncio.create_task(self._router.answer(request), name="slack.answer")
        await asyncio.wait({answering}, timeout=ANSWER_SECONDS)
        return answering

    def _on_installed(self, installation: Installation) -> None:
        workspace = installation.team_id or installation.enterprise_id or ""
        person = Person(self.name, workspace, installation.user_id, enterprise=installation.enterprise_id)
        self._conversations.start(self._answers.welcome("installed", installation.bot_token or "", person), "welcome")

    async def _on_uninstalled(self, enterprise: str | None, workspace: str | None) -> None:
        if self._welcomes:
            await self._welcomes.forget(enterprise, workspace)
        if self._notify:
            await self._notify(Left(self.name, workspace, enterprise))


def _encode(reply: Reply) -> str:
    """The JSON of an HTTP response: ephemeral, unless the reply is for the channel."""
    private = reply.visibility is not Visibility.CHANNEL
    visible = "ephemeral" if private else "in_channel"
    return orjson.dumps(render_message(reply, private=private) | NO_UNFURLS | {"response_type": visible}).decode()


def _token(context: AsyncBoltContext) -> str:
    return context.bot_token or ""
