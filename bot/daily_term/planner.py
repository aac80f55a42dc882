"""Plan what is due: insert one ledger row per channel and local date, with the entry whose turn it is."""

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
from bot.daily_term.failure_reasons import NO_ENTRY, UNREADABLE
from bot.daily_term.own_words import OwnWords
from bot.daily_term.rotation import Chosen, Rotation, current_rotation, key_of
from bot.daily_term.schedule import Due, next_due
from bot.daily_term.subscriptions import subscription_of
from bot.daily_term.tables import subscriptions
from bot.db.clock import Clock
from bot.db.engine import insert
from bot.ledger.lanes import upsert_lanes
from bot.ledger.tables import FAILED, MISSED, PENDING, TOO_LATE, deliveries, is_served
from bot.ledger.timing import Timing
from content.library import Library
from content.models import Entry

_DAY = timedelta(days=1)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a subscription gets now, and when it is next due. If unreadable, it only gets a failed delivery."""

    row: Any
    due: Due
    following: Due | None
    readable: bool = True


class Planner:
    """Plans what is due. Any number of replicas may plan at once: each takes rows that no other has locked."""

    def __init__(  # noqa: PLR0913, PLR0917 - one for each part
        self,
        engine: AsyncEngine,
        library: Callable[[], Library],
        platforms: Collection[str],
        timing: Timing,
        clock: Clock,
        own_words: OwnWords | None = None,
    ) -> None:
        """`platforms`: those this process can post to; read at each call, so more may join. Others are not planned."""
        self._platforms = platforms
        self._engine, self._timing, self._clock = engine, timing, clock
        self._rotation, self._own_words = current_rotation(library), own_words or OwnWords()

    async def plan(self) -> int:
        """Plan one batch in one transaction. Returns how many subscriptions it took; 0 if nothing is due."""
        await self._own_words.load(self._engine, subscriptions.c.next_at <= self._clock())
        async with self._engine.begin() as connection:
            now = await self._clock.read(connection)
            rows = await self._due(connection, now)
            if not rows:
                return 0
            plans = [_planned(row, now) for row in rows]
            late = now - timedelta(seconds=self._timing.late)
            wanted = [plan.row for plan in plans if plan.readable and plan.due.at > late]
            chosen = await choose(connection, self._rotation(), wanted, self._own_words.ready)
            new = await self._deliveries(connection, plans, chosen, now)
            await self._move_on(connection, plans, chosen)
            await self._forget(connection, rows, now)
        for row in new:
            if row["state"] != PENDING:
                metrics.tips.labels(row["state"]).inc()
        return len(rows)

    async def _due(self, connection: AsyncConnection, now: datetime) -> Sequence[Any]:
        ours = is_served(subscriptions.c.platform, self._platforms)
        query = select(subscriptions).where(subscriptions.c.next_at <= now, ours)
        query = query.order_by(subscriptions.c.next_at).limit(self._timing.plan_batch)
        return (await connection.execute(query.with_for_update(skip_locked=True))).all()

    async def _deliveries(
        self, connection: AsyncConnection, plans: Sequence[_Plan], chosen: dict[int, Chosen], now: datetime
    ) -> list[dict[str, Any]]:
        """Insert the ledger's new rows. A local date that already has one keeps it."""
        workspaces = {(plan.row.platform, plan.row.workspace) for plan in plans}
        lane_ids = await upsert_lanes(
            self._engine, connection, "daily_term", workspaces, now=now, ahead=self._timing.ahead
        )
        new = [
            self._delivery(plan, chosen.get(plan.row.id), now)
            | {"lane_id": lane_ids[plan.row.platform, plan.row.workspace]}
            for plan in plans
        ]
        await connection.execute(insert(self._engine, deliveries).on_conflict_do_nothing(), new)
        return new

    def _delivery(self, plan: _Plan, chosen: Chosen | None, now: datetime) -> dict[str, Any]:
        row, due = plan.row, plan.due
        expires = due.at + timedelta(seconds=self._timing.late)
        unchosen = NO_ENTRY if expires > now else TOO_LATE
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
            "reason": "" if chosen else unchosen if plan.readable else UNREADABLE,
        }

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
        """Delete old deliveries of these subscriptions, except those that show what the current cycle has used."""
        columns = deliveries.c
        cycle = select(subscriptions.c.cycle).where(subscriptions.c.id == columns.subscription_id).scalar_subquery()
        old = and_(
            columns.subscription_id.in_([row.id for row in rows]),
            columns.day < now.date() - timedelta(days=self._timing.kept_days),
            columns.not_before.is_(None),
            or_(columns.entry.is_(None), columns.cycle < cycle),
        )
        await connection.execute(deliveries.delete().where(old))


async def choose(
    connection: AsyncConnection,
    rotation: Rotation,
    rows: Sequence[Any],
    own: Callable[[Any], Sequence[Entry]] = lambda row: (),
) -> dict[int, Chosen]:
    """Choose the next entry for each subscription (a row with id, cycle and fields), by id; none if there is none.

    `own`: the team's own words for a row.
    """
    used = await _used(connection, [row.id for row in rows])
    new_cycle = [row.id for row in rows if not used[row.id]]
    used_before = await _used(connection, new_cycle, ago=1) if new_cycle else {}
    choices = {}
    for row in rows:
        recent = used[row.id] or used_before.get(row.id, {})
        last = max(recent, key=lambda key: recent[key], default=None)
        if chosen := rotation.next(row.id, row.cycle, tuple(row.fields), used[row.id], last, own(row)):
            choices[row.id] = chosen
    return choices


async def _used(connection: AsyncConnection, ids: Sequence[int], ago: int = 0) -> dict[int, dict[str, date]]:
    """By subscription id, the entries used in its current cycle, or `ago` cycles before, with their days."""
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
    """Plan the newest due date only, so that a bot that was down for days posts at most one term."""
    try:
        subscription = subscription_of(row)
        due, following = Due(row.next_day, row.next_at), next_due(subscription, row.next_at, row.next_day)
        while following and following.at <= now:
            due, following = following, next_due(subscription, following.at, following.day)
    except Exception as error:  # such as a zone or calendar that no longer exists: must not stop the others
        log.error("tips.unreadable", subscription=row.id, error=type(error).__name__, at=location_of(error))
        return _Plan(row, Due(row.next_day, row.next_at), Due(row.next_day + _DAY, now + _DAY), readable=False)
    return _Plan(row, due, following)
