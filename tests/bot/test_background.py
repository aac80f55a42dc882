"""Background tasks are finished or cancelled in time, and their errors are logged without messages."""

from __future__ import annotations

import asyncio

from structlog.testing import capture_logs

from bot.background import BackgroundTasks, location_of


async def test_draining_waits_for_tasks_that_tasks_started() -> None:
    tasks, done = BackgroundTasks(), list[str]()

    async def inner() -> None:
        await asyncio.sleep(0)
        done.append("inner")

    async def outer() -> None:
        await asyncio.sleep(0)
        tasks.start(inner(), "inner")
        done.append("outer")

    tasks.start(outer(), "outer")
    assert await tasks.drain(5) == 0
    assert done == ["outer", "inner"]
    assert len(tasks) == 0


async def test_slow_tasks_are_cancelled() -> None:
    tasks = BackgroundTasks()
    tasks.start(asyncio.Event().wait(), "never")
    await asyncio.sleep(0)
    assert await tasks.drain(0.01) == 1
    assert len(tasks) == 0


async def test_errors_are_logged_without_their_message() -> None:
    async def fail() -> None:
        raise ValueError("confidential")

    tasks = BackgroundTasks()
    with capture_logs() as logged:
        tasks.start(fail(), "failing")
        await tasks.settle()
        await asyncio.sleep(0)
    (line,) = logged
    assert (line["event"], line["task"], line["error"]) == ("task.failed", "failing", "ValueError")
    assert line["at"].startswith("test_background.py:")
    assert "confidential" not in str(logged)


def test_an_exception_that_was_never_raised_has_no_location() -> None:
    assert location_of(ValueError()) == ""
