"""Who looks after a workspace's terms, and who may propose some: everyone, its admins, or a list of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cachetools import TTLCache

from bot.platform import Directory
from handlers.request import Person

EVERYONE, ADMINS = "everyone", "admins"
"""Values in place of people's ids."""
ADMIN_SECONDS, ADMINS_CACHED = 60.0, 5_000
"""How long a platform's word that somebody is an admin, or isn't, is believed; and for how many people."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Who owns and who may propose: ids of people, or `EVERYONE`, or `ADMINS`."""

    owners: tuple[str, ...]
    proposers: tuple[str, ...]


class Owners:
    """The owners and proposers of all workspaces.

    `rules` come from the settings and hold for every workspace. `directories` know who is an admin.
    """

    def __init__(self, directories: Mapping[str, Directory], rules: Rules) -> None:
        self._directories, self._rules = directories, rules
        self._admins: TTLCache[tuple[str, str, str], bool] = TTLCache(ADMINS_CACHED, ADMIN_SECONDS)

    async def is_owner(self, person: Person) -> bool:
        """Whether this person looks after the terms of the workspace that the request came from. A guest never does."""
        return _is_at_home(person) and await self._is_one_of(person, self._rules.owners)

    async def may_propose(self, person: Person) -> bool:
        """Whether this person may propose terms. Owners may; a guest never may."""
        if not _is_at_home(person):
            return False
        return await self._is_one_of(person, self._rules.proposers) or await self._is_one_of(person, self._rules.owners)

    async def people(self, person: Person) -> tuple[str, ...]:
        """The owners by id, to send cards to; empty if everyone is one, or the platform doesn't name its admins."""
        owners = self._rules.owners
        named = tuple(owner for owner in owners if owner not in (EVERYONE, ADMINS))
        directory = self._directories.get(person.platform)
        if EVERYONE in owners or ADMINS not in owners or directory is None:
            return named
        return tuple(dict.fromkeys((*named, *await directory.admins(person.own_workspace, _enterprise(person)))))

    async def _is_one_of(self, person: Person, people: Sequence[str]) -> bool:
        if EVERYONE in people or person.user in people:
            return True
        return ADMINS in people and await self._is_admin(person)

    async def _is_admin(self, person: Person) -> bool:
        key = (person.platform, person.own_workspace, person.user)
        if (known := self._admins.get(key)) is None:
            directory = self._directories.get(person.platform)
            known = self._admins[key] = bool(directory and await directory.is_admin(person))
        return known


def _is_at_home(person: Person) -> bool:
    """Whether the request came from the person's own workspace, which is the one that has installed the bot."""
    return person.own_workspace == person.workspace


def _enterprise(person: Person) -> str | None:
    return person.enterprise if _is_at_home(person) else None
