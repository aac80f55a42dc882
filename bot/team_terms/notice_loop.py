"""Deliver notices by the ledger: each is recorded in the transaction that causes it, and posted once."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, null, or_, select, true, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot import metrics
from bot.db.clock import Clock
from bot.db.engine import insert
from bot.db.types import UtcDateTime
from bot.ledger.lanes import upsert_lanes
from bot.ledger.loop import DeliveryLoop
from bot.ledger.messages import Claim, ClaimedRows, Recipient
from bot.ledger.tables import PENDING, TERM, deliveries, lanes
from bot.ledger.timing import Timing
from bot.platform import Poster, Refused, Target
from bot.team_terms.notices import Notice
from handlers.reply import Reply

FEATURE = "team"
LASTS = timedelta(days=7)
"""How long a notice is worth posting."""
KEPT = timedelta(days=30)
"""How long the row of a posted notice stays, so that the same one is not recorded again."""
NOTICE_TIMING = Timing(pace=2.0)
"""Two a second in a workspace, so that its daily terms, with a lane of their own, have most of Slack's limit."""
SAYS_NOTHING = "nothing to say"
"""The reason of a notice whose words are gone: what it is about was deleted in the meantime."""

Render = Callable[[Notice], Awaitable[Reply | None]]
Finish = Callable[[AsyncConnection, Notice], Awaitable[None]]
Plan = Callable[[], Awaitable[int]]
NextAt = Callable[[], ColumnElement[datetime | None]]


