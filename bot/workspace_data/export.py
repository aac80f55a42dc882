"""Export everything that is stored about a workspace to its admins, whichever feature owns the table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.metadata import load_tables, metadata
from bot.ledger.tables import TERM, deliveries
from bot.platform import Left, People
from bot.team_terms.owners import Owners
from bot.workspace_data.deletion import delete_workspace
from handlers.document import DataFile
from handlers.request import Person

FILE, TITLE = "dragoman-workspace.json", "Everything about this workspace"
LEFT_OUT = {
    "request_askers": "who asked is shown to nobody",
    "owner_lines": "lines on their way to their readers",
    "lanes": "the pace of deliveries",
    "contexts": "hashes, for 15 minutes",
    "teams_rated": "hashes, for 30 days",
    "seen_events": "ids of events, for two days",
    "slack_welcomed": "hashes",
    "slack_installations": "tokens; deleted when the app is removed",
    "slack_bots": "tokens; deleted when the app is removed",
    "slack_oauth_states": "for ten minutes",
    "agent_keys": "hashes of keys; whoever runs the bot makes and revokes them",
    "team_revision": "a counter for all workspaces",
}
"""Tables that are not exported, with the reason."""


class WorkspaceDataStore:
    """Implements `handlers.workspace_data.WorkspaceData`."""

    def __init__(self, engine: AsyncEngine, owners: Owners, people: Mapping[str, People]) -> None:
        self._engine, self._owners, self._people = engine, owners, people

    async def may(self, person: Person) -> bool:
        """Whether the person is an admin; an owner, if the platform names no admins. A guest never may."""
        if person.is_guest:
            return False
        people = self._people.get(person.platform)
        is_admin = await people.is_admin(person) if people else None
        return await self._owners.is_owner(person) if is_admin is None else is_admin

    async def export(self, person: Person) -> DataFile | None:
        """All rows of the workspace as JSON, by table."""
        if not await self.may(person):
            return None
        tables: dict[str, list[dict[str, Any]]] = {}
        async with self._engine.connect() as connection:
            for table in load_tables().sorted_tables:
                if table.name not in LEFT_OUT and (query := _rows_of(table, person)) is not None:
                    rows = await connection.execute(select(table).where(query).order_by(*table.primary_key.columns))
                    tables[table.name] = [dict(row) for row in rows.mappings()]
        content = json.dumps({"workspace": person.workspace, **tables}, indent=1, ensure_ascii=False, default=_plain)
        return DataFile(FILE, TITLE, "application/json", content.encode())

    async def delete(self, person: Person) -> bool:
        """Delete all rows of the workspace. The app stays installed, so its token stays, too.

        What an organisation has in common stays until the organisation removes the app.
        """
        if not await self.may(person):
            return False
        await delete_workspace(self._engine, Left(person.platform, person.workspace))
        return True


def _rows_of(table: Table, person: Person) -> ColumnElement[bool] | None:
    """A condition for the workspace's rows: by their own columns, or by a parent that has them; None if neither."""
    if table is deliveries:
        return and_(table.c.kind == TERM, _child_of(table, person)) if _parents(table) else None
    if _has_workspace(table):
        return and_(
            table.c.platform == person.platform, table.c.workspace.in_({person.workspace, person.own_workspace})
        )
    return _child_of(table, person) if _parents(table) else None


def _child_of(table: Table, person: Person) -> ColumnElement[bool]:
    key, parent = _parents(table)[0]
    rows = _rows_of(parent, person)
    assert rows is not None
    return key.in_(select(parent.c.id).where(rows))


def _parents(table: Table) -> list[tuple[ColumnElement[Any], Table]]:
    """The foreign keys to tables that are loaded; the first one is required, as far as there are several."""
    keys = sorted(table.foreign_keys, key=lambda key: bool(key.parent.nullable))
    names = [(key.parent, str(key.target_fullname).partition(".")[0]) for key in keys]
    return [(column, metadata.tables[name]) for column, name in names if name in metadata.tables]


def _has_workspace(table: Table) -> bool:
    return {"platform", "workspace"} <= set(table.columns.keys())


def _plain(value: object) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    raise TypeError(f"not JSON: {type(value).__name__}")
