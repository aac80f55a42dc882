"""How fast agents are answered, as multiples of the least that each way can cost.

A tool call over MCP, in both eras of the protocol, against the SDK's own empty tool; a call of the HTTP API against a
bare aiohttp handler that returns as much JSON. Servers are processes, one request at a time.
Run as `python -m tests.bench.agents`.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from bot.agents.caller import LOCAL
from bot.agents.calls import Calls, validate
from bot.agents.tools import EXPLAIN_TERM
from bot.app import build
from bot.conversation import Conversations
from bot.settings import Settings
from tests.bench.agents_servers import API, MCP
from tests.bench.client import Connection

TERM = "consul"
ROUNDS = 20
REQUESTS = 100
WARM_UP = 10
WAIT_SECONDS = 30.0

_MODERN, _LEGACY = "2026-07-28", "2025-11-25"
_MODERN_META = {
    "io.modelcontextprotocol/protocolVersion": _MODERN,
    "io.modelcontextprotocol/clientInfo": {"name": "bench", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}


@dataclass(frozen=True, slots=True)
class Agents:
    """Milliseconds (p50, the best of the rounds) by what was called."""

    ms: dict[str, float]

    @property
    def ratios(self) -> dict[str, float]:
        """Each way as a multiple of its rival."""
        return {way: self.ms[f"{way} dragoman"] / self.ms[f"{way} {rival}"] for way, rival in _WAYS.items()}

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {"ms": self.ms, "ratios": self.ratios}

    def lines(self) -> list[str]:
        """For people."""
        rows = [
            f"{way:<24}{self.ms[f'{way} {rival}']:>10.3f}{self.ms[f'{way} dragoman']:>10.3f}{self.ratios[way]:>8.2f}"
            for way, rival in _WAYS.items()
        ]
        return [f"{'one call':<24}{'rival ms':>10}{'p50 ms':>10}{'x':>8}", *rows]


_WAYS = {f"MCP {_MODERN}": "sdk", f"MCP {_LEGACY}": "sdk", "HTTP API": "bare"}


def measure(rounds: int = ROUNDS, requests: int = REQUESTS) -> Agents:
    """Ask all servers in turn, a few requests at a time, so that other work on the machine slows down each alike."""
    answer = json.dumps(asyncio.run(_answer()))
    best: dict[str, float] = {}
    with ExitStack() as running:
        servers = {name: running.enter_context(_server(name, answer)) for name in ("sdk", "bare", "dragoman")}
        for _ in range(rounds):
            for way, rival in _WAYS.items():
                for name in (rival, "dragoman"):
                    port, key = servers[name]
                    p50 = asyncio.run(_p50(port, _request(way, key), requests))
                    best[f"{way} {name}"] = min(p50, best.get(f"{way} {name}", p50))
    return Agents(best)


async def _answer() -> dict[str, Any]:
    """What the bare handler returns: the API's own answer."""
    calls = Calls(Conversations("agents", build(Settings()).router))
    return (await calls.call(EXPLAIN_TERM, validate(EXPLAIN_TERM, {"term": TERM}), LOCAL)).data


def _request(way: str, key: str) -> bytes:
    """A call as a whole HTTP request."""
    authorization = f"Authorization: Bearer {key}"
    if way == "HTTP API":
        return f"GET {API}?term={TERM} HTTP/1.1\r\nHost: localhost\r\n{authorization}\r\n\r\n".encode()
    version = way.removeprefix("MCP ")
    meta = {"_meta": _MODERN_META} if version == _MODERN else {}
    params = {"name": "explain_term", "arguments": {"term": TERM}, **meta}
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})
    head = (
        f"POST {MCP} HTTP/1.1",
        "Host: localhost",
        authorization,
        "Content-Type: application/json",
        "Accept: application/json, text/event-stream",
        f"MCP-Protocol-Version: {version}",
        *(("Mcp-Method: tools/call", "Mcp-Name: explain_term") if meta else ()),
        f"Content-Length: {len(body)}",
    )
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


async def _p50(port: int, request: bytes, requests: int) -> float:
    client = Connection([request], 0)
    await asyncio.get_running_loop().create_connection(lambda: client, "127.0.0.1", port)
    await client.run(WARM_UP, 0)
    await client.run(requests, 0)
    client.transport.close()
    return statistics.median(client.ms)


@contextmanager
def _server(name: str, answer: str) -> Iterator[tuple[int, str]]:
    """A server process, by its port and the key to call with."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.agents_servers", name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{answer}\n")
    process.stdin.flush()
    try:
        yield int(process.stdout.readline()), process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate(timeout=WAIT_SECONDS)


if __name__ == "__main__":
    print("\n".join(measure().lines()))
