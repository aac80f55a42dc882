"""Notices beside daily terms in the ledger, counts of feedback, open requests and digests."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_MOMENT = sa.DateTime(timezone=True)
_RATINGS = ("up", "down", "wrong", "outdated", "unclear", "missing")


def upgrade() -> None:
    """Let a delivery belong to no subscription, give each feature lanes of its own, and add the new tables."""
    _ledger()
    _feedback()
    _requests()
    _lines_and_digests()


def _ledger() -> None:
    with op.batch_alter_table("lanes") as lanes:
        lanes.add_column(sa.Column("feature", sa.Text, nullable=False, server_default="daily_term"))
        lanes.drop_constraint("uq_lanes_platform_workspace", type_="unique")
        lanes.create_unique_constraint("uq_lanes_platform_workspace_feature", ["platform", "workspace", "feature"])
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.add_column(sa.Column("kind", sa.Text, nullable=False, server_default="term"))
        deliveries.add_column(sa.Column("key", sa.Text))
        deliveries.add_column(sa.Column("data", sa.JSON))
        deliveries.add_column(sa.Column("enterprise", sa.Text))
        deliveries.add_column(sa.Column("channel", sa.Text))
        deliveries.add_column(sa.Column("address", sa.Text))
        deliveries.alter_column("subscription_id", existing_type=sa.Integer, nullable=True)
        deliveries.alter_column("day", existing_type=sa.Date, nullable=True)
        deliveries.alter_column("cycle", existing_type=sa.Integer, nullable=True)
        deliveries.create_unique_constraint("uq_deliveries_key", ["key"])


def _feedback() -> None:
    op.create_table(
        "feedback_counts",
        *_of_workspace(),
        sa.Column("week", sa.Date, nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        *(sa.Column(rating, sa.Integer, nullable=False, server_default="0") for rating in _RATINGS),
        sa.UniqueConstraint(
            *("platform", "workspace", "week", "entry", "version"),
            name="uq_feedback_counts_platform_workspace_week_entry_version",
        ),
    )
    op.create_index("ix_feedback_counts_enterprise", "feedback_counts", ["enterprise"])
    op.create_index("ix_feedback_counts_week", "feedback_counts", ["week"])


def _requests() -> None:
    op.create_table(
        "open_requests",
        *_of_workspace(),
        sa.Column("key", sa.Text),
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("answer", sa.JSON),
        sa.Column("seen_revision", sa.Integer, nullable=False, server_default="0"),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("platform", "workspace", "key", name="uq_open_requests_platform_workspace_key"),
    )
    op.create_index("ix_open_requests_enterprise", "open_requests", ["enterprise"])
    op.create_index("ix_open_requests_expires_at", "open_requests", ["expires_at"])
    request = sa.ForeignKey("open_requests.id", name="fk_request_askers_request_id_open_requests", ondelete="CASCADE")
    op.create_table(
        "request_askers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("request_id", sa.Integer, request, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("token", name="uq_request_askers_token"),
        sa.UniqueConstraint("request_id", "person", name="uq_request_askers_request_id_person"),
    )
    op.create_index("ix_request_askers_person", "request_askers", ["person"])
    op.create_table(
        "request_weeks",
        *_of_workspace(),
        sa.Column("week", sa.Date, nullable=False),
        sa.Column("answered", sa.Integer, nullable=False, server_default="0"),
        sa.Column("not_ours", sa.Integer, nullable=False, server_default="0"),
        sa.UniqueConstraint("platform", "workspace", "week", name="uq_request_weeks_platform_workspace_week"),
    )
    op.create_index("ix_request_weeks_enterprise", "request_weeks", ["enterprise"])
    op.create_index("ix_request_weeks_week", "request_weeks", ["week"])


def _lines_and_digests() -> None:
    op.create_table(
        "owner_lines",
        *_of_workspace(),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("rating", sa.Text, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("waiting", sa.Integer, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("token", name="uq_owner_lines_token"),
    )
    op.create_index("ix_owner_lines_enterprise", "owner_lines", ["enterprise"])
    op.create_index("ix_owner_lines_expires_at", "owner_lines", ["expires_at"])
    op.create_table(
        "team_digests",
        *_of_workspace(),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("next_day", sa.Date, nullable=False),
        sa.Column("next_at", _MOMENT),
        sa.UniqueConstraint("platform", "workspace", name="uq_team_digests_platform_workspace"),
    )
    op.create_index("ix_team_digests_enterprise", "team_digests", ["enterprise"])
    op.create_index("ix_team_digests_next_at", "team_digests", ["next_at"])


def _of_workspace() -> tuple[sa.Column[int], *tuple[sa.Column[str], ...]]:
    return (
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("enterprise", sa.Text),
    )
