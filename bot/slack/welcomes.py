"""Record whom the bot has welcomed, so that everybody is welcomed once, across restarts and replicas.

A row says that a person was welcomed, and to whoever reads the database not even who that is: it holds keyed hashes.
"""

from __future__ import annotations

from hashlib import blake2b

import structlog
from sqlalchemy import Column, Table, Text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.engine import UNREACHABLE, empty_log, insert
from bot.db.metadata import metadata
from handlers.request import Person

log = structlog.get_logger()

welcomed = Table(
    "slack_welcomed",
    metadata,
    Column("person", Text, primary_key=True),  # hash of the organisation, or else the workspace, and the user
    Column("workspace", Text, nullable=False, index=True),  # hash; where the person was welcomed
    Column("enterprise", Text, index=True),  # hash; NULL without an organisation
)
"""One row per person. A user of an Enterprise Grid organisation has one id in all of its workspaces, so one row."""


class Welcomes:
    """The people who were welcomed. `secret` is the key of the hashes: with another one everybody is new again."""

    def __init__(self, engine: AsyncEngine, secret: str) -> None:
        self._engine = engine
        self._key = blake2b(secret.encode()).digest()

    async def is_first(self, person: Person) -> bool:
        """Whether this person has not been welcomed yet; records that they are now.

        False if the database is unreachable: no welcome is better than one at each opening.
        """
        row = {
            "person": self._hash("person", person.enterprise or person.workspace, person.user),
            "workspace": self._hash("workspace", person.workspace),
            "enterprise": self._hash("enterprise", person.enterprise) if person.enterprise else None,
        }
        try:
            async with self._engine.begin() as connection:
                new = insert(self._engine, welcomed).values(row).on_conflict_do_nothing()
                return (await connection.execute(new)).rowcount == 1
        except UNREACHABLE as error:
            log.warning("state.unreachable", doing="welcome", error=type(error).__name__)
            return False

    async def forget(self, enterprise: str | None, workspace: str | None) -> None:
        """Delete the rows of a workspace, or of a whole organisation if `workspace` is None."""
        if workspace is not None:
            gone = welcomed.c.workspace == self._hash("workspace", workspace)
        else:
            gone = welcomed.c.enterprise == self._hash("enterprise", enterprise or "")
        async with self._engine.begin() as connection:
            await connection.execute(welcomed.delete().where(gone))
        await empty_log(self._engine)

    def _hash(self, *parts: str) -> str:
        return blake2b("\n".join(parts).encode(), digest_size=16, key=self._key).hexdigest()
