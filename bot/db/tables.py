"""The database's own table: keys of events that were already taken, for all features."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from bot.db.metadata import metadata
from bot.db.types import UtcDateTime, database_now

seen_events = Table(
    "seen_events",
    metadata,
    Column("key", Text, primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False, default=database_now(), index=True),
)
