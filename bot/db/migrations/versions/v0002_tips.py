"""Subscriptions, their deliveries, and the lanes that deliveries go out by."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """What a channel's daily term needs."""
    _subscriptions()
    op.create_table(
        "lanes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("work_at", _MOMENT),
        sa.Column("open_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("platform", "workspace", name="uq_lanes_platform_workspace"),
    )
    op.create_index("ix_lanes_work_at", "lanes", ["work_at"])
    _deliveries()


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("enterprise", sa.Text),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("local_time", sa.Time, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("weekdays", sa.Text, nullable=False),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("holidays", sa.Text),
        sa.Column("skips", sa.JSON, nullable=False),
        sa.Column("cycle", sa.Integer, nullable=False, server_default="1"),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("next_day", sa.Date),
        sa.Column("next_at", _MOMENT),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("platform", "workspace", "channel", name="uq_subscriptions_platform_workspace_channel"),
    )
    op.create_index("ix_subscriptions_next_at", "subscriptions", ["next_at"])


def _deliveries() -> None:
    subscription = sa.ForeignKey(
        "subscriptions.id", name="fk_deliveries_subscription_id_subscriptions", ondelete="CASCADE"
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("subscription_id", sa.Integer, subscription, nullable=False),
        sa.Column("lane_id", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("cycle", sa.Integer, nullable=False),
        sa.Column("entry", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("nonce", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("posted", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("fence", sa.Integer, nullable=False, server_default="0"),
        sa.Column("lease_until", _MOMENT),
        sa.Column("not_before", _MOMENT),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("reference", sa.Text),
        sa.Column("reason", sa.Text, nullable=False, server_default=""),
        sa.Column("sent_at", _MOMENT),
        sa.Column("reconciled", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.UniqueConstraint("subscription_id", "day", name="uq_deliveries_subscription_id_day"),
        sa.UniqueConstraint("subscription_id", "cycle", "entry", name="uq_deliveries_subscription_id_cycle_entry"),
    )
    unfinished = sa.text("not_before IS NOT NULL")
    for name, columns in (
        ("ix_deliveries_lane_id_not_before", ["lane_id", "not_before"]),
        ("ix_deliveries_due_at", ["due_at"]),
    ):
        op.create_index(name, "deliveries", columns, postgresql_where=unfinished, sqlite_where=unfinished)
