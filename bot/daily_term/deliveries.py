"""The ledger of tips: each day's delivery of each subscription, and the lane of each workspace."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
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

lanes = Table(
    "lanes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("work_at", UtcDateTime, index=True),  # when something can be claimed, never before `open_at`; empty: nothing
    Column("open_at", UtcDateTime, nullable=False),  # before that the pace, or the platform, allows no claim
    Column("paused", Boolean, nullable=False, server_default=false()),  # it is the platform that allows none
    UniqueConstraint("platform", "workspace"),
)
"""A workspace's share of the road: its pace holds for all replicas, and none of them starves another."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subscription_id", Integer, ForeignKey("subscriptions.id", ondelete="CASCADE"), nullable=False),
    Column("lane_id", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("cycle", Integer, nullable=False),
    Column("entry", Text),  # pack/id; empty where none has reached the channel
    Column("name", Text, nullable=False),  # the entry's name, also of one that did not reach the channel
    Column("due_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("nonce", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("posted", Boolean, nullable=False, server_default=false()),  # a post has begun, and may be there
    Column("fence", Integer, nullable=False, server_default="0"),  # goes up with each claim: an older one is no good
    Column("lease_until", UtcDateTime),
    Column("not_before", UtcDateTime),  # before that nobody claims it; empty: it is finished
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("position", Text),  # where a search of the channel for this post goes on; empty: from its beginning
    Column("reference", Text),
    Column("reason", Text, nullable=False, server_default=""),
    Column("sent_at", UtcDateTime),
    Column("reconciled", Boolean, nullable=False, server_default=false()),  # found in the channel afterwards
    UniqueConstraint("subscription_id", "day"),
    UniqueConstraint("subscription_id", "cycle", "entry"),
)
# Both hold the few rows whose not_before is set, so that what is finished costs nothing. The migration says so: said
# here too it would load the dialects of both engines at each start, and nothing but migrations makes or compares them.
Index("ix_deliveries_lane_id_not_before", deliveries.c.lane_id, deliveries.c.not_before)
Index("ix_deliveries_due_at", deliveries.c.due_at)


def sooner(at: Any) -> ColumnElement[Any]:
    """A lane's `work_at`, where there is something to claim from a moment on."""
    opens = case((lanes.c.open_at > at, lanes.c.open_at), else_=at)
    return case((lanes.c.work_at < opens, lanes.c.work_at), else_=opens)


def served(platform: ColumnElement[str], platforms: Collection[str]) -> ColumnElement[bool]:
    """Whether it is one of these platforms. No index helps with that: nearly every row is of one."""
    return (platform + "").in_(tuple(platforms))
