"""What a daily term costs when very many are due at one minute, and how long they take to arrive.

Cost: planning and claiming, in microseconds of one process for each delivery; it should not grow with their number.
Drain: replicas as processes of their own deliver to a stand-in for Slack that keeps to a workspace's rate limit, which
is higher here than in life so that a run takes a minute or two. What counts is the time against the least that the
limit allows. Run as `python -m tests.bench.tips`.
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
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import URL, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ask import library
from bot.daily_term.messages import TermMessages
from bot.daily_term.tables import subscriptions
from bot.db.clock import Clock
from bot.ledger.ledger import Ledger
from bot.ledger.timing import Timing
from bot.settings import Settings
from handlers.commands.tip import daily
from tests.bench.databases import empty, servers
from tests.support.posting_slack import PostingSlack, Rates

COUNTS = (100, 1_000, 10_000)
ROUNDS = 3  # the best of them counts: whatever else the machine does only ever slows a round down
DUE = 10_000
POSTS_A_SECOND = {"SQLite": 100, "PostgreSQL": 200}
"""Of all workspaces together, below what the engine allows one process; in life one workspace gets about five."""
RUNS = {"SQLite": ((1, 1), (20, 2)), "PostgreSQL": ((1, 1), (1, 2), (40, 1), (40, 2))}
"""Workspaces and replicas of each drain: one workspace with all of it, or as many as get five a second each."""
GIVE_UP_SECONDS = 300.0
PLATFORM = "slack"


@dataclass(frozen=True, slots=True)
class Cost:
    """Microseconds for each delivery."""

    engine: str
    count: int
    planning: float
    claiming: float


@dataclass(frozen=True, slots=True)
class Drain:
    """Seconds until all have arrived, and the least that the rate limit allows."""

    engine: str
    due: int
    workspaces: int
    replicas: int
    seconds: float
    least: float
    limited: int

    @property
    def times(self) -> float:
        """The seconds as a multiple of the least."""
        return self.seconds / self.least


@dataclass(frozen=True, slots=True)
class Tips:
    """All figures."""

    costs: tuple[Cost, ...]
    drains: tuple[Drain, ...]

    def growth(self, engine: str) -> float:
        """What planning and claiming cost at the most deliveries, as a multiple of the cost at the fewest but one."""
        found = [each.planning + each.claiming for each in self.costs if each.engine == engine]
        return found[-1] / found[-2]

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "costs": [asdict(each) for each in self.costs],
            "drains": [asdict(each) | {"times": each.times} for each in self.drains],
        }

    def lines(self) -> list[str]:
        """Two tables for people."""
        costs = [
            f"{each.engine:<12}{each.count:>8,}{each.planning:>12.0f}{each.claiming:>12.0f}" for each in self.costs
        ]
        drains = [
            f"{each.engine:<12}{each.due:>8,}{each.workspaces:>12,}{each.replicas:>10}{each.seconds:>10.1f}"
            f"{each.least:>10.1f}{each.times:>8.2f}{each.limited:>8,}"
            for each in self.drains
        ]
        head = f"{'engine':<12}{'due':>8}"
        return [
            f"{head}{'plan µs':>12}{'claim µs':>12}",
            *costs,
            "",
            f"{head}{'workspaces':>12}{'replicas':>10}{'seconds':>10}{'least':>10}{'x':>8}{'429s':>8}",
            *drains,
        ]


def measure(counts: tuple[int, ...] = COUNTS, due: int = DUE) -> Tips:
    """The cost on each engine, then the drains; about seven minutes."""
    with servers() as found:
        costs = [asyncio.run(_cost(name, server, count)) for name, server in found.items() for count in counts]
        drains = [
            asyncio.run(_drain(name, server, due, workspaces, replicas))
            for name, server in found.items()
            for workspaces, replicas in RUNS[name]
        ]
    return Tips(tuple(costs), tuple(drains))


async def _cost(name: str, server: URL | None, count: int) -> Cost:
    rounds = [await _round(server, count) for _ in range(ROUNDS)]
    return Cost(name, count, min(planning for planning, _ in rounds), min(claiming for _, claiming in rounds))


async def _round(server: URL | None, count: int) -> tuple[float, float]:
    current = library(Settings())
    timing = Timing(pace=1e6)
    async with empty(server) as engine:
        await subscribe(engine, count, workspaces=max(1, count // 100))
        messages = TermMessages(engine, lambda: current, [PLATFORM], daily, timing=timing, clock=Clock())
        planner, ledger = messages.planner, Ledger(engine, [PLATFORM], messages, timing, Clock())
        began = time.perf_counter()
        while await planner.plan():
            pass
        planned = time.perf_counter()
        claimed = 0
        while claims := await ledger.claim(timing.at_once):
            claimed += len(claims)
        ended = time.perf_counter()
    if claimed != count:
        raise RuntimeError(f"{claimed} of {count} deliveries were claimed")
    return (planned - began) / count * 1e6, (ended - planned) / count * 1e6


async def _drain(name: str, server: URL | None, due: int, workspaces: int, replicas: int) -> Drain:
    rate = POSTS_A_SECOND[name]
    pace = rate / workspaces
    async with empty(server) as engine, PostingSlack(Rates(channel=1, workspace=pace)) as slack:
        await subscribe(engine, due, workspaces)
        orders = {
            "database": engine.url.render_as_string(hide_password=False),
            "slack": slack.url,
            "pace": pace,
        }
        with _replicas(orders, replicas) as processes:
            await asyncio.to_thread(_go, processes)
            began = time.monotonic()
            while len(slack.posts) < due:
                await asyncio.sleep(0.05)
                if time.monotonic() - began > GIVE_UP_SECONDS or any(each.poll() is not None for each in processes):
                    raise RuntimeError(f"{len(slack.posts)} of {due} arrived: run python -m tests.bench.tips by hand")
            seconds = slack.posts[-1].at - began
        least = max(due - rate, 1) / rate  # a second's worth may pass at once
    return Drain(name, due, workspaces, replicas, seconds, least, slack.limited)


async def subscribe(engine: AsyncEngine, count: int, workspaces: int) -> None:
    """So many channels whose term is due now."""
    now = datetime.now(UTC)
    at = (now - timedelta(minutes=1)).replace(second=0, microsecond=0)
    row = {
        "platform": PLATFORM,
        "made_by": "U1",
        "local_time": at.time(),
        "zone": "Etc/UTC",
        "place": "",
        "weekdays": "0123456",
        "fields": [],
        "skips": [],
        "active": True,
        "next_day": at.date(),
        "next_at": at,
        "created_at": now,
    }
    rows = [{**row, "workspace": f"T{number % workspaces}", "channel": f"C{number}"} for number in range(count)]
    async with engine.begin() as connection:
        await connection.execute(insert(subscriptions), rows)


@contextmanager
def _replicas(orders: dict[str, Any], count: int) -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that have loaded everything and wait for the word to begin."""
    command = [sys.executable, "-m", "tests.bench.delivering", json.dumps(orders)]
    pipe = subprocess.PIPE
    processes = [
        subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True) for _ in range(count)
    ]
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def _go(processes: list[subprocess.Popen[str]]) -> None:
    for process in processes:
        assert process.stdout is not None
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError("a replica did not start: run python -m tests.bench.delivering by hand")
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()


if __name__ == "__main__":
    print("\n".join(measure().lines()))
