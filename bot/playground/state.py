"""The state of the workspace: people, channels, messages, and a journal of every change."""

import asyncio
import secrets
import string
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground.blockkit import with_ids
from bot.playground.model import BOT, BOT_USER_ID, PERSONAS, SLACKBOT, Channel, File, Json, Message, Upload, User

JOURNAL_LENGTH = 5_000


class SlackError(Exception):
    """An error as the Web API reports it: a code, optional detail messages, and further response fields."""

    def __init__(self, code: str, messages: Sequence[str] = (), **fields: Any) -> None:
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
        self.fields = fields


@dataclass(frozen=True)
class Change:
    """A change that everyone can see, or only the user `only_for`."""

    seq: int
    kind: str
    item: Any
    only_for: str | None = None


class Journal:
    """The most recent changes in order; readers can wait for the next one."""

    def __init__(self) -> None:
        self.seq = 0
        self._changes: deque[Change] = deque(maxlen=JOURNAL_LENGTH)
        self._added = asyncio.Event()

    def add(self, kind: str, item: Any, only_for: str | None = None) -> None:
        """Record a change and wake all waiting readers."""
        self.seq += 1
        self._changes.append(Change(self.seq, kind, item, only_for))
        self._added.set()
        self._added = asyncio.Event()

    def since(self, seq: int, user: str | None = None) -> Iterator[Change]:
        """The changes after `seq` that this user can see."""
        for change in self._changes:
            if change.seq > seq and (change.only_for in (None, user)):
                yield change

    def has(self, seq: int) -> bool:
        """Whether every change after `seq` is still in the journal."""
        return seq <= self.seq and (not self._changes or seq >= self._changes[0].seq - 1)

    def next(self) -> asyncio.Event:
        """An event that is set by the next `add`."""
        return self._added


def random_id(prefix: str = "", length: int = 10) -> str:
    """A random id in Slack's format."""
    return prefix + "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(length))


class State:
    """People, channels and messages, and the payloads that Slack would have refused."""

    def __init__(self, personas: Sequence[User] = PERSONAS, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.journal = Journal()
        self.personas = list(personas)
        self.users = {user.id: user for user in [*personas, BOT, SLACKBOT]}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.refusals: list[str] = []
        self.uploads: dict[str, Upload] = {}
        self._messages: dict[str, list[Message]] = {}
        self._last_ts = 0.0
        self.general = self.add_channel("general", topic="Company-wide announcements")
        self.recruiting = self.add_channel("recruiting-diplomacy", topic="Open roles at missions and embassies")
        for number, persona in enumerate(self.personas, 1):
            im = Channel(f"D0DIRECT{number}", persona.name, {persona.id, BOT_USER_ID}, im_with=persona.id)
            self.channels[im.id] = im

    def add_channel(self, name: str, *, with_bot: bool = True, is_private: bool = False, topic: str = "") -> Channel:
        """Create a channel with all personas in it, and the bot unless `with_bot` is False."""
        members = {user.id for user in self.personas} | ({BOT_USER_ID} if with_bot else set())
        channel_id = "C0" + name.upper().replace("-", "")
        channel = self.channels[channel_id] = Channel(channel_id, name, members, is_private, topic=topic)
        self.journal.add("channel", channel)
        return channel

    # Reading

    def user(self, wanted: User | str) -> User:
        """Find a user by id or name; a User is returned as it is. Raises LookupError if there is none."""
        if isinstance(wanted, User):
            return wanted
        for user in self.users.values():
            if wanted in (user.id, user.name):
                return user
        raise LookupError(f"There is no user {wanted!r}.")

    def channel(self, wanted: Channel | str) -> Channel:
        """Find a channel by id, name or #name; a Channel is returned as it is. Raises LookupError if there is none."""
        if isinstance(wanted, Channel):
            return wanted
        for channel in self.channels.values():
            if wanted == channel.id or (wanted.removeprefix("#") == channel.name and not channel.im_with):
                return channel
        raise LookupError(f"There is no channel {wanted!r}.")

    def dm_of(self, user: User | str) -> Channel:
        """The direct messages between a user and the bot."""
        user_id = self.user(user).id
        return next(channel for channel in self.channels.values() if channel.im_with == user_id)

    def visible_channels(self, user: User | str) -> list[Channel]:
        """The channels in a user's sidebar, direct messages last."""
        user_id = self.user(user).id
        return [c for c in self.channels.values() if user_id in c.members and c.im_with in (None, user_id)]

    def messages(self, channel: Channel | str, user: User | str | None = None) -> list[Message]:
        """The messages of a channel, threads included; with a user also the ephemeral ones for that user."""
        user_id = self.user(user).id if user else None
        messages = self._messages.get(self.channel(channel).id, [])
        return [m for m in messages if not m.deleted and m.only_for in (None, user_id)]

    def find_message(self, channel_id: str, ts: str) -> Message | None:
        """Find a message, ephemeral or not, by channel and ts. None if it was deleted or never existed."""
        messages = self._messages.get(channel_id, [])
        return next((m for m in messages if m.ts == ts and not m.deleted), None)

    def replies(self, channel: Channel | str, ts: str) -> list[Message]:
        """The replies in a thread, without its root."""
        return [m for m in self.messages(channel) if m.thread_ts == ts and m.ts != ts]

    # Changing

    def new_ts(self) -> str:
        """A unique timestamp: the clock's time, moved forward if it was already used."""
        self._last_ts = max(round(self.clock(), 6), round(self._last_ts + 0.000001, 6))
        return f"{self._last_ts:.6f}"

    def post(
        self, channel: Channel | str, user: User | str, text: str, blocks: list[Json] | None = None, **fields: Any
    ) -> Message:
        """Add a message; `fields` are further fields of Message."""
        target = self.channel(channel)
        blocks = with_ids(blocks or [], lambda: random_id(length=5))
        message = Message(self.new_ts(), target, self.user(user).id, text, blocks, **fields)
        root = self.find_message(target.id, message.thread_ts) if message.thread_ts else None
        message.parent_user = root.user if root else None
        self._messages.setdefault(target.id, []).append(message)
        self.journal.add("message", message, message.only_for)
        return message

    def change(self, message: Message, text: str, blocks: list[Json] | None, metadata: Json | None = None) -> None:
        """Replace the text and blocks of a message; its metadata stays unless new metadata is given."""
        message.text = text
        message.blocks = with_ids(blocks or [], lambda: random_id(length=5))
        message.metadata = metadata or message.metadata
        message.edited_ts = self.new_ts()
        self.journal.add("changed", message, message.only_for)

    def delete(self, message: Message) -> None:
        """Delete a message."""
        message.deleted = True
        self.journal.add("deleted", message, message.only_for)

    def notice(self, user: User, channel: Channel, text: str, thread_ts: str | None = None) -> None:
        """Post a message from the workspace itself that only this user sees."""
        self.post(channel, SLACKBOT, text, only_for=user.id, thread_ts=thread_ts)

    def refuse(self, source: str, problems: Sequence[str]) -> bool:
        """Record what Slack would refuse in a payload of the bot. Returns whether there are problems."""
        self.refusals += [f"{source} {problem}" for problem in problems]
        return bool(problems)
