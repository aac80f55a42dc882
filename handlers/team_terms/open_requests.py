"""Open requests: words that nobody could explain and somebody asked for, and the interface that `bot/` implements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

from handlers.request import Person, Place

WORD_LENGTH = 80
"""Characters of a word that can be asked for; more is a sentence, and sentences aren't kept."""
DAYS_KEPT = 90
A_DAY = 20
"""Words that one person may ask for in a day."""


class Asked(Enum):
    """What became of asking for a word."""

    ASKED = "asked"
    ALREADY = "this person has asked for it before"
    TOO_MANY = "this person has asked for too many words today"
    OUTSIDER = "the person belongs to another company that shares the channel"
    FAILED = "the database could not be reached"


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A word that waits for an answer: how many people asked for it, and since when. Who they are is not shown."""

    id: int
    word: str
    people: int
    since: date


class OpenRequests(Protocol):
    """The open requests of the person's own workspace. Each asker hears once, in a direct message."""

    async def ask(self, person: Person, place: Place, word: str) -> Asked:
        """Ask the owners for a word. Requests for the same word, folded, are merged."""

    async def waiting(self, person: Person) -> tuple[OpenRequest, ...]:
        """What is asked for, the most people first; empty if the person is no owner."""

    async def find(self, person: Person, request: int) -> OpenRequest | None:
        """An open request; None if it is closed, or the person is no owner."""

    async def decline(self, person: Person, request: int) -> bool:
        """Close a request: it isn't one of the team's words. False if it was closed, or the person is no owner."""

    async def tell(self) -> None:
        """Close the requests for words that the team has just been taught; it happens within seconds anyway."""
