"""Who looks after a workspace's terms, and who may propose some: everyone, its admins, or a list of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cachetools import TTLCache

from bot.platform import People
from bot.team_terms.rule_store import RuleStore
from handlers.request import Person
from handlers.team_terms.rules import ADMINS, EVERYONE, Rules

ADMIN_SECONDS, ADMINS_CACHED = 60.0, 5_000
"""How long a platform's word that somebody is an admin, or isn't, is believed; and for how many people."""


class Owners:
    """The owners and proposers of all workspaces.

    `rules` come from the settings and hold for each workspace that has none of its own in `store`. `people` know
    who is an admin.
    """

    def __init__(self, people: Mapping[str, People], rules: Rules, store: RuleStore) -> None:
        self._people, self._default, self._store = people, rules, store
        self._admins: TTLCache[tuple[str, str, str], bool] = TTLCache(ADMINS_CACHED, ADMIN_SECONDS)

    async def rules(self, person: Person) -> Rules:
        """The rules of the person's own workspace."""
        return (await self._store.of(person)).over(self._default)

    async def is_owner(self, person: Person) -> bool:
        """Whether this person looks after the terms of the workspace that the request came from. A guest never does."""
        return not person.is_guest and await self._is_one_of(person, (await self.rules(person)).owners)

    async def may_propose(self, person: Person) -> bool:
        """Whether this person may propose terms. Owners may; a guest never may."""
        if person.is_guest:
            return False
        rules = await self.rules(person)
        return await self._is_one_of(person, (*rules.proposers, *rules.owners))

    async def may_appoint(self, person: Person) -> bool:
        """Whether this person may name the owners: an admin, or whoever is named by id in the settings or the rules."""
        if person.is_guest:
            return False
        named = (*self._default.owners, *(await self.rules(person)).owners)
        return person.user in named or await self._is_admin(person)

    async def appoint(
        self, person: Person, *, owners: tuple[str, ...] | None = None, proposers: tuple[str, ...] | None = None
    ) -> bool:
        """Store who owns, or who may propose; an empty list means the settings'. False if the person may not."""
        if not await self.may_appoint(person):
            return False
        await self._store.save(person, owners=owners, proposers=proposers)
        return True

    async def people(self, person: Person) -> tuple[str, ...]:
        """The owners by id, to send cards to; empty if everyone is one, or the platform doesn't name its admins."""
        owners = (await self.rules(person)).owners
        named = tuple(owner for owner in owners if owner not in (EVERYONE, ADMINS))
        people = self._people.get(person.platform)
        if EVERYONE in owners or ADMINS not in owners or people is None:
            return named
        workspace, enterprise = (person.home or "", None) if person.is_guest else (person.workspace, person.enterprise)
        return tuple(dict.fromkeys((*named, *await people.admins(workspace, enterprise))))

    async def _is_one_of(self, person: Person, people: Sequence[str]) -> bool:
        if EVERYONE in people or person.user in people:
            return True
        return ADMINS in people and await self._is_admin(person)

    async def _is_admin(self, person: Person) -> bool:
        key = (person.platform, person.workspace, person.user)
        if (known := self._admins.get(key)) is None:
            people = self._people.get(person.platform)
            known = self._admins[key] = bool(people and await people.is_admin(person))
        return known
