"""Two `serve` processes on one database: an event delivered twice is answered once, and a follow-up is understood."""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientSession
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.faults.processes import line_of, python
from tests.support.posting_slack import Json, PostingSlack, Rates

SECRET = "signing-secret"
NO_LIMITS = Rates(1e6, 1e6, 1e6)

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM is a signal of POSIX systems"),
]


def mention(kind: str, event_id: str, ts: str) -> bytes:
    """An event as Slack sends it: a mention comes as app_mention and, in a channel the bot is in, also as message."""
    event: Json = {"type": kind, "user": "U1", "text": "<@U0BOT> define consul", "ts": ts, "channel": "C1"}
    if kind == "message":
        event["channel_type"] = "channel"
    body = {"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": event_id, "event": event}
    return json.dumps(body).encode()


def direct_message(text: str, ts: str) -> bytes:
    """A direct message to the bot."""
    event: Json = {"type": "message", "channel_type": "im", "user": "U1", "text": text, "ts": ts, "channel": "D1"}
    body = {"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": f"Ev{ts}", "event": event}
    return json.dumps(body).encode()


async def deliver(session: ClientSession, url: str, body: bytes, attempt: int) -> int:
    at = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": SignatureVerifier(SECRET).generate_signature(timestamp=at, body=body) or "",
    }
    if attempt:
        headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
    async with session.post(f"{url}/slack/events", data=body, headers=headers) as response:
        return response.status


@dataclass
class Replica:
    process: asyncio.subprocess.Process
    url: str


async def replicas(stack: AsyncExitStack, api_url: str, database: URL, content: Path, folder: Path) -> list[Replica]:
    """Start two `serve` processes on one database."""
    environment = {
        "SLACK_BOT_TOKEN": "xoxb-T1",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": api_url,
        "DATABASE_URL": database.render_as_string(hide_password=False),
        "DATA_DIR": str(content.parent),
        "PORT": "0",
    }
    running = []
    for number in range(2):
        log = folder / f"{number}.log"
        process = await stack.enter_async_context(python("-m", "bot", "serve", environment=environment, log=log))
        address = re.search(r"http://[\d.:]+", await line_of(process))
        assert address, log.read_text()
        running.append(Replica(process, address[0]))
    return running


async def test_the_same_events_to_two_replicas_are_answered_once(
    database: AsyncEngine, content: Path, tmp_path: Path
) -> None:
    async with PostingSlack(NO_LIMITS) as slack, AsyncExitStack() as stack:
        running = await replicas(stack, slack.url, database.url, content, tmp_path)
        session = await stack.enter_async_context(ClientSession())
        sent = []
        for number in range(10):
            ts = f"1763757000.{number:06}"
            for attempt, replica in enumerate([*running, *running]):
                sent.append(deliver(session, replica.url, mention("app_mention", f"EvA{number}", ts), attempt))
                sent.append(deliver(session, replica.url, mention("message", f"EvM{number}", ts), attempt))
        assert set(await asyncio.gather(*sent)) == {200}
        for replica in running:  # each finishes what it accepted before it ends
            replica.process.terminate()
        assert [await replica.process.wait() for replica in running] == [0, 0]
        answered = [post.body["thread_ts"] for post in slack.posts]
    assert sorted(answered) == [f"1763757000.{number:06}" for number in range(10)]
    assert not slack.problems


async def test_a_follow_up_to_the_other_process_is_understood(
    database: AsyncEngine, content: Path, tmp_path: Path
) -> None:
    if database.dialect.name == "sqlite":
        pytest.skip("SQLite is for one process")
    async with PostingSlack(NO_LIMITS) as slack, AsyncExitStack() as stack:
        running = await replicas(stack, slack.url, database.url, content, tmp_path)
        session = await stack.enter_async_context(ClientSession())
        for number, (replica, line) in enumerate(zip(running, ("what is a consul", "titles?"), strict=True)):
            message = direct_message(line, f"1763757000.{number:06}")
            assert await deliver(session, replica.url, message, 0) == 200
            replica.process.terminate()  # it answers and saves what the answer was about before it ends
            assert await replica.process.wait() == 0
    assert [post.body["text"].partition("\n")[0] for post in slack.posts] == ["Consul", "Titles for Consul"]
