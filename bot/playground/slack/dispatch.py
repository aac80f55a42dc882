"""Deliver payloads to the bot, over HTTP with a signature or over its socket, and track the work until it settles."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp
import structlog
from slack_sdk.signature import SignatureVerifier

from bot.playground.model import Json
from bot.playground.traffic import Traffic
from bot.slack import limits

log = structlog.get_logger(__name__)

SLASH, INTERACTIVE, EVENT = "slash_commands", "interactive", "events_api"


@dataclass(frozen=True)
class Ack:
    """The bot's acknowledgement; `failure` is Slack's error code if there is none."""

    status: int = 0
    body: str = ""
    failure: str = ""
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        """Whether Slack considers the delivery received."""
        return not self.failure

    @property
    def content(self) -> Any:
        """The body: parsed if it is JSON, else as text."""
        try:
            return json.loads(self.body) if self.body.lstrip().startswith(("{", "[")) else self.body
        except ValueError:
            return self.body


class Socket(Protocol):
    """An open Socket Mode connection."""

    async def send(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> Ack:
        """Send an envelope and wait for its acknowledgement."""
        ...


class Dispatcher:
    """Delivers payloads to the bot and knows when all work has settled.

    `drains` wait for the bot's own background work, `ack_seconds` is the time limit for an acknowledgement, and
    `retry_delays` are the seconds before each retry of an event.
    """

    ack_seconds: float = limits.ACK_SECONDS

    def __init__(self, signing_secret: str, traffic: Traffic) -> None:
        self._signer = SignatureVerifier(signing_secret)
        self._traffic = traffic
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._pending = 0
        self._activity = 0
        self._quiet = asyncio.Event()
        self._quiet.set()
        self.url = ""
        self.sockets: Sequence[Socket] = ()
        self.drains: list[Callable[[], Awaitable[Any]]] = []
        self.retry_delays: tuple[float, ...] = (0.0,) * limits.EVENT_RETRIES

    # Settling

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Count the block as pending work, which settle() waits for."""
        self._begin()
        try:
            yield
        finally:
            self._end()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run in the background; settle() waits for it."""
        self._begin()  # now, since the task itself may start later
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        self._end()
        if not task.cancelled() and (error := task.exception()):
            log.error("background work failed", error=type(error).__name__)

    def _begin(self) -> None:
        self._pending += 1
        self._activity += 1
        self._quiet.clear()

    def _end(self) -> None:
        self._pending -= 1
        if not self._pending:
            self._quiet.set()

    async def settle(self) -> None:
        """Wait until no delivery or API call is pending and all `drains` return without causing new ones."""
        while True:
            await self._quiet.wait()
            before = self._activity
            for drain in self.drains:
                await drain()
            if before == self._activity and self._quiet.is_set():
                return

    async def close(self) -> None:
        """Cancel background work and close the HTTP session."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    # Delivering

    async def deliver(self, kind: str, payload: Json, name: str, retry: tuple[int, str] | None = None) -> Ack:
        """Deliver a payload once and return the acknowledgement. Failures are returned, not raised.

        `retry` is (number, reason) if the payload was delivered before.
        """
        with self.busy(), self._traffic.record(to_bot=True, name=name, request=payload) as exchange:
            try:
                send = self.sockets[-1].send if self.sockets else self._post
                async with asyncio.timeout(self.ack_seconds):  # not wait_for: it can lose a cancellation (Python 3.11)
                    ack = await send(kind, payload, retry)
            except TimeoutError:
                ack = Ack(failure="operation_timeout")
            except (aiohttp.ClientError, ConnectionError) as error:
                log.warning("delivery failed", kind=kind, error=type(error).__name__)
                ack = Ack(failure="dispatch_failed")
            exchange.status = ack.failure or str(ack.status)
            exchange.response = ack.content
            exchange.problem = not ack.ok
            return ack

    async def deliver_event(self, payload: Json) -> None:
        """Deliver an event and retry it up to three times until it is acknowledged."""
        event = payload["event"]
        name = event["type"] if event["type"] != "message" else f"message.{event.get('channel_type', 'channel')}"
        ack = await self.deliver(EVENT, payload, name)
        for number, delay in enumerate(self.retry_delays, 1):
            if ack.ok or ack.no_retry:
                return
            await asyncio.sleep(delay)
            reason = {"operation_timeout": "http_timeout", "dispatch_failed": "connection_failed"}
            ack = await self.deliver(EVENT, payload, name, (number, reason.get(ack.failure, "http_error")))

    async def _post(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> Ack:
        if kind == EVENT:
            body, content_type = json.dumps(payload), "application/json"
        else:
            fields = payload if kind == SLASH else {"payload": json.dumps(payload)}
            body, content_type = urlencode(fields), "application/x-www-form-urlencoded"
        headers = {"Content-Type": content_type, **self._signed(body)}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
        if self._session is None:
            self._session = aiohttp.ClientSession(headers={"User-Agent": "Slackbot 1.0 (playground)"})
        async with self._session.post(self.url, data=body.encode(), headers=headers) as response:
            answer = await response.text()
            failure = "" if response.ok else "http_error"
            return Ack(response.status, answer, failure, response.headers.get("X-Slack-No-Retry") == "1")

    def _signed(self, body: str) -> dict[str, str]:
        timestamp = str(int(time.time()))
        signature = self._signer.generate_signature(timestamp=timestamp, body=body)
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature or ""}
