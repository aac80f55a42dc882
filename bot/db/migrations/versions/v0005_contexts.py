"""What conversations were about, so that any replica understands a follow-up."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "contexts",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("entries", sa.JSON, nullable=False),
        sa.Column("level", sa.Text),
        sa.Column("shown", sa.Integer, nullable=False),
        sa.Column("offered", sa.Boolean, nullable=False),
        sa.Column("person", sa.Text),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_contexts_expires_at", "contexts", ["expires_at"])
