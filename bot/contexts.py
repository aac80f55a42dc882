"""Remember what each conversation was about, for a quarter of an hour: names of commands and entries, no words."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from cachetools import TTLCache

from handlers.request import Request
from handlers.topic import Topic

SECONDS = 15 * 60
"""How long a topic is remembered."""
MOST = 20_000
"""Conversations remembered at a time, about 500 bytes each."""

Key = tuple[str, ...]


class Contexts(Protocol):
    """The topics of conversations."""

    def remember(self, request: Request, topic: Topic) -> None:
        """Remember what the answer to a request was about. It never raises."""

    async def recall(self, request: Request) -> Topic | None:
        """What the last answer before this request was about; None if unknown. It never raises."""


def keys_of(request: Request) -> list[Key]:
    """The conversations that a request belongs to, the closest first: its thread, then the person in the place.

    A thread is shared by all who write in it. Elsewhere each person has a conversation of their own.
    """
    person, place = request.person, request.place
    where = (person.platform, person.workspace, place.channel or "")
    keys = [(*where, "thread", place.thread)] if place.thread else []
    return [*keys, (*where, "person", person.user)]


class InMemoryContexts:
    """The contexts of one process."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._topics: TTLCache[Key, Topic] = TTLCache(MOST, SECONDS, timer)

    def remember(self, request: Request, topic: Topic) -> None:
        """Remember what the answer to a request was about."""
        for key in keys_of(request):
            self._topics[key] = topic

    async def recall(self, request: Request) -> Topic | None:
        """What the last answer before this request was about; None if unknown."""
        return next((topic for key in keys_of(request) if (topic := self._topics.get(key)) is not None), None)