@dataclass
class NoticeMessages:
    """Implements `bot.ledger.messages.Messages` and `bot.team_terms.notices.Notices` for all kinds of notices.

    A part of the feature registers a kind with the function that renders it and, if it has something to delete then,
    the one that is called in the transaction that finishes it. A part that plans notices registers when and how.
    """

    engine: AsyncEngine
    timing: Timing
    clock: Clock
    feature: str = FEATURE
    label: str = "notices"
    wake: Callable[[], None] = lambda: None
    _kinds: dict[str, tuple[Render, Finish | None]] = field(default_factory=dict)
    _plans: list[tuple[NextAt, Plan]] = field(default_factory=list)

    def register(self, kind: str, render: Render, finish: Finish | None = None) -> None:
        """Add a kind of notice."""
        self._kinds[kind] = render, finish

    def register_plan(self, next_at: NextAt, plan: Plan) -> None:
        """Add something that plans notices; `next_at` is an SQL expression for when it has work, NULL for never."""
        self._plans.append((next_at, plan))

    async def add(self, connection: AsyncConnection, notice: Notice) -> None:
        """Record a notice in the caller's transaction; one of the same key was recorded before."""
        await self.add_all(connection, [notice])

    async def add_all(self, connection: AsyncConnection, notices: Sequence[Notice]) -> None:
        """Record several notices in the caller's transaction."""
        if not notices:
            return
        now = await self.clock.read(connection)
        workspaces = {(notice.target.platform, notice.target.workspace) for notice in notices}
        ids = await upsert_lanes(self.engine, connection, FEATURE, workspaces, now=now, ahead=self.timing.ahead)
        rows = [
            {
                "kind": notice.kind,
                "lane_id": ids[notice.target.platform, notice.target.workspace],
                "name": "",
                "key": notice.key,
                "data": notice.data,
                "enterprise": notice.target.enterprise,
                "channel": notice.target.channel,
                "address": notice.target.address,
                "due_at": now,
                "expires_at": now + LASTS,
                "nonce": secrets.token_hex(16),
                "state": PENDING,
                "not_before": now,
            }
            for notice in notices
        ]
        await connection.execute(insert(self.engine, deliveries).on_conflict_do_nothing(index_elements=["key"]), rows)

    def next_at(self) -> ColumnElement[datetime | None]:
        """When the first of the plans has work."""
        if not self._plans:
            return type_coerce(null(), UtcDateTime)
        first = self._plans[0][0]()
        for at, _ in self._plans[1:]:
            other = at()
            first = case((or_(first.is_(None), other < first), other), else_=first)
        return first

    async def plan(self) -> int:
        """Let each plan do its work; returns how much there was."""
        return sum([await plan() for _, plan in self._plans])

    async def recipients(self, connection: AsyncConnection, rows: Sequence[Any]) -> Mapping[int, Recipient]:
        """The targets, as they were recorded; the platform and the workspace are the lane's."""
        query = select(lanes).where(lanes.c.id.in_({row.lane_id for row in rows}))
        of = {row.id: row for row in await connection.execute(query)}
        return {
            row.id: Recipient(
                Target(of[row.lane_id].platform, of[row.lane_id].workspace, row.channel, row.enterprise, row.address)
            )
            for row in rows
            if row.lane_id in of and row.kind in self._kinds
        }

    def is_wanted(self, claim: Claim) -> ColumnElement[bool]:
        """Always: a notice that has nothing to say any more renders as nothing."""
        return true()

    async def render(self, claim: Claim, ledger: ClaimedRows) -> Reply | Refused:
        """Read the words of the notice now."""
        render, _ = self._kinds[claim.row.kind]
        return await render(notice_of(claim)) or Refused(SAYS_NOTHING)

    async def lock(self, connection: AsyncConnection, claim: Claim) -> None:
        """Do nothing: a gone channel changes nothing else."""

    async def on_gone(self, connection: AsyncConnection, claim: Claim, now: datetime, reason: str) -> None:
        """Do nothing more: the notice has failed."""

    async def on_finished(self, connection: AsyncConnection, claim: Claim) -> None:
        """Delete what the notice was about, and the rows of old notices."""
        notice = notice_of(claim)
        _, finish = self._kinds[notice.kind]
        await connection.execute(
            deliveries.update().where(deliveries.c.id == claim.id).values(data=None, channel=None, address=None)
        )
        if finish:
            await finish(connection, notice)
        old = and_(deliveries.c.kind != TERM, deliveries.c.not_before.is_(None))
        long_ago = deliveries.c.due_at < await self.clock.read(connection) - KEPT
        await connection.execute(deliveries.delete().where(deliveries.c.lane_id == claim.lane_id, old, long_ago))

    def count(self, claim: Claim, outcome: str) -> None:
        """Count an outcome by kind."""
        metrics.notices.labels(claim.row.kind, outcome).inc()

    def show_age(self, seconds: float) -> None:
        """Show the age of the oldest due notice."""
        metrics.notices_age.set(seconds)


def notice_of(claim: Claim) -> Notice:
    """The notice that was recorded."""
    return Notice(claim.row.key, claim.row.kind, claim.target, claim.row.data or {})


def notice_loop(posters: Mapping[str, Poster], messages: NoticeMessages) -> DeliveryLoop:
    """One process's share of the notices."""
    loop = DeliveryLoop(messages.engine, posters, messages, messages.timing, messages.clock)
    messages.wake = loop.wake
    return loop


async def delete_notices(
    connection: AsyncConnection, platform: str, workspace: str | None, enterprise: str | None
) -> None:
    """Delete the notices and the lanes of a workspace, or those of a whole organisation if `workspace` is None."""
    ours = and_(lanes.c.feature == FEATURE, lanes.c.platform == platform)
    if workspace:
        gone = select(lanes.c.id).where(ours, lanes.c.workspace == workspace)
    else:
        gone = select(lanes.c.id).join(deliveries, deliveries.c.lane_id == lanes.c.id)
        gone = gone.where(ours, deliveries.c.enterprise == enterprise)
    ids = (await connection.execute(gone.distinct())).scalars().all()
    await connection.execute(deliveries.delete().where(deliveries.c.lane_id.in_(ids)))
    await connection.execute(lanes.delete().where(lanes.c.id.in_(ids)))
