"""The tables of open requests, lines to owners and digests: nothing that nobody pressed a button for."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Integer, Table, Text, UniqueConstraint, true

from bot.db.metadata import metadata
from bot.db.types import UtcDateTime

open_requests = Table(
    "open_requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),  # of the people themselves: never the one whose channel they are in
    Column("enterprise", Text, index=True),
    Column("key", Text),  # the folded word; NULL once it is answered, so that it may be asked for again
    Column("word", Text, nullable=False),  # at most `WORD_LENGTH` characters
    Column("answer", JSON),  # {"term": id}, {"entry": key} or {"not_ours": true}; NULL while it is open
    Column("seen_revision", Integer, nullable=False, server_default="0"),  # of the team's terms, when last compared
    Column("asked_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    UniqueConstraint("platform", "workspace", "key"),
)
"""Words that people of a workspace have asked for. A row goes when all of its askers have heard, or when it expires."""

request_askers = Table(
    "request_askers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("request_id", Integer, ForeignKey("open_requests.id", ondelete="CASCADE"), nullable=False),
    Column("token", Text, nullable=False, unique=True),  # random; in the key of the notice
    Column("person", Text, nullable=False, index=True),  # the id to answer to; it is shown to nobody
    Column("address", Text),  # what else the platform needs to post there (Teams: the service URL)
    Column("asked_at", UtcDateTime, nullable=False),
    UniqueConstraint("request_id", "person"),
)
"""Who gets an answer. A row goes when the person has heard it."""

request_weeks = Table(
    "request_weeks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("enterprise", Text, index=True),
    Column("week", Date, nullable=False, index=True),  # its Monday
    Column("answered", Integer, nullable=False, server_default="0"),
    Column("not_ours", Integer, nullable=False, server_default="0"),
    UniqueConstraint("platform", "workspace", "week"),
)
"""How many requests were closed in a week."""

owner_lines = Table(
    "owner_lines",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", Text, nullable=False, unique=True),  # random; in the keys of the notices
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("enterprise", Text, index=True),
    Column("entry", Text, nullable=False),  # pack/id
    Column("rating", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("waiting", Integer, nullable=False),  # owners who have not got it yet; the row goes with the last one
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)
"""Lines that people send to the owners of their workspace with a thumb down, without a name."""

team_digests = Table(
    "team_digests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("enterprise", Text, index=True),
    Column("made_by", Text, nullable=False),  # gets it if no owner is known by id
    Column("address", Text),
    Column("zone", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("next_day", Date, nullable=False),  # a Monday, in the zone
    Column("next_at", UtcDateTime, index=True),
    UniqueConstraint("platform", "workspace"),
)
"""The workspaces whose owners get a digest on Mondays."""
