"""Which channel gets a term of the day, when, and from which fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Index,
    Integer,
    Table,
    Text,
    Time,
    UniqueConstraint,
    and_,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.daily_term.deliveries import MISSED, PENDING, deliveries, lanes
from bot.daily_term.failure_reasons import TURNED_OFF
from bot.daily_term.schedule import next_due
from bot.db.clock import Clock
from bot.db.engine import empty_log, insert
from bot.db.metadata import metadata
from bot.db.types import UtcDateTime
from bot.platform import Target
from handlers.daily_term.subscription import Delivery, DeliveryOutcome, Skip, Subscription

ENDED_DAYS = 30
"""How long the front page and the operator's report name a subscription that ended by itself."""
_MOMENT = timedelta(microseconds=1)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("enterprise", Text),
    Column("workspace", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("address", Text),
    Column("made_by", Text, nullable=False),
    Column("local_time", Time, nullable=False),
    Column("zone", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("weekdays", Text, nullable=False),  # digits, Monday is 0
    Column("fields", JSON, nullable=False),
    Column("holidays", Text),
    Column("skips", JSON, nullable=False),  # pairs of dates
    Column("cycle", Integer, nullable=False, server_default="1"),  # goes up when every entry has had its turn
    Column("active", Boolean, nullable=False),  # what was turned off stays: its dates are not posted again
    Column("next_day", Date),
    Column("next_at", UtcDateTime, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),  # when it ended by itself; empty: it is on, or somebody has turned it off
    Column("ended_reason", Text),  # and why: a code of the platform, or of bot/daily_term/failure_reasons.py
    UniqueConstraint("platform", "workspace", "channel"),
    Index("uq_subscriptions_platform_enterprise_channel", "platform", "enterprise", "channel", unique=True),
)
"""One row for each channel. Workspaces of an organisation (`enterprise`) may share a channel, which still gets one."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A channel's subscription, who made it, and when its next term is due (None: no date is left).

    `ended_at`, and a code that says why: it is off, although nobody in the channel has turned it off.
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
    """The subscriptions of all platforms; each channel has at most one."""

    def __init__(self, engine: AsyncEngine, clock: Clock | None = None) -> None:
        self._engine, self._clock = engine, clock or Clock()

    async def find(self, platform: str, workspace: str, channel: str, enterprise: str | None = None) -> Stored | None:
        """The subscription of a channel, unless it is off; any workspace of the organisation may have made it."""
        found = await self._found(_is(platform, workspace, channel, enterprise), subscriptions.c.active)
        return found[0] if found else None

    async def find_ended(
        self, platform: str, workspace: str, channel: str, enterprise: str | None = None
    ) -> Stored | None:
        """The subscription of a channel that ended by itself and was not begun again."""
        found = await self._found(_is(platform, workspace, channel, enterprise), _ended)
        return found[0] if found else None

    async def of_workspace(self, platform: str, workspace: str, made_by: str) -> list[Stored]:
        """What somebody has set up in a workspace, the oldest first, and what of it has lately ended by itself."""
        columns = subscriptions.c
        lately = and_(_ended, columns.ended_at > self._clock(-ENDED_DAYS * 86400.0))
        return await self._found(
            and_(columns.platform == platform, columns.workspace == workspace, columns.made_by == made_by),
            or_(columns.active, lately),
        )

    async def save(self, target: Target, made_by: str, subscription: Subscription) -> Stored:
        """Begin or change a channel's subscription. A local date that has a delivery gets no other; one whose time has
        come and that was not planned yet is not lost by a change.

        ValueError for a zone or a calendar that there is not.
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
                made_by=row.made_by if row.active else made_by,  # a change leaves it theirs
                next_day=due.day if due else None,
                next_at=due.at if due else None,
            )
            return _stored((await connection.execute(change.returning(subscriptions))).one())

    async def deactivate(
        self, platform: str, workspace: str, channel: str, enterprise: str | None = None, ended: str | None = None
    ) -> bool:
        """Turn a channel's subscription off; whether it was on. What is planned and not on its way stays unposted.

        `ended`: why it ends by itself; None: somebody in the channel wants it.
        """
        async with self._engine.begin() as connection:
            off = await turn_off(connection, _is(platform, workspace, channel, enterprise))
            if ended:
                await note_end(connection, off, await self._clock.read(connection), ended)
            return bool(off)

    async def move(self, platform: str, workspace: str, channel: str, address: str) -> None:
        """Keep the address under which the channel is posted to from now on."""
        other = subscriptions.c.address.is_distinct_from(address)
        change = subscriptions.update().where(_is(platform, workspace, channel), other).values(address=address)
        async with self._engine.begin() as connection:
            await connection.execute(change)

    async def remove_workspace(self, platform: str, workspace: str | None, enterprise: str | None = None) -> int:
        """Forget all subscriptions of a workspace, or of a whole organisation where no workspace is named.

        Returns how many were forgotten.
        """
        if not (workspace or enterprise):
            return 0
        whose = subscriptions.c.workspace == workspace if workspace else subscriptions.c.enterprise == enterprise
        gone = subscriptions.delete().where(subscriptions.c.platform == platform, whose)
        async with self._engine.begin() as connection:
            found = (await connection.execute(gone.returning(subscriptions.c.workspace))).scalars().all()
            of_them = and_(lanes.c.platform == platform, lanes.c.workspace.in_(set(found)))
            left = select(subscriptions.c.id).where(
                subscriptions.c.platform == lanes.c.platform, subscriptions.c.workspace == lanes.c.workspace
            )
            await connection.execute(lanes.delete().where(of_them, ~left.exists()))
        await empty_log(self._engine)
        return len(found)

    async def latest(self, subscription_id: int, count: int = 5) -> tuple[Delivery, ...]:
        """What became of the latest days, the newest first."""
        columns = deliveries.c
        query = select(columns.day, columns.name, columns.state, columns.reason)
        query = query.where(columns.subscription_id == subscription_id).order_by(columns.day.desc()).limit(count)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(Delivery(row.day, row.name, DeliveryOutcome(row.state), row.reason) for row in rows)

    async def _found(self, *which: ColumnElement[bool]) -> list[Stored]:
        query = select(subscriptions).where(*which).order_by(subscriptions.c.id)
        async with self._engine.connect() as connection:
            return [_stored(row) for row in (await connection.execute(query)).all()]

    async def _locked(
        self, connection: AsyncConnection, target: Target, made_by: str, subscription: Subscription, now: datetime
    ) -> Sequence[Any]:
        """The channel's row, made if there is none, and locked until the commit: planning leaves it alone.

        There may be a second row, of the same workspace before it joined the organisation.
        """
        columns = subscriptions.c
        which = _is(target.platform, target.workspace, target.channel, target.enterprise)
        of_enterprise = case((columns.enterprise == target.enterprise, 0), else_=1)
        query = select(subscriptions).where(which).order_by(of_enterprise, columns.id).with_for_update()
        key = {"platform": target.platform, "workspace": target.workspace, "channel": target.channel}
        new = insert(self._engine, subscriptions).values(
            **key,
            **_values(target, subscription),
            enterprise=target.enterprise,
            made_by=made_by,
            created_at=now,
        )
        while not (rows := (await connection.execute(query)).all()):  # of another transaction's row, wait for its end
            await connection.execute(new.on_conflict_do_nothing())
        return rows


