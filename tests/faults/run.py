"""A run: channels of several workspaces get a term a day, one date after the other, while everything fails.

As soon as a date is delivered, the next one is set to now in the database. The verdict compares what the stand-in for
Slack accepted with the ledger.
"""

from __future__ import annotations

import asyncio
import contextlib
import time as clock
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import URL, func, select

from bot.daily_term.subscriptions import SubscriptionStore
from bot.daily_term.tables import subscriptions
from bot.db.engine import UNREACHABLE, open_engine
from bot.db.migrate import upgrade
from bot.db.types import database_now
from bot.ledger.tables import PENDING, deliveries
from bot.platform import Target
from bot.team_terms.term_store import TermStore
from handlers.daily_term.subscription import EVERY_DAY, Subscription
from handlers.request import Person
from handlers.team_terms.terms import Meaning
from tests.faults.postgres import Server
from tests.faults.replica import Orders
from tests.faults.replicas import Replicas
from tests.faults.slack import FaultySlack, Plan
from tests.faults.verdict import Verdict, judge
from tests.support.posting_slack import Rates

LOOK_SECONDS = 0.1
OURS = "What we say in "
"""What each team's own words begin with; its workspace follows."""
TIMING: dict[str, float] = {
    "lease": 1.6,
    "grace": 0.8,
    "margin": 0.9,
    "pace": 200,
    "ahead": 0.2,
    "idle": 0.2,
}
"""A `Timing` like production's, only shorter. The faults of the stand-in for Slack are shortened to match."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The size of a run and what fails in it. All times in seconds; `seconds` is the most that it may take.

    `missions` are given out every `arms` seconds, a replica is replaced every `overlaps`, PostgreSQL is restarted every
    `restarts` (0: never), all of it for the first `disturbed` seconds.
    """

    channels: int
    days: int
    seconds: float
    workspaces: int = 5
    replicas: int = 2
    blind: bool = False
    missions: tuple[str, ...] = ()
    arms: float = 0.0
    overlaps: float = 0.0
    restarts: float = 0.0
    disturbed: float = 3600.0
    plan: Plan = field(default_factory=lambda: Plan({}))
    rates: Rates = field(default_factory=lambda: Rates(channel=20, workspace=200, history=100))
    entries: int = 12
    timing: dict[str, float] = field(default_factory=lambda: dict(TIMING))
    seed: int = 1


