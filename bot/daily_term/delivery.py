"""A delivery's way: wait for its turn, say that it begins, post once, and note what became of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar, assert_never

import structlog

from bot import metrics
from bot.background import location_of
from bot.daily_term.failure_reasons import NO_ENTRY, TOO_LATE, TURNED_OFF, UNCLEAR, UNRENDERED
from bot.daily_term.ledger import Claim, Ledger
from bot.daily_term.rotation import choices
from bot.daily_term.timing import Timing
from bot.db.engine import UNREACHABLE
from bot.platform import BusyError, Limited, Poster, PostResult, Refused, Sent, Unclear, UnreadableError
from content.library import Library
from content.models import Entry
from handlers.reply import Reply

T = TypeVar("T")
Render = Callable[[Entry], Reply]
"""What a channel is told about an entry."""

log = structlog.get_logger()


class Deliverer:
    """Delivers what was claimed. Each step is one method, so that it can be seen what a crash between two leaves."""

    def __init__(
        self,
        ledger: Ledger,
        posters: Mapping[str, Poster],
        library: Callable[[], Library],
        render: Render,
        limits: Timing | None = None,
    ) -> None:
        self.ledger, self._posters, self._render = ledger, posters, render
        self._limits = limits or Timing()
        self._choices = choices(library)
        self.stopping = asyncio.Event()
        """Once set, what has not begun to be posted is released."""

    async def deliver(self, claim: Claim) -> None:
        """All steps; what the database no longer takes is left to whoever claims it after the lease."""
        try:
            if not await self.its_turn(claim):
                await self.ledger.release(claim)
            elif claim.posted:
                await self.reconcile(claim)
            elif claim.expired or not claim.active:
                await self._missed(claim)
            else:
                await self.send(claim)
        except UNREACHABLE as error:
            log.warning("state.unreachable", doing="tip", delivery=claim.id, error=type(error).__name__)

    async def its_turn(self, claim: Claim) -> bool:
        """Wait until the workspace's pace allows it; False where the process stops."""
        if not self.stopping.is_set() and claim.wait > 0:
            try:
                await asyncio.wait_for(self.stopping.wait(), claim.wait)
            except TimeoutError:
                return True
        return not self.stopping.is_set()

    async def send(self, claim: Claim) -> None:
        """Post it, if that may still be said to begin."""
        reply = await self.words(claim)
        if reply is None:
            return
        if not await self._surely(lambda: self.begins(claim)):
            await self.ledger.release(claim)  # of no effect where another has claimed it since
            return
        await self.settle(claim, await self.post(claim, reply))

    async def begins(self, claim: Claim) -> bool:
        """Say that the post begins; whether it may, which holds for the moment only: nothing is awaited in between."""
        before = time.monotonic()  # the database cannot tell how long this process stood still after it had answered
        return await self.ledger.intend(claim) and time.monotonic() - before < self._limits.margin / 2

    async def words(self, claim: Claim) -> Reply | None:
        """What to post, by the content as it is now; None where there is nothing, which is noted."""
        choice = self._choices()
        entry = choice.entry(claim.entry)
        if entry is None:
            chosen = await self.ledger.substitute(claim, choice)
            if chosen is None:
                await self._failed(claim, Refused(NO_ENTRY))
                return None
            entry = chosen.entry
        try:
            return self._render(entry)
        except Exception as error:  # one entry without words must not keep the others waiting
            log.error("tips.unrendered", delivery=claim.id, error=type(error).__name__, at=location_of(error))
            await self._failed(claim, Refused(UNRENDERED, spent=True))
            return None

    async def post(self, claim: Claim, reply: Reply) -> PostResult:
        """Post it once; whatever a poster raises says nothing about what stands in the channel."""
        try:
            return await self._posters[claim.target.platform].post(claim.target, reply, claim.nonce)
        except Exception as error:
            log.error("tips.poster_failed", delivery=claim.id, error=type(error).__name__, at=location_of(error))
            return Unclear(type(error).__name__)

    async def settle(self, claim: Claim, outcome: PostResult) -> None:
        """Note what the platform said."""
        match outcome:
            case Sent(reference):
                await self._sent(claim, reference)
            case Limited(seconds):
                log.warning("tips.limited", delivery=claim.id, seconds=seconds)
                await self._surely(lambda: self.ledger.postpone(claim, seconds))
            case Refused():
                await self._failed(claim, outcome)
            case Unclear(reason):
                log.warning("tips.unclear", delivery=claim.id, reason=reason)  # looked for after lease and grace
            case _:
                assert_never(outcome)

    async def reconcile(self, claim: Claim) -> None:
        """Find out whether an earlier post is in the channel, and post again where it surely is not."""
        try:
            async with asyncio.timeout(self._limits.lease):  # what takes longer, others would begin anew for ever
                poster = self._posters[claim.target.platform]
                found = await poster.find(claim.target, claim.nonce, claim.since, claim.position)
        except UnreadableError as error:
            await self._unknown(claim, str(error))
        except Exception as error:  # BusyError, or anything: it is not known yet
            await self._ask_later(claim, error)
        else:
            if found is not None:
                await self._sent(claim, found, reconciled=True)
            elif claim.expired or not claim.active:
                await self._missed(claim)
            else:
                await self.send(claim)

    async def _ask_later(self, claim: Claim, error: Exception) -> None:
        log.warning("tips.not_read", delivery=claim.id, error=type(error).__name__)
        if claim.overdue:
            await self._unknown(claim, UNCLEAR)
            return
        later = error if isinstance(error, BusyError) else BusyError(self._limits.grace, claim.position)
        await self._surely(lambda: self.ledger.look_later(claim, later.seconds, later.position))

    async def _sent(self, claim: Claim, reference: str, reconciled: bool = False) -> None:
        if await self._surely(lambda: self.ledger.confirm(claim, reference, reconciled)):
            _count(claim, "sent")
            if reconciled:
                metrics.tips.labels("reconciled").inc()

    async def _failed(self, claim: Claim, refused: Refused) -> None:
        if await self._surely(lambda: self.ledger.fail(claim, refused)):
            _count(claim, "failed", refused.reason)

    async def _missed(self, claim: Claim) -> None:
        reason = TOO_LATE if claim.active else TURNED_OFF
        if await self._surely(lambda: self.ledger.miss(claim, reason)):
            _count(claim, "missed", reason)

    async def _unknown(self, claim: Claim, reason: str) -> None:
        if await self._surely(lambda: self.ledger.unknown(claim, reason)):
            _count(claim, "unknown", reason)

    async def _surely(self, step: Callable[[], Awaitable[T]]) -> T:
        """Do a step of the ledger, again and again while the database cannot be reached, until others may claim it.

        Every step is guarded by its fence, and so may be done twice.
        """
        until, logged = time.monotonic() + self._limits.lease + self._limits.grace, False
        while True:
            try:
                return await step()
            except UNREACHABLE as error:
                if time.monotonic() >= until:
                    raise
                if not logged:  # once for each step, however often it is tried
                    log.warning("state.unreachable", doing="tip step", error=type(error).__name__)
                    logged = True
                await asyncio.sleep(self._limits.again)


def _count(claim: Claim, outcome: str, reason: str = "") -> None:
    metrics.tips.labels(outcome).inc()
    level = log.info if outcome == "sent" else log.warning
    level("tips.delivered", delivery=claim.id, outcome=outcome, **({"reason": reason} if reason else {}))
