"""Planning: what is due becomes a row of the ledger, one a channel and local date, with the entry whose turn it is."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot import metrics
from bot.background import location_of
from bot.daily_term.failure_reasons import NO_ENTRY, TOO_LATE, UNREADABLE
from bot.daily_term.rotation import Chosen, Rotation, choices, key_of
from bot.daily_term.schedule import Due, next_due
from bot.daily_term.subscriptions import subscription_of
from bot.daily_term.tables import FAILED, MISSED, PENDING, deliveries, earlier_work, is_served, lanes, subscriptions
from bot.daily_term.timing import Timing
from bot.db.clock import Clock
from bot.db.engine import insert
from content.library import Library

_DAY = timedelta(days=1)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a subscription gets now, and when it is next due; nothing but a word about it where it cannot be read."""

    row: Any
    due: Due
    following: Due | None
    readable: bool = True


class Planner:
    """Plans what is due. Any number of replicas may plan at once: each takes rows that no other holds."""

    def __init__(
        self,
        engine: AsyncEngine,
        library: Callable[[], Library],
        limits: Timing | None = None,
        clock: Clock | None = None,
        platforms: Collection[str] = ("slack",),
    ) -> None:
        """`platforms`: those that this process can post to, at the time of planning; the others are left alone."""
        self._platforms = platforms
        self._engine, self._limits, self._clock = engine, limits or Timing(), clock or Clock()
        self._choices = choices(library)

    async def plan(self) -> int:
        """Plan one batch in one transaction; returns how many subscriptions it took (0: nothing is due)."""
        async with self._engine.begin() as connection:
            now = await self._clock.read(connection)
            rows = await self._due(connection, now)
            if not rows:
                return 0
            plans = [_planned(row, now) for row in rows]
            late = now - timedelta(seconds=self._limits.late)
            wanted = [plan.row for plan in plans if plan.readable and plan.due.at > late]
            chosen = await choose(connection, self._choices(), wanted)
            new = await self._deliveries(connection, plans, chosen, now)
            await self._move_on(connection, plans, chosen)
            await self._forget(connection, rows, now)
        for each in new:
            if each["state"] != PENDING:
                metrics.tips.labels(each["state"]).inc()
        return len(rows)

    async def _due(self, connection: AsyncConnection, now: datetime) -> Sequence[Any]:
        ours = is_served(subscriptions.c.platform, self._platforms)
        query = select(subscriptions).where(subscriptions.c.next_at <= now, ours)
        query = query.order_by(subscriptions.c.next_at).limit(self._limits.plan_batch)
        return (await connection.execute(query.with_for_update(skip_locked=True))).all()

    async def _deliveries(
        self, connection: AsyncConnection, plans: Sequence[_Plan], chosen: dict[int, Chosen], now: datetime
    ) -> list[dict[str, Any]]:
        """The new rows of the ledger; a local date that has one already keeps that."""
        places = await self._lanes(connection, sorted({(plan.row.platform, plan.row.workspace) for plan in plans}), now)
        new = [
            self._delivery(plan, chosen.get(plan.row.id), now)
            | {"lane_id": places[plan.row.platform, plan.row.workspace]}
            for plan in plans
        ]
        await connection.execute(insert(self._engine, deliveries).on_conflict_do_nothing(), new)
        return new

    def _delivery(self, plan: _Plan, chosen: Chosen | None, now: datetime) -> dict[str, Any]:
        row, due = plan.row, plan.due
        expires = due.at + timedelta(seconds=self._limits.late)
        without = NO_ENTRY if expires > now else TOO_LATE
        return {
            "subscription_id": row.id,
            "day": due.day,
            "cycle": chosen.cycle if chosen else row.cycle,
            "entry": key_of(chosen.entry) if chosen else None,
            "name": chosen.entry.name if chosen else "",
            "due_at": due.at,
            "expires_at": expires,
            "nonce": secrets.token_hex(16),
            "state": PENDING if chosen else MISSED if plan.readable else FAILED,
            "not_before": due.at if chosen else None,
            "reason": "" if chosen else without if plan.readable else UNREADABLE,
        }

    async def _lanes(
        self, connection: AsyncConnection, keys: list[tuple[str, str]], now: datetime
    ) -> dict[tuple[str, str], int]:
        """The lanes of workspaces, told that there is work; in order, lest two planners wait for each other."""
        opened = now - timedelta(seconds=self._limits.ahead)
        new = insert(self._engine, lanes)
        told = {"work_at": earlier_work(new.excluded.work_at)}
        new = new.on_conflict_do_update(index_elements=["platform", "workspace"], set_=told)
        values = [{"platform": each[0], "workspace": each[1], "work_at": now, "open_at": opened} for each in keys]
        made = await connection.execute(new.returning(lanes.c.id, lanes.c.platform, lanes.c.workspace), values)
        return {(row.platform, row.workspace): row.id for row in made}

    async def _move_on(self, connection: AsyncConnection, plans: Sequence[_Plan], chosen: dict[int, Chosen]) -> None:
        change = subscriptions.update().where(subscriptions.c.id == bindparam("of"))
        values = [
            {
                "of": plan.row.id,
                "cycle": chosen[plan.row.id].cycle if plan.row.id in chosen else plan.row.cycle,
                "next_day": plan.following.day if plan.following else None,
                "next_at": plan.following.at if plan.following else None,
            }
            for plan in plans
        ]
        await connection.execute(change, values)

    async def _forget(self, connection: AsyncConnection, rows: Sequence[Any], now: datetime) -> None:
        """Old deliveries of these subscriptions, but for those that say what the running cycle has used."""
        columns = deliveries.c
        cycle = select(subscriptions.c.cycle).where(subscriptions.c.id == columns.subscription_id).scalar_subquery()
        old = and_(
            columns.subscription_id.in_([row.id for row in rows]),
            columns.day < now.date() - timedelta(days=self._limits.kept_days),
            columns.not_before.is_(None),
            or_(columns.entry.is_(None), columns.cycle < cycle),
        )
        await connection.execute(deliveries.delete().where(old))


