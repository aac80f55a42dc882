"""Planning: what is due becomes a row of the ledger, one a channel and local date, with the entry whose turn it is."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import and_, bindparam, case, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot import metrics
from bot.state.clock import Clock
from bot.state.deliveries import MISSED, PENDING, deliveries, lanes
from bot.state.engine import insert
from bot.state.subscriptions import subscription_of, subscriptions
from bot.tips.choice import Choice, Chosen, choices, key_of
from bot.tips.limits import Limits
from bot.tips.schedule import Due, next_due
from content.library import Library

TOO_LATE, NO_ENTRY = "too late", "no entry"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a subscription gets now (None: it cannot be read), and when it is next due."""

    row: Any
    due: Due | None
    following: Due | None


class Planner:
    """Plans what is due. Any number of replicas may plan at once: each takes rows that no other holds."""

    def __init__(
        self,
        engine: AsyncEngine,
        library: Callable[[], Library],
        limits: Limits | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._engine, self._limits, self._clock = engine, limits or Limits(), clock or Clock()
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
            wanted = [plan.row for plan in plans if plan.due and plan.due.at > late]
            chosen = await choose(connection, self._choices(), wanted)
            new = await self._deliveries(connection, plans, chosen, now)
            await self._move_on(connection, plans, chosen)
            await self._forget(connection, rows, now)
        for each in new:
            if each["state"] == MISSED:
                metrics.tips.labels(MISSED).inc()
        return len(rows)

    async def _due(self, connection: AsyncConnection, now: datetime) -> Sequence[Any]:
        query = select(subscriptions).where(subscriptions.c.next_at <= now)
        query = query.order_by(subscriptions.c.next_at).limit(self._limits.plan_batch)
        return (await connection.execute(query.with_for_update(skip_locked=True))).all()

    async def _deliveries(
        self, connection: AsyncConnection, plans: Sequence[_Plan], chosen: dict[int, Chosen], now: datetime
    ) -> list[dict[str, Any]]:
        """The new rows of the ledger; a local date that has one already keeps that."""
        found = [(plan.row, plan.due) for plan in plans if plan.due]
        if not found:
            return []
        places = await self._lanes(connection, sorted({(row.platform, row.workspace) for row, _ in found}), now)
        new = [
            self._delivery(row, due, chosen.get(row.id), now) | {"lane_id": places[row.platform, row.workspace]}
            for row, due in found
        ]
        await connection.execute(insert(self._engine, deliveries).on_conflict_do_nothing(), new)
        return new

    def _delivery(self, row: Any, due: Due, chosen: Chosen | None, now: datetime) -> dict[str, Any]:
        expires = due.at + timedelta(seconds=self._limits.late)
        return {
            "subscription_id": row.id,
            "day": due.day,
            "cycle": chosen.cycle if chosen else row.cycle,
            "entry": key_of(chosen.entry) if chosen else None,
            "name": chosen.entry.name if chosen else "",
            "due_at": due.at,
            "expires_at": expires,
            "nonce": secrets.token_hex(16),
            "state": PENDING if chosen else MISSED,
            "not_before": due.at if chosen else None,
            "reason": "" if chosen else NO_ENTRY if expires > now else TOO_LATE,
        }

    async def _lanes(
        self, connection: AsyncConnection, keys: list[tuple[str, str]], now: datetime
    ) -> dict[tuple[str, str], int]:
        """The lanes of workspaces, told that there is work; in order, lest two planners wait for each other."""
        opened = now - timedelta(seconds=self._limits.ahead)
        new = insert(self._engine, lanes)
        sooner = case((lanes.c.work_at < new.excluded.work_at, lanes.c.work_at), else_=new.excluded.work_at)
        new = new.on_conflict_do_update(index_elements=["platform", "workspace"], set_={"work_at": sooner})
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


async def choose(connection: AsyncConnection, choice: Choice, rows: Sequence[Any]) -> dict[int, Chosen]:
    """For each subscription (a row with id, cycle and fields) the entry whose turn it is, where there is any."""
    used = await _used(connection, [row.id for row in rows])
    found = {}
    for row in rows:
        mine = used[row.id]
        last = max(mine, key=lambda key: mine[key], default=None)
        found[row.id] = choice.next(row.id, row.cycle, tuple(row.fields), mine, last)
    return {each: chosen for each, chosen in found.items() if chosen}


async def _used(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, dict[str, date]]:
    """By subscription, the entries of its running cycle and the days that they were for."""
    columns = deliveries.c
    query = select(columns.subscription_id, columns.entry, columns.day)
    query = query.join(
        subscriptions, and_(subscriptions.c.id == columns.subscription_id, subscriptions.c.cycle == columns.cycle)
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
    except ValueError as error:  # a zone or a calendar that there no longer is
        log.error("tips.unreadable", subscription=row.id, error=type(error).__name__)
        return _Plan(row, None, None)
    return _Plan(row, due, following)
