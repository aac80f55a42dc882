"""How long a file takes to be read, and how well `/define` is answered while twenty files arrive at once.

The bot runs in a process of its own with the playground's Slack around it, which delivers the files. Run as
`python -m tests.bench.files`; `python -m tests.bench.files serve` is that process.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from bot.files.extract import extract
from tests.bench.servers import SECRET, TOKEN
from tests.bench.wire import TERM, WAIT_SECONDS, _client, _python, _result
from tests.bot.files.documents import docx, paragraph, pdf, written
from tests.bot.files.texts import RESUME

ROUNDS = 9
UPLOADS = 20
REQUESTS = 16_000  # of /define by one client; they take about as long as the uploads
TURNS = 2
PAGE = written(*(line[at : at + 90] for line in RESUME.splitlines() for at in range(0, len(line), 90)))
KINDS = {
    "plain text": RESUME.encode(),
    "Word": docx("".join(map(paragraph, RESUME.splitlines()))),
    "PDF, one word": pdf(written("Consul")),
    "PDF, two pages": pdf(PAGE, pages=2),
}


@dataclass(frozen=True, slots=True)
class Files:
    """Milliseconds for each kind of file (best of all rounds), and of `/define`: p50 and p99, idle and while busy."""

    kinds: dict[str, float]
    idle: tuple[float, float]
    busy: tuple[float, float]
    seconds: float
    """Until all uploads are answered."""

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return asdict(self) | {"p99_ratio": self.busy[1] / self.idle[1]}

    def lines(self) -> list[str]:
        """For people."""
        return [
            *(f"{kind:<26}{milliseconds:>9.0f} ms" for kind, milliseconds in self.kinds.items()),
            f"{'two pages / one word':<26}{self.kinds['PDF, two pages'] / self.kinds['PDF, one word']:>9.2f}",
            f"{'/define, idle':<26}{self.idle[0]:>9.3f} ms p50{self.idle[1]:>9.3f} ms p99",
            f"{f'/define, {UPLOADS} uploads':<26}{self.busy[0]:>9.3f} ms p50{self.busy[1]:>9.3f} ms p99",
            f"{'p99, busy / idle':<26}{self.busy[1] / self.idle[1]:>9.2f}",
            f"{f'{UPLOADS} uploads answered':<26}{self.seconds:>9.1f} s",
        ]


def measure(rounds: int = ROUNDS, requests: int = REQUESTS, turns: int = TURNS) -> Files:
    """Read the files, then serve; a minute. Idle and busy take turns, and the best turn of each counts."""
    kinds = {kind: _fastest(data, rounds) for kind, data in KINDS.items()}
    idle, busy, seconds = [], [], []
    with _server() as (process, port):
        for _ in range(turns):
            idle.append(_define(port, requests))
            started = time.perf_counter()
            busy.append(_while_uploading(process, port, requests))
            seconds.append(time.perf_counter() - started)
    return Files(kinds, _best(idle), _best(busy), min(seconds))


def _while_uploading(process: subprocess.Popen[str], port: int, requests: int) -> list[float]:
    """The times of `/define` while the uploads are answered."""
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write("upload\n")
    process.stdin.flush()
    times = _define(port, requests)
    if int(process.stdout.readline()) != UPLOADS:
        raise RuntimeError("not every file was answered")
    return times


def _best(turns: list[list[float]]) -> tuple[float, float]:
    """The lowest p50 and p99 of some turns: whatever else the machine does only ever slows them down."""
    ordered = [sorted(times) for times in turns]
    return min(times[len(times) // 2] for times in ordered), min(times[len(times) * 99 // 100] for times in ordered)


def _fastest(data: bytes, rounds: int) -> float:
    """Milliseconds to read a file."""

    async def read() -> float:
        started = time.perf_counter()
        extracted = await extract(data)
        if extracted.problem:
            raise RuntimeError(extracted.problem)
        return (time.perf_counter() - started) * 1000

    return min(asyncio.run(read()) for _ in range(rounds))


def _define(port: int, requests: int) -> list[float]:
    """The milliseconds of one client's requests."""
    times: list[float] = _result(_client(port, json.dumps([TERM]), 1, requests, 0))["ms"]
    return times


@contextmanager
def _server() -> Iterator[tuple[subprocess.Popen[str], int]]:
    process = _python("tests.bench.files", ["serve"], "")
    try:
        assert process.stdout is not None
        yield process, int(process.stdout.readline())
    finally:
        process.terminate()
        process.communicate(timeout=WAIT_SECONDS)


async def serve() -> None:
    """Serve the bot and its Slack; at each line of standard input deliver the files and print the number of answers."""
    from bot import logs  # noqa: PLC0415
    from bot.app import build  # noqa: PLC0415
    from bot.playground.run import registration_of  # noqa: PLC0415
    from bot.playground.server import create_playground  # noqa: PLC0415
    from bot.settings import Settings  # noqa: PLC0415
    from bot.slack.app import SlackApp  # noqa: PLC0415

    settings = Settings(log_format="json", log_level="ERROR")
    logs.configure(settings)
    built = build(settings)
    playground = create_playground(signing_secret=SECRET, bot_token=TOKEN, registration=registration_of(built, "off"))
    playground.bind()
    slack = SlackApp(router=built.router, signing_secret=SECRET, bot_token=TOKEN, api_url=playground.api_url)
    playground.app.router.add_post("/slack/events", slack.handle)
    playground.dispatcher.drains.append(slack.settle)
    workspace, lines = playground.workspace, asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    async with playground:
        await slack.start()
        print(playground.url.rpartition(":")[2], flush=True)
        await lines.readline()  # what starts the process
        while await lines.readline():
            before = len(workspace.messages("D0DIRECT1"))
            for number in range(UPLOADS):
                file = workspace.upload("noor", f"{number}.pdf", KINDS["PDF, two pages"])
                workspace.post("D0DIRECT1", "noor", "", files=[file])
            await workspace.dispatcher.settle()
            print(len(workspace.messages("D0DIRECT1")) - before - UPLOADS, flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        asyncio.run(serve())
    else:
        print("\n".join(measure().lines()))
