"""The loop behind the tips: it sleeps until something is due, plans it, claims it, and has it delivered."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import metrics
from bot.background import BackgroundTasks, location_of
from bot.daily_term.delivery import Deliverer, Render
from bot.daily_term.ledger import Ledger
from bot.daily_term.planner import Planner
from bot.daily_term.timing import Timing
from bot.db.clock import Clock
from bot.db.engine import UNREACHABLE
from bot.platform import Poster
from content.library import Library

SHORTEST = 0.02
"""Seconds between two rounds, where what is due is held by another replica."""

log = structlog.get_logger()


@dataclass
class DailyTermLoop:
    """One process's share of the work; any number of processes may run one. `posters`: by platform."""

    engine: AsyncEngine
    posters: Mapping[str, Poster]
    library: Callable[[], Library]
    render: Render
    limits: Timing = field(default_factory=Timing)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        """The parts; nothing runs yet."""
        self._ledger = Ledger(self.engine, self.limits, self.clock, self.posters)
        self._planner = Planner(self.engine, self.library, self.limits, self.clock, self.posters)
        self._deliverer = Deliverer(self._ledger, self.posters, self.library, self.render, self.limits)
        self._tasks = BackgroundTasks()
        self._wake = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._round_at = time.monotonic()
        self.rounds = 0
        """How many were completed."""

    def start(self) -> None:
        """Begin; to be called where a loop runs."""
        self._round_at = time.monotonic()
        self._running = asyncio.create_task(self._run(), name="tips")

    async def stop(self, seconds: float = 15.0) -> None:
        """Claim nothing more, release what has not begun to be posted, and finish the rest within this time."""
        until = time.monotonic() + seconds
        self._deliverer.stopping.set()
        self.wake()
        if self._running is not None:
            await asyncio.wait({self._running}, timeout=seconds)
            self._running.cancel()
        if left := await self._tasks.drain(max(0.0, until - time.monotonic())):
            log.warning("tips.cut_short", deliveries=left)

    def wake(self) -> None:
        """A subscription has changed: look again what is due."""
        self._wake.set()

    async def problem(self) -> str:
        """What keeps tips from going out; empty when all is well."""
        stalled = time.monotonic() - self._round_at > self.limits.stalled
        return "tips loop stalled" if stalled else ""

    async def _run(self) -> None:
        while not self._deliverer.stopping.is_set():
            try:
                seconds = await self.round()
                self._round_at, self.rounds = time.monotonic(), self.rounds + 1
            except UNREACHABLE as error:
                log.warning("state.unreachable", doing="tips", error=type(error).__name__)
                seconds = self.limits.again
            except Exception as error:  # one bad row must not end the tips of all
                log.error("tips.round_failed", error=type(error).__name__, at=location_of(error))
                seconds = self.limits.idle
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), seconds)
            self._wake.clear()

    async def round(self) -> float:
        """Plan and claim what is due now; returns how many seconds there is nothing to do."""
        agenda = await self._ledger.agenda()
        metrics.due_age.set(agenda.due_age)
        if agenda.plan_in is not None and agenda.plan_in <= 0:
            await self._planner.plan()
            return 0.0 if await self._claim() else SHORTEST
        if agenda.claim_in is not None and agenda.claim_in <= 0:
            return 0.0 if await self._claim() else SHORTEST
        soonest = min(each for each in (agenda.plan_in, agenda.claim_in, self.limits.idle) if each is not None)
        return max(soonest, SHORTEST)

    async def _claim(self) -> int:
        free = self.limits.at_once - len(self._tasks)
        if free <= 0:
            return 0
        claims = await self._ledger.claim(free)
        for claim in claims:
            self._tasks.start(self._deliverer.deliver(claim), name="tip")
        return len(claims)