async def choose(connection: AsyncConnection, choice: Rotation, rows: Sequence[Any]) -> dict[int, Chosen]:
    """For each subscription (a row with id, cycle and fields) the entry whose turn it is, where there is any."""
    used = await _used(connection, [row.id for row in rows])
    begun = [row.id for row in rows if row.cycle > 1 and not used[row.id]]
    before = await _used(connection, begun, ago=1) if begun else {}
    found = {}
    for row in rows:
        mine = used[row.id]
        lately = mine or before.get(row.id, {})
        last = max(lately, key=lambda key: lately[key], default=None)
        found[row.id] = choice.next(row.id, row.cycle, tuple(row.fields), mine, last)
    return {each: chosen for each, chosen in found.items() if chosen}


async def _used(connection: AsyncConnection, ids: Sequence[int], ago: int = 0) -> dict[int, dict[str, date]]:
    """By subscription, the entries of its running cycle, or of one so many before, and the days that they were for."""
    columns = deliveries.c
    query = select(columns.subscription_id, columns.entry, columns.day)
    query = query.join(
        subscriptions, and_(subscriptions.c.id == columns.subscription_id, subscriptions.c.cycle - ago == columns.cycle)
    )
    query = query.where(subscriptions.c.id.in_(ids), columns.entry.is_not(None))
    used: dict[int, dict[str, date]] = defaultdict(dict)
    for subscription_id, entry, day in await connection.execute(query):
        used[subscription_id][entry] = day
    return used


def _planned(row: Any, now: datetime) -> _Plan:
    """The newest of what has come due, so that a bot that was down for days catches up on one date alone."""
    try:
        subscription = subscription_of(row)
        due, following = Due(row.next_day, row.next_at), next_due(subscription, row.next_at, row.next_day)
        while following and following.at <= now:
            due, following = following, next_due(subscription, following.at, following.day)
    except Exception as error:  # a zone or a calendar that there no longer is, or anything: the others get theirs
        log.error("tips.unreadable", subscription=row.id, error=type(error).__name__, at=location_of(error))
        return _Plan(row, Due(row.next_day, row.next_at), Due(row.next_day + _DAY, now + _DAY), readable=False)
    return _Plan(row, due, following)
