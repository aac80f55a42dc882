"""The loop behind a feature's messages: sleep until something is due, plan it, claim it, and start its delivery."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.background import BackgroundTasks, location_of
from bot.db.clock import Clock
from bot.db.engine import UNREACHABLE
from bot.ledger.delivery import Deliverer
from bot.ledger.ledger import Ledger
from bot.ledger.messages import Messages
from bot.ledger.timing import Timing
from bot.platform import Poster

SHORTEST = 0.02
"""Seconds between two rounds if another replica holds what is due."""

log = structlog.get_logger()


@dataclass
class DeliveryLoop:
    """One process's share of the work; any number of processes may run one. `posters`: by platform."""

    engine: AsyncEngine
    posters: Mapping[str, Poster]
    messages: Messages
    timing: Timing = field(default_factory=Timing)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        """Build the parts; nothing runs yet."""
        self._ledger = Ledger(self.engine, self.posters, self.messages, self.timing, self.clock)
        self._deliverer = Deliverer(self._ledger, self.posters, self.messages, self.timing)
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
        self._running = asyncio.create_task(self._run(), name=self.messages.label)

    async def stop(self, seconds: float = 15.0) -> None:
        """Stop claiming, release what has not begun to be posted, and finish the rest within this time."""
        until = time.monotonic() + seconds
        self._deliverer.stopping.set()
        self.wake()
        if self._running is not None:
            await asyncio.wait({self._running}, timeout=seconds)
            self._running.cancel()
        if cancelled := await self._tasks.drain(max(0.0, until - time.monotonic())):
            log.warning(f"{self.messages.label}.cut_short", deliveries=cancelled)
        self._silence()

    def wake(self) -> None:
        """Start a round now: there is something new."""
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
        """Why messages are not going out, or "" if they are."""
        stalled = time.monotonic() - self._round_at > self.timing.stalled
        return f"{self.messages.label} loop stalled" if stalled else ""

    async def _run(self) -> None:
        while not self._deliverer.stopping.is_set():
            try:
                seconds = await self.round()
                self._round_at, self.rounds = time.monotonic(), self.rounds + 1
            except UNREACHABLE as error:
                log.warning("state.unreachable", doing=self.messages.label, error=type(error).__name__)
                seconds = self.timing.again
            except Exception as error:  # one bad row must not end the messages of all channels
                log.error(f"{self.messages.label}.round_failed", error=type(error).__name__, at=location_of(error))
                seconds = self.timing.idle
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._wake.wait()
            self._wake.clear()

    async def round(self) -> float:
        """Plan and claim what is due now. Returns the seconds until there may be more to do."""
        agenda = await self._ledger.agenda()
        self.messages.show_age(agenda.due_age)
        if agenda.plan_in is not None and agenda.plan_in <= 0:
            await self.messages.plan()
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
            self._tasks.start(self._deliverer.deliver(claim), name="delivery")
        return len(claims)
