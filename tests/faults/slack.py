"""A stand-in for Slack that fails: answers are lost, delayed or wrong, and the history lags behind.

It runs in the test's process, so it remembers all posts however many replicas are killed.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from aiohttp import web

from tests.support.posting_slack import Json, PostingSlack, Rates, RefusedError, answer


class Fault(StrEnum):
    """What can happen to a post."""

    LOST = "response lost after accept"
    ERROR_AFTER = "500 after accept"
    INTERNAL_ERROR = "internal_error after accept"
    HELD = "time-out after accept"
    LATE = "accepted after the time-out"
    FALSE_ERROR = "500, not accepted"
    CUT = "connection cut, not accepted"
    STORM = "429 for the whole workspace"


@dataclass(frozen=True, slots=True)
class Plan:
    """How often each fault happens, as a share of all posts. Times in seconds.

    `hold`: how long an answer is held back; longer than the client waits. `late`: when a post is accepted although the
    client has given up. `hidden_least`, `hidden`: bounds of the delay until the history shows a post. `storm`: how long
    a workspace is refused.
    """

    parts: dict[Fault, float]
    hold: float = 1.5
    late: float = 0.8
    hidden: float = 0.2
    hidden_least: float = 0.0
    storm: float = 1.0


NONE = Plan({}, hidden=0.0)
SLACKS_OWN = Rates()


class FaultySlack(PostingSlack):
    """Enforces rate limits, and fails according to a plan."""

    def __init__(self, plan: Plan = NONE, rates: Rates = SLACKS_OWN, seed: int = 1) -> None:
        super().__init__(rates)
        self.plan = plan
        self.counted: Counter[str] = Counter()
        self.history_scope = True
        self.refused_channels: set[str] = set()
        self._random = random.Random(seed)
        self._storm_until: dict[str, float] = {}

    async def run(self, request: web.Request, method: str, workspace: str, args: Json) -> web.StreamResponse:
        if method == "conversations.history":
            self.counted["history read"] += 1
            if not self.history_scope:
                raise RefusedError("missing_scope")
        if method != "chat.postMessage":
            return await super().run(request, method, workspace, args)
        if args.get("channel") in self.refused_channels:
            raise RefusedError("not_in_channel")
        fault = self._draw()
        if fault is Fault.STORM:
            self._storm_until[workspace] = time.monotonic() + self.plan.storm
        if (left := self._storm_until.get(workspace, 0.0) - time.monotonic()) > 0:
            return self.too_many(left)
        if limited := self.limit(workspace, str(args.get("channel"))):
            return limited
        if fault:
            self.counted[fault] += 1
        return await self._post(request, fault, workspace, args)

    async def _post(self, request: web.Request, fault: Fault | None, workspace: str, args: Json) -> web.StreamResponse:
        if fault is Fault.FALSE_ERROR:
            return answer({"ok": False, "error": "fatal_error"}, 500)
        if fault in (Fault.CUT, Fault.LATE):
            _cut(request)
        if fault is Fault.CUT:
            return web.Response()
        if fault is Fault.LATE:
            await asyncio.sleep(self.plan.late)
        hidden = self._random.uniform(self.plan.hidden_least, self.plan.hidden)
        accepted = self.accept(workspace, args, hidden=hidden)
        match fault:
            case Fault.LOST:
                _cut(request)
            case Fault.ERROR_AFTER:
                return web.Response(status=500, text="Internal Server Error")
            case Fault.INTERNAL_ERROR:
                return answer({"ok": False, "error": "internal_error"})
            case Fault.HELD:
                await asyncio.sleep(self.plan.hold)
        return answer(accepted)

    def _draw(self) -> Fault | None:
        at = self._random.random()
        for fault, part in self.plan.parts.items():
            if (at := at - part) < 0:
                return fault
        return None


def _cut(request: web.Request) -> None:
    """Close the connection so that no answer arrives, as if the network had lost it."""
    if request.transport is not None:
        request.transport.abort()
