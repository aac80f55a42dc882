"""What handlers see of a team: its terms, and who may do what with them."""

from __future__ import annotations

from typing import Protocol

from handlers.request import Person
from handlers.team_terms.rules import Rules
from handlers.team_terms.terms import TeamTerms


class Team(Protocol):
    """The team of whoever asks: the workspace that a person belongs to (`Person.own_workspace`)."""

    @property
    def terms(self) -> TeamTerms:
        """The team's own terms."""

    async def is_owner(self, person: Person) -> bool:
        """Whether this person looks after the team's terms; if the platform can't tell, they don't."""

    async def may_propose(self, person: Person) -> bool:
        """Whether this person may propose terms."""

    async def rules(self, person: Person) -> Rules:
        """Who owns the team's terms and who may propose some."""

    async def may_appoint(self, person: Person) -> bool:
        """Whether this person may change the rules: an admin, or somebody who is named as an owner."""

    async def appoint(
        self, person: Person, *, owners: tuple[str, ...] | None = None, proposers: tuple[str, ...] | None = None
    ) -> bool:
        """Change the rules; an empty list means those of the settings. False if the person may not."""

    async def owners(self, person: Person) -> tuple[str, ...]:
        """Who looks after the terms of this person's team, by id; empty if that is everyone, or nobody is known."""
