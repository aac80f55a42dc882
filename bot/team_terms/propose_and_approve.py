"""The rules of a team's terms: owners change them at once, others propose, owners approve; and who hears of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence

from cachetools import TTLCache

from bot.platform import People, Target
from bot.team_terms.notices import Notices
from bot.team_terms.overlays import Overlays
from bot.team_terms.owners import Owners
from bot.team_terms.proposal_store import ProposalStore
from bot.team_terms.term_store import TermStore
from handlers.request import Person, Place
from handlers.team_terms.terms import Conflict, Imported, Meaning, Proposal, TeamTerm, TermProblem, Version

IMPORTS_HELD, IMPORT_SECONDS = 50, 600.0
"""Imports that wait for their press, and for how long."""
_NOT_AN_OWNER = Conflict(TermProblem.NOT_AN_OWNER)


class TeamTermsService:
    """Implements `handlers.team_terms.terms.TeamTerms`. Every change is checked here, whatever a handler has shown."""

    def __init__(  # noqa: PLR0913 - the parts of the feature
        self,
        terms: TermStore,
        proposals: ProposalStore,
        *,
        owners: Owners,
        overlays: Overlays,
        people: Mapping[str, People],
        notices: Callable[[], Notices | None],
    ) -> None:
        self._terms, self._owners, self._overlays, self._people = terms, owners, overlays, people
        self._proposals, self._notices = proposals, notices
        self._held: TTLCache[str, tuple[tuple[str, str, str], tuple[Imported, ...]]] = TTLCache(
            IMPORTS_HELD, IMPORT_SECONDS
        )

    async def teach(self, person: Person, place: Place, meaning: Meaning) -> TeamTerm | Proposal | Conflict:
        """Add a term, or propose it."""
        if await self._owners.is_owner(person):
            return self._changed(person, await self._terms.teach(person, meaning))
        return await self._propose(person, place, meaning, None)

    async def change(
        self, person: Person, place: Place, term: int, version: int, meaning: Meaning
    ) -> TeamTerm | Proposal | Conflict:
        """Change a term, or propose the change."""
        if await self._owners.is_owner(person):
            return self._changed(person, await self._terms.change(person, term, version, meaning))
        current = await self._terms.find(person, term)
        if current is None:
            return Conflict(TermProblem.GONE)
        if current.version != version:
            return Conflict(TermProblem.CHANGED, term=current)
        return await self._propose(person, place, meaning, current)

    async def remove(self, person: Person, term: int, version: int) -> TeamTerm | Conflict:
        """Take a term out."""
        if not await self._owners.is_owner(person):
            return _NOT_AN_OWNER
        return self._changed(person, await self._terms.remove(person, term, version))

    async def restore(self, person: Person, term: int, number: int, version: int) -> TeamTerm | Conflict:
        """Make an old version current again."""
        if not await self._owners.is_owner(person):
            return _NOT_AN_OWNER
        return self._changed(person, await self._terms.restore(person, term, number, version))

    async def approve(
        self, person: Person, proposal: int, version: int, *, announce: bool = False
    ) -> TeamTerm | Conflict:
        """Make a proposal live."""
        if not await self._owners.is_owner(person):
            return _NOT_AN_OWNER
        outcome = await self._proposals.approve(person, proposal, version, announce=announce)
        self._wake()
        return self._changed(person, outcome)

    async def edit(self, person: Person, proposal: int, version: int, meaning: Meaning) -> Proposal | Conflict:
        """Change the words of an open proposal."""
        if not await self._owners.is_owner(person):
            return _NOT_AN_OWNER
        return await self._proposals.edit(person, proposal, version, meaning)

    async def decline(self, person: Person, proposal: int, version: int, reason: str) -> Proposal | Conflict:
        """Decline a proposal."""
        if not await self._owners.is_owner(person):
            return _NOT_AN_OWNER
        outcome = await self._proposals.decline(person, proposal, version, reason)
        self._wake()
        return outcome

    async def find(self, person: Person, term: int) -> TeamTerm | None:
        """The live term with this id."""
        return await self._terms.find(person, term)

    async def find_proposal(self, person: Person, proposal: int) -> Proposal | None:
        """The proposal with this id."""
        return await self._proposals.find(person, proposal)

    async def list_of(self, person: Person) -> tuple[TeamTerm, ...]:
        """All live terms."""
        return await self._terms.list_of(person)

    async def open_proposals(self, person: Person) -> tuple[Proposal, ...]:
        """The proposals that wait for an owner."""
        return await self._proposals.open_of(person)

    async def versions(self, person: Person, term: int) -> tuple[Version, ...]:
        """The versions of a term, newest first."""
        return await self._terms.versions(person, term)

    def hold(self, person: Person, changes: Sequence[Imported]) -> str:
        """Keep the changes of an import until the person has seen them."""
        word = secrets.token_hex(8)
        self._held[word] = (person.platform, person.own_workspace, person.user), tuple(changes)
        return word

    def held(self, person: Person, word: str) -> tuple[Imported, ...]:
        """The changes that this person was shown."""
        whose, changes = self._held.get(word, (None, ()))
        return changes if whose == (person.platform, person.own_workspace, person.user) else ()

    async def import_terms(self, person: Person, changes: Sequence[Imported]) -> tuple[Conflict, ...]:
        """Make all changes of an import, or none."""
        if not await self._owners.is_owner(person):
            return (_NOT_AN_OWNER,)
        conflicts = await self._terms.import_terms(person, changes)
        if not conflicts:
            self._overlays.drop(person)
        return conflicts

    async def _propose(
        self, person: Person, place: Place, meaning: Meaning, change: TeamTerm | None
    ) -> Proposal | Conflict:
        if person.is_guest:
            return Conflict(TermProblem.OUTSIDER)
        if not await self._owners.may_propose(person):
            return Conflict(TermProblem.NOT_A_PROPOSER)
        owners = await self._owners.people(person)
        if not owners:
            return Conflict(TermProblem.NO_OWNERS)
        proposed = await self._proposals.propose(person, self._target(person, place), meaning, owners, change)
        self._wake()
        return proposed

    def _target(self, person: Person, place: Place) -> Target | None:
        """The channel in which a term was proposed; None for a direct message."""
        people = self._people.get(person.platform)
        return people.target_of(person, place) if people and place.kind == "channel" and place.channel else None

    def _changed(self, person: Person, outcome: TeamTerm | Conflict) -> TeamTerm | Conflict:
        """The outcome, after this replica has been told to read the terms again."""
        if isinstance(outcome, TeamTerm):
            self._overlays.drop(person)
        return outcome

    def _wake(self) -> None:
        if (notices := self._notices()) is not None:
            notices.wake()
