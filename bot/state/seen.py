"""Which deliveries have been taken already, by whichever replica."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from bot.state.metadata import metadata
from bot.state.types import UtcDateTime, database_now

seen_events = Table(
    "seen_events",
    metadata,
    Column("key", Text, primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False, default=database_now(), index=True),
)
