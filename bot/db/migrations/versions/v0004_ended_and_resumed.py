"""Why a subscription ended by itself, how far a search of the history has come, and what holds a lane back."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_GONE = (
    *("channel_not_found", "is_archived"),
    *("BotNotInConversationRoster", "ConversationNotFound", "ForbiddenOperationException", "MessageWritesBlocked"),
)
"""The refusals that turned a subscription off up to now."""


def upgrade() -> None:
    """Add the columns; a subscription that is off and whose last delivery was refused for good ended by that."""
    op.add_column("deliveries", sa.Column("position", sa.Text))
    op.add_column("lanes", sa.Column("paused", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("subscriptions", sa.Column("ended_at", sa.DateTime(timezone=True)))
    op.add_column("subscriptions", sa.Column("ended_reason", sa.Text))
    _fill_in()


def _fill_in() -> None:
    subscriptions = sa.table("subscriptions", *map(sa.column, ("id", "active", "ended_at", "ended_reason")))
    columns = ("id", "subscription_id", "day", "state", "reason", "due_at")
    deliveries = sa.table("deliveries", *map(sa.column, columns))
    newest = deliveries.alias("newest")
    last = sa.select(sa.func.max(newest.c.day)).where(newest.c.subscription_id == subscriptions.c.id)
    refused = sa.and_(
        deliveries.c.subscription_id == subscriptions.c.id,
        deliveries.c.day == last.scalar_subquery(),
        deliveries.c.state == "failed",
        deliveries.c.reason.in_(_GONE),
    )
    off = sa.and_(sa.not_(subscriptions.c.active), sa.exists().where(refused))
    op.execute(
        subscriptions.update()
        .where(off)
        .values(
            ended_at=sa.select(deliveries.c.due_at).where(refused).scalar_subquery(),
            ended_reason=sa.select(deliveries.c.reason).where(refused).scalar_subquery(),
        )
    )
