"""Answer messages on any platform: dedupe, route, send, count and log."""

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
"""How long accepted work may take after SIGTERM; hosts kill the process after about 30 seconds."""

Send = Callable[[Reply], Awaitable[object]]

log = structlog.get_logger()


class Conversations:
    """Answers requests from one platform, and runs its background tasks."""

    def __init__(self, platform: str, router: Router, deduplicator: Deduplicator | None = None) -> None:
        self.platform, self.router = platform, router
        self.deduplicator = deduplicator or InMemoryDeduplicator()
        self._tasks = BackgroundTasks()

    async def answer(self, kind: str, request: Request, send: Send, key: Key | None = None) -> None:
        """Answer a request and send the reply, unless `key` is a duplicate. `kind` is for the log and metrics."""
        started = time.perf_counter()
        if key is None or await self.deduplicator.is_new(key):
            await send(await self.router.answer(request))
            self.answered(kind, request.text, started)

    def start(self, work: Coroutine[Any, Any, object], name: str) -> None:
        """Run a coroutine in the background; `drain` waits for it."""
        self._tasks.start(work, f"{self.platform}.{name}")

    async def settle(self) -> None:
        """Wait until all background work is done; for the playground and tests."""
        await self._tasks.settle()

    async def drain(self) -> None:
        """Finish background work within `DRAIN_SECONDS`; cancel the rest."""
        if cancelled := await self._tasks.drain(DRAIN_SECONDS):
            log.warning(f"{self.platform}.unfinished", tasks=cancelled)

    def answered(self, kind: str, line: str, started: float) -> None:
        """Count and log an answer by its kind and command word, without any typed text."""
        seconds = time.perf_counter() - started
        observe(self.platform, kind, seconds)
        word = line.partition(" ")[0].lower()
        command = word if self.router.commands.find(word) else "-"
        log.info(f"{self.platform}.answered", kind=kind, command=command, ms=round(seconds * 1000, 2))
