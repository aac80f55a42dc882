"""The table of agents' keys. A key itself is in no table: only its hash is."""

from __future__ import annotations

from sqlalchemy import Column, Date, Table, Text

from bot.db.metadata import metadata

agent_keys = Table(
    "agent_keys",
    metadata,
    Column("id", Text, primary_key=True),  # the public part of the key
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),  # what it is for, in the operator's words
    Column("hash", Text, nullable=False),  # SHA-256 of the secret part: 256 random bits need no slow hash
    Column("created_on", Date, nullable=False),
    Column("last_used_on", Date),  # a day in UTC, so that it says nothing about anybody's hours
    Column("revoked_on", Date),
)
"""One row per key, also for those that were revoked."""
