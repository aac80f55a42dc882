"""The teams' own terms, with their versions, and proposals that wait for an owner."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Everything hangs on the workspace's row, so that an uninstall deletes it at once."""
    op.create_table(
        "team_workspaces",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("enterprise", sa.Text),
        sa.Column("revision", sa.Integer, nullable=False, server_default="0"),
        sa.UniqueConstraint("platform", "workspace", name="uq_team_workspaces_platform_workspace"),
    )
    op.create_index("ix_team_workspaces_enterprise", "team_workspaces", ["enterprise"])
    op.create_index("ix_team_workspaces_revision", "team_workspaces", ["revision"])
    op.create_table(
        "team_revision",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("deleted", sa.Integer, nullable=False),
    )
    op.create_table(
        "team_terms",
        sa.Column("id", sa.Integer, primary_key=True),
        _of("workspace_id", "team_terms", "team_workspaces", nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("meaning", sa.JSON, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("review_by", sa.Date),
        sa.Column("nudge_at", sa.DateTime(timezone=True)),
        sa.Column("live", sa.Boolean, nullable=False),
        sa.UniqueConstraint("workspace_id", "key", "digest", name="uq_team_terms_workspace_id_key_digest"),
    )
    op.create_index("ix_team_terms_nudge_at", "team_terms", ["nudge_at"])
    op.create_table(
        "team_versions",
        sa.Column("id", sa.Integer, primary_key=True),
        _of("term_id", "team_versions", "team_terms", nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("change", sa.Text, nullable=False),
        sa.Column("meaning", sa.JSON, nullable=False),
        sa.UniqueConstraint("term_id", "number", name="uq_team_versions_term_id_number"),
    )
    op.create_table(
        "team_proposals",
        sa.Column("id", sa.Integer, primary_key=True),
        _of("workspace_id", "team_proposals", "team_workspaces", nullable=False),
        _of("term_id", "team_proposals", "team_terms", nullable=True),
        sa.Column("base", sa.Integer),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("meaning", sa.JSON),
        sa.Column("proposer", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("decided_by", sa.Text, nullable=False, server_default=""),
        sa.Column("reason", sa.Text, nullable=False, server_default=""),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_team_proposals_workspace_id_state", "team_proposals", ["workspace_id", "state"])


def _of(column: str, table: str, parent: str, *, nullable: bool) -> sa.Column[int]:
    key = sa.ForeignKey(f"{parent}.id", name=f"fk_{table}_{column}", ondelete="CASCADE")
    return sa.Column(column, sa.Integer, key, nullable=nullable)
