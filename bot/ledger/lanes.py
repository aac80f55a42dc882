"""Open a workspace's lane for new work."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.engine import insert
from bot.ledger.tables import earlier_work, lanes


async def upsert_lanes(  # noqa: PLR0913 (two are keyword-only)
    engine: AsyncEngine,
    connection: AsyncConnection,
    feature: str,
    workspaces: Collection[tuple[str, str]],
    *,
    now: datetime,
    ahead: float,
) -> dict[tuple[str, str], int]:
    """Upsert the lane of each (platform, workspace) and mark it as having work. Returns their ids.

    Sorted, to avoid deadlocks between planners. `ahead` is the one of `Timing`, in seconds.
    """
    opened = now - timedelta(seconds=ahead)
    new = insert(engine, lanes)
    has_work = {"work_at": earlier_work(new.excluded.work_at)}
    new = new.on_conflict_do_update(index_elements=["platform", "workspace", "feature"], set_=has_work)
    values = [
        {"platform": platform, "workspace": workspace, "feature": feature, "work_at": now, "open_at": opened}
        for platform, workspace in sorted(workspaces)
    ]
    rows = await connection.execute(new.returning(lanes.c.id, lanes.c.platform, lanes.c.workspace), values)
    return {(row.platform, row.workspace): row.id for row in rows}
