"""The table of what the thumbs below messages are about."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from bot.db.metadata import metadata
from bot.db.types import UtcDateTime

teams_rated = Table(
    "teams_rated",
    metadata,
    Column("key", Text, primary_key=True),  # a keyed hash of the conversation and the message
    Column("entry", Text, nullable=False),  # pack/id
    Column("version", Text, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)
"""One row per message with thumbs: Teams reports a thumb with the message's id alone."""
