"""Store the channels' subscriptions: when each gets a daily term, and from which fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.daily_term.schedule import next_due
from bot.daily_term.tables import subscriptions
from bot.db.clock import Clock
from bot.db.engine import empty_log, insert
from bot.ledger.tables import MISSED, PENDING, TURNED_OFF, deliveries, lanes
from bot.platform import Target
from handlers.daily_term.subscription import Delivery, DeliveryOutcome, Skip, Subscription

ENDED_DAYS = 30
"""Days for which App Home and the operator's report list a subscription that ended by itself."""
_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Stored:
    """A channel's subscription, who made it, and when its next term is due (None if no date is left).

    `ended_at` and `ended_reason` (a code) are set if it ended by itself, without anybody in the channel turning it off.
    """

    id: int
    target: Target
    made_by: str
    subscription: Subscription
    next_day: date | None
    next_at: datetime | None
    ended_at: datetime | None = None
    ended_reason: str = ""


class SubscriptionStore:
    """Subscriptions on all platforms, at most one per channel."""

    def __init__(self, engine: AsyncEngine, clock: Clock | None = None) -> None:
        self._engine, self._clock = engine, clock or Clock()

    async def find(self, platform: str, workspace: str, channel: str, enterprise: str | None = None) -> Stored | None:
        """Return a channel's subscription if it is on; any workspace of the organisation may have made it."""
        rows = await self._select(_is(platform, workspace, channel, enterprise), subscriptions.c.active)
        return rows[0] if rows else None

    async def find_ended(
        self, platform: str, workspace: str, channel: str, enterprise: str | None = None
    ) -> Stored | None:
        """Return a channel's subscription if it ended by itself and was not started again."""
        rows = await self._select(_is(platform, workspace, channel, enterprise), _ended)
        return rows[0] if rows else None

    async def of_workspace(self, platform: str, workspace: str, made_by: str) -> list[Stored]:
        """List what a person has set up in a workspace, oldest first, including what ended by itself recently."""
        columns = subscriptions.c
        recently = and_(_ended, columns.ended_at > self._clock(-ENDED_DAYS * 86400.0))
        return await self._select(
            and_(columns.platform == platform, columns.workspace == workspace, columns.made_by == made_by),
            or_(columns.active, recently),
        )

    async def save(
        self, target: Target, made_by: str, subscription: Subscription, words_of: str | None = None
    ) -> Stored:
        """Create or change a channel's subscription. `words_of`: whose own words it gets, if it wants any.

        A local date that already has a delivery gets no second one, and a date that is due but not planned yet
        survives the change. Raises ValueError for an unknown zone or calendar.
        """
        async with self._engine.begin() as connection:
            now = await self._clock.read(connection)
            rows = await self._locked(connection, target, made_by, subscription, now)
            row, others = rows[0], [row.id for row in rows[1:]]
            if others:
                await turn_off(connection, subscriptions.c.id.in_(others))
            after = min(now, row.next_at - _MOMENT) if row.next_at else now
            used = select(func.max(deliveries.c.day)).where(deliveries.c.subscription_id.in_([row.id, *others]))
            due = next_due(subscription, after, (await connection.execute(used)).scalar())
            change = subscriptions.update().where(subscriptions.c.id == row.id)
            change = change.values(
                **_values(target, subscription),
                enterprise=target.enterprise or row.enterprise,
                words_of=(row.words_of or words_of) if subscription.own_words else None,
                made_by=row.made_by if row.active else made_by,  # a change does not change the owner
                next_day=due.day if due else None,
                next_at=due.at if due else None,
            )
            return _stored((await connection.execute(change.returning(subscriptions))).one())

    async def deactivate(
        self, platform: str, workspace: str, channel: str, enterprise: str | None = None, ended: str | None = None
    ) -> bool:
        """Turn a channel's subscription off. Returns whether it was on. What is planned and not yet begun is cancelled.

        `ended`: the reason's code if it ends by itself, None if somebody in the channel turned it off.
        """
        async with self._engine.begin() as connection:
            off = await turn_off(connection, _is(platform, workspace, channel, enterprise))
            if ended:
                await note_end(connection, off, await self._clock.read(connection), ended)
            return bool(off)

    async def move(self, platform: str, workspace: str, channel: str, address: str) -> None:
        """Store the address to use from now on for posting to the channel."""
        other = subscriptions.c.address.is_distinct_from(address)
        change = subscriptions.update().where(_is(platform, workspace, channel), other).values(address=address)
        async with self._engine.begin() as connection:
            await connection.execute(change)

    async def remove_workspace(self, platform: str, workspace: str | None, enterprise: str | None = None) -> int:
        """Delete all subscriptions of a workspace, or of a whole organisation if `workspace` is None.

        Returns how many were deleted.
        """
        if not (workspace or enterprise):
            return 0
        owner = subscriptions.c.workspace == workspace if workspace else subscriptions.c.enterprise == enterprise
        delete = subscriptions.delete().where(subscriptions.c.platform == platform, owner)
        async with self._engine.begin() as connection:
            workspaces = (await connection.execute(delete.returning(subscriptions.c.workspace))).scalars().all()
            theirs = lanes.c.workspace.in_(set(workspaces))
            their_lanes = and_(lanes.c.platform == platform, lanes.c.feature == "daily_term", theirs)
            remaining = select(subscriptions.c.id).where(
                subscriptions.c.platform == lanes.c.platform, subscriptions.c.workspace == lanes.c.workspace
            )
            await connection.execute(lanes.delete().where(their_lanes, ~remaining.exists()))
        await empty_log(self._engine)
        return len(workspaces)

    async def latest(self, subscription_id: int, count: int = 5) -> tuple[Delivery, ...]:
        """List the outcomes of the latest days, newest first."""
        columns = deliveries.c
        query = select(columns.day, columns.name, columns.state, columns.reason)
        query = query.where(columns.subscription_id == subscription_id).order_by(columns.day.desc()).limit(count)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(Delivery(row.day, row.name, DeliveryOutcome(row.state), row.reason) for row in rows)

    async def _select(self, *conditions: ColumnElement[bool]) -> list[Stored]:
        query = select(subscriptions).where(*conditions).order_by(subscriptions.c.id)
        async with self._engine.connect() as connection:
            return [_stored(row) for row in (await connection.execute(query)).all()]

    async def _locked(
        self, connection: AsyncConnection, target: Target, made_by: str, subscription: Subscription, now: datetime
    ) -> Sequence[Any]:
        """Return the channel's row, inserted if missing and locked until the commit, so that planning skips it.

        There may be a second row, made by the same workspace before it joined the organisation.
        """
        columns = subscriptions.c
        condition = _is(target.platform, target.workspace, target.channel, target.enterprise)
        of_enterprise = case((columns.enterprise == target.enterprise, 0), else_=1)
        query = select(subscriptions).where(condition).order_by(of_enterprise, columns.id).with_for_update()
        key = {"platform": target.platform, "workspace": target.workspace, "channel": target.channel}
        new = insert(self._engine, subscriptions).values(
            **key,
            **_values(target, subscription),
            enterprise=target.enterprise,
            made_by=made_by,
            created_at=now,
        )
        while not (rows := (await connection.execute(query)).all()):  # waits if another transaction inserted the row
            await connection.execute(new.on_conflict_do_nothing())
        return rows


