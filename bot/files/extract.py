"""Extract the text of an uploaded file in a child process with limits."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path, PurePath

import structlog

from bot.files import limits, problems
from bot.files.errors import UnreadableFileError

ROOT = Path(__file__).parents[2]
"""The folder with the packages `bot` and `content`."""
SUFFIXES = frozenset({".pdf", ".docx", ".odt", ".rtf", ".txt", ".md"})
"""Endings of the names of files that can be read; a file of another kind with such a name is damaged."""
_COMMAND = (sys.executable, "-s", "-B", "-m", "bot.files.child")
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
    """Run the child process. Raises OSError if it can't be started."""
    child = await asyncio.create_subprocess_exec(
        *_COMMAND,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=os.sep,
        env=_environment(),
        limit=limits.MAX_OUTPUT_BYTES,
    )
    try:
        async with asyncio.timeout(limits.CHILD_SECONDS):
            _, output = await asyncio.gather(_feed(child, data), _read(child))
            status = await child.wait()
    except TimeoutError:
        return Extracted(problem=problems.TOO_SLOW)
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if -status in _LIMIT_SIGNALS:
        return Extracted(problem=problems.TOO_SLOW)
    return _parse(output) if status == 0 else Extracted(problem=problems.BROKEN)


async def _feed(child: asyncio.subprocess.Process, data: bytes) -> None:
    assert child.stdin is not None
    with contextlib.suppress(ConnectionError):  # the child ended early
        child.stdin.write(data)
        await child.stdin.drain()
    child.stdin.close()


async def _read(child: asyncio.subprocess.Process) -> bytes:
    """The child's output, at most `MAX_OUTPUT_BYTES`; a longer one is cut and fails to parse."""
    assert child.stdout is not None
    output = bytearray()
    while len(output) < limits.MAX_OUTPUT_BYTES and (part := await child.stdout.read(64 * 1024)):
        output += part
    if not child.stdout.at_eof():
        with contextlib.suppress(ProcessLookupError):
            child.kill()
    return bytes(output)


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
