"""The workspace as people use it. Each method acts for one person and returns what that person then sees.

    seen = await workspace.say(workspace.recruiter, workspace.general, "/define permanent mission")
    shared = await workspace.press(workspace.recruiter, seen, "Share with channel")
    assert "Permanent mission" in shared.public[0].plain

Methods return once all deliveries, API calls and background work of the bot are done, so tests never have to sleep.
If the bot sends a payload that Slack would refuse, they raise RefusedPayloadError, unless `strict` is False.
"""

import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from bot.playground.blockkit import PRESSED_BY_OPTION
from bot.playground.model import (
    BOT_NAME,
    BOT_USER_ID,
    PERSONAS,
    TEAM_ID,
    Channel,
    File,
    Json,
    Message,
    Registration,
    User,
    View,
)
from bot.playground.slack import payloads
from bot.playground.slack.dispatch import EVENT, SLASH, Ack, Dispatcher
from bot.playground.slack.faults import Faults
from bot.playground.slack.forms import Choices, Value
from bot.playground.slack.interactions import Interactions, Surface, label_of, locate
from bot.playground.slack.oauth import Grants
from bot.playground.slack.response_urls import ResponseUrls
from bot.playground.slack.validator import validate_response
from bot.playground.slack.views import Views
from bot.playground.state import State, random_id
from bot.playground.traffic import Exchange, Traffic
from bot.playground.visible import Visible

Name = str | tuple[str, str]
"""How a caller names a control: by its label, action_id, value or block_id, or by (block_id, action_id)."""


class RefusedPayloadError(AssertionError):
    """The bot sent a payload that Slack would refuse."""


