"""Remember what the thumbs below a message are about: Teams reports a thumb with the message's id alone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from cachetools import LRUCache

from bot.signatures import Signer
from handlers.team_terms.feedback import Rated

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

IN_MEMORY = 10_000
"""Messages in memory, about 3 MB: the latest, or all of them without a database."""
KEPT = timedelta(days=30)
"""How long a message can be rated."""
WRITE_SECONDS = 1.0
"""How long a message that has been posted waits for its row; after that only this process knows it."""
PRUNE_SECONDS = 3600.0
"""Least time between two deletions of old rows."""

log = structlog.get_logger()


class RatedMessages:
    """What messages are about, by a keyed hash of conversation and message, for all replicas if there is a database.

    `secret` keys the hashes. It's the same for all replicas and not in the database.
    """

    def __init__(
        self, engine: AsyncEngine | None = None, secret: str = "", timer: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine, self._timer = engine, timer
        self._signer = Signer(secret, "messages with thumbs")
        self._latest: LRUCache[str, Rated] = LRUCache(IN_MEMORY)
        self._prune_at = timer()

    async def remember(self, conversation: str, message: str, rated: Rated) -> None:
        """Remember what a message is about. Never raises."""
        key = self._signer.sign(conversation, message)
        self._latest[key] = rated
        if self._engine is None:
            return
        from bot.db.engine import UNREACHABLE  # noqa: PLC0415 - with the database

        try:
            async with asyncio.timeout(WRITE_SECONDS):
                await self._insert(self._engine, key, rated)
        except UNREACHABLE as error:
            log.warning("state.unreachable", doing="thumbs", error=type(error).__name__)

    async def find(self, conversation: str, message: str) -> Rated | None:
        """What a message is about; None if it has no thumbs, or is too old. Never raises."""
        key = self._signer.sign(conversation, message)
        if (rated := self._latest.get(key)) is not None or self._engine is None:
            return rated
        from sqlalchemy import select  # noqa: PLC0415 - with the database

        from bot.db.engine import UNREACHABLE  # noqa: PLC0415
        from bot.teams.rated_tables import teams_rated  # noqa: PLC0415

        columns = teams_rated.c
        query = select(columns.entry, columns.version).where(columns.key == key)
        try:
            async with asyncio.timeout(WRITE_SECONDS), self._engine.connect() as connection:
                row = (await connection.execute(query)).one_or_none()
        except UNREACHABLE as error:
            log.warning("state.unreachable", doing="thumbs", error=type(error).__name__)
            return None
        return Rated(row.entry, row.version) if row else None

    async def _insert(self, engine: AsyncEngine, key: str, rated: Rated) -> None:
        from bot.db.engine import insert  # noqa: PLC0415
        from bot.teams.rated_tables import teams_rated  # noqa: PLC0415

        now = datetime.now(UTC)
        row = {"key": key, "entry": rated.entry, "version": rated.version, "expires_at": now + KEPT}
        async with engine.begin() as connection:
            if self._timer() >= self._prune_at:
                self._prune_at = self._timer() + PRUNE_SECONDS
                await connection.execute(teams_rated.delete().where(teams_rated.c.expires_at <= now))
            await connection.execute(insert(engine, teams_rated).values(row).on_conflict_do_nothing())
