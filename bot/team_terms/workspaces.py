"""A workspace's row, and the counter by which replicas notice that its terms have changed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.engine import empty_log, insert
from bot.team_terms.tables import team_revision, team_workspaces
from handlers.request import Person

_COUNTER = 1  # the id of the counter's only row


async def workspace_id(engine: AsyncEngine, connection: AsyncConnection, person: Person) -> int:
    """The id of the row of the person's own workspace, inserted if missing and locked until the commit."""
    columns = team_workspaces.c
    values = {"platform": person.platform, "workspace": person.own_workspace, "enterprise": person.enterprise}
    new = insert(engine, team_workspaces).values(values).on_conflict_do_nothing()
    query = select(columns.id).where(columns.platform == person.platform, columns.workspace == person.own_workspace)
    while (found := (await connection.execute(query.with_for_update())).scalar_one_or_none()) is None:
        await connection.execute(new)
    return int(found)


async def count_change(engine: AsyncEngine, connection: AsyncConnection, workspace: int) -> int:
    """Record that a workspace has changed, as the last step of a transaction: until its commit, all others wait.

    So the numbers are in the order of the commits, and a replica that has seen one has seen all smaller ones.
    """
    number = await _next_number(engine, connection)
    change = team_workspaces.update().where(team_workspaces.c.id == workspace).values(revision=number)
    await connection.execute(change)
    return number


async def delete_terms(engine: AsyncEngine, platform: str, workspace: str | None, enterprise: str | None = None) -> int:
    """Delete the terms of a workspace, or of a whole organisation if `workspace` is None. Returns how many had any."""
    if not (workspace or enterprise):
        return 0
    columns = team_workspaces.c
    gone = columns.workspace == workspace if workspace else columns.enterprise == enterprise
    delete = team_workspaces.delete().where(columns.platform == platform, gone)
    async with engine.begin() as connection:
        deleted = (await connection.execute(delete)).rowcount
        if deleted:
            number = await _next_number(engine, connection)
            await connection.execute(team_revision.update().values(deleted=number))
    await empty_log(engine)
    return deleted


async def _next_number(engine: AsyncEngine, connection: AsyncConnection) -> int:
    first = insert(engine, team_revision).values(id=_COUNTER, revision=1, deleted=0)
    count = first.on_conflict_do_update(
        index_elements=[team_revision.c.id], set_={"revision": team_revision.c.revision + 1}
    )
    return int((await connection.execute(count.returning(team_revision.c.revision))).scalar_one())
