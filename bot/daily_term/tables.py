"""The tables of the daily term: subscriptions, their deliveries (the ledger), and the lane of each workspace."""

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
    Time,
    UniqueConstraint,
    case,
    false,
)

from bot.db.metadata import metadata
from bot.db.types import UtcDateTime

PENDING, SENT, MISSED, FAILED, UNKNOWN = "pending", "sent", "missed", "failed", "unknown"
"""The values of `deliveries.state`."""

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("enterprise", Text),  # Slack's Enterprise Grid organisation, if any
    Column("workspace", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("address", Text),  # what else the platform needs to post there (Teams: the service URL)
    Column("made_by", Text, nullable=False),
    Column("local_time", Time, nullable=False),
    Column("zone", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("weekdays", Text, nullable=False),  # digits; Monday is 0
    Column("fields", JSON, nullable=False),
    Column("holidays", Text),
    Column("skips", JSON, nullable=False),  # pairs of dates
    Column("cycle", Integer, nullable=False, server_default="1"),  # incremented once every entry has been used
    Column("active", Boolean, nullable=False),  # rows that are off stay, so that no date is posted twice
    Column("next_day", Date),
    Column("next_at", UtcDateTime, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),  # when it ended by itself; NULL if it is on or a person turned it off
    Column("ended_reason", Text),  # the platform's code, or one from bot/daily_term/failure_reasons.py
    UniqueConstraint("platform", "workspace", "channel"),
    Index("uq_subscriptions_platform_enterprise_channel", "platform", "enterprise", "channel", unique=True),
)
"""One row per channel. Workspaces of one organisation (`enterprise`) may share a channel, which still has one row."""

lanes = Table(
    "lanes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("work_at", UtcDateTime, index=True),  # next time there is something to claim, >= `open_at`; or NULL
    Column("open_at", UtcDateTime, nullable=False),  # the pace, or the platform, allows no claim before this
    Column("paused", Boolean, nullable=False, server_default=false()),  # `open_at` was set by the platform
    UniqueConstraint("platform", "workspace"),
)
"""One row per workspace: its pace holds across all replicas, and no workspace starves another."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subscription_id", Integer, ForeignKey("subscriptions.id", ondelete="CASCADE"), nullable=False),
    Column("lane_id", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("cycle", Integer, nullable=False),
    Column("entry", Text),  # pack/id; NULL if no entry was used up
    Column("name", Text, nullable=False),  # the entry's name, even if it did not reach the channel
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


def is_served(platform: ColumnElement[str], platforms: Collection[str]) -> ColumnElement[bool]:
    """Whether the platform column is one of these. Written so that no index is used: nearly every row matches."""
    return (platform + "").in_(tuple(platforms))
