"""Feedback on answers, and the interface that `bot/` implements to count it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from handlers.request import Person, Place

LINE_LENGTH = 300
"""Characters of a line to the owners; the rest is dropped."""
NO_VERSION = "-"


class Rating(Enum):
    """What a person can say about an answer: a thumb up, a thumb down, or why it was down."""

    UP = "up"
    DOWN = "down"
    WRONG = "wrong"
    OUTDATED = "outdated"
    UNCLEAR = "unclear"
    MISSING = "missing"


REASONS = {
    Rating.WRONG: "Wrong",
    Rating.OUTDATED: "Outdated",
    Rating.UNCLEAR: "Unclear",
    Rating.MISSING: "Something missing",
}
"""Why a thumb was down, in the words of the buttons."""


@dataclass(frozen=True, slots=True)
class Rated:
    """What was rated: an entry's key, such as "diplomacy/consul", and the version of it that the person has read.

    The version is the date of the entry's last review, or the number of a team term's version; "-" if there is neither.
    Both are written into the buttons, so the
    content may change before somebody presses one.
    """

    entry: str
    version: str = NO_VERSION

    def __str__(self) -> str:
        """As a button's command line has it: "diplomacy/consul@2026-11-20"."""
        return f"{self.entry}@{self.version}"

    @classmethod
    def parse(cls, text: str) -> Rated | None:
        """Read the result of `str`; None for anything else."""
        match = _RATED.fullmatch(text)
        return cls(match[1], match[2]) if match else None


_RATED = re.compile(r"([\w-]{1,60}/[\w-]{1,80})@(-|[\w.-]{1,20})", re.ASCII)


class Feedback(Protocol):
    """The interface that `bot/` implements. It stores counts by workspace, week, entry and version, and no person."""

    async def rate(self, person: Person, rated: Rated, rating: Rating) -> None:
        """Count a rating. A person's later thumb on the same answer replaces the earlier one, within a week."""

    async def takes_lines(self, person: Person) -> bool:
        """Whether the person's workspace has an owner who can get a line."""

    async def send_line(self, person: Person, place: Place, rated: Rated, rating: Rating, line: str) -> bool:
        """Send a line to the workspace's owners, without the person's name. False if there is no owner."""
