"""Extract the text of an uploaded file in a child process with limits."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath

import structlog

from bot.files import limits, problems
from bot.files.errors import UnreadableFileError

ROOT = Path(__file__).parents[2]
"""The folder with the packages `bot` and `content`."""
SUFFIXES = frozenset({".pdf", ".docx", ".odt", ".rtf", ".txt", ".md"})
"""Endings of the names of files that can be read; a file of another kind with such a name is damaged."""
_COMMAND = (sys.executable, "-s", "-B", "-m", "bot.files.child")
NICENESS = 10
"""How much later than the bot the child process gets a processor."""
_LIMIT_SIGNALS = {getattr(signal, name) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name)}
"""What ends a child process that exceeds its limits; Windows has neither."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file or, if it can't be read, a sentence for the person that says what to do."""

    text: str = ""
    problem: str = ""


Download = Callable[[], Awaitable[bytes]]
"""Downloads a file. Raises UnreadableFileError."""


class FileReader:
    """Downloads and extracts files: at most `FILES` at a time, `CHILDREN` of them in child processes. Others wait."""

    def __init__(self) -> None:
        self._turn, self._child = asyncio.Semaphore(limits.FILES), asyncio.Semaphore(limits.CHILDREN)
        self._waiting = 0

    async def read(self, download: Download, name: str = "") -> Extracted:
        """The text of a file that is still to be downloaded. `name` is only compared with the file's kind."""
        if self._waiting >= limits.MAX_WAITING:
            log.warning("files.busy", waiting=self._waiting)
            return Extracted(problem=problems.BUSY)
        self._waiting += 1
        try:
            async with self._turn:
                data = await download()
                async with self._child:
                    return await extract(data, name)
        except UnreadableFileError as error:
            return Extracted(problem=str(error))
        finally:
            self._waiting -= 1


async def extract(data: bytes, name: str = "") -> Extracted:
    """The text of a file; never raises. `name` is only compared with the file's kind."""
    if len(data) > limits.MAX_FILE_BYTES:
        return Extracted(problem=problems.TOO_LARGE)
    started = time.perf_counter()
    try:
        extracted = await _run(data)
    except OSError as error:  # no process could be started
        log.error("files.failed", error=type(error).__name__)
        extracted = Extracted(problem=problems.BUSY)
    if extracted.problem == problems.UNKNOWN_KIND and PurePath(name).suffix.lower() in SUFFIXES:
        extracted = Extracted(problem=problems.BROKEN)
    milliseconds = round((time.perf_counter() - started) * 1000)
    log.info("files.read", bytes=len(data), characters=len(extracted.text), ms=milliseconds)
    return extracted


async def _run(data: bytes) -> Extracted:
    """Run a child process. Raises OSError if it can't be started."""
    child = _Child()
    try:
        async with asyncio.timeout(limits.CHILD_SECONDS):
            return await asyncio.to_thread(child.extract, data)
    except TimeoutError:
        return Extracted(problem=problems.TOO_SLOW)
    finally:
        child.end()


class _Child:
    """A child process. It is started and read in a thread, since a start takes up to 20 ms on a busy machine."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._is_ended = False

    def extract(self, data: bytes) -> Extracted:
        """The text of a file. Blocks until the process ends; raises OSError if it can't be started."""
        with subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=os.sep,
            env=_environment(),
        ) as process:
            self._process = process
            if self._is_ended:
                process.kill()
            _be_nice(process.pid)
            assert process.stdin is not None and process.stdout is not None
            for feed in (partial(process.stdin.write, data), process.stdin.close):
                with contextlib.suppress(ConnectionError):  # the child ended early
                    feed()
            output = process.stdout.read(limits.MAX_OUTPUT_BYTES + 1)
            if len(output) > limits.MAX_OUTPUT_BYTES:
                process.kill()
            status = process.wait()
        if -status in _LIMIT_SIGNALS:
            return Extracted(problem=problems.TOO_SLOW)
        return _parse(output) if status == 0 else Extracted(problem=problems.BROKEN)

    def end(self) -> None:
        """Kill the process if it is still running, even if it is only about to start."""
        self._is_ended = True
        if self._process is not None:
            self._process.kill()  # does nothing to one that has ended


def _be_nice(pid: int) -> None:
    """Let the child process wait for the bot from its first moment; Windows has no such priorities."""
    if hasattr(os, "setpriority"):
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, pid, NICENESS)


def _parse(output: bytes) -> Extracted:
    try:
        fields = json.loads(output)
        return Extracted(str(fields["text"]), str(fields["problem"]))
    except (ValueError, KeyError, TypeError):
        return Extracted(problem=problems.BROKEN)


def _environment() -> dict[str, str]:
    """The child's environment: where to find the code, and nothing of the bot's settings."""
    needed = {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    return {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **needed}
