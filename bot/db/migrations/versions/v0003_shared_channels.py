"""One subscription for each channel that workspaces of an organisation share."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_KEY = ("platform", "enterprise", "channel")
_subscriptions = sa.table("subscriptions", *map(sa.column, ("id", "active", *_KEY)))
_deliveries = sa.table("deliveries", *map(sa.column, ("id", "subscription_id", "day", "cycle", "entry")))


def upgrade() -> None:
    """Merge the subscriptions of a shared channel, then forbid a second one."""
    connection = op.get_bind()
    columns = _subscriptions.c
    rows = connection.execute(
        sa.select(_subscriptions).where(columns.enterprise.is_not(None)).order_by(columns.active.desc(), columns.id)
    )
    first: dict[tuple[str, str, str], int] = {}  # the one that `/tips` shows: the oldest that is on, if any is
    for row in rows.all():
        key = (row.platform, row.enterprise, row.channel)
        if first.setdefault(key, row.id) != row.id:
            _merge(connection, row.id, into=first[key])
    op.create_index("uq_subscriptions_platform_enterprise_channel", "subscriptions", list(_KEY), unique=True)


def _merge(connection: sa.Connection, subscription: int, into: int) -> None:
    """Move the deliveries of the days that the other one has none for, so that no day comes again; drop the rest."""
    columns = _deliveries.c
    remaining = _of(connection, into)
    days = {row.day for row in remaining}
    entries = {(row.cycle, row.entry) for row in remaining}
    for row in _of(connection, subscription):
        if row.day in days:
            continue
        moved: dict[str, Any] = {"subscription_id": into}
        if (row.cycle, row.entry) in entries:  # no entry may come twice in a cycle
            moved["entry"] = None
        connection.execute(_deliveries.update().where(columns.id == row.id).values(moved))
    connection.execute(_deliveries.delete().where(columns.subscription_id == subscription))
    connection.execute(_subscriptions.delete().where(_subscriptions.c.id == subscription))


def _of(connection: sa.Connection, subscription: int) -> list[Any]:
    query = sa.select(_deliveries).where(_deliveries.c.subscription_id == subscription).order_by(_deliveries.c.id)
    return list(connection.execute(query).all())
