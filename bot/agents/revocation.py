"""Revoke the keys of a workspace that has removed the bot."""

from __future__ import annotations

from sqlalchemy import literal, select, union
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.agents.keys import today
from bot.agents.tables import agent_keys
from bot.db.metadata import load_tables
from bot.platform import Event, Feature, Left


class Revocation(Feature):
    """Listens for workspaces that leave; other processes notice within a second (`bot.agents.keys.CACHE_SECONDS`)."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def on_event(self, event: Event) -> None:
        """Revoke the keys of a workspace, or those of an organisation and of the workspaces known to be its."""
        if not isinstance(event, Left) or event.channel is not None:
            return
        columns = agent_keys.c
        async with self._engine.begin() as connection:
            gone = {event.workspace} if event.workspace else await _workspaces_of(connection, event)
            revoke = agent_keys.update().where(columns.platform == event.platform, columns.workspace.in_(gone))
            await connection.execute(revoke.where(columns.revoked_on.is_(None)).values(revoked_on=today()))


async def _workspaces_of(connection: AsyncConnection, left: Left) -> set[str]:
    """The organisation's id, and its workspaces as far as any table has both."""
    tables = [
        table for table in load_tables().sorted_tables if {"platform", "workspace", "enterprise"} <= {*table.c.keys()}
    ]
    ours = [
        select(table.c.workspace).where(table.c.platform == left.platform, table.c.enterprise == left.enterprise)
        for table in tables
    ]
    rows = await connection.execute(union(select(literal(left.enterprise)), *ours))
    return {str(workspace) for workspace in rows.scalars() if workspace}
