"""What has happened in the workspace: people, channels and messages, and a journal of every change."""

import asyncio
import secrets
import string
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground.model import BOT, BOT_USER_ID, PERSONAS, SLACKBOT, Channel, Json, Message, User
from bot.playground.slack.blockkit import with_ids

JOURNAL_LENGTH = 5_000


class SlackError(Exception):
    """A refusal as Slack words it: a code, and messages with the detail."""

    def __init__(self, code: str, messages: Sequence[str] = (), **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
        self.extra = extra


@dataclass(frozen=True)
class Change:
    """One thing that became visible, to everyone or `only_for` one person."""

    seq: int
    kind: str
    item: Any
    only_for: str | None = None


class Journal:
    """Every change in order; readers wait for the next one."""

    def __init__(self) -> None:
        self.seq = 0
        self._changes: deque[Change] = deque(maxlen=JOURNAL_LENGTH)
        self._more = asyncio.Event()

    def add(self, kind: str, item: Any, only_for: str | None = None) -> None:
        """Note a change and wake the readers."""
        self.seq += 1
        self._changes.append(Change(self.seq, kind, item, only_for))
        self._more.set()
        self._more = asyncio.Event()

    def since(self, seq: int, user: str | None = None) -> Iterator[Change]:
        """The changes after `seq` that this person may see."""
        for change in self._changes:
            if change.seq > seq and (change.only_for in (None, user)):
                yield change

    def has(self, seq: int) -> bool:
        """Whether nothing after `seq` has been forgotten."""
        return seq <= self.seq and (not self._changes or seq >= self._changes[0].seq - 1)

    def next(self) -> asyncio.Event:
        """Set when something is added after this call."""
        return self._more


def random_id(prefix: str = "", length: int = 10) -> str:
    """An id that looks like Slack's."""
    return prefix + "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(length))


class State:
    """People, channels and messages."""

    def __init__(self, personas: Sequence[User] = PERSONAS, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.journal = Journal()
        self.personas = list(personas)
        self.users = {user.id: user for user in [*personas, BOT, SLACKBOT]}
        self.channels: dict[str, Channel] = {}
        self._messages: dict[str, list[Message]] = {}
        self._last_ts = 0.0
        self.general = self.add_channel("general", topic="Company-wide announcements")
        self.recruiting = self.add_channel("recruiting-diplomacy", topic="Open roles at missions and embassies")
        for number, persona in enumerate(self.personas, 1):
            im = Channel(f"D0DIRECT{number}", persona.name, {persona.id, BOT_USER_ID}, im_with=persona.id)
            self.channels[im.id] = im

    def add_channel(self, name: str, *, with_bot: bool = True, is_private: bool = False, topic: str = "") -> Channel:
        """A further channel with everybody in it, and the bot unless told otherwise."""
        members = {user.id for user in self.personas} | ({BOT_USER_ID} if with_bot else set())
        channel_id = "C0" + name.upper().replace("-", "")
        channel = self.channels[channel_id] = Channel(channel_id, name, members, is_private, topic=topic)
        self.journal.add("channel", channel)
        return channel

    # Looking up

    def user(self, who: User | str) -> User:
        """A person, from the person, an id or a name; LookupError for nobody."""
        if isinstance(who, User):
            return who
        for user in self.users.values():
            if who in (user.id, user.name):
                return user
        raise LookupError(f"there is no user {who!r}")

    def channel(self, which: Channel | str) -> Channel:
        """A channel, from the channel, an id, a name or a #name; LookupError for none."""
        if isinstance(which, Channel):
            return which
        for channel in self.channels.values():
            if which == channel.id or (which.removeprefix("#") == channel.name and not channel.im_with):
                return channel
        raise LookupError(f"there is no channel {which!r}")

    def dm_of(self, who: User | str) -> Channel:
        """The direct messages between this person and the bot."""
        person = self.user(who).id
        return next(channel for channel in self.channels.values() if channel.im_with == person)

    def visible_channels(self, who: User | str) -> list[Channel]:
        """The channels in this person's sidebar, direct messages last."""
        person = self.user(who).id
        return [c for c in self.channels.values() if person in c.members and c.im_with in (None, person)]

    def messages(self, where: Channel | str, who: User | str | None = None) -> list[Message]:
        """What stands in a channel, threads included: for one person with what only they see, else for all."""
        person = self.user(who).id if who else None
        standing = self._messages.get(self.channel(where).id, [])
        return [m for m in standing if not m.deleted and m.only_for in (None, person)]

    def find_message(self, channel_id: str, ts: str) -> Message | None:
        """A message by channel and ts, ephemeral ones included; None when it was deleted."""
        standing = self._messages.get(channel_id, [])
        return next((m for m in standing if m.ts == ts and not m.deleted), None)

    def replies(self, where: Channel | str, ts: str) -> list[Message]:
        """The answers in a thread, without its root."""
        return [m for m in self.messages(where) if m.thread_ts == ts and m.ts != ts]

    # Changing

    def new_ts(self) -> str:
        """The next timestamp: the clock's, but never twice the same."""
        self._last_ts = max(round(self.clock(), 6), round(self._last_ts + 0.000001, 6))
        return f"{self._last_ts:.6f}"

    def post(
        self, where: Channel | str, who: User | str, text: str, blocks: list[Json] | None = None, **more: Any
    ) -> Message:
        """Add a message; `more` are Message's further fields."""
        channel = self.channel(where)
        blocks = with_ids(blocks or [], lambda: random_id(length=5))
        message = Message(self.new_ts(), channel, self.user(who).id, text, blocks, **more)
        root = self.find_message(channel.id, message.thread_ts) if message.thread_ts else None
        message.parent_user = root.user if root else None
        self._messages.setdefault(channel.id, []).append(message)
        self.journal.add("message", message, message.only_for)
        return message

    def change(self, message: Message, text: str, blocks: list[Json] | None, metadata: Json | None = None) -> None:
        """Replace what a message says."""
        message.text = text
        message.blocks = with_ids(blocks or [], lambda: random_id(length=5))
        message.metadata = metadata or message.metadata
        message.edited_ts = self.new_ts()
        self.journal.add("changed", message, message.only_for)

    def delete(self, message: Message) -> None:
        """Remove a message."""
        message.deleted = True
        self.journal.add("deleted", message, message.only_for)
