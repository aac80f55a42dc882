"""The loop behind daily terms: sleep until something is due, plan it, claim it, and start its delivery."""

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
"""Seconds between two rounds if another replica holds what is due."""

log = structlog.get_logger()


@dataclass
class DailyTermLoop:
    """One process's share of the work; any number of processes may run one. `posters`: by platform."""

    engine: AsyncEngine
    posters: Mapping[str, Poster]
    library: Callable[[], Library]
    render: Render
    timing: Timing = field(default_factory=Timing)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        """Build the parts; nothing runs yet."""
        self._ledger = Ledger(self.engine, self.posters, self.timing, self.clock)
        self._planner = Planner(self.engine, self.library, self.posters, self.timing, self.clock)
        self._deliverer = Deliverer(self._ledger, self.posters, self.library, self.render, self.timing)
        self._deliverer.retry_in = self.wake_in
        self._tasks = BackgroundTasks()
        self._wake = asyncio.Event()
        self._alarm: asyncio.TimerHandle | None = None
        self._running: asyncio.Task[None] | None = None
        self._round_at = time.monotonic()
        self.rounds = 0
        """How many rounds were completed."""

    def start(self) -> None:
        """Start the loop. Must be called while an event loop is running."""
        self._round_at = time.monotonic()
        self._running = asyncio.create_task(self._run(), name="tips")

    async def stop(self, seconds: float = 15.0) -> None:
        """Stop claiming, release what has not begun to be posted, and finish the rest within this time."""
        until = time.monotonic() + seconds
        self._deliverer.stopping.set()
        self.wake()
        if self._running is not None:
            await asyncio.wait({self._running}, timeout=seconds)
            self._running.cancel()
        if cancelled := await self._tasks.drain(max(0.0, until - time.monotonic())):
            log.warning("tips.cut_short", deliveries=cancelled)
        self._silence()

    def wake(self) -> None:
        """Start a round now: a subscription has changed."""
        self._silence()
        self._wake.set()

    def wake_in(self, seconds: float) -> None:
        """Start a round in so many seconds at the latest: a delivery can be claimed again then.

        All deliveries share one alarm, the earliest, and none rings sooner than `Timing.again`. So a batch that is
        refused as a whole costs one round, not one per delivery.
        """
        loop = asyncio.get_running_loop()
        at = loop.time() + max(seconds, self.timing.again)
        if self._alarm is None or at < self._alarm.when():
            self._silence()
            self._alarm = loop.call_at(at, self.wake)

    def _silence(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    async def problem(self) -> str:
        """Why daily terms are not going out, or "" if they are."""
        stalled = time.monotonic() - self._round_at > self.timing.stalled
        return "tips loop stalled" if stalled else ""

    async def _run(self) -> None:
        while not self._deliverer.stopping.is_set():
            try:
                seconds = await self.round()
                self._round_at, self.rounds = time.monotonic(), self.rounds + 1
            except UNREACHABLE as error:
                log.warning("state.unreachable", doing="tips", error=type(error).__name__)
                seconds = self.timing.again
            except Exception as error:  # one bad row must not end the daily terms of all channels
                log.error("tips.round_failed", error=type(error).__name__, at=location_of(error))
                seconds = self.timing.idle
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), seconds)
            self._wake.clear()

    async def round(self) -> float:
        """Plan and claim what is due now. Returns the seconds until there may be more to do."""
        agenda = await self._ledger.agenda()
        metrics.due_age.set(agenda.due_age)
        if agenda.plan_in is not None and agenda.plan_in <= 0:
            await self._planner.plan()
            return 0.0 if await self._claim() else SHORTEST
        if agenda.claim_in is not None and agenda.claim_in <= 0:
            return 0.0 if await self._claim() else SHORTEST
        times = (agenda.plan_in, agenda.claim_in, self.timing.idle)
        return max(min(seconds for seconds in times if seconds is not None), SHORTEST)

    async def _claim(self) -> int:
        free = self.timing.at_once - len(self._tasks)
        if free <= 0:
            return 0
        claims = await self._ledger.claim(free)
        for claim in claims:
            self._tasks.start(self._deliverer.deliver(claim), name="tip")
        return len(claims)
