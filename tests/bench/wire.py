"""How fast a signed slash command is answered, against a bare aiohttp handler and a stock Bolt app on this machine.

Each server is a process on one core, the clients are processes on the other cores; all on loopback. The rivals take
turns in rounds, and the best round of each counts: whatever else the machine does only ever slows them down.
Run as `python -m tests.bench.wire`.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from bot.ask import answer, library
from bot.settings import Settings
from bot.slack.blocks import render_message

TERM = "permanent mission"
CLIENTS = 64
ROUNDS = 5
ONE_REQUESTS = 700  # in a round of one client: less than a second, and fewer than there are terms
POLLED_REQUESTS = 60  # the same for stock Bolt, which looks for its answer every 10 milliseconds
MANY_SECONDS = 1.0  # of a round of many clients
WAIT_SECONDS = 60.0  # for a process; one that takes longer fails the run
NAMES = {
    "raw": "aiohttp, verified, JSON",
    "bolt": "stock Bolt, one command",
    "dragoman": "Dragoman, one term",
    "first": "Dragoman, all terms, first",
    "again": "Dragoman, all terms, again",
    "oauth": "Dragoman, OAuth and tips",
}


@dataclass(frozen=True, slots=True)
class Rival:
    """One server's figures: milliseconds at 1 client, requests a second at 64."""

    name: str
    p50: float
    p99: float
    throughput: float


@dataclass(frozen=True, slots=True)
class Wire:
    """All figures, and how they compare with the bare handler's."""

    rivals: tuple[Rival, ...]

    def times(self, name: str) -> float:
        """How many times the bare handler's p50 at 1 client."""
        return self._of(name).p50 / self._of("raw").p50

    def part(self, name: str) -> float:
        """The bare handler's throughput at 64 clients, divided by this one's."""
        return self._of("raw").throughput / self._of(name).throughput

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            each.name: asdict(each) | {"times_raw": self.times(each.name), "raw_part": self.part(each.name)}
            for each in self.rivals
        }

    def lines(self) -> list[str]:
        """A table for people."""
        head = f"{'signed /define':<26}{'p50 ms':>9}{'p99 ms':>9}{'x raw':>8}{'req/s at 64':>13}{'raw /':>8}"
        rows = [
            f"{NAMES[each.name]:<26}{each.p50:>9.3f}{each.p99:>9.3f}{self.times(each.name):>8.1f}"
            f"{each.throughput:>13,.0f}{self.part(each.name):>8.1f}"
            for each in self.rivals
        ]
        return [head, *rows]

    def _of(self, name: str) -> Rival:
        return next(each for each in self.rivals if each.name == name)


def measure(rounds: int = ROUNDS) -> Wire:
    """Start the servers in turn, let the clients ask, stop all; a minute or two."""
    settings = Settings()
    reply = json.dumps(render_message(asyncio.run(answer(f"define {TERM}", settings))))
    every = json.dumps([entry.name for entry in library(settings).entries])
    ones: dict[str, list[tuple[float, float]]] = {name: [] for name in NAMES}
    manys: dict[str, list[float]] = {name: [] for name in NAMES}
    for _ in range(rounds):
        for name in NAMES:
            terms = every if name in ("first", "again") else json.dumps([TERM])
            with _server(name, reply) as port:
                if name == "again":
                    _one(port, terms, len(json.loads(every)))
                ones[name].append(_one(port, terms, POLLED_REQUESTS if name == "bolt" else ONE_REQUESTS))
                manys[name].append(_many(port, terms))
    return Wire(tuple(Rival(name, *min(ones[name]), max(manys[name])) for name in NAMES))


@contextmanager
def _server(name: str, reply: str) -> Iterator[int]:
    """A server process, by its port; it is given what to answer."""
    process = _python("tests.bench.servers", [name], reply)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.communicate(timeout=WAIT_SECONDS)


def _one(port: int, terms: str, requests: int) -> tuple[float, float]:
    """p50 and p99 of one client."""
    times = sorted(_result(_client(port, terms, 1, requests, 0))["ms"])
    return times[len(times) // 2], times[len(times) * 99 // 100]


def _many(port: int, terms: str) -> float:
    """Requests a second of all clients, spread over processes so that it is not they who limit."""
    processes = max(1, min(3, (os.cpu_count() or 2) - 1))
    sizes = [CLIENTS // processes + (at < CLIENTS % processes) for at in range(processes)]
    asking = [_client(port, terms, size, 0, MANY_SECONDS) for size in sizes]
    return sum((float(_result(each)["throughput"]) for each in asking), 0.0)


def _client(port: int, terms: str, connections: int, requests: int, seconds: float) -> subprocess.Popen[str]:
    return _python("tests.bench.client", [str(each) for each in (port, connections, requests, seconds)], terms)


def _result(process: subprocess.Popen[str]) -> dict[str, Any]:
    printed, _ = process.communicate(timeout=WAIT_SECONDS)
    if process.returncode:
        raise RuntimeError("a client got another answer than 200, or none: run python -m tests.bench.client by hand")
    found: dict[str, Any] = json.loads(printed)
    return found


def _python(module: str, arguments: list[str], line: str) -> subprocess.Popen[str]:
    """A Python process that is given one line to read. Its log is written, and thrown away."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={key: value for key, value in os.environ.items() if not key.startswith("SLACK_")},
    )
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
    return process


if __name__ == "__main__":
    print("\n".join(measure().lines()))
