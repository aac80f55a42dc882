"""What handlers see of a team: its terms, and who may do what with them."""

from __future__ import annotations

from typing import Protocol

from handlers.request import Person
from handlers.team.terms import TeamTerms


class Team(Protocol):
    """The team of whoever asks: the workspace that a person belongs to (`Person.own_workspace`)."""

    @property
    def terms(self) -> TeamTerms:
        """The team's own terms."""

    async def is_owner(self, person: Person) -> bool:
        """Whether this person looks after the team's terms; if the platform can't tell, they don't."""

    async def may_propose(self, person: Person) -> bool:
        """Whether this person may propose terms."""

    async def owners(self, person: Person) -> tuple[str, ...]:
        """Who looks after the terms of this person's team, by id; empty if that is everyone, or nobody is known."""
