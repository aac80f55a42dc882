"""The tables of the ledger: deliveries, and the lane of each workspace and feature."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    case,
    false,
)

from bot.db.metadata import metadata
from bot.db.types import UtcDateTime

PENDING, SENT, MISSED, FAILED, UNKNOWN = "pending", "sent", "missed", "failed", "unknown"
"""The values of `deliveries.state`."""
TERM = "term"
"""The value of `deliveries.kind` for a daily term; all others are notices."""
TOO_LATE, TURNED_OFF, UNRENDERED, UNCLEAR = "too late", "turned off", "no words", "unclear"
"""The ledger's own reasons, as stored; all others are a platform's codes or a feature's."""

lanes = Table(
    "lanes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("feature", Text, nullable=False, server_default="daily_term"),
    Column("work_at", UtcDateTime, index=True),  # next time there is something to claim, >= `open_at`; or NULL
    Column("open_at", UtcDateTime, nullable=False),  # the pace, or the platform, allows no claim before this
    Column("paused", Boolean, nullable=False, server_default=false()),  # `open_at` was set by the platform
    UniqueConstraint("platform", "workspace", "feature"),
)
"""One row per workspace and feature: its pace holds across all replicas, and no workspace starves another."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False, server_default=TERM),
    Column("lane_id", Integer, nullable=False),
    # Of a daily term:
    Column("subscription_id", Integer, ForeignKey("subscriptions.id", ondelete="CASCADE")),
    Column("day", Date),
    Column("cycle", Integer),
    Column("entry", Text),  # pack/id; NULL if no entry was used up
    Column("name", Text, nullable=False),  # the entry's name, even if it did not reach the channel; else empty
    # Of a notice:
    Column("key", Text, unique=True),  # what it is about, by ids: it is never sent twice
    Column("data", JSON),  # ids and numbers; the words are read when it is posted
    Column("enterprise", Text),
    Column("channel", Text),
    Column("address", Text),
    # Of both:
    Column("due_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("nonce", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("posted", Boolean, nullable=False, server_default=false()),  # a post was started and may have arrived
    Column("fence", Integer, nullable=False, server_default="0"),  # incremented by each claim, which voids older ones
    Column("lease_until", UtcDateTime),
    Column("not_before", UtcDateTime),  # no claim before this; NULL once the delivery is finished
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("position", Text),  # where to resume searching the channel for this post; NULL: from the beginning
    Column("reference", Text),
    Column("reason", Text, nullable=False, server_default=""),
    Column("sent_at", UtcDateTime),
    Column("reconciled", Boolean, nullable=False, server_default=false()),  # found in the channel afterwards
    UniqueConstraint("subscription_id", "day"),
    UniqueConstraint("subscription_id", "cycle", "entry"),
)
# In the database both are partial indexes of the few rows with a `not_before`, so finished rows cost nothing. Only the
# migration says so: saying it here too would load both engines' dialects at each start, for nothing.
Index("ix_deliveries_lane_id_not_before", deliveries.c.lane_id, deliveries.c.not_before)
Index("ix_deliveries_due_at", deliveries.c.due_at)


def earlier_work(at: Any) -> ColumnElement[Any]:
    """A lane's new `work_at` if there is also something to claim from `at` on."""
    opens = case((lanes.c.open_at > at, lanes.c.open_at), else_=at)
    return case((lanes.c.work_at < opens, lanes.c.work_at), else_=opens)


def is_served(column: ColumnElement[str], served: Collection[str]) -> ColumnElement[bool]:
    """Whether a column is one of these. Written so that no index is used: nearly every row matches."""
    return (column + "").in_(tuple(served))
