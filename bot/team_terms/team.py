"""The team of whoever asks, as handlers see it: its terms, who owns them and who may propose some."""

from __future__ import annotations

from bot.team_terms.owners import Owners
from bot.team_terms.propose_and_approve import TeamTermsService
from handlers.request import Person
from handlers.team_terms.rules import Rules


class TeamService:
    """Implements `handlers.team_terms.team.Team`."""

    def __init__(self, terms: TeamTermsService, owners: Owners) -> None:
        self.terms, self._owners = terms, owners

    async def is_owner(self, person: Person) -> bool:
        """Whether this person looks after the team's terms."""
        return await self._owners.is_owner(person)

    async def may_propose(self, person: Person) -> bool:
        """Whether this person may propose terms."""
        return await self._owners.may_propose(person)

    async def owners(self, person: Person) -> tuple[str, ...]:
        """Who looks after the terms, by id."""
        return await self._owners.people(person)

    async def rules(self, person: Person) -> Rules:
        """Who owns and who may propose."""
        return await self._owners.rules(person)

    async def may_appoint(self, person: Person) -> bool:
        """Whether this person may change the rules."""
        return await self._owners.may_appoint(person)

    async def appoint(
        self, person: Person, *, owners: tuple[str, ...] | None = None, proposers: tuple[str, ...] | None = None
    ) -> bool:
        """Change the rules."""
        return await self._owners.appoint(person, owners=owners, proposers=proposers)
