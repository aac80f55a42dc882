"""The database's own tables, for all features: keys of events already taken, and what conversations were about."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Integer, Table, Text

from bot.db.metadata import metadata
from bot.db.types import UtcDateTime, database_now

seen_events = Table(
    "seen_events",
    metadata,
    Column("key", Text, primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False, default=database_now(), index=True),
)

contexts = Table(
    "contexts",
    metadata,
    Column("key", Text, primary_key=True),  # a keyed hash of the workspace, the channel, and the thread or the person
    Column("command", Text, nullable=False),
    Column("entries", JSON, nullable=False),  # names of entries
    Column("before", JSON),  # names of the entries of the answer before; NULL from the release before
    Column("level", Text),
    Column("shown", Integer, nullable=False),  # the last interview question on the screen, counted from 1
    Column("offered", Boolean, nullable=False),
    Column("kit", Text),  # the set id of the interview kit on the screen
    Column("details", JSON),  # the further parts of a topic (bot/db/contexts.py); NULL from the release before
    Column("person", Text),  # a keyed hash of the person who got the answer; NULL once others have written
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)
"""What the last answer in a conversation was about (`handlers.topic.Topic`): names of the content and of places."""
