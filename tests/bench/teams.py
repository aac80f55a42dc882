"""What an answer in Teams costs, against a bare aiohttp handler that verifies the same token; and what Teams adds to
the start of the bot and to its memory.

Each server is a process on one core; the Bot Framework and the person who asks are this process, on the other cores.
The rivals take turns in rounds, and the best round of each counts. Run as `python -m tests.bench.teams`.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any

from bot.ask import answer
from bot.settings import Settings
from bot.teams.adapter import PATH
from bot.teams.card import render_card
from tests.bench import startup
from tests.bench.client import WARM_UP, Connection
from tests.bench.servers import pin
from tests.bench.startup import Startup
from tests.support.bot_framework import TENANT, Connector, listen

LINE = "define permanent mission"
CLIENTS = 32
ROUNDS = 4
PRESSES = 600  # in a round of one client
MESSAGES = 300
MANY_SECONDS = 1.0  # of a round of many clients
WAIT_SECONDS = 60.0  # for a process; one that takes longer fails the run
NAMES = {"raw": "aiohttp, verified, JSON", "dragoman": "Dragoman, one term"}
MADE_UP = {"TEAMS_CLIENT_ID": "bench", "TEAMS_CLIENT_SECRET": "bench", "TEAMS_TENANT_ID": TENANT}


@dataclass(frozen=True, slots=True)
class Rival:
    """Milliseconds at 1 client of a press (answered in the response) and of a message (until its card is posted)."""

    name: str
    press_p50: float
    press_p99: float
    message_p50: float
    message_p99: float
    throughput: float


@dataclass(frozen=True, slots=True)
class Teams:
    """All figures, and how they compare."""

    rivals: tuple[Rival, ...]
    without: Startup
    with_teams: Startup

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        rivals: dict[str, Any] = {each.name: asdict(each) for each in self.rivals}
        return rivals | {"startup": {"slack": self.without.as_json(), "slack_and_teams": self.with_teams.as_json()}}

    def lines(self) -> list[str]:
        """Tables for people."""
        bare = self.rivals[0]
        head = f"{'signed, in Teams':<24}{'press p50 ms':>13}{'p99 ms':>8}{'x raw':>6}{'message p50':>13}{'p99 ms':>8}"
        rows = [
            f"{NAMES[each.name]:<24}"
            f"{each.press_p50:>13.3f}{each.press_p99:>8.3f}{each.press_p50 / bare.press_p50:>6.1f}"
            f"{each.message_p50:>13.3f}{each.message_p99:>8.3f}{each.message_p50 / bare.message_p50:>6.1f}"
            f"{each.throughput:>15,.0f}{bare.throughput / each.throughput:>6.1f}"
            for each in self.rivals
        ]
        one, both = self.without, self.with_teams
        starts = [
            f"start to ready   {one.seconds:.2f} s with Slack alone, {both.seconds:.2f} s with Teams too",
            f"resident memory  {one.megabytes:.0f} MB with Slack alone, {both.megabytes:.0f} MB with Teams too",
        ]
        return [f"{head}{'x raw':>6}{f'presses/s, {CLIENTS}':>15}{'raw /':>6}", *rows, *starts]


def measure(rounds: int = ROUNDS) -> Teams:
    """Start the servers in turn, ask them, stop all; about a minute."""
    card = render_card(asyncio.run(answer(LINE, Settings())))
    rivals = asyncio.run(_rivals(card, rounds))
    return Teams(rivals, startup.measure(), startup.measure(settings=MADE_UP))


async def _rivals(card: dict[str, Any], rounds: int) -> tuple[Rival, ...]:
    pin(server=False)
    connector = Connector()
    runner, connector.url = await listen(connector.app())
    found: dict[str, list[Rival]] = {name: [] for name in NAMES}
    for _ in range(rounds):
        for name in NAMES:
            async with _server(name, {"url": connector.url, "card": card}) as port:
                found[name].append(await _measured(name, connector, port))
    await runner.cleanup()
    return tuple(_best(each) for each in found.values())


def _best(rounds: list[Rival]) -> Rival:
    press = min(rounds, key=lambda each: each.press_p50)
    message = min(rounds, key=lambda each: each.message_p50)
    most = max(each.throughput for each in rounds)
    return Rival(press.name, press.press_p50, press.press_p99, message.message_p50, message.message_p99, most)


async def _measured(name: str, connector: Connector, port: int) -> Rival:
    token = connector.token()
    press = _request(connector.press("swap", {"line": LINE}), token)
    presses, _ = await _ask(port, press, 1, PRESSES)
    messages = await _messages(connector, port, token)
    _, throughput = await _ask(port, press, CLIENTS, 0)
    return Rival(name, *_percentiles(presses), *_percentiles(messages), throughput)


async def _ask(port: int, request: bytes, connections: int, count: int) -> tuple[list[float], float]:
    """Milliseconds of each request, and requests a second."""
    clients = [Connection([request], 0) for _ in range(connections)]
    loop = asyncio.get_running_loop()
    for client in clients:
        await loop.create_connection(lambda client=client: client, "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.gather(*(client.run(WARM_UP, 0) for client in clients))
    started = time.perf_counter()
    await asyncio.gather(*(client.run(count, MANY_SECONDS) for client in clients))
    spent = time.perf_counter() - started
    for client in clients:
        client.transport.close()
    ms = [each for client in clients for each in client.ms]
    return ms, len(ms) / spent


async def _messages(connector: Connector, port: int, token: str, count: int = MESSAGES) -> list[float]:
    """Milliseconds from each message until its answer is posted."""
    arrived = asyncio.Event()
    connector.check = lambda _: arrived.set()
    client = Connection([], 0)
    await asyncio.get_running_loop().create_connection(lambda: client, "127.0.0.1", port)
    ms = []
    for _ in range(WARM_UP + count):
        arrived.clear()
        said = connector.said(LINE)
        said["conversation"]["id"] = f"a:{said['id']}"  # one each, as a single conversation has its pace
        client.requests = [_request(said, token)]
        started = time.perf_counter()
        await client.run(1, 0)
        await asyncio.wait_for(arrived.wait(), WAIT_SECONDS)
        ms.append((time.perf_counter() - started) * 1000)
    client.transport.close()
    connector.check = None
    connector.posted.clear()
    return ms[WARM_UP:]


def _request(activity: dict[str, Any], token: str) -> bytes:
    body = json.dumps(activity)
    head = (
        f"POST {PATH} HTTP/1.1",
        "Host: localhost",
        f"Authorization: Bearer {token}",
        "Content-Type: application/json; charset=utf-8",
        f"Content-Length: {len(body)}",
    )
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


def _percentiles(ms: list[float]) -> tuple[float, float]:
    times = sorted(ms)
    return times[len(times) // 2], times[len(times) * 99 // 100]


@asynccontextmanager
async def _server(name: str, given: dict[str, Any]) -> AsyncIterator[int]:
    """A server process, by its port. Its log is written, and thrown away."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bench.teams_servers",
        name,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={key: value for key, value in os.environ.items() if not key.startswith(("SLACK_", "TEAMS_"))},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(f"{json.dumps(given)}\n".encode())
        await process.stdin.drain()
        yield int(await asyncio.wait_for(process.stdout.readline(), WAIT_SECONDS))
    finally:
        process.terminate()
        await asyncio.wait_for(process.communicate(), WAIT_SECONDS)


if __name__ == "__main__":
    print("\n".join(measure().lines()))
