"""The Teams app: the SDK verifies and dispatches activities, the router answers, the outbox delivers the answers."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import replace
from typing import Any, assert_never, cast

import structlog
from aiohttp import web
from microsoft_teams.api.auth.cloud_environment import PUBLIC, CloudEnvironment
from microsoft_teams.api.auth.credentials import TokenCredentials
from microsoft_teams.apps import ActivityEvent, HttpServer

from bot.background import location_of
from bot.conversation import Conversations
from bot.dedupe import InMemoryDeduplicator
from bot.intent import SHARE
from bot.platform import Deduplicator, Event, Key, Left, Moved, Notify, Router
from bot.teams.adapter import PATH, Adapter
from bot.teams.auth import CHANNEL_ID, Keys, Verifier
from bot.teams.card import CARD_TYPE, render_card
from bot.teams.daily_post import TeamsPoster
from bot.teams.dialog import dialog, dialog_text
from bot.teams.errors import NOT_IN_CONVERSATION, MalformedActivityError
from bot.teams.inbound import (
    Completion,
    DialogPress,
    Explain,
    Inbound,
    Installed,
    Message,
    Origin,
    Payload,
    Press,
    Reason,
    Search,
    Thumb,
    Uninstalled,
    read,
    tenant_of,
)
from bot.teams.logs import quiet_loggers
from bot.teams.outbox import Outbox
from bot.teams.people import TeamsPeople
from bot.teams.rated import RatedMessages
from bot.teams.reading import TextReader
from bot.teams.search import complete, find
from bot.teams.service_urls import ServiceUrls
from bot.teams.setup import check_credentials, tenant_or_all
from bot.teams.tokens import LocalToken, Tokens
from bot.teams.undo import SHARED, UndoButtons
from handlers.plain_text import plain_text_of
from handlers.reply import Reply, Visibility, note, text
from handlers.request import Request
from handlers.team_terms.feedback import Rating

BOT_PREFIX = "28:"
"""With the client ID after it, this is the id of the bot's account in Teams."""
MESSAGE_TYPE = "application/vnd.microsoft.activity.message"
BELOW = "My answer is below."
MENTION_ME = "Mention me to go on."
"""Small print below the first answer in a thread or group chat. Teams delivers other messages only if the app has the
resource-specific permission to read them all, which a bot that looks things up shouldn't ask for.
"""
SHARING = "Sharing with the channel…"
NOT_UNDONE = "I couldn't take that back. Its owner can delete my message in Teams."
TAKEN_BACK = note("Taken back: only you see this now.")
NOT_PRIVATE = Reply(
    (text("I can't answer privately here. Ask me in our own chat, or mention me and I'll answer for everybody."),),
    shareable=False,
)
"""Posted to the conversation if Teams refuses a private answer: who asked, and what, is nobody else's business."""
NOT_SHARED = "I couldn't post it. If I'm not a member of this conversation, add me first."
FORGOTTEN = "I can't tell any more which answer that was. Please ask again, and rate the new answer."
FEEDBACK = "Your feedback"
SHARE_AGAIN_SECONDS = 60.0
"""A second press of the same share button within this time counts as a double-click."""
SHARE_SECONDS = 5.0
"""How long a press waits for its post; Teams drops the press after about 10 seconds."""

Response = dict[str, Any]
log = structlog.get_logger()


