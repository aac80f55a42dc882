"""Background work that was accepted and is therefore finished, as far as time allows, before the process ends."""

from __future__ import annotations

import asyncio
import contextlib
import traceback
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import structlog

FRAMES = 5  # of a failure that are logged

log = structlog.get_logger()


class BackgroundTasks:
    """Runs coroutines and keeps hold of them: asyncio alone may drop a task that nobody refers to."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[object]] = set()

    def __len__(self) -> int:
        return len(self._running)

    def start(self, work: Coroutine[Any, Any, object], name: str) -> None:
        """Start the work now. What it raises is logged under its name, without the message of the exception."""
        task = asyncio.create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._finished)

    async def settle(self) -> None:
        """Wait until nothing runs, also for work that work has started."""
        while self._running:
            await asyncio.wait(self._running)

    async def drain(self, seconds: float) -> int:
        """Settle within this time, then cancel the rest; returns how many tasks that were."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.settle(), seconds)
        rest = list(self._running)
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        return len(rest)

    def _finished(self, task: asyncio.Task[object]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("task.failed", task=task.get_name(), error=type(error).__name__, at=location_of(error))


def location_of(error: BaseException) -> str:
    """Where an error came from, innermost first, as "file.py:12 function < …".

    This may be logged, unlike the exception's message, which may hold what a person wrote.
    """
    frames = reversed(traceback.extract_tb(error.__traceback__)[-FRAMES:])
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
