"""How long the bot takes from its start until it is ready, and how much memory it then holds.

It is started as `python -m bot serve` with made-up tokens, on a content store and a database that are up to date, as a
host restarts it. Run as `python -m tests.bench.startup`.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

ROUNDS = 5
GIVE_UP_SECONDS = 30.0
POLL_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Startup:
    """Seconds from start to ready (median and slowest), and megabytes of resident memory when ready."""

    seconds: float
    slowest: float
    megabytes: float

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return asdict(self)

    def lines(self) -> list[str]:
        """For people."""
        return [
            f"start to ready   {self.seconds:.2f} s (slowest {self.slowest:.2f} s)",
            f"resident memory  {self.megabytes:.0f} MB",
        ]


def measure(rounds: int = ROUNDS, settings: Mapping[str, str] | None = None) -> Startup:
    """Start it several times, with some settings more, and stop it each time; about ten seconds."""
    _once(settings or {})  # makes the store and the tables
    found = [_once(settings or {}) for _ in range(rounds)]
    seconds = [each for each, _ in found]
    return Startup(statistics.median(seconds), max(seconds), max(megabytes for _, megabytes in found))


def _once(settings: Mapping[str, str]) -> tuple[float, float]:
    port = _free_port()
    started = time.perf_counter()
    with _bot(port, settings) as process:
        while not _is_ready(port):
            if process.poll() is not None or time.perf_counter() - started > GIVE_UP_SECONDS:
                raise RuntimeError("the bot did not get ready: run `python -m bot serve` by hand")
            time.sleep(POLL_SECONDS)
        return time.perf_counter() - started, _megabytes(process.pid)


@contextmanager
def _bot(port: int, settings: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    made_up = {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": "bench",
        "SLACK_APP_TOKEN": "",
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"],
        env=os.environ | made_up | dict(settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(GIVE_UP_SECONDS)


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _megabytes(pid: int) -> float:
    """Resident memory, as `ps` tells on Linux and macOS."""
    kilobytes = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True).stdout
    return int(kilobytes) / 1024


if __name__ == "__main__":
    print("\n".join(measure().lines()))
