"""One delivery, step by step: wait for its turn, record that a post begins, post once, record the outcome."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar, assert_never

import structlog

from bot.background import location_of
from bot.db.engine import UNREACHABLE
from bot.ledger.ledger import Ledger
from bot.ledger.messages import Claim, Messages
from bot.ledger.tables import TOO_LATE, TURNED_OFF, UNCLEAR, UNRENDERED
from bot.ledger.timing import Timing
from bot.platform import BusyError, Limited, Poster, PostResult, Refused, Sent, Unclear, UnreadableError
from handlers.reply import Reply

T = TypeVar("T")

log = structlog.get_logger()


class Deliverer:
    """Delivers claims. Each step is one method, so that tests can stop between any two of them."""

    def __init__(self, ledger: Ledger, posters: Mapping[str, Poster], messages: Messages, timing: Timing) -> None:
        self.ledger, self._posters, self._messages, self._timing = ledger, posters, messages, timing
        self._doing = messages.label.removesuffix("s")
        self.stopping = asyncio.Event()
        """Once set, deliveries that have not begun to be posted are released."""
        self.retry_in: Callable[[float], None] = lambda _: None
        """Called when a delivery was given back, with the seconds until it can be claimed again."""

    async def deliver(self, claim: Claim) -> None:
        """Run all steps. If the database stops answering, the rest is left to the next claim, after the lease."""
        try:
            if not await self.wait_for_turn(claim):
                await self.release(claim)
            elif claim.posted:
                await self.reconcile(claim)
            elif claim.expired or not claim.active:
                await self._missed(claim)
            else:
                await self.send(claim)
        except UNREACHABLE as error:
            log.warning("state.unreachable", doing=self._doing, delivery=claim.id, error=type(error).__name__)

    async def wait_for_turn(self, claim: Claim) -> bool:
        """Wait until the workspace's pace allows the post. Returns False if the process is stopping."""
        if not self.stopping.is_set() and claim.wait > 0:
            try:
                async with asyncio.timeout(claim.wait):
                    await self.stopping.wait()
            except TimeoutError:
                return True
        return not self.stopping.is_set()

    async def send(self, claim: Claim) -> None:
        """Post it, if the ledger still allows a post to begin."""
        reply = await self.render(claim)
        if reply is None:
            return
        if not await self._retry_until_lease_ends(lambda: self.intend(claim)):
            await self.release(claim)
            return
        await self.settle(claim, await self.post(claim, reply))

    async def intend(self, claim: Claim) -> bool:
        """Record that a post begins. Returns whether it may begin right now: nothing may be awaited in between."""
        before = time.monotonic()  # the database cannot know how long this process was paused after the answer
        return await self.ledger.intend(claim) and time.monotonic() - before < self._timing.margin / 2

    async def render(self, claim: Claim) -> Reply | None:
        """Build the message. If that fails, record it and return None."""
        try:
            rendered = await self._messages.render(claim, self.ledger)
        except UNREACHABLE:
            raise
        except Exception as error:  # one message that cannot be rendered must not block the others
            self._log("unrendered", claim, "error", error=type(error).__name__, at=location_of(error))
            rendered = Refused(UNRENDERED, spent=True)
        if isinstance(rendered, Refused):
            await self._failed(claim, rendered)
            return None
        return rendered

    async def post(self, claim: Claim, reply: Reply) -> PostResult:
        """Post it once. An exception of the poster is `Unclear`: the post may be in the channel all the same."""
        try:
            return await self._posters[claim.target.platform].post(claim.target, reply, claim.nonce)
        except Exception as error:
            self._log("poster_failed", claim, "error", error=type(error).__name__, at=location_of(error))
            return Unclear(type(error).__name__)

    async def settle(self, claim: Claim, result: PostResult) -> None:
        """Record the platform's answer."""
        match result:
            case Sent(reference):
                await self._sent(claim, reference)
            case Limited(seconds):
                self._log("limited", claim, seconds=seconds)
                if await self._retry_until_lease_ends(lambda: self.ledger.postpone(claim, seconds)):
                    self.retry_in(min(seconds, self._timing.pause))
            case Refused():
                await self._failed(claim, result)
            case Unclear(reason):
                self._log("unclear", claim, reason=reason)  # reconciled after lease and grace
            case _:
                assert_never(result)

    async def release(self, claim: Claim) -> None:
        """Let any replica claim it at once. No effect if another one has claimed it since."""
        if await self.ledger.release(claim):
            self.retry_in(0.0)

    async def reconcile(self, claim: Claim) -> None:
        """Search the channel for an earlier post, and post again only if it is certainly not there."""
        try:
            async with asyncio.timeout(self._timing.lease):  # beyond that, other replicas would start over forever
                poster = self._posters[claim.target.platform]
                reference = await poster.find(claim.target, claim.nonce, claim.since, claim.position)
        except UnreadableError as error:
            await self._unknown(claim, str(error))
        except Exception as error:  # BusyError or anything else: still undecided
            await self._search_later(claim, error)
        else:
            if reference is not None:
                await self._sent(claim, reference, reconciled=True)
            elif claim.expired or not claim.active:
                await self._missed(claim)
            else:
                await self.send(claim)

    async def _search_later(self, claim: Claim, error: Exception) -> None:
        self._log("not_read", claim, error=type(error).__name__)
        if claim.overdue:
            await self._unknown(claim, UNCLEAR)
            return
        busy = error if isinstance(error, BusyError) else BusyError(self._timing.grace, claim.position)
        if await self._retry_until_lease_ends(lambda: self.ledger.search_later(claim, busy.seconds, busy.position)):
            self.retry_in(busy.seconds)

    async def _sent(self, claim: Claim, reference: str, reconciled: bool = False) -> None:
        if await self._retry_until_lease_ends(lambda: self.ledger.confirm(claim, reference, reconciled)):
            self._count(claim, "sent")
            if reconciled:
                self._messages.count(claim, "reconciled")

    async def _failed(self, claim: Claim, refused: Refused) -> None:
        if await self._retry_until_lease_ends(lambda: self.ledger.fail(claim, refused)):
            self._count(claim, "failed", refused.reason)

    async def _missed(self, claim: Claim) -> None:
        reason = TOO_LATE if claim.active else TURNED_OFF
        if await self._retry_until_lease_ends(lambda: self.ledger.miss(claim, reason)):
            self._count(claim, "missed", reason)

    async def _unknown(self, claim: Claim, reason: str) -> None:
        if await self._retry_until_lease_ends(lambda: self.ledger.unknown(claim, reason)):
            self._count(claim, "unknown", reason)

    async def _retry_until_lease_ends(self, step: Callable[[], Awaitable[T]]) -> T:
        """Run a step of the ledger, retrying while the database cannot be reached, until lease and grace are over.

        Each step is guarded by the claim's fence, so it is safe to run twice.
        """
        until, logged = time.monotonic() + self._timing.lease + self._timing.grace, False
        while True:
            try:
                return await step()
            except UNREACHABLE as error:
                if time.monotonic() >= until:
                    raise
                if not logged:  # once per step, not per attempt
                    log.warning("state.unreachable", doing=f"{self._doing} step", error=type(error).__name__)
                    logged = True
                await asyncio.sleep(self._timing.again)

    def _count(self, claim: Claim, outcome: str, reason: str = "") -> None:
        self._messages.count(claim, outcome)
        level = "info" if outcome == "sent" else "warning"
        self._log("delivered", claim, level, outcome=outcome, **({"reason": reason} if reason else {}))

    def _log(self, event: str, claim: Claim, level: str = "warning", **values: object) -> None:
        getattr(log, level)(f"{self._messages.label}.{event}", delivery=claim.id, **values)
