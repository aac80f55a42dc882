"""What workspaces choose: who owns and proposes their terms, and which channels get them as daily terms."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """New columns with the behaviour of before, and a table of what the thumbs below messages in Teams are about."""
    for name in ("owners", "proposers"):
        op.add_column("team_workspaces", sa.Column(name, sa.JSON))
    op.add_column("subscriptions", sa.Column("words_of", sa.Text))
    op.create_table(
        "teams_rated",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_teams_rated_expires_at", "teams_rated", ["expires_at"])
