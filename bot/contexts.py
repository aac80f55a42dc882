"""Remember what each conversation was about, for a quarter of an hour: names of commands, entries and places only."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from cachetools import TTLCache

from handlers.request import Request
from handlers.topic import Topic

SECONDS = 15 * 60
"""How long a topic is remembered."""
MOST = 20_000
"""Conversations remembered at a time, about 500 bytes each."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What the last answer in a conversation was about.

    `continues`: the answer was for the person who asks now, and nobody else has written since. Then a message without a
    mention may be meant for the bot.
    """

    topic: Topic
    continues: bool = False


class Contexts(Protocol):
    """The contexts of conversations. No method raises."""

    def remember(self, request: Request, topic: Topic) -> None:
        """Remember what the answer to a request was about.

        The answer to a press is private, so it doesn't change with whom the bot talks in a thread.
        """

    async def recall(self, request: Request) -> Topic | None:
        """What the last answer before this request was about; None if unknown."""

    async def recall_closest(self, request: Request) -> Context | None:
        """The context of the request's thread or, outside threads, of the person in the place; None if unknown."""

    async def interrupt(self, request: Request) -> None:
        """Record that the request's thread goes on among people: its context no longer `continues` for anybody."""


def keys_of(request: Request) -> list[Key]:
    """The conversations that a request belongs to, the closest first: its thread, then the person in the place.

    A thread is shared by all who write in it. Elsewhere each person has a conversation of their own.
    """
    person, place = request.person, request.place
    where = (person.platform, person.workspace, place.channel or "")
    keys = [(*where, "thread", place.thread)] if place.thread else []
    return [*keys, (*where, "person", person.user)]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A topic and the id of the person whose request was answered; None once others have written."""

    topic: Topic
    person: str | None


class InMemoryContexts:
    """The contexts of one process."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._entries: TTLCache[Key, _Entry] = TTLCache(MOST, SECONDS, timer)

    def remember(self, request: Request, topic: Topic) -> None:
        """Remember what the answer to a request was about."""
        for key in keys_of(request):
            before = self._entries.get(key)
            person = (before.person if before else None) if request.pressed else request.person.user
            self._entries[key] = _Entry(topic.after(before.topic) if before else topic, person)

    async def recall(self, request: Request) -> Topic | None:
        """What the last answer before this request was about; None if unknown."""
        return next((entry.topic for key in keys_of(request) if (entry := self._entries.get(key)) is not None), None)

    async def recall_closest(self, request: Request) -> Context | None:
        """The context of the request's thread or, outside threads, of the person in the place; None if unknown."""
        entry = self._entries.get(keys_of(request)[0])
        return Context(entry.topic, entry.person == request.person.user) if entry else None

    async def interrupt(self, request: Request) -> None:
        """Record that the request's thread goes on among people."""
        key = keys_of(request)[0]
        if (entry := self._entries.get(key)) is not None:
            self._entries[key] = replace(entry, person=None)
