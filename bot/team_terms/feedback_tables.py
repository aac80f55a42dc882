"""The table of feedback: counts, and nothing that leads to a person or a question."""

from __future__ import annotations

from sqlalchemy import Column, Date, Integer, Table, Text, UniqueConstraint

from bot.db.metadata import metadata

RATINGS = ("up", "down", "wrong", "outdated", "unclear", "missing")

feedback_counts = Table(
    "feedback_counts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("enterprise", Text, index=True),  # Slack's Enterprise Grid organisation, if any
    Column("week", Date, nullable=False, index=True),  # its Monday
    Column("entry", Text, nullable=False),  # pack/id
    Column("version", Text, nullable=False),
    *(Column(rating, Integer, nullable=False, server_default="0") for rating in RATINGS),
    UniqueConstraint("platform", "workspace", "week", "entry", "version"),
)
"""One row per workspace, week, entry and version of the entry."""
