"""A replica with the real loop, ledger and Slack poster, which delivers until SIGTERM and can kill or stop itself.

Run with `python -m tests.faults.replica '{"database": …}'`. Each step of the protocol is wrapped before it, just before
its commit, and after it. A line on standard input, such as "kill claim uncommitted", arms the replica: when it reaches
that step, it prints the same line and then kills or stops itself.
"""

from __future__ import annotations

import asyncio
import functools
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import aiohttp
from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import logs
from bot.daily_term.loop import daily_term_loop
from bot.daily_term.own_words import OwnWords
from bot.daily_term.planner import Planner
from bot.db.engine import open_engine
from bot.ledger.ledger import Ledger
from bot.ledger.timing import Timing
from bot.platform import Poster, PostResult, Target, Unclear
from bot.settings import Settings
from bot.slack import daily_post
from bot.slack.daily_post import SlackPoster
from bot.team_terms.notice_loop import NoticeMessages
from bot.team_terms.overlays import Overlays
from bot.team_terms.owners import Owners
from bot.team_terms.owners_inbox import OwnersInbox
from bot.team_terms.rule_store import RuleStore
from content import store
from content.library import Library
from handlers.commands.tip import daily
from handlers.reply import Reply
from handlers.team_terms.rules import Rules
from tests.bench.delivering import EachItsOwn

WRAPPED: dict[type[Any], tuple[str, ...]] = {
    Planner: ("plan",),
    NoticeMessages: ("plan",),
    Ledger: ("claim", "intend", "confirm", "postpone", "release"),
}
BEFORE_REQUEST = "before request"
STEPS = (
    *(
        step.format(name)
        for name in dict.fromkeys(name for names in WRAPPED.values() for name in names)
        for step in ("before {}", "{} uncommitted", "after {}")
    ),
    BEFORE_REQUEST,
    "after request",
    "before find",
    "after find",
)
_step: ContextVar[str] = ContextVar("step", default="")
_nonce: ContextVar[str] = ContextVar("nonce", default="")


@dataclass(frozen=True, slots=True)
class Orders:
    """A replica's arguments: addresses, the timing in seconds, and whether it retries blindly.

    `notices`: it delivers the answers to open requests instead of daily terms.
    """

    database: str
    slack: str
    store: str
    entries: int = 12
    timing: dict[str, Any] = field(default_factory=dict)
    call: float = 0.5
    blind: bool = False
    notices: bool = False

    def dump(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, text: str) -> Self:
        return cls(**json.loads(text))


class Chaos:
    """Kills or stops this process at the step for which it is armed.

    It is not stopped while another delivery is between its last look at the clock and the request: no protocol can help
    in that window, which has a test of its own.
    """

    def __init__(self) -> None:
        self.armed = ""
        self.unsent: set[object] = set()

    def at(self, step: str) -> None:
        if not self.armed.endswith(f" {step}"):
            return
        if self.armed.startswith("stop ") and self.unsent and step != BEFORE_REQUEST:
            return
        armed, self.armed = self.armed, ""
        os.write(1, f"{armed}\n".encode())
        os.kill(os.getpid(), signal.SIGKILL if armed.startswith("kill ") else signal.SIGSTOP)

    async def listen(self) -> None:
        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        async for line in reader:
            self.armed = line.decode().strip()

    def wrap(self, run: Callable[..., Awaitable[Any]], name: str) -> Callable[..., Awaitable[Any]]:
        @functools.wraps(run)
        async def wrapped(*args: Any, **kwargs: Any) -> Any:
            self.at(f"before {name}")
            token = _step.set(name)
            try:
                result = await run(*args, **kwargs)
            finally:
                _step.reset(token)
            self.at(f"after {name}")
            return result

        return wrapped

    def at_commit(self, _: Connection) -> None:
        if step := _step.get():
            self.at(f"{step} uncommitted")


