"""The workspace as people use it: say, mention, press, choose, submit; each returns what they then see.

    seen = await workspace.say(workspace.recruiter, workspace.general, "/define permanent mission")
    shared = await workspace.press(workspace.recruiter, seen, "Share with channel")
    assert "Permanent mission" in shared.public[0].plain

Every call returns when all deliveries, calls and the bot's own work are done; nothing sleeps and hopes. A bot
that sends what Slack would refuse raises RefusedPayloadError here (unless `strict` is off), whatever it made of it.
"""

import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from bot.playground.model import (
    BOT_NAME,
    BOT_USER_ID,
    PERSONAS,
    SLACKBOT,
    TEAM_ID,
    Channel,
    Json,
    Message,
    Registration,
    User,
    View,
)
from bot.playground.slack import interactions, payloads
from bot.playground.slack.dispatch import EVENT, SLASH, Ack, Dispatcher
from bot.playground.slack.faults import Faults
from bot.playground.slack.forms import Choices, Raw
from bot.playground.slack.oauth import Grants
from bot.playground.slack.response_urls import ResponseUrls
from bot.playground.slack.validator import validate_response
from bot.playground.slack.views import Views
from bot.playground.state import State
from bot.playground.traffic import Exchange, Traffic
from bot.playground.visible import Visible

Where = Message | View | Visible


class RefusedPayloadError(AssertionError):
    """The bot sent something that Slack would refuse."""


