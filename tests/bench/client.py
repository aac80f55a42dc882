"""The client that tests/bench/wire.py measures with: it asks over kept connections and prints one line of JSON.

Run as `python -m tests.bench.client PORT CONNECTIONS REQUESTS SECONDS`; the terms to ask for, in turn, come over
standard input as one line of JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from tests.bench.servers import PATH, SECRET, pin

WARM_UP = 20  # requests of each connection before time is taken
ANSWER_SECONDS = 10.0  # a slower answer fails the run

_FORM = {
    "token": "unused",
    "team_id": "T0BENCH",
    "team_domain": "bench",
    "channel_id": "C0BENCH",
    "channel_name": "general",
    "user_id": "U0BENCH",
    "user_name": "bench",
    "command": "/define",
    "api_app_id": "A0BENCH",
    "is_enterprise_install": "false",
    "response_url": "https://hooks.slack.com/commands/T0BENCH/1/abcdefghijklmnopqrstuvwx",
    "trigger_id": "1.2.abcdef",
}


def signed(text: str) -> bytes:
    """`/define text` as a whole HTTP request, signed as Slack does it."""
    body, now = urlencode({**_FORM, "text": text}), str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=now, body=body)
    head = (
        f"POST {PATH} HTTP/1.1",
        "Host: localhost",
        "User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)",
        "Accept-Encoding: gzip,deflate",
        "Accept: application/json,*/*",
        f"X-Slack-Signature: {signature}",
        f"X-Slack-Request-Timestamp: {now}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    )
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


class Connection(asyncio.Protocol):
    """Asks again as soon as an answer is complete, until it has asked often or long enough."""

    def __init__(self, requests: list[bytes], at: int) -> None:
        self.ms: list[float] = []
        self.requests, self._at = requests, at
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    async def run(self, count: int, seconds: float) -> None:
        """Ask `count` times, or for some seconds where it is 0."""
        self.ms.clear()
        self._count, self._until = count, time.perf_counter() + seconds
        self._done = asyncio.get_running_loop().create_future()
        self._ask()
        await asyncio.wait_for(self._done, seconds + count * 0.1 + ANSWER_SECONDS)

    def _ask(self) -> None:
        self._asked = time.perf_counter()
        self.transport.write(self.requests[self._at % len(self.requests)])
        self._at += 1

    def data_received(self, data: bytes) -> None:
        """Called by asyncio: more of an answer."""
        self._buffer += data
        head, _, body = self._buffer.partition(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r")[0]
        if not length or len(body) < int(length):
            return
        now = time.perf_counter()
        self._buffer = b""
        self.ms.append((now - self._asked) * 1000)
        if not head.startswith(b"HTTP/1.1 200"):
            self._done.set_exception(RuntimeError(head.decode()))
        elif len(self.ms) == self._count or (not self._count and now >= self._until):
            self._done.set_result(None)
        else:
            self._ask()


async def ask(port: int, terms: list[str], connections: int, requests: int, seconds: float) -> dict[str, Any]:
    """Requests a second over all connections and, where their number was given, each one's milliseconds."""
    loop, prepared = asyncio.get_running_loop(), [signed(term) for term in terms]
    clients = [Connection(prepared, at * 7) for at in range(connections)]
    for client in clients:
        await loop.create_connection(lambda client=client: client, "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.gather(*(client.run(WARM_UP, 0) for client in clients))
    started = time.perf_counter()
    await asyncio.gather(*(client.run(requests, seconds) for client in clients))
    spent = time.perf_counter() - started
    for client in clients:
        client.transport.close()
    ms = [each for client in clients for each in client.ms]
    return {"throughput": len(ms) / spent, "ms": ms if requests else []}


if __name__ == "__main__":
    pin(server=False)
    _port, _connections, _requests = map(int, sys.argv[1:4])
    _terms = json.loads(sys.stdin.readline())
    print(json.dumps(asyncio.run(ask(_port, _terms, _connections, _requests, float(sys.argv[4])))))
