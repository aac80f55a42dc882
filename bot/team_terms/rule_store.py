"""Store the owners and proposers that a workspace has named itself."""

from __future__ import annotations

from cachetools import TTLCache
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.team_terms.tables import team_workspaces
from bot.team_terms.workspaces import workspace_id
from handlers.request import Person
from handlers.team_terms.rules import Rules

RULE_SECONDS, RULES_CACHED = 1.0, 5_000
"""How long a workspace's rules are believed: so long do other replicas take to notice a change."""
NO_RULES = Rules((), ())


class RuleStore:
    """The rules of all workspaces; those of a workspace that has named nobody are empty."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._rules: TTLCache[tuple[str, str], Rules] = TTLCache(RULES_CACHED, RULE_SECONDS)

    async def of(self, person: Person) -> Rules:
        """The rules of the person's own workspace.

        Raises if the database can't be reached, so that no owner is taken for somebody else meanwhile.
        """
        key = (person.platform, person.own_workspace)
        if (rules := self._rules.get(key)) is None:
            rules = self._rules[key] = await self._read(key)
        return rules

    async def save(self, person: Person, *, owners: tuple[str, ...] | None, proposers: tuple[str, ...] | None) -> None:
        """Store one or both; an empty list is as if none had been named."""
        named = {"owners": owners, "proposers": proposers}
        values = {name: list(people) or None for name, people in named.items() if people is not None}
        async with self._engine.begin() as connection:
            workspace = await workspace_id(self._engine, connection, person)
            await connection.execute(team_workspaces.update().where(team_workspaces.c.id == workspace).values(values))
        self._rules.pop((person.platform, person.own_workspace), None)

    async def _read(self, key: tuple[str, str]) -> Rules:
        columns = team_workspaces.c
        query = select(columns.owners, columns.proposers).where(columns.platform == key[0], columns.workspace == key[1])
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return Rules(tuple(row.owners or ()), tuple(row.proposers or ())) if row else NO_RULES
