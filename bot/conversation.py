"""One conversation loop for every platform: dedupe, route, send, count and log."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

from bot.background import BackgroundTasks
from bot.dedupe import InMemoryDeduplicator
from bot.metrics import observe
from bot.platform import Deduplicator, Key, Router
from handlers.reply import Reply
from handlers.request import Request

DRAIN_SECONDS = 10.0
"""How long accepted work may take when the process is told to stop; hosts kill it after 30 seconds or so."""

Send = Callable[[Reply], Awaitable[object]]

log = structlog.get_logger()


class Conversations:
    """Answers what people say on one platform, in the background if asked to."""

    def __init__(self, platform: str, router: Router, deduplicator: Deduplicator | None = None) -> None:
        self.platform, self.router = platform, router
        self.deduplicator = deduplicator or InMemoryDeduplicator()
        self._tasks = BackgroundTasks()

    async def answer(self, kind: str, request: Request, send: Send, key: Key | None = None) -> None:
        """Answer a request, unless its `key` shows that it was taken before. `kind` is for the log and the metrics."""
        started = time.perf_counter()
        if key is None or await self.deduplicator.is_new(key):
            await send(await self.router.answer(request))
            self.answered(kind, request.text, started)

    def start(self, work: Coroutine[Any, Any, object], name: str) -> None:
        """Run work in the background; it is finished before the process ends, within `DRAIN_SECONDS`."""
        self._tasks.start(work, f"{self.platform}.{name}")

    async def settle(self) -> None:
        """Wait until all accepted work is done; for the playground and tests, which show what came of it."""
        await self._tasks.settle()

    async def drain(self) -> None:
        """Finish what was accepted within `DRAIN_SECONDS`; cancel the rest."""
        if cancelled := await self._tasks.drain(DRAIN_SECONDS):
            log.warning(f"{self.platform}.unfinished", tasks=cancelled)

    def answered(self, kind: str, line: str, started: float) -> None:
        """Count and log one answer: the kind and the command's word, nothing that a person typed."""
        seconds = time.perf_counter() - started
        observe(self.platform, kind, seconds)
        word = line.partition(" ")[0].lower()
        command = word if self.router.commands.find(word) else "-"
        log.info(f"{self.platform}.answered", kind=kind, command=command, ms=round(seconds * 1000, 2))
