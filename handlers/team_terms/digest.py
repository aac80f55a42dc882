"""The owners' digest: what was asked for, what to review, what is due; and the interface that `bot/` implements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from typing import Protocol

from handlers.request import Person, Place

FEW = 5
"""Smaller counts are shown as "<5", so that nobody can be made out."""
AT = time(9)
"""When the digest comes, on Mondays, in the zone of whoever turned it on."""
LISTED = 5


@dataclass(frozen=True, slots=True)
class Digest:
    """A week of a workspace. `asked_for`: words and how many people wait. `down`: entries with thumbs down and reasons.

    `due`: names of team terms whose review is due. The counts are exact here; the message hides small ones.
    """

    monday: date
    asked_for: tuple[tuple[str, int], ...] = ()
    down: tuple[tuple[str, int, str], ...] = ()
    up_in_all: int = 0
    down_in_all: int = 0
    open: int = 0
    answered: int = 0
    not_ours: int = 0
    due: tuple[str, ...] = ()


class Switched(Enum):
    """What became of turning the digest on or off."""

    DONE = "done"
    ALREADY = "it was so before"
    NOT_AN_OWNER = "only an owner may"


class Digests(Protocol):
    """The interface that `bot/` implements. It is off until an owner turns it on."""

    async def is_on(self, person: Person) -> bool:
        """Whether the owners of the person's workspace get a digest."""

    async def turn_on(self, person: Person, place: Place, zone: str | None) -> Switched:
        """Send the owners a digest each Monday; the first one next Monday."""

    async def turn_off(self, person: Person) -> Switched:
        """Send no more."""


def few(count: int) -> str:
    """A count that may be shown: "0", "<5", "12"."""
    return f"<{FEW}" if 0 < count < FEW else str(count)