class Run:
    """One run against one database. `notices`: what the replicas deliver."""

    notices = False

    def __init__(self, scale: Scale, url: URL, store: Path, folder: Path, server: Server | None = None) -> None:
        self._scale, self._server = scale, server
        self._engine = open_engine(url)
        self.slack = FaultySlack(scale.plan, scale.rates, scale.seed)
        self._url, self._store, self._folder = url, store, folder

    async def go(self) -> Verdict:
        """Subscribe the channels, let replicas deliver, and judge the result."""
        began = clock.monotonic()
        try:
            await upgrade(self._engine)
            await self._subscribe()
            async with self.slack, self._replicas() as replicas:
                await self._until_delivered(began + self._scale.seconds)
            counted = Counter({**replicas.counted, **self.slack.counted, "429": self.slack.limited})
            if self._server:
                counted["PostgreSQL restarted"] = self._server.restarts
            verdict = await self._judge()
            counted["posts about own words"], strange = self._own_words()
            problems = [*replicas.problems, *sorted(set(self.slack.problems)), *strange]
            return verdict.with_run(counted, problems, clock.monotonic() - began)
        finally:
            await self._engine.dispose()

    @asynccontextmanager
    async def _replicas(self) -> AsyncIterator[Replicas]:
        scale = self._scale
        orders = Orders(
            database=self._url.render_as_string(hide_password=False),
            slack=self.slack.url,
            store=str(self._store),
            entries=scale.entries,
            timing=scale.timing,
            blind=scale.blind,
            notices=self.notices,
        )
        stopped_for = scale.timing["lease"] + scale.timing["grace"] + 0.6
        replicas = Replicas(orders, self._folder, stopped_for, scale.missions, scale.seed)
        async with replicas.running(scale.replicas):
            disturbing = [
                asyncio.create_task(_every(seconds, disturb, scale.disturbed))
                for seconds, disturb in (
                    (scale.arms, replicas.arm),
                    (scale.overlaps, replicas.overlap),
                    (scale.restarts, self._server.restart if self._server else None),
                )
                if seconds and disturb
            ]
            try:
                yield replicas
            finally:
                for task in disturbing:
                    task.cancel()
                for error in await asyncio.gather(*disturbing, return_exceptions=True):
                    if isinstance(error, Exception):
                        replicas.problems.append(f"{type(error).__name__}: {error}")

    async def _judge(self) -> Verdict:
        return await judge(self._engine, self.slack, self._scale.channels * self._scale.days)

    async def _subscribe(self) -> None:
        store = SubscriptionStore(self._engine)
        later = (datetime.now(UTC) + timedelta(hours=12)).time().replace(second=0, microsecond=0)
        daily = Subscription(later, "Etc/UTC", EVERY_DAY)  # never due by itself while this runs
        terms = TermStore(self._engine)
        for workspace in (f"T{number}" for number in range(self._scale.workspaces)):
            for word in ("REC", "HUB"):
                await terms.teach(Person("slack", workspace, "U1"), Meaning(word, f"{OURS}{workspace}."))
        for number in range(self._scale.channels):  # every second one of a workspace gets its words
            target = Target("slack", self._workspace_of(number), f"C{number}")
            own_words = number // self._scale.workspaces % 2 == 0
            await store.save(target, "U1", replace(daily, own_words=own_words), target.workspace)

    def _workspace_of(self, channel: int) -> str:
        return f"T{channel % self._scale.workspaces}"

    def _own_words(self) -> tuple[int, list[str]]:
        """How many posts are about a team's own words, and those that are about another team's."""
        posts = [(post.channel, str(post.body)) for post in self.slack.posts if OURS in str(post.body)]
        strange = [
            f"a word of another team in {channel}"
            for channel, body in posts
            if f"{OURS}{self._workspace_of(int(channel.removeprefix('C')))}." not in body
        ]
        return len(posts), strange

    async def _until_delivered(self, deadline: float) -> None:
        while clock.monotonic() < deadline:
            with contextlib.suppress(*UNREACHABLE):  # PostgreSQL is being restarted
                if await self._advance():
                    return
            await asyncio.sleep(LOOK_SECONDS)

    async def _advance(self) -> bool:
        """Set the next date to now for each channel whose last one is finished. Returns whether all dates are."""
        rows = deliveries.c
        finished = (
            select(rows.subscription_id, func.count().label("days"))
            .group_by(rows.subscription_id)
            .having(func.count().filter(rows.state == PENDING) == 0)
            .subquery()
        )
        ready = select(subscriptions.c.id).outerjoin(finished, finished.c.subscription_id == subscriptions.c.id)
        begun = select(rows.subscription_id)
        idle = subscriptions.c.next_at > database_now()
        async with self._engine.begin() as connection:
            complete = ready.where(idle, finished.c.days >= self._scale.days)
            settled = (await connection.execute(complete)).scalars().all()
            more = ready.where(idle, (finished.c.days < self._scale.days) | subscriptions.c.id.not_in(begun))
            now = {"next_at": database_now()}
            await connection.execute(subscriptions.update().where(subscriptions.c.id.in_(more)).values(now))
        return len(settled) == self._scale.channels


async def _every(seconds: float, disturb: Callable[[], Awaitable[None]], during: float) -> None:
    until = clock.monotonic() + during
    while clock.monotonic() + seconds < until:
        await asyncio.sleep(seconds)
        await disturb()
