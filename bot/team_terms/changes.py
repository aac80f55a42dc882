"""Change one team term inside a transaction that has locked its workspace, and write the version.

All writers of a workspace wait for each other (`workspace_id`), so what is read here still holds at the commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.team_terms.rows import checksum_of, key_of, term_of, term_values
from bot.team_terms.tables import team_terms, team_versions
from handlers.team_terms.terms import Change, Conflict, Meaning, TeamTerm, TermProblem

MOST_TERMS = 5_000
"""Live terms of a workspace; each is in the memory of every replica while people of the workspace ask."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who makes a version, when and how."""

    author: str
    at: datetime
    change: Change


async def add_term(connection: AsyncConnection, workspace: int, meaning: Meaning, stamp: Stamp) -> TeamTerm | Conflict:
    """Add a term, or bring back a removed one that said the same."""
    columns = team_terms.c
    same = and_(columns.workspace_id == workspace, columns.key == key_of(meaning.name))
    same = and_(same, columns.digest == checksum_of(meaning))
    known = (await connection.execute(select(team_terms).where(same))).one_or_none()
    if known is not None and known.live:
        return Conflict(TermProblem.DUPLICATE, term=term_of(known))
    live = select(func.count()).where(columns.workspace_id == workspace, columns.live)
    if (await connection.execute(live)).scalar_one() >= MOST_TERMS:
        return Conflict(TermProblem.FULL)
    if known is not None:
        return await _write(connection, known, meaning, stamp)
    new = team_terms.insert().values(workspace_id=workspace, version=1, **term_values(meaning)).returning(team_terms)
    row = (await connection.execute(new)).one()
    await _write_version(connection, row, stamp)
    return term_of(row)


async def change_term(connection: AsyncConnection, row: Any, meaning: Meaning, stamp: Stamp) -> TeamTerm | Conflict:
    """Give a term a new meaning, unless another term has it already."""
    columns = team_terms.c
    other = and_(columns.workspace_id == row.workspace_id, columns.key == key_of(meaning.name), columns.id != row.id)
    other = and_(other, columns.digest == checksum_of(meaning))
    twin = (await connection.execute(select(team_terms).where(other))).one_or_none()
    if twin is not None and twin.live:
        return Conflict(TermProblem.DUPLICATE, term=term_of(twin))
    if twin is not None:  # a removed one that said the same: this one takes its place
        await connection.execute(team_terms.delete().where(columns.id == twin.id))
    return await _write(connection, row, meaning, stamp)


async def remove_term(connection: AsyncConnection, row: Any, author: str, at: datetime) -> TeamTerm:
    """Take a term out. Its versions stay."""
    change = (
        team_terms.update().where(team_terms.c.id == row.id).values(live=False, nudge_at=None, version=row.version + 1)
    )
    changed = (await connection.execute(change.returning(team_terms))).one()
    await _write_version(connection, changed, Stamp(author, at, Change.REMOVED))
    return term_of(changed)


async def find_row(connection: AsyncConnection, workspace: int, term: int) -> Any:
    """The term's row, live or removed, if it belongs to the workspace; else None."""
    query = select(team_terms).where(team_terms.c.workspace_id == workspace, team_terms.c.id == term)
    return (await connection.execute(query)).one_or_none()


def stale(row: Any, version: int | None, *, removed_too: bool = False) -> Conflict | None:
    """Why a change to this row must not be made: it is gone, or not the version that the person has seen."""
    if row is None or not (row.live or removed_too):
        return Conflict(TermProblem.GONE)
    return None if row.version == version else Conflict(TermProblem.CHANGED, term=term_of(row))


async def _write(connection: AsyncConnection, row: Any, meaning: Meaning, stamp: Stamp) -> TeamTerm:
    values = {"version": row.version + 1, **term_values(meaning)}
    update = team_terms.update().where(team_terms.c.id == row.id).values(values).returning(team_terms)
    changed = (await connection.execute(update)).one()
    await _write_version(connection, changed, stamp)
    return term_of(changed)


async def _write_version(connection: AsyncConnection, row: Any, stamp: Stamp) -> None:
    values = {"term_id": row.id, "number": row.version, "author": stamp.author, "at": stamp.at}
    await connection.execute(team_versions.insert().values(**values, change=stamp.change.value, meaning=row.meaning))
