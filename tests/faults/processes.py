"""Start processes of the bot as an operator does, and end each one whatever happens."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
UP_SECONDS = 60.0  # on a slow machine; usually a process is ready in about two


@asynccontextmanager
async def python(
    *arguments: str, environment: Mapping[str, str], log: Path, release: Path = ROOT
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A Python process, killed at the end if it still runs or is stopped. Its log goes to a file.

    `release`: the folder whose code it runs.
    """
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            cwd=release,
            env={**os.environ, **environment},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def line_of(process: asyncio.subprocess.Process) -> str:
    """The next line that a process prints, or "" if it has ended."""
    assert process.stdout is not None
    return (await asyncio.wait_for(process.stdout.readline(), UP_SECONDS)).decode().strip()


def resume(pid: int) -> None:
    """Resume a stopped process, if it still exists."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)
