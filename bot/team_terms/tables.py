"""The tables of the teams' own terms: workspaces, terms, their versions, and proposals."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from bot.db.metadata import metadata
from bot.db.types import UtcDateTime

team_workspaces = Table(
    "team_workspaces",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),  # of the people themselves: never the one whose channel they are in
    Column("enterprise", Text, index=True),  # Slack's Enterprise Grid organisation, if any
    Column("revision", Integer, nullable=False, server_default="0", index=True),  # the latest change's
    Column("owners", JSON(none_as_null=True)),  # ids, or handlers.team_terms.rules; NULL: those of the settings
    Column("proposers", JSON(none_as_null=True)),
    UniqueConstraint("platform", "workspace"),
)
"""One row per workspace that has taught the bot anything. All other rows are deleted with it."""

team_revision = Table(
    "team_revision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("deleted", Integer, nullable=False),  # the revision at which a workspace was last deleted
)
"""One row, incremented at the end of each change's transaction: by it, replicas notice changes in their order."""

team_terms = Table(
    "team_terms",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", Integer, ForeignKey("team_workspaces.id", ondelete="CASCADE"), nullable=False),
    Column("key", Text, nullable=False),  # the folded name
    Column("digest", Text, nullable=False),  # a checksum of the folded meaning: nobody teaches the same thing twice
    Column("version", Integer, nullable=False),
    Column("meaning", JSON, nullable=False),  # handlers.team_terms.terms.Meaning
    Column("owner", Text, nullable=False),
    Column("review_by", Date),
    Column("nudge_at", UtcDateTime, index=True),  # when to remind the owner next; NULL for never
    Column("live", Boolean, nullable=False),  # removed terms stay, so that they can be restored
    UniqueConstraint("workspace_id", "key", "digest"),
)

team_versions = Table(
    "team_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("term_id", Integer, ForeignKey("team_terms.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("change", Text, nullable=False),  # handlers.team_terms.terms.Change
    Column("meaning", JSON, nullable=False),
    UniqueConstraint("term_id", "number"),
)

team_proposals = Table(
    "team_proposals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workspace_id", Integer, ForeignKey("team_workspaces.id", ondelete="CASCADE"), nullable=False),
    Column("term_id", Integer, ForeignKey("team_terms.id", ondelete="CASCADE")),  # the term to change; NULL: a new one
    Column("base", Integer),  # the version of the term that was changed
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),  # handlers.team_terms.terms.ProposalState
    Column("meaning", JSON),  # NULL once it was declined
    Column("proposer", Text, nullable=False),
    Column("channel", Text, nullable=False),  # where it may be announced; empty for a direct message
    Column("address", Text),  # what else the platform needs to post there (Teams: the service URL)
    Column("decided_by", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("made_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
)
Index("ix_team_proposals_workspace_id_state", team_proposals.c.workspace_id, team_proposals.c.state)