class TeamsApp:
    """The app of the bot with this `client_id`, for one tenant (`tenant_id`) or for all that install it.

    `handle` serves POST /teams/messages. `notify` is called if a conversation removes the bot or its service URL is new
    to this process. `admins_only`: only admins may set up a conversation's daily term. `unauthenticated_on` is for
    Microsoft's local Agents Playground: the address that the server listens on; tokens are then not checked, so it must
    be a loopback address. Raises TeamsSetupError for settings that contradict this.
    """

    name = "teams"

    def __init__(  # noqa: PLR0913 (keyword-only, most with a default)
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
        rated: RatedMessages | None = None,
    ) -> None:
        quiet_loggers()
        self._authenticates = unauthenticated_on is None
        client_id, client_secret = (client_id or "").strip().lower(), (client_secret or "").strip()
        check_credentials(client_id, client_secret, unauthenticated_on)
        self._tenant = tenant_or_all(tenant_id)
        self._router, self._notify = router, notify
        self._conversations = Conversations(self.name, router, deduplicator)
        self._undo_buttons = UndoButtons(client_secret or secrets.token_hex(16))
        self._shares = InMemoryDeduplicator(SHARE_AGAIN_SECONDS)
        self._client_id, self._cloud = client_id or "local", cloud
        self._tokens = Tokens(self._client_id, client_secret, self._tenant, cloud) if client_secret else LocalToken()
        self._adapter = Adapter(authenticates=self._authenticates)
        self.outbox = Outbox(cloud, self._tokens, rated=rated)
        self._reader = TextReader(self._conversations, self.outbox)
        self.service_urls = ServiceUrls()
        self.poster = TeamsPoster(self.outbox)
        self.people = TeamsPeople(self.service_urls, admins_only=admins_only)

    def add_routes(self, app: web.Application) -> None:
        """Add the endpoint."""
        app.router.add_post(PATH, self.handle)

    async def start(self) -> None:
        """Connect the SDK to the endpoint, which responds with 503 before."""
        server = HttpServer(self._adapter, messaging_endpoint=PATH)
        server.on_request = cast(Any, self._on_activity)  # returns a dict, which the server accepts too
        credentials = TokenCredentials(client_id=self._client_id, token=self._tokens)
        server.initialize(credentials, self._cloud, dangerously_allow_unauthenticated_requests=not self._authenticates)
        if self._authenticates:
            keys = Keys(self._cloud.openid_metadata_url)
            server._token_validator = Verifier(self._client_id, self._cloud, keys)

    async def stop(self) -> None:
        """Finish accepted work within `DRAIN_SECONDS`, and close the connections."""
        await self._conversations.drain()
        await self.outbox.close()

    async def handle(self, request: web.Request) -> web.Response:
        """Handle POST /teams/messages: messages, presses, searches and installations."""
        return await self._adapter.handle(request)

    async def settle(self) -> None:
        """Wait until all accepted work is done; for tests."""
        await self._conversations.settle()

    async def _on_activity(self, event: ActivityEvent) -> Response:
        """Respond to an activity whose token is valid. An unknown one gets an empty 200, or 501 for an invoke."""
        body = event.body.model_dump(exclude_none=True)
        if (reason := self._foreign(body)) is not None:
            log.warning("teams.foreign", reason=reason)
            return {"status": 403}
        try:
            inbound = read(body, f"{BOT_PREFIX}{self._client_id}")
            if inbound is None:
                return {"status": 501 if body.get("type") == "invoke" else 200}
            return await self._dispatch(inbound)
        except MalformedActivityError as error:
            log.warning("teams.malformed", reason=str(error))
            return {"status": 400}
        except Exception as error:
            log.error("teams.failed", reason=type(error).__name__, at=location_of(error))
            return {"status": 500}

    def _foreign(self, body: Payload) -> str | None:
        """Why an activity is not for this bot, or None: tokens are also valid for other channels and tenants."""
        if self._authenticates and body.get("channelId") != CHANNEL_ID:
            return "channel"
        return "tenant" if self._tenant and tenant_of(body).lower() != self._tenant else None

    async def _dispatch(self, inbound: Inbound) -> Response:
        started = time.perf_counter()
        body: Response | None = None
        match inbound:
            case Search():
                body = await find(inbound, self._router)
                self._conversations.answered("search", "define", started)
            case Completion():
                body = await complete(inbound, self._router)
            case Explain():
                body = await self._reader.explain(inbound)
            case DialogPress(request=request):
                body = dialog(await self._router.answer(request))
                self._conversations.answered("dialog", request.text, started)
            case Thumb():
                body = await self._on_thumb(inbound)
            case Reason(request=request):
                await self._router.answer(request)
                body = {}
                self._conversations.answered("dialog", request.text, started)
            case Press():
                body = await self._on_press(inbound)
                self._conversations.answered("press", inbound.request.text, started)
            case Message():
                self._learn(inbound.request.person.workspace, inbound.origin)
                answer = self._reader.answer_message if self._reader.is_meant(inbound) else self._answer_message
                self._conversations.start(answer(inbound), "message")
            case Installed():
                self._learn(inbound.person.workspace, inbound.origin)
                self._conversations.start(self._welcome(inbound), "welcome")
            case Uninstalled():
                self._conversations.start(self._on_uninstalled(inbound), "removed")
            case _:
                assert_never(inbound)
        return {"status": 200} if body is None else {"status": 200, "body": body}

    def _learn(self, tenant: str, origin: Origin) -> None:
        """Remember the conversation's service URL, and notify if it is new."""
        if self.service_urls.learn(origin) and self._notify:
            moved = Moved(self.name, tenant, origin.channel, origin.service_url)
            self._conversations.start(self._notify_of(moved), "moved")

    async def _on_press(self, press: Press) -> Response:
        """The response to a press: a card that replaces the pressed one, for this person only, or a short text.

        So in a channel answers stay private. In a chat with the bot they are sent as messages, unless they replace the
        card; shared answers are messages too. If Teams sends a press again, it is answered again but not posted again.
        Source: https://learn.microsoft.com/javascript/api/@microsoft/agents-hosting/adaptivecardactionexecuteresponsetype
        """
        self._learn(press.request.person.workspace, press.origin)
        if press.shared and not await self._take_back(press):
            return _notice(NOT_UNDONE)
        reply = await self._router.answer(press.request)
        if press.shared:
            reply = replace(reply, blocks=(TAKEN_BACK, *reply.blocks))
        shared = reply.visibility is Visibility.CHANNEL
        if not shared and (press.swaps or not press.origin.direct):
            return {"statusCode": 200, "type": CARD_TYPE, "value": render_card(reply)}
        is_new = await self._conversations.deduplicator.is_new(press.key)
        if not press.origin.direct:
            return await self._share_once(press, reply) if is_new else _notice(SHARED)
        if is_new:
            self._conversations.start(self._say(press, reply), "press")
        return _notice(BELOW)

    async def _on_thumb(self, thumb: Thumb) -> Response:
        """Count a thumb; after a thumb down, the dialog asks why."""
        started = time.perf_counter()
        rated = await self.outbox.rated.find(thumb.origin.conversation, thumb.message)
        if rated is None:
            return dialog_text(FORGOTTEN)
        line = f"feedback {(Rating.UP if thumb.up else Rating.DOWN).value} {rated}"
        reply = await self._router.answer(Request(line, thumb.person, thumb.origin.place(), pressed=True))
        self._conversations.answered("press", line, started)
        return dialog_text(plain_text_of(reply)) if thumb.up else dialog(reply, title=FEEDBACK)

    async def _share_once(self, press: Press, reply: Reply) -> Response:
        """Share a reply unless this person has just shared it: the presses of a double-click have different keys."""
        key = _share_key(press, press.request.text)
        if not await self._shares.is_new(key):
            return _notice(SHARED)
        posting = asyncio.create_task(self.outbox.say(press.origin, reply))
        self._conversations.start(_finish(posting), "share")
        await asyncio.wait({posting}, timeout=SHARE_SECONDS)
        if not posting.done():
            return _notice(SHARING)
        if (message := posting.result()) is None:
            await self._shares.forget(key)
            return _notice(NOT_SHARED)
        line = press.request.text.removeprefix(f"{SHARE} ")
        return {"statusCode": 200, "type": CARD_TYPE, "value": self._undo_buttons.card(press, message, line)}

    async def _take_back(self, press: Press) -> bool:
        """Delete what this person shared; whether it is gone."""
        if not self._undo_buttons.is_valid(press) or not await self.outbox.delete(press.origin, press.shared):
            return False
        await self._shares.forget(_share_key(press, f"{SHARE} {press.request.text}"))
        return True

    # Work after the response

    async def _say(self, inbound: Message | Press | Installed, reply: Reply) -> None:
        await self.outbox.say(inbound.origin, reply)

    async def _answer_message(self, message: Message) -> None:
        if message.only_to:
            await self._conversations.answer(
                "slash", message.request, lambda reply: self._say_privately(message, reply), message.key
            )
            return
        request = message.request if message.origin.direct else replace(message.request, hint=MENTION_ME)
        await self._conversations.answer("message", request, lambda reply: self._say(message, reply), message.key)

    async def _say_privately(self, message: Message, reply: Reply) -> None:
        if reply.visibility is Visibility.CHANNEL:
            await self._say(message, reply)
        elif await self.outbox.say(message.origin, reply, message.only_to) is None:
            await self._say(message, NOT_PRIVATE)

    async def _welcome(self, installed: Installed) -> None:
        """Welcome once: Teams reports an installation by two activities, each possibly more than once."""
        request = Request("welcome", installed.person, installed.origin.place(public=True))
        key = (self.name, "welcome", installed.origin.channel)
        await self._conversations.answer("installed", request, lambda reply: self._say(installed, reply), key)

    async def _on_uninstalled(self, uninstalled: Uninstalled) -> None:
        left = Left(self.name, uninstalled.workspace, channel=uninstalled.origin.channel, reason=NOT_IN_CONVERSATION)
        await self._notify_of(left)
        log.info("teams.removed")

    async def _notify_of(self, event: Event) -> None:
        if self._notify:
            await self._notify(event)


async def _finish(task: asyncio.Task[str | None]) -> None:
    await task


def _notice(words: str) -> Response:
    """The response to a press that shows a short text and leaves the card as it is."""
    return {"statusCode": 200, "type": MESSAGE_TYPE, "value": words}


def _share_key(press: Press, line: str) -> Key:
    return (press.origin.conversation, press.request.person.user, line)
