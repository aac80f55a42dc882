"""Run background tasks, and finish them before the process ends."""

from __future__ import annotations

import asyncio
import contextlib
import traceback
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import structlog

FRAMES = 5  # stack frames of an error that are logged

log = structlog.get_logger()


class BackgroundTasks:
    """Runs coroutines, with references to their tasks: asyncio has only weak ones, and may lose a task."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[object]] = set()

    def __len__(self) -> int:
        return len(self._running)

    def start(self, work: Coroutine[Any, Any, object], name: str) -> None:
        """Start the coroutine. An exception is logged with the task's name, without the exception's message."""
        task = asyncio.create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._finished)

    async def settle(self) -> None:
        """Wait until no task is running, including tasks that tasks have started."""
        while self._running:
            await asyncio.wait(self._running)

    async def drain(self, seconds: float) -> int:
        """Wait up to `seconds`, then cancel the remaining tasks; returns how many were cancelled."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.settle()
        remaining = list(self._running)
        for task in remaining:
            task.cancel()
        await asyncio.gather(*remaining, return_exceptions=True)
        return len(remaining)

    def _finished(self, task: asyncio.Task[object]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("task.failed", task=task.get_name(), error=type(error).__name__, at=location_of(error))


def location_of(error: BaseException) -> str:
    """The error's stack as "file.py:12 function < …", innermost frame first.

    Safe to log, unlike the exception's message, which may contain typed text.
    """
    frames = reversed(traceback.extract_tb(error.__traceback__)[-FRAMES:])
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
