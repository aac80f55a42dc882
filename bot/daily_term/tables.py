"""The table of the daily term: subscriptions. Their deliveries are in the ledger (bot/ledger/tables.py)."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, Table, Text, Time, UniqueConstraint

from bot.db.metadata import metadata
from bot.db.types import UtcDateTime

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("enterprise", Text),  # Slack's Enterprise Grid organisation, if any
    Column("workspace", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("address", Text),  # what else the platform needs to post there (Teams: the service URL)
    Column("made_by", Text, nullable=False),
    Column("local_time", Time, nullable=False),
    Column("zone", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("weekdays", Text, nullable=False),  # digits; Monday is 0
    Column("fields", JSON, nullable=False),
    Column("words_of", Text),  # the workspace or organisation whose own words are among the terms; NULL: none
    Column("holidays", Text),
    Column("skips", JSON, nullable=False),  # pairs of dates
    Column("cycle", Integer, nullable=False, server_default="1"),  # incremented once every entry has been used
    Column("active", Boolean, nullable=False),  # rows that are off stay, so that no date is posted twice
    Column("next_day", Date),
    Column("next_at", UtcDateTime, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),  # when it ended by itself; NULL if it is on or a person turned it off
    Column("ended_reason", Text),  # the platform's code, or one from bot/daily_term/failure_reasons.py
    UniqueConstraint("platform", "workspace", "channel"),
    Index("uq_subscriptions_platform_enterprise_channel", "platform", "enterprise", "channel", unique=True),
)
"""One row per channel. Workspaces of one organisation (`enterprise`) may share a channel, which still has one row."""