class Workspace(State):
    """People, channels, messages and views, and the hands to use them with."""

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
        self.hooks = ResponseUrls(self, lambda hook_id: f"{self.public_url}/hooks/{hook_id}")
        self.choices = Choices()
        self.prompts: dict[str, list[Json]] = {}
        self.statuses: dict[str, str] = {}
        self.pressed: dict[str, str] = {}
        """What each person has pressed or chosen last, in the words on the screen; "" once they do something else."""
        self.installed = True
        self.strict = True
        self.refusals: list[str] = []
        self.recruiter, self.lead, self.admin = self.personas[:3]

    # What people do

    async def say(
        self, who: User | str, where: Channel | str, text: str, thread: Message | None = None, *, pressed: str = ""
    ) -> Visible:
        """Type into the composer: `/…` is a command, `@dragoman …` a mention, anything else a message.

        `pressed` are the words on the button that types it.
        """
        user, channel = self.user(who), self.channel(where)
        typing = self._command if text.startswith("/") else self._message
        return await self._watch(user, typing(user, channel, text, thread), pressed)

    async def mention(self, who: User | str, where: Channel | str, text: str, thread: Message | None = None) -> Visible:
        """Say something to the bot in a channel."""
        return await self.say(who, where, f"@{BOT_NAME} {text}", thread)

    async def dm(self, who: User | str, text: str, thread: Message | None = None) -> Visible:
        """Write to the bot in direct messages."""
        return await self.say(who, self.dm_of(who), text, thread)

    async def press(self, who: User | str, where: Where, what: str | tuple[str, str]) -> Visible:
        """Press a button, found by its words, action_id or value; a confirmation is given."""
        return await self.choose(who, where, what, None)

    async def choose(
        self, who: User | str, where: Where, what: str | tuple[str, str], raw: Raw, query: str = ""
    ) -> Visible:
        """Choose: an option's text or value (a list for several), a date, a time, an id, or typed text.

        For an external_select the bot is asked first, for `query` or else for the words chosen.
        """
        user, holder = self.user(who), self._holder(where, what)
        place = interactions.locate(holder, what)
        if place.element["type"] == "external_select" and isinstance(raw, str):
            await interactions.suggest(self, user, holder, place, query or raw)
        pressed = interactions.words_on(place, raw, self.choices)
        return await self._watch(user, interactions.act(self, user, holder, place, raw), pressed)

    async def suggest(self, who: User | str, where: Where, what: str | tuple[str, str], query: str) -> list[Json]:
        """What an external_select offers for these letters."""
        holder = self._holder(where, what)
        options = await interactions.suggest(self, self.user(who), holder, interactions.locate(holder, what), query)
        await self._settled()
        return options

    async def submit(self, who: User | str, view: View | Visible, values: Mapping[str, Raw] | None = None) -> Visible:
        """Fill in a modal (by label, action_id or block_id) and submit it; see `errors` of what is returned."""
        user, modal = self.user(who), view.view if isinstance(view, Visible) else view
        interactions.fill(self, user, modal, values or {})
        return await self._watch(user, interactions.submit(self, user, modal))

    async def close(self, who: User | str, view: View | Visible) -> Visible:
        """Close a modal without submitting it."""
        user, modal = self.user(who), view.view if isinstance(view, Visible) else view
        return await self._watch(user, interactions.close(self, user, modal))

    async def shortcut(self, who: User | str, callback_id: str, message: Message | None = None) -> Visible:
        """Pick a shortcut, in a message's menu or a global one."""
        user = self.user(who)
        return await self._watch(user, interactions.shortcut(self, user, callback_id, message))

    async def open_home(self, who: User | str, tab: str = "home") -> Visible:
        """Open App Home on its home or messages tab."""
        user = self.user(who)
        event = payloads.home_opened(user, self.dm_of(user), tab, self.views.homes.get(user.id), self.new_ts())
        seen = await self._watch(user, self.emit(event))
        seen.home = seen.home or (self.views.homes.get(user.id) if tab == "home" else None)
        return seen

    async def invite(self, who: User | str, where: Channel | str) -> Visible:
        """Invite the bot into a channel."""
        return await self._watch(self.user(who), self._join(self.user(who), self.channel(where)))

    async def uninstall(self) -> None:
        """Remove the app: its tokens die, and it is told with two events."""
        self.installed = False
        self.grants.revoke()
        await self.emit({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER_ID]}})
        await self.emit({"type": "app_uninstalled"})
        await self._settled()

    def forward(self, seconds: float) -> None:
        """Let time pass for the workspace; requests are signed with the real time, as the bot checks them."""
        self.ahead += seconds

    async def redeliver(self, exchange: Exchange, number: int = 1, reason: str = "http_timeout") -> Ack:
        """Deliver an event once more, as Slack does when it has not seen the acknowledgement."""
        ack = await self.dispatcher.deliver(EVENT, exchange.request, exchange.name, (number, reason))
        await self._settled()
        return ack

    # What follows from it

    async def emit(self, event: Json) -> None:
        """Deliver an event, if the app subscribes to its kind."""
        kind = event["type"]
        if kind == "message":
            kind = f"message.{ {'im': 'im', 'group': 'groups'}.get(event['channel_type'], 'channels') }"
        if kind in self.registered.events:
            await self.dispatcher.deliver_event(payloads.envelope(event, self.clock()))

    def post(
        self, where: Channel | str, who: User | str, text: str, blocks: list[Json] | None = None, **more: Any
    ) -> Message:
        """Add a message; apps that subscribe to messages hear of it."""
        message = super().post(where, who, text, blocks, **more)
        if not message.is_ephemeral and BOT_USER_ID in message.channel.members:
            self._tell(payloads.message_event("message", message))
        return message

    def change(self, message: Message, text: str, blocks: list[Json] | None, metadata: Json | None = None) -> None:
        """Replace what a message says; apps hear of it."""
        before = message.to_json()
        super().change(message, text, blocks, metadata)
        if not message.is_ephemeral:
            self._tell(payloads.changed_event(message, self.new_ts(), before))

    def delete(self, message: Message) -> None:
        """Remove a message; apps hear of it."""
        super().delete(message)
        if not message.is_ephemeral:
            self._tell(payloads.changed_event(message, self.new_ts()))

    def notice(self, user: User, where: Channel, text: str, thread_ts: str | None = None) -> None:
        """A note of the workspace itself that only this person sees."""
        self.post(where, SLACKBOT, text, only_for=user.id, thread_ts=thread_ts)

    def refuse(self, what: str, problems: Sequence[str]) -> bool:
        """Remember that the bot sent something Slack refuses; True if there are problems."""
        self.refusals += [f"{what} {problem}" for problem in problems]
        return bool(problems)

    def reach(self, user: User, where: Channel | str | None = None, original: Message | None = None) -> payloads.Reach:
        """A trigger_id, and with an original message a response_url, for one interaction."""
        channel = self.channel(where) if where else None
        trigger_id = self.views.new_trigger(user.id, channel.id if channel else None)
        if original is None or channel is None:
            return payloads.Reach(trigger_id)
        return payloads.Reach(trigger_id, self.hooks.url(self.hooks.issue(user.id, channel, original)))

    def _tell(self, event: Json) -> None:
        self.dispatcher.spawn(self.emit(event))

    async def _message(self, user: User, channel: Channel, text: str, thread: Message | None) -> None:
        marked = self._marked(text)
        thread_ts = (thread.thread_ts or thread.ts) if thread else None
        message = self.post(channel, user, marked, payloads.typed_blocks(marked), thread_ts=thread_ts)
        if channel.im_with or f"<@{BOT_USER_ID}>" not in marked:
            return
        if BOT_USER_ID in channel.members:
            await self.emit(payloads.message_event("app_mention", message))
        else:
            self.notice(user, channel, f"{BOT_NAME} is not in this channel. Invite it with /invite @{BOT_NAME}.")

    def _marked(self, text: str) -> str:
        people = {other.name: other.id for other in self.users.values()}
        return payloads.typed_text(text, people, {c.name: c.id for c in self.channels.values() if not c.im_with})

    async def _command(self, user: User, channel: Channel, text: str, thread: Message | None) -> None:
        command, _, rest = text.partition(" ")
        if command == "/invite" and rest.strip() == f"@{BOT_NAME}":
            await self._join(user, channel)
        elif thread:
            self.notice(user, channel, f"{command} is not supported in threads. Sorry!", thread.thread_ts or thread.ts)
        elif command not in self.commands:
            self.notice(user, channel, f"{command} is not a valid command.")
        else:
            sent = self._marked if self.commands[command].should_escape else payloads.escaped
            await self._run_command(command, sent(rest.strip()), user, channel)

    async def _join(self, user: User, channel: Channel) -> None:
        channel.members.add(BOT_USER_ID)
        joined = {"type": "member_joined_channel", "user": BOT_USER_ID, "inviter": user.id, "team": TEAM_ID}
        await self.emit({**joined, "channel": channel.id, "channel_type": "C", "event_ts": self.new_ts()})

    async def _run_command(self, command: str, text: str, user: User, channel: Channel) -> None:
        hook = self.hooks.issue(user.id, channel)
        reach = payloads.Reach(self.views.new_trigger(user.id, channel.id), self.hooks.url(hook))
        payload = payloads.slash_command(command, text, user, channel, reach)
        ack = await self.dispatcher.deliver(SLASH, payload, command)
        if not ack.ok:
            self.notice(user, channel, f"{command} failed with the error “{ack.failure}”.")
        elif self.refuse(f"{command} answer", validate_response(ack.content)):
            self.notice(user, channel, f"{command} failed with the error “invalid_command_response”.")
        elif ack.content not in ("", {}):
            self.hooks.answer(hook, {"text": ack.content} if isinstance(ack.content, str) else ack.content)

    async def _watch(self, user: User, doing: Coroutine[Any, Any, None], pressed: str = "") -> Visible:
        """Do something, wait until all is quiet, and return what this person sees changed."""
        before = self.journal.seq
        self.pressed[user.id] = pressed
        await doing
        await self._settled()
        return Visible.of(self.journal.since(before, user.id), self.views.stacks.get(user.id, []))

    async def _settled(self) -> None:
        await self.dispatcher.settle()
        if self.strict and self.refusals:
            refusals, self.refusals = self.refusals, []
            raise RefusedPayloadError("\n".join(refusals))

    def _holder(self, where: Where, what: str | tuple[str, str]) -> Message | View:
        if isinstance(where, Visible):
            return where.holding(what if isinstance(what, str) else what[1])
        return where