def _values(target: Target, subscription: Subscription) -> dict[str, Any]:
    """Column values of a subscription that is on."""
    return {
        "address": target.address,
        "local_time": subscription.time,
        "zone": subscription.zone,
        "place": subscription.place,
        "weekdays": "".join(map(str, sorted(subscription.weekdays))),
        "fields": list(subscription.fields),
        "holidays": subscription.holidays,
        "skips": [[skip.first.isoformat(), skip.last.isoformat()] for skip in subscription.skips],
        "active": True,
        "ended_at": None,
        "ended_reason": None,
    }


async def turn_off(connection: AsyncConnection, condition: ColumnElement[bool]) -> Sequence[int]:
    """Turn subscriptions off and cancel their planned, never posted deliveries. Returns the ids that were on."""
    off = subscriptions.update().where(condition, subscriptions.c.active)
    off = off.values(active=False, next_day=None, next_at=None)
    ids: Sequence[int] = (await connection.execute(off.returning(subscriptions.c.id))).scalars().all()
    planned = and_(deliveries.c.subscription_id.in_(ids), deliveries.c.state == PENDING, ~deliveries.c.posted)
    cancel = deliveries.update().where(planned, deliveries.c.not_before.is_not(None))
    fence = deliveries.c.fence + 1  # voids the claim of a replica that has not begun to post
    values = {"state": MISSED, "reason": TURNED_OFF, "entry": None, "not_before": None, "fence": fence}
    await connection.execute(cancel.values(values))
    return ids


async def note_end(connection: AsyncConnection, ids: Sequence[int], at: datetime, reason: str) -> None:
    """Record when and why subscriptions that were just turned off ended by themselves."""
    change = subscriptions.update().where(subscriptions.c.id.in_(ids))
    await connection.execute(change.values(ended_at=at, ended_reason=reason))


def subscription_of(row: Any) -> Subscription:
    """Build the subscription from a row."""
    return Subscription(
        time=row.local_time,
        zone=row.zone,
        place=row.place,
        weekdays=frozenset(map(int, row.weekdays)),
        fields=tuple(row.fields),
        holidays=row.holidays,
        own_words=row.words_of is not None,
        skips=tuple(Skip(date.fromisoformat(first), date.fromisoformat(last)) for first, last in row.skips),
    )


def target_of(row: Any) -> Target:
    """Build the target, the channel to post to, from a row."""
    return Target(row.platform, row.workspace, row.channel, row.enterprise, row.address)


def _is(platform: str, workspace: str, channel: str, enterprise: str | None = None) -> ColumnElement[bool]:
    columns = subscriptions.c
    owner = columns.workspace == workspace
    if enterprise:
        owner = or_(owner, columns.enterprise == enterprise)
    return and_(columns.platform == platform, columns.channel == channel, owner)


def _stored(row: Any) -> Stored:
    return Stored(
        id=row.id,
        target=target_of(row),
        made_by=row.made_by,
        subscription=subscription_of(row),
        next_day=row.next_day,
        next_at=row.next_at,
        ended_at=row.ended_at,
        ended_reason=row.ended_reason or "",
    )


_ended = and_(~subscriptions.c.active, subscriptions.c.ended_at.is_not(None))
