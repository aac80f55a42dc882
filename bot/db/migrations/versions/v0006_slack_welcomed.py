"""The people whom the bot has welcomed on Slack, as keyed hashes."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """One row per person, to be deleted with the workspace or the organisation."""
    op.create_table(
        "slack_welcomed",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("enterprise", sa.Text),
    )
    op.create_index("ix_slack_welcomed_workspace", "slack_welcomed", ["workspace"])
    op.create_index("ix_slack_welcomed_enterprise", "slack_welcomed", ["enterprise"])