def _values(target: Target, subscription: Subscription) -> dict[str, Any]:
    """What a row keeps of a subscription that is on."""
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


async def turn_off(connection: AsyncConnection, which: ColumnElement[bool]) -> Sequence[int]:
    """Turn subscriptions off, and what is planned for them and was never posted; returns which were on."""
    off = subscriptions.update().where(which, subscriptions.c.active).values(active=False, next_day=None, next_at=None)
    ids: Sequence[int] = (await connection.execute(off.returning(subscriptions.c.id))).scalars().all()
    planned = and_(deliveries.c.subscription_id.in_(ids), deliveries.c.state == PENDING, ~deliveries.c.posted)
    stopped = deliveries.update().where(planned, deliveries.c.not_before.is_not(None))
    fence = deliveries.c.fence + 1  # whoever has claimed it and not begun to post no longer may
    values = {"state": MISSED, "reason": TURNED_OFF, "entry": None, "not_before": None, "fence": fence}
    await connection.execute(stopped.values(values))
    return ids


async def note_end(connection: AsyncConnection, ids: Sequence[int], at: datetime, reason: str) -> None:
    """Note of subscriptions that were turned off that nobody in the channel has done so, and why."""
    ended = subscriptions.update().where(subscriptions.c.id.in_(ids))
    await connection.execute(ended.values(ended_at=at, ended_reason=reason))


def subscription_of(row: Any) -> Subscription:
    """The subscription that a row keeps."""
    return Subscription(
        time=row.local_time,
        zone=row.zone,
        place=row.place,
        weekdays=frozenset(map(int, row.weekdays)),
        fields=tuple(row.fields),
        holidays=row.holidays,
        skips=tuple(Skip(date.fromisoformat(first), date.fromisoformat(last)) for first, last in row.skips),
    )


def target_of(row: Any) -> Target:
    """The channel of a row."""
    return Target(row.platform, row.workspace, row.channel, row.enterprise, row.address)


def _is(platform: str, workspace: str, channel: str, enterprise: str | None = None) -> ColumnElement[bool]:
    columns = subscriptions.c
    whose = columns.workspace == workspace
    if enterprise:
        whose = or_(whose, columns.enterprise == enterprise)
    return and_(columns.platform == platform, columns.channel == channel, whose)


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
