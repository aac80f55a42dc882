"""Store team terms and their versions. Every change names the version that the person has seen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.clock import Clock
from bot.team_terms.changes import Stamp, add_term, change_term, find_row, remove_term, stale
from bot.team_terms.rows import meaning_of, term_of, version_of
from bot.team_terms.tables import team_terms, team_versions, team_workspaces
from bot.team_terms.workspaces import count_change, workspace_id
from handlers.request import Person
from handlers.team_terms.terms import Change, Conflict, Imported, Meaning, TeamTerm, TermProblem, Version


@dataclass(frozen=True, slots=True)
class Writing:
    """A transaction that has locked a workspace. `abandon` leaves everything as it was."""

    connection: AsyncConnection
    workspace: int
    at: datetime


class _AbandonedError(Exception):
    """Rolls a transaction back."""


class TermStore:
    """The live terms of all workspaces, each by the person's own."""

    def __init__(self, engine: AsyncEngine, clock: Clock | None = None) -> None:
        self.engine, self.clock = engine, clock or Clock()

    @asynccontextmanager
    async def writing(self, person: Person) -> AsyncIterator[Writing]:
        """A transaction that changes the person's workspace. What ends in a Conflict has changed nothing."""
        async with self.engine.begin() as connection:
            workspace = await workspace_id(self.engine, connection, person)
            yield Writing(connection, workspace, await self.clock.read(connection))

    async def counted(self, writing: Writing) -> None:
        """Tell all replicas that the workspace's terms have changed; the last step of a transaction."""
        await count_change(self.engine, writing.connection, writing.workspace)

    async def teach(self, person: Person, meaning: Meaning) -> TeamTerm | Conflict:
        """Add a live term."""
        async with self.writing(person) as w:
            added = await add_term(w.connection, w.workspace, meaning, Stamp(person.user, w.at, Change.TAUGHT))
            return await self._done(w, added)

    async def change(self, person: Person, term: int, version: int, meaning: Meaning) -> TeamTerm | Conflict:
        """Give a live term a new meaning."""
        async with self.writing(person) as w:
            row = await find_row(w.connection, w.workspace, term)
            if conflict := stale(row, version):
                return conflict
            return await self._done(
                w, await change_term(w.connection, row, meaning, Stamp(person.user, w.at, Change.EDITED))
            )

    async def remove(self, person: Person, term: int, version: int) -> TeamTerm | Conflict:
        """Take a live term out."""
        async with self.writing(person) as w:
            row = await find_row(w.connection, w.workspace, term)
            if conflict := stale(row, version):
                return conflict
            return await self._done(w, await remove_term(w.connection, row, person.user, w.at))

    async def restore(self, person: Person, term: int, number: int, version: int) -> TeamTerm | Conflict:
        """Make an old version the current one, as a new version; also of a removed term."""
        async with self.writing(person) as w:
            row = await find_row(w.connection, w.workspace, term)
            if conflict := stale(row, version, removed_too=True):
                return conflict
            old = select(team_versions.c.meaning).where(
                team_versions.c.term_id == term, team_versions.c.number == number
            )
            stored = (await w.connection.execute(old)).scalar_one_or_none()
            if stored is None:
                return Conflict(TermProblem.GONE)
            changed = await change_term(
                w.connection, row, meaning_of(stored), Stamp(person.user, w.at, Change.RESTORED)
            )
            return await self._done(w, changed)

    async def import_terms(self, person: Person, changes: Sequence[Imported]) -> tuple[Conflict, ...]:
        """Make all changes or, if one of them conflicts, none."""
        conflicts: list[Conflict] = []
        try:
            async with self.writing(person) as w:
                for change in changes:
                    outcome = await self._import(w, person, change)
                    if isinstance(outcome, Conflict):
                        conflicts.append(outcome)
                await self._all_or_none(w, conflicts)
        except _AbandonedError:
            pass
        return tuple(conflicts)

    async def find(self, person: Person, term: int) -> TeamTerm | None:
        """The live term with this id in the person's workspace."""
        rows = await self._rows(_live_of(person).where(team_terms.c.id == term))
        return term_of(rows[0]) if rows else None

    async def list_of(self, person: Person) -> tuple[TeamTerm, ...]:
        """All live terms of the person's workspace, sorted by name."""
        terms = map(term_of, await self._rows(_live_of(person)))
        return tuple(sorted(terms, key=lambda term: (term.meaning.name.casefold(), term.id)))

    async def versions(self, person: Person, term: int) -> tuple[Version, ...]:
        """The versions of a term of the person's workspace, newest first."""
        query = select(team_versions).join(team_terms, team_terms.c.id == team_versions.c.term_id)
        query = query.join(team_workspaces, team_workspaces.c.id == team_terms.c.workspace_id)
        query = query.where(own(person), team_terms.c.id == term).order_by(team_versions.c.number.desc())
        return tuple(map(version_of, await self._rows(query)))

    async def _import(self, w: Writing, person: Person, change: Imported) -> TeamTerm | Conflict:
        if change.term is None:
            return await add_term(w.connection, w.workspace, change.meaning, Stamp(person.user, w.at, Change.IMPORTED))
        row = await find_row(w.connection, w.workspace, change.term)
        if conflict := stale(row, change.version):
            return conflict
        return await change_term(w.connection, row, change.meaning, Stamp(person.user, w.at, Change.IMPORTED))

    async def _all_or_none(self, writing: Writing, conflicts: Sequence[Conflict]) -> None:
        if conflicts:
            raise _AbandonedError
        await self.counted(writing)

    async def _done(self, writing: Writing, outcome: TeamTerm | Conflict) -> TeamTerm | Conflict:
        if not isinstance(outcome, Conflict):
            await self.counted(writing)
        return outcome

    async def _rows(self, query: Select[Any]) -> Sequence[Any]:
        async with self.engine.connect() as connection:
            rows: Sequence[Any] = (await connection.execute(query)).all()
            return rows


def own(person: Person) -> ColumnElement[bool]:
    """Whether a row of `team_workspaces` is the person's own workspace."""
    columns = team_workspaces.c
    return and_(columns.platform == person.platform, columns.workspace == person.own_workspace)


def _live_of(person: Person) -> Select[Any]:
    query = select(team_terms).join(team_workspaces, team_workspaces.c.id == team_terms.c.workspace_id)
    return query.where(own(person), team_terms.c.live)
