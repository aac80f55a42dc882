"""Count thumbs and reasons by workspace, week, entry and version; nobody and no question is stored."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import blake2b

import structlog
from cachetools import LRUCache
from sqlalchemy import case
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import metrics
from bot.db.clock import Clock
from bot.db.engine import UNREACHABLE, insert
from bot.team_terms.feedback_tables import feedback_counts
from handlers.request import Person
from handlers.team_terms.feedback import Rated, Rating

REMEMBERED = 20_000
"""Thumbs that this process remembers as hashes, so that pressing twice counts once; about 4 MB."""
KEPT_WEEKS = 53

log = structlog.get_logger()


class FeedbackStore:
    """The counts of all workspaces. Who has rated what is only in this process's memory, as keyed hashes."""

    def __init__(self, engine: AsyncEngine, clock: Clock | None = None) -> None:
        self._engine, self._clock = engine, clock or Clock()
        self._thumbs: LRUCache[bytes, Rating] = LRUCache(REMEMBERED)
        self._key, self._week = b"", date.min

    async def rate(self, person: Person, rated: Rated, rating: Rating) -> None:
        """Count a rating, unless this person has given it this week; a thumb replaces their other one.

        If the database is unreachable, the rating is lost, and that is logged.
        """
        try:
            async with self._engine.begin() as connection:
                week = week_of((await self._clock.read(connection)).date())
                changes = self._changes(person, rated, rating, week)
                if not changes:
                    return
                row = {
                    "platform": person.platform,
                    "workspace": person.own_workspace,
                    "enterprise": person.enterprise,
                    "week": week,
                    "entry": rated.entry,
                    "version": rated.version,
                    **{name: max(change, 0) for name, change in changes.items()},
                }
                new = insert(self._engine, feedback_counts).values(row)
                counts = {name: _added(name, change) for name, change in changes.items()}
                key = ["platform", "workspace", "week", "entry", "version"]
                await connection.execute(new.on_conflict_do_update(index_elements=key, set_=counts))
                old = feedback_counts.c.week < week - timedelta(weeks=KEPT_WEEKS)
                await connection.execute(feedback_counts.delete().where(old))
        except UNREACHABLE as error:
            log.warning("state.unreachable", doing="feedback", error=type(error).__name__)
            return
        self._remember(person, rated, rating)
        metrics.feedback.labels(rating.value).inc()

    def _changes(self, person: Person, rated: Rated, rating: Rating, week: date) -> Mapping[str, int]:
        """By column, what to add; empty if this was counted before."""
        if week != self._week:  # with the key, who rated what in the week before is forgotten
            self._key, self._week = secrets.token_bytes(16), week
            self._thumbs.clear()
        before = self._thumbs.get(self._hash(person, rated, rating))
        if before is rating:
            return {}
        return {rating.value: 1, **({before.value: -1} if before else {})}

    def _remember(self, person: Person, rated: Rated, rating: Rating) -> None:
        self._thumbs[self._hash(person, rated, rating)] = rating

    def _hash(self, person: Person, rated: Rated, rating: Rating) -> bytes:
        """Of the person and the entry, for either thumb; of the person, the entry and the reason, for a reason."""
        what = "" if rating in (Rating.UP, Rating.DOWN) else rating.value
        parts = (person.platform, person.own_workspace, person.user, str(rated), what)
        return blake2b("\n".join(parts).encode(errors="surrogatepass"), digest_size=16, key=self._key).digest()


def _added(name: str, change: int) -> object:
    """The column plus the change, never below zero."""
    column = feedback_counts.c[name]
    return column + change if change > 0 else case((column > 0, column + change), else_=0)


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())