class ChaoticPoster:
    """Wraps a poster, and may kill or stop the process before and after each request."""

    def __init__(self, poster: Poster, chaos: Chaos) -> None:
        self._poster, self._chaos = poster, chaos

    async def close(self) -> None:
        await self._poster.close()

    async def post(self, target: Target, reply: Reply, nonce: str) -> PostResult:
        _nonce.set(nonce)  # the context of this delivery's task, which writing its request inherits
        self._chaos.unsent.add(nonce)
        self._chaos.at(BEFORE_REQUEST)
        try:
            result = await self._poster.post(target, reply, nonce)
        finally:
            self._chaos.unsent.discard(nonce)
        self._chaos.at("after request")
        return result

    async def find(self, target: Target, nonce: str, since: datetime, position: str | None = None) -> str | None:
        self._chaos.at("before find")
        reference = await self._poster.find(target, nonce, since, position)
        self._chaos.at("after find")
        return reference


class BlindPoster:
    """A poster as it should not be: it retries although the first attempt may have arrived."""

    def __init__(self, poster: Poster) -> None:
        self._poster = poster

    async def close(self) -> None:
        await self._poster.close()

    async def post(self, target: Target, reply: Reply, nonce: str) -> PostResult:
        result = await self._poster.post(target, reply, nonce)
        return await self._poster.post(target, reply, nonce) if isinstance(result, Unclear) else result

    async def find(self, target: Target, nonce: str, since: datetime, position: str | None = None) -> str | None:
        return await self._poster.find(target, nonce, since, position)


def few(library: Library, count: int) -> Library:
    """A library with only `count` terms, so that a channel sees all of them within a run."""
    return Library(library.packs, [entry for entry in library.entries if entry.tip][:count])


async def run(orders: Orders) -> None:
    """Deliver until SIGTERM."""
    engine, chaos = open_engine(make_url(orders.database)), Chaos()
    poster = SlackPoster(EachItsOwn(), orders.slack)
    _shorten(poster, orders.call, chaos)
    wrapped: Poster = BlindPoster(poster) if orders.blind else poster
    library = few(store.read(Path(orders.store)), orders.entries)
    _wrap_steps(engine, chaos)
    timing = Timing(**orders.timing)
    posters: dict[str, Poster] = {"slack": ChaoticPoster(wrapped, chaos)}
    words = OwnWords(Overlays(engine, lambda: library))
    loop = daily_term_loop(engine, posters, lambda: library, daily, timing, own_words=words)
    if orders.notices:
        owners = Owners({}, Rules(("everyone",), ("everyone",)), RuleStore(engine))
        loop = OwnersInbox(engine, lambda: library, owners, {}, posters, timing=timing).loop
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    listening = asyncio.create_task(chaos.listen())
    loop.start()
    os.write(1, b"ready\n")
    await ended.wait()
    await loop.stop()
    await poster.close()
    await engine.dispose()
    listening.cancel()


def _shorten(poster: SlackPoster, seconds: float, chaos: Chaos) -> None:
    """Shorten the time-out of calls, and note when a request was written."""

    async def written(*_: object) -> None:
        chaos.unsent.discard(_nonce.get())

    daily_post.CALL_SECONDS = seconds
    trace = aiohttp.TraceConfig()
    trace.on_request_chunk_sent.append(written)
    poster.client.session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(keepalive_timeout=daily_post.KEEPALIVE_SECONDS),
        timeout=aiohttp.ClientTimeout(total=seconds),
        trace_configs=[trace],
    )


def _wrap_steps(engine: AsyncEngine, chaos: Chaos) -> None:
    for kind, names in WRAPPED.items():
        for name in names:
            setattr(kind, name, chaos.wrap(getattr(kind, name), name))
    event.listen(engine.sync_engine, "commit", chaos.at_commit)


if __name__ == "__main__":
    logs.configure(Settings(_env_file=None, log_format="json"))
    asyncio.run(run(Orders.load(sys.argv[1])))
