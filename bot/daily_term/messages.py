"""The daily terms as the ledger sees them: where each goes, what it says, and what happens if the channel is gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot import metrics
from bot.daily_term.failure_reasons import NO_ENTRY
from bot.daily_term.own_words import OwnWords
from bot.daily_term.planner import Planner, choose
from bot.daily_term.rotation import Chosen, current_rotation, key_of
from bot.daily_term.subscriptions import note_end, target_of, turn_off
from bot.daily_term.tables import subscriptions
from bot.db.clock import Clock
from bot.ledger.messages import Claim, ClaimedRows, Platforms, Recipient
from bot.ledger.tables import is_served
from bot.ledger.timing import Timing
from bot.platform import Refused
from content.library import Library
from content.models import Entry
from content.team_terms import PACK
from handlers.reply import Reply

FEATURE = "daily_term"
Render = Callable[[Entry], Reply]
"""Builds the message that a channel gets about an entry."""


class TermMessages:
    """Implements `bot.ledger.messages.Messages`."""

    feature, label = FEATURE, "tips"

    def __init__(  # noqa: PLR0913 (one for each part)
        self,
        engine: AsyncEngine,
        library: Callable[[], Library],
        platforms: Platforms,
        render: Render,
        *,
        timing: Timing,
        clock: Clock,
        own_words: OwnWords | None = None,
    ) -> None:
        self._engine, self._platforms, self._render = engine, platforms, render
        self._rotation, self._own_words = current_rotation(library), own_words or OwnWords()
        self.planner = Planner(engine, library, platforms, timing, clock, self._own_words)

    def next_at(self) -> ColumnElement[datetime | None]:
        """When the next subscription is due."""
        ours = is_served(subscriptions.c.platform, self._platforms)
        return select(func.min(subscriptions.c.next_at)).where(ours).scalar_subquery()

    async def plan(self) -> int:
        """Plan one batch of subscriptions that are due."""
        return await self.planner.plan()

    async def recipients(self, connection: AsyncConnection, rows: Sequence[Any]) -> Mapping[int, Recipient]:
        """The channels of the subscriptions."""
        query = select(subscriptions).where(subscriptions.c.id.in_({row.subscription_id for row in rows}))
        owners = {row.id: Recipient(target_of(row), row.active) for row in await connection.execute(query)}
        return {row.id: owners[row.subscription_id] for row in rows if row.subscription_id in owners}

    def is_wanted(self, claim: Claim) -> ColumnElement[bool]:
        """Whether the subscription is on."""
        return exists().where(subscriptions.c.id == claim.subscription_id, subscriptions.c.active)

    async def render(self, claim: Claim, ledger: ClaimedRows) -> Reply | Refused:
        """The message about the entry, or about another one if the content no longer has it."""
        entry = self._rotation().entry(claim.entry) or await self._own_word(claim)
        if entry is None:
            chosen = await self.substitute(claim, ledger)
            if chosen is None:
                return Refused(NO_ENTRY)
            entry = chosen.entry
        return self._render(entry)

    async def substitute(self, claim: Claim, ledger: ClaimedRows) -> Chosen | None:
        """Replace an entry that has been removed from the content. None if no other can be used."""
        row = await self._subscription(claim)
        own = await self._own_words.of(row) if row else ()
        async with ledger.begin() as connection:
            query = select(subscriptions).where(subscriptions.c.id == claim.subscription_id).with_for_update()
            rows = (await connection.execute(query)).all()
            chosen = (await choose(connection, self._rotation(), rows, lambda _: own)).get(claim.subscription_id)
            if chosen is None:
                return None
            values = {"entry": key_of(chosen.entry), "name": chosen.entry.name, "cycle": chosen.cycle}
            if not await ledger.update_claimed(connection, claim, values):
                return None
            change = subscriptions.update().where(subscriptions.c.id == claim.subscription_id)
            await connection.execute(change.values(cycle=chosen.cycle))
        return chosen

    async def _own_word(self, claim: Claim) -> Entry | None:
        """The team's own word that the claim is about, as it is now; None if it is about another entry, or gone."""
        key = claim.entry or ""
        row = await self._subscription(claim) if key.startswith(f"{PACK}/") else None
        return await self._own_words.find(row, key) if row else None

    async def _subscription(self, claim: Claim) -> Any:
        query = select(subscriptions).where(subscriptions.c.id == claim.subscription_id)
        async with self._engine.connect() as connection:
            return (await connection.execute(query)).one_or_none()

    async def lock(self, connection: AsyncConnection, claim: Claim) -> None:
        """Lock the subscription first, as `turn_off` does, to avoid a deadlock with it."""
        own = subscriptions.c.id == claim.subscription_id
        await connection.execute(select(subscriptions.c.id).where(own).with_for_update())

    async def on_gone(self, connection: AsyncConnection, claim: Claim, now: datetime, reason: str) -> None:
        """End the subscription."""
        off = await turn_off(connection, subscriptions.c.id == claim.subscription_id)
        await note_end(connection, off, now, reason)

    async def on_finished(self, connection: AsyncConnection, claim: Claim) -> None:
        """Do nothing: the planner has chosen the next date already."""

    def count(self, claim: Claim, outcome: str) -> None:
        """Count an outcome."""
        metrics.tips.labels(outcome).inc()

    def show_age(self, seconds: float) -> None:
        """Show the age of the oldest due term."""
        metrics.due_age.set(seconds)
