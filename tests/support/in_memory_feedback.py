"""Feedback that is kept in lists, for tests without a database."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.request import Person, Place
from handlers.team_terms.feedback import Rated, Rating


@dataclass
class InMemoryFeedback:
    """What was counted and which lines were sent; `has_owner`: somebody takes lines."""

    has_owner: bool = True
    rated: list[tuple[str, str]] = field(default_factory=list)
    lines: list[tuple[str, str, str]] = field(default_factory=list)

    async def rate(self, person: Person, rated: Rated, rating: Rating) -> None:
        self.rated.append((rated.entry, rating.value))

    async def takes_lines(self, person: Person) -> bool:
        return self.has_owner

    async def send_line(self, person: Person, place: Place, rated: Rated, rating: Rating, line: str) -> bool:
        self.lines.append((rated.entry, rating.value, line))
        return self.has_owner