class Workspace(State):
    """People, channels, messages and views, and everything people can do with them."""

    def __init__(
        self,
        signing_secret: str,
        registered: Registration,
        personas: Sequence[User] = PERSONAS,
        clock: Callable[[], float] = time.time,
        grants: Grants | None = None,
    ) -> None:
        self.ahead = 0.0
        super().__init__(personas, lambda: clock() + self.ahead)
        self.grants = grants or Grants("")
        self.registered = registered
        self.commands = {"/" + command.name.removeprefix("/"): command for command in registered.commands}
        self.public_url = ""
        self.traffic = Traffic(self.journal)
        self.faults = Faults(self.journal)
        self.dispatcher = Dispatcher(signing_secret, self.traffic)
        self.views = Views(self.journal, self.clock)
        self.response_urls = ResponseUrls(self, lambda url_id: f"{self.public_url}/hooks/{url_id}")
        self.choices = Choices(self.files)
        self.interactions = Interactions(self, self.dispatcher, self.views, self.choices, self.response_urls)
        self.pressed: dict[str, str] = {}
        """The label each person last pressed or chose, by user id; "" after any other action."""
        self.installed = True
        self.strict = True
        self.recruiter, self.lead, self.admin = self.personas[:3]

    # Actions of people

    async def say(  # noqa: PLR0913 (the last two are keyword-only)
        self,
        user: User | str,
        channel: Channel | str,
        text: str,
        thread: Message | None = None,
        *,
        pressed: str = "",
        files: Sequence[File] = (),
    ) -> Visible:
        """Send text from the message box: `/…` is a command, `@dragoman …` a mention, anything else a message.

        If a button sends the text, `pressed` is its label. A text with `files` is always a message.
        """
        person, target = self.user(user), self.channel(channel)
        if text.startswith("/") and not files:
            return await self._watch(person, self._send_command(person, target, text, thread), pressed)
        return await self._watch(person, self._send_message(person, target, text, thread, files), pressed)

    def upload(  # noqa: PLR0913 (keyword-only, each with a default)
        self, user: User | str, name: str, data: bytes, *, external_url: str = "", file_id: str = "", title: str = ""
    ) -> File:
        """Upload a file, or link one that is stored elsewhere, to be sent with a message or a form."""
        file_id = file_id or random_id("F")
        url = f"{self.public_url}/files-pri/{file_id}/download/{quote(name, safe='')}"
        file = self.files[file_id] = File(file_id, self.user(user).id, name, data, url, external_url, title)
        return file

    async def mention(
        self, user: User | str, channel: Channel | str, text: str, thread: Message | None = None
    ) -> Visible:
        """Mention the bot in a channel."""
        return await self.say(user, channel, f"@{BOT_NAME} {text}", thread)

    async def dm(
        self, user: User | str, text: str, thread: Message | None = None, *, files: Sequence[File] = ()
    ) -> Visible:
        """Send the bot a direct message."""
        return await self.say(user, self.dm_of(user), text, thread, files=files)

    async def press(self, user: User | str, surface: Surface | Visible, name: Name) -> Visible:
        """Press a button or an option of a "…" menu, and confirm its dialog, if it has one."""
        return await self.choose(user, surface, name, None)

    async def choose(
        self, user: User | str, surface: Surface | Visible, name: Name, value: Value, query: str = ""
    ) -> Visible:
        """Choose an option by text or value (several: a list), or enter a date, a time, an id or text.

        For an external_select, the bot is first asked for the options of `query`, or else of the value.
        """
        person, holder = self.user(user), _surface_with(surface, name)
        control = locate(holder, name)
        if control.element["type"] == "external_select" and isinstance(value, str):
            await self.interactions.suggest(person, holder, control, query or value)
        if control.element["type"] in PRESSED_BY_OPTION and value is None and isinstance(name, str):
            value = name
        pressed = label_of(control, value, self.choices)
        return await self._watch(person, self.interactions.act(person, holder, control, value), pressed)

    async def suggest(self, user: User | str, surface: Surface | Visible, name: Name, query: str) -> list[Json]:
        """The options an external_select offers for the typed text."""
        holder = _surface_with(surface, name)
        options = await self.interactions.suggest(self.user(user), holder, locate(holder, name), query)
        await self._settled()
        return options

    async def submit(
        self, user: User | str, view: View | Visible, values: Mapping[str, Value] | None = None
    ) -> Visible:
        """Fill in a modal (by label, action_id or block_id) and submit it; `errors` of the result has its errors."""
        person, modal = self.user(user), view.view if isinstance(view, Visible) else view
        self.interactions.fill(person, modal, values or {})
        return await self._watch(person, self.interactions.submit(person, modal))

    async def close(self, user: User | str, view: View | Visible) -> Visible:
        """Close a modal without submitting it."""
        person, modal = self.user(user), view.view if isinstance(view, Visible) else view
        return await self._watch(person, self.interactions.close(person, modal))

    async def shortcut(self, user: User | str, callback_id: str, message: Message) -> Visible:
        """Pick a shortcut in the menu of a message."""
        person = self.user(user)
        return await self._watch(person, self.interactions.shortcut(person, callback_id, message))

    async def global_shortcut(self, user: User | str, callback_id: str) -> Visible:
        """Pick a shortcut beside the message box."""
        person = self.user(user)
        return await self._watch(person, self.interactions.global_shortcut(person, callback_id))

    async def open_home(self, user: User | str, tab: str = "home") -> Visible:
        """Open the bot's App Home on its home or messages tab."""
        person = self.user(user)
        event = payloads.home_opened(person, self.dm_of(person), tab, self.views.homes.get(person.id), self.new_ts())
        seen = await self._watch(person, self.emit(event))
        seen.home = seen.home or (self.views.homes.get(person.id) if tab == "home" else None)
        return seen

    async def uninstall(self) -> None:
        """Uninstall the app: revoke its tokens and send the two events that report it."""
        self.installed = False
        self.grants.revoke()
        await self.emit({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER_ID]}})
        await self.emit({"type": "app_uninstalled"})
        await self._settled()

    def forward(self, seconds: float) -> None:
        """Move the workspace's clock forward. Requests are still signed with the real time, which the bot checks."""
        self.ahead += seconds

    async def redeliver(self, exchange: Exchange, number: int = 1, reason: str = "http_timeout") -> Ack:
        """Deliver an event again, as Slack does if it got no acknowledgement."""
        ack = await self.dispatcher.deliver(EVENT, exchange.request, exchange.name, (number, reason))
        await self._settled()
        return ack

    # Events

    async def emit(self, event: Json) -> None:
        """Deliver an event if the app subscribes to its type."""
        kind = event["type"]
        if kind == "message":
            kind = f"message.{ {'im': 'im', 'group': 'groups'}.get(event['channel_type'], 'channels') }"
        if kind in self.registered.events:
            await self.dispatcher.deliver_event(payloads.envelope(event, self.clock()))

    def post(
        self, channel: Channel | str, user: User | str, text: str, blocks: list[Json] | None = None, **fields: Any
    ) -> Message:
        """Add a message and emit its event, unless it is ephemeral or the bot isn't in the channel."""
        message = super().post(channel, user, text, blocks, **fields)
        if not message.is_ephemeral and BOT_USER_ID in message.channel.members:
            self._emit_later(payloads.message_event("message", message))
        return message

    def change(self, message: Message, text: str, blocks: list[Json] | None, metadata: Json | None = None) -> None:
        """Replace the text and blocks of a message and emit message_changed, unless it is ephemeral."""
        before = message.to_json()
        super().change(message, text, blocks, metadata)
        if not message.is_ephemeral:
            self._emit_later(payloads.changed_event(message, self.new_ts(), before))

    def delete(self, message: Message) -> None:
        """Delete a message and emit message_deleted, unless it is ephemeral."""
        super().delete(message)
        if not message.is_ephemeral:
            self._emit_later(payloads.changed_event(message, self.new_ts()))

    def _emit_later(self, event: Json) -> None:
        self.dispatcher.spawn(self.emit(event))

    async def _send_message(
        self, user: User, channel: Channel, text: str, thread: Message | None, files: Sequence[File] = ()
    ) -> None:
        encoded = self._encoded(text)
        thread_ts = (thread.thread_ts or thread.ts) if thread else None
        blocks = payloads.typed_blocks(encoded) if encoded else []
        message = self.post(channel, user, encoded, blocks, thread_ts=thread_ts, files=files)
        if channel.im_with or f"<@{BOT_USER_ID}>" not in encoded:
            return
        if BOT_USER_ID in channel.members:
            await self.emit(payloads.message_event("app_mention", message))
        else:
            self.notice(user, channel, f"{BOT_NAME} is not in this channel. Invite it with /invite @{BOT_NAME}.")

    def _encoded(self, text: str) -> str:
        people = {user.name: user.id for user in self.users.values()}
        return payloads.typed_text(text, people, {c.name: c.id for c in self.channels.values() if not c.im_with})

    async def _send_command(self, user: User, channel: Channel, text: str, thread: Message | None) -> None:
        command, _, arguments = text.partition(" ")
        if command == "/invite" and arguments.strip() == f"@{BOT_NAME}":
            await self._invite_bot(user, channel)
        elif thread:
            self.notice(user, channel, f"{command} is not supported in threads. Sorry!", thread.thread_ts or thread.ts)
        elif command not in self.commands:
            self.notice(user, channel, f"{command} is not a valid command.")
        else:
            encode = self._encoded if self.commands[command].should_escape else payloads.escaped
            await self._run_command(command, encode(arguments.strip()), user, channel)

    async def _invite_bot(self, user: User, channel: Channel) -> None:
        channel.members.add(BOT_USER_ID)
        event = {"type": "member_joined_channel", "user": BOT_USER_ID, "inviter": user.id, "team": TEAM_ID}
        await self.emit({**event, "channel": channel.id, "channel_type": "C", "event_ts": self.new_ts()})

    async def _run_command(self, command: str, text: str, user: User, channel: Channel) -> None:
        response_url = self.response_urls.issue(user.id, channel)
        trigger_id = self.views.new_trigger(user.id, channel.id)
        tokens = payloads.ReplyTokens(trigger_id, self.response_urls.address(response_url))
        ack = await self.dispatcher.deliver(
            SLASH, payloads.slash_command(command, text, user, channel, tokens), command
        )
        if not ack.ok:
            self.notice(user, channel, f"{command} failed with the error “{ack.failure}”.")
        elif self.refuse(f"{command} answer", validate_response(ack.content)):
            self.notice(user, channel, f"{command} failed with the error “invalid_command_response”.")
        elif ack.content not in ("", {}):
            answer = {"text": ack.content} if isinstance(ack.content, str) else ack.content
            self.response_urls.answer(response_url, answer)

    # Waiting

    async def _watch(self, user: User, action: Coroutine[Any, Any, None], pressed: str = "") -> Visible:
        """Await an action and everything it triggers. Returns the changes this person sees."""
        before = self.journal.seq
        self.pressed[user.id] = pressed
        await action
        await self._settled()
        return Visible.of(self.journal.since(before, user.id), self.views.stacks.get(user.id, []))

    async def _settled(self) -> None:
        await self.dispatcher.settle()
        if self.strict and self.refusals:
            refusals, self.refusals = self.refusals, []
            raise RefusedPayloadError("\n".join(refusals))


def _surface_with(surface: Surface | Visible, name: Name) -> Surface:
    if isinstance(surface, Visible):
        return surface.surface_with(name if isinstance(name, str) else name[1])
    return surface
