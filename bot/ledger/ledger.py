"""The ledger: a delivery's steps in the database, each one short transaction in database time, guarded by a fence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Update, and_, bindparam, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.clock import Clock
from bot.db.types import UtcDateTime
from bot.ledger.messages import Claim, Messages, Platforms
from bot.ledger.tables import FAILED, MISSED, PENDING, SENT, UNKNOWN, deliveries, earlier_work, is_served, lanes
from bot.ledger.timing import Timing
from bot.platform import Refused

CONNECTIONS = 8
"""How many database connections deliveries use at once, of the 15 an engine opens. Requests need some too."""
_OPEN = deliveries.c.not_before.is_not(None)
"""Deliveries that are not finished."""
_DONE = {"not_before": None, "lease_until": None}
"""The values of a delivery that is finished."""
_UNUSED = {"entry": None, **_DONE}
"""The same for one that did not reach the channel: its entry may be used again."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """Seconds until there is something to plan and to claim (None: never), and the age of the oldest due message."""

    plan_in: float | None
    claim_in: float | None
    due_age: float


class Ledger:
    """One feature's messages in the ledger that all replicas share."""

    def __init__(
        self, engine: AsyncEngine, platforms: Platforms, messages: Messages, timing: Timing, clock: Clock
    ) -> None:
        self._engine, self._timing, self._clock = engine, timing, clock
        self._platforms, self._messages = platforms, messages
        self._turns = asyncio.Semaphore(CONNECTIONS)

    async def agenda(self) -> Agenda:
        """When there is next something to plan and to claim."""
        ours = self._ours()
        claimable = select(func.min(lanes.c.work_at)).where(ours)
        due = select(deliveries.c.due_at).join(lanes, lanes.c.id == deliveries.c.lane_id).where(_OPEN, ours)
        due = due.order_by(deliveries.c.due_at).limit(1)  # stops reading at the first match, unlike min()
        query = select(
            self._messages.next_at().label("plan_at"),
            claimable.scalar_subquery().label("claim_at"),
            due.scalar_subquery().label("due_at"),
        )
        async with self._engine.connect() as connection:
            now = await self._clock.read(connection)
            moments = (await connection.execute(query)).one()
            stuck = (await connection.execute(select(lanes.c.id).where(self._stuck(now), ours).limit(1))).scalar()
        plan_in, claim_in, due_in = ((at - now).total_seconds() if at else None for at in moments)
        age = max([0.0, *(-seconds for seconds in (plan_in, due_in) if seconds)])
        return Agenda(plan_in, 0.0 if stuck else claim_in, age)

    async def claim(self, count: int) -> list[Claim]:
        """Claim at most `count` due deliveries, a few from each workspace; those that wait least come first."""
        async with self.begin() as connection:
            now = await self._clock.read(connection)
            await connection.execute(
                lanes.update().where(self._stuck(now), self._ours()).values(open_at=now, work_at=now, paused=False)
            )
            waits: dict[int, float] = {}
            opened = []
            for lane in await self._open_lanes(connection, now, count):
                rows = await self._due(connection, lane.id, now, count - len(waits))
                lane_waits, opens_at = self._schedule(lane, rows, now)
                waits |= lane_waits
                opened.append({"of": lane.id, "opens": opens_at})
            claims = await self._take(connection, waits, now) if waits else []
            if opened:
                first = select(func.min(deliveries.c.not_before)).where(deliveries.c.lane_id == lanes.c.id, _OPEN)
                change = lanes.update().where(lanes.c.id == bindparam("of"))
                opens, at = bindparam("opens", type_=UtcDateTime), first.scalar_subquery()
                change = change.values(open_at=opens, work_at=case((at < opens, opens), else_=at), paused=False)
                await connection.execute(change, opened)
        return sorted(claims, key=lambda claim: claim.wait)

    async def intend(self, claim: Claim) -> bool:
        """Record that a post begins. False if too little of the lease remains, it has expired or isn't wanted."""
        enough = deliveries.c.lease_until >= self._clock(self._timing.margin)
        in_time = deliveries.c.expires_at > self._clock()
        values = {"posted": True, "attempts": deliveries.c.attempts + 1, "position": None}
        return await self._change(claim, values, enough, in_time, self._messages.is_wanted(claim))

    async def confirm(self, claim: Claim, reference: str, reconciled: bool = False) -> bool:
        """Record that it is in the channel."""
        values = {"state": SENT, "posted": True, "reference": reference, "sent_at": self._clock()}
        return await self._finish(claim, {**values, "reconciled": reconciled, **_DONE})

    async def postpone(self, claim: Claim, seconds: float) -> bool:
        """Record that it is not in the channel, and pause the whole workspace for as long as the platform asks."""
        async with self.begin() as connection:
            at = await self._clock.read(connection) + timedelta(seconds=min(seconds, self._timing.pause))
            values = {"posted": False, "lease_until": None, "not_before": at}
            changed = await self.update_claimed(connection, claim, values)
            if changed:
                later = case((lanes.c.open_at > at, lanes.c.open_at), else_=at)
                lane = lanes.update().where(lanes.c.id == claim.lane_id)
                await connection.execute(lane.values(open_at=later, work_at=later, paused=True))
                await connection.execute(self._siblings(claim).values(open_at=later, paused=True))
        return changed

    async def release(self, claim: Claim) -> bool:
        """Record that this claim did not post it, even if it meant to: any replica may claim it at once."""
        return await self._give_back(claim, 0.0, {"posted": claim.posted})

    async def search_later(self, claim: Claim, seconds: float, position: str | None = None) -> bool:
        """Leave it undecided: the next claim resumes the search at this position, in `seconds` or later."""
        return await self._give_back(claim, seconds, {"position": position})

    async def fail(self, claim: Claim, refused: Refused) -> bool:
        """Record that the platform refused it."""
        values = {"state": FAILED, "reason": refused.reason, **(_DONE if refused.spent else _UNUSED)}
        async with self.begin() as connection:
            if refused.gone:
                await self._messages.lock(connection, claim)
            changed = await self.update_claimed(connection, claim, values)
            if changed and refused.gone:
                now = await self._clock.read(connection)
                await self._messages.on_gone(connection, claim, now, refused.reason)
            if changed:
                await self._messages.on_finished(connection, claim)
        return changed

    async def miss(self, claim: Claim, reason: str) -> bool:
        """Record that it is not in the channel, and that it is too late to post."""
        return await self._finish(claim, {"state": MISSED, "reason": reason, **_UNUSED})

    async def unknown(self, claim: Claim, reason: str) -> bool:
        """Record that nobody can tell whether it is in the channel: it is never posted again."""
        return await self._finish(claim, {"state": UNKNOWN, "reason": reason, **_DONE})

    def _ours(self) -> ColumnElement[bool]:
        """The lanes of this feature, on platforms that this process can post to."""
        mine = is_served(lanes.c.feature, [self._messages.feature])
        return and_(mine, is_served(lanes.c.platform, self._platforms))

    def _siblings(self, claim: Claim) -> Update:
        """An update of the same workspace's lanes of other features: the platform's limit is one for all of them."""
        columns, target = lanes.c, claim.target
        same = and_(columns.platform == target.platform, columns.workspace == target.workspace)
        return lanes.update().where(same, columns.feature != self._messages.feature)

    def _stuck(self, now: datetime) -> ColumnElement[bool]:
        """Lanes closed for longer than a pace or platform ever closes one: the clock was ahead for a while."""
        by_pace = now + timedelta(seconds=max(self._timing.lease, 2 * self._timing.ahead))
        by_platform = now + timedelta(seconds=self._timing.pause + self._timing.lease)
        too_late = or_(lanes.c.open_at > by_platform, and_(~lanes.c.paused, lanes.c.open_at > by_pace))
        return and_(lanes.c.work_at > by_pace, too_late)

    async def _open_lanes(self, connection: AsyncConnection, now: datetime, count: int) -> Sequence[Any]:
        query = select(lanes).where(lanes.c.work_at <= now, self._ours())
        query = query.order_by(lanes.c.work_at)
        query = query.limit(min(self._timing.lanes, count)).with_for_update(skip_locked=True)
        return (await connection.execute(query)).all()

    async def _due(self, connection: AsyncConnection, lane: int, now: datetime, count: int) -> Sequence[Any]:
        columns = deliveries.c
        a_slot_each = max(1, round(self._timing.pace * self._timing.ahead))
        query = select(columns.id, columns.posted, columns.expires_at)
        query = query.where(columns.lane_id == lane, columns.not_before <= now).order_by(columns.not_before)
        query = query.limit(min(a_slot_each, count)).with_for_update(skip_locked=True)
        return (await connection.execute(query)).all()

    def _schedule(self, lane: Any, rows: Sequence[Any], now: datetime) -> tuple[dict[int, float], datetime]:
        """Each delivery's wait in seconds at the lane's pace, by id, and when the lane opens again.

        Expired deliveries don't wait: they aren't posted.
        """
        ahead = timedelta(seconds=self._timing.ahead)
        first: datetime = max(lane.open_at + ahead, now)
        waits, posting = {}, 0
        for row in rows:
            posts = row.posted or row.expires_at > now
            waits[row.id] = (first - now).total_seconds() + posting / self._timing.pace if posts else 0.0
            posting += posts
        return waits, first + timedelta(seconds=posting / self._timing.pace) - ahead

    async def _take(self, connection: AsyncConnection, waits: dict[int, float], now: datetime) -> list[Claim]:
        lease, grace = timedelta(seconds=self._timing.lease), timedelta(seconds=self._timing.grace)
        take = deliveries.update().where(deliveries.c.id.in_(list(waits)), deliveries.c.state == PENDING)
        take = take.values(fence=deliveries.c.fence + 1, lease_until=now + lease, not_before=now + lease + grace)
        rows = (await connection.execute(take.returning(deliveries))).all()
        recipients = await self._messages.recipients(connection, rows)
        late = timedelta(seconds=self._timing.late)
        return [
            Claim(
                id=row.id,
                fence=row.fence,
                lane_id=row.lane_id,
                target=recipients[row.id].target,
                nonce=row.nonce,
                since=datetime.now(UTC) - (now - row.due_at),
                position=row.position,
                posted=row.posted,
                active=recipients[row.id].active,
                expired=row.expires_at <= now,
                overdue=row.expires_at + late <= now,
                wait=waits[row.id],
                row=row,
            )
            for row in rows
            if row.id in recipients
        ]

    async def _give_back(self, claim: Claim, seconds: float, values: dict[str, Any]) -> bool:
        async with self.begin() as connection:
            at = await self._clock.read(connection) + timedelta(seconds=seconds)
            changed = await self.update_claimed(connection, claim, {**values, "lease_until": None, "not_before": at})
            if changed:
                lane = lanes.update().where(lanes.c.id == claim.lane_id)
                await connection.execute(lane.values(work_at=earlier_work(at)))
        return changed

    async def _change(self, claim: Claim, values: dict[str, Any], *conditions: Any) -> bool:
        async with self.begin() as connection:
            return await self.update_claimed(connection, claim, values, *conditions)

    async def _finish(self, claim: Claim, values: dict[str, Any]) -> bool:
        async with self.begin() as connection:
            changed = await self.update_claimed(connection, claim, values)
            if changed:
                await self._messages.on_finished(connection, claim)
        return changed

    async def update_claimed(
        self, connection: AsyncConnection, claim: Claim, values: dict[str, Any], *conditions: Any
    ) -> bool:
        """Update the delivery's row if the claim still holds. Returns whether it did."""
        columns = deliveries.c
        same = columns.nonce == claim.nonce  # SQLite reuses the ids of deleted rows
        change = deliveries.update().where(columns.id == claim.id, same, columns.fence == claim.fence)
        change = change.where(columns.state == PENDING, *conditions)
        return (await connection.execute(change.values(values))).rowcount == 1

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """A transaction; at most `CONNECTIONS` are open at once."""
        async with self._turns, self._engine.begin() as connection:
            yield connection
