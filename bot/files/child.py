"""Read one file from standard input and write its text as JSON to standard output: the child process of `extract`.

It limits itself before it reads the first byte: memory, processor time, no new files, no core dump. It gets no
settings and no tokens from the bot's environment, and no name of the file.
"""

from __future__ import annotations

import contextlib
import json
import sys

from bot.files import limits, problems
from bot.files.errors import UnreadableFileError
from bot.files.kind import Kind, kind_of


def main() -> None:
    """Read, extract, write."""
    _limit()
    data = sys.stdin.buffer.read(limits.MAX_FILE_BYTES + 1)
    try:
        text, problem = read(data), ""
    except UnreadableFileError as error:
        text, problem = "", str(error)
    except MemoryError:
        text, problem = "", problems.TOO_SLOW
    except Exception:  # whatever a library raises for a hostile file
        text, problem = "", problems.BROKEN
    sys.stdout.buffer.write(json.dumps({"text": text, "problem": problem}, ensure_ascii=False).encode())


def read(data: bytes) -> str:
    """The normalized text of a file. Raises UnreadableFileError and whatever the libraries raise."""
    from bot.files.normalize import normalize  # noqa: PLC0415 - each library is loaded only if it's needed

    if len(data) > limits.MAX_FILE_BYTES:
        raise UnreadableFileError(problems.TOO_LARGE)
    text = normalize(_extract(data))
    if not text:
        raise UnreadableFileError(problems.NO_TEXT)
    if len(text) > limits.MAX_TEXT_LENGTH:
        raise UnreadableFileError(problems.TOO_LONG)
    return text


def _extract(data: bytes) -> str:
    match kind_of(data):
        case Kind.PDF:
            from bot.files import pdf  # noqa: PLC0415

            return pdf.read(data)
        case Kind.ARCHIVE:
            from bot.files import archive  # noqa: PLC0415

            return archive.read(data)
        case Kind.RTF:
            from bot.files import rtf  # noqa: PLC0415

            return rtf.read(data)
        case Kind.TEXT:
            from bot.files import plain  # noqa: PLC0415

            return plain.read(data)


def _limit() -> None:
    """Set the limits; on Windows, which has none of them, the parent's time limit remains."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_AS: limits.CHILD_MEMORY_BYTES,
        resource.RLIMIT_CPU: limits.CHILD_CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in wanted.items():
        with contextlib.suppress(ValueError, OSError):  # macOS refuses RLIMIT_AS
            resource.setrlimit(kind, (value, value))


if __name__ == "__main__":
    main()
