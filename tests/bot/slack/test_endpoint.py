"""What is refused at the door: requests that Slack did not sign, and payloads that nobody can read."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.signature import SignatureVerifier
from structlog.testing import capture_logs

from bot.slack.app import SlackApp
from bot.slack.endpoint import LARGEST
from tests.bot.slack.fakes import BOT_TOKEN, SECRET, FakeRouter

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
SLASH = {
    "command": "/define",
    "text": "confidential",
    "team_id": "T1",
    "user_id": "U1",
    "channel_id": "C1",
    "user_name": "noor",
}
USER = {"id": "U1", "name": "noor", "team_id": "T1"}
PRESS: dict[str, Any] = {
    "type": "block_actions",
    "user": USER,
    "team": {"id": "T1"},
    "trigger_id": "1.2.3",
    "container": {"type": "message", "channel_id": "C1", "message_ts": "1.0", "is_ephemeral": True},
    "actions": [{"type": "button", "action_id": "run.0", "block_id": "b", "value": "define x"}],
}
EVENT: dict[str, Any] = {
    "type": "event_callback",
    "team_id": "T1",
    "event_id": "Ev1",
    "event": {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.0", "text": "<@U0> hello"},
}

Post = Callable[..., Awaitable[aiohttp.ClientResponse]]


def signed(body: bytes, *, seconds: float | None = None, secret: str = SECRET) -> dict[str, str]:
    now = str(int(time.time() if seconds is None else seconds))
    signature = SignatureVerifier(secret).generate_signature(timestamp=now, body=body.decode("latin-1"))
    return {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": signature or ""}


@pytest.fixture
def router() -> FakeRouter:
    return FakeRouter()


@pytest.fixture
async def post(router: FakeRouter) -> AsyncIterator[Post]:
    slack = SlackApp(router=router, signing_secret=SECRET, bot_token=BOT_TOKEN, api_url="http://127.0.0.1:9/api/")
    app = web.Application(client_max_size=8 * LARGEST)
    app.router.add_post("/slack/events", slack.handle)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        await slack.start()

        async def send(body: bytes, kind: str = FORM, **headers: str) -> aiohttp.ClientResponse:
            given = headers or signed(body)
            return await session.post(
                server.make_url("/slack/events"), data=body, headers={"Content-Type": kind, **given}
            )

        yield send
        await slack.stop()


def as_form(**fields: str) -> bytes:
    return urlencode(fields).encode()


def interaction(payload: object) -> bytes:
    return as_form(payload=json.dumps(payload))


async def test_a_signed_request_is_answered(post: Post) -> None:
    answer = await post(as_form(**SLASH))
    assert answer.status == 200
    assert answer.content_type == JSON
    assert (await answer.json())["response_type"] == "ephemeral"


@pytest.mark.parametrize("body", [as_form(**SLASH), interaction(PRESS), b"", b"{", b"payload=%7B", b"\xff\xfe"])
@pytest.mark.parametrize(
    "headers",
    [
        {"X-Nothing": ""},
        {"X-Slack-Request-Timestamp": "now", "X-Slack-Signature": "v0=1"},
        {"X-Slack-Request-Timestamp": "9" * 5000, "X-Slack-Signature": "v0=1"},
        {"X-Slack-Request-Timestamp": "-1", "X-Slack-Signature": "v0=1"},
        {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": "v0=é"},
        {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": ""},
    ],
)
async def test_unsigned_requests_get_401(post: Post, router: FakeRouter, body: bytes, headers: dict[str, str]) -> None:
    assert (await post(body, **headers)).status == 401
    assert router.asked == []


async def test_a_wrong_secret_or_an_old_signature_gets_401(post: Post, router: FakeRouter) -> None:
    body = as_form(**SLASH)
    assert (await post(body, **signed(body, secret="another"))).status == 401
    assert (await post(body, **signed(body, seconds=time.time() - 301))).status == 401
    assert (await post(body, **signed(body, seconds=time.time() + 360))).status == 401
    assert (await post(body + b"&x=1", **signed(body))).status == 401
    assert router.asked == []


def without(source: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in source.items() if key != name}


MALFORMED = {
    "empty": (b"", FORM),
    "no form": (b"hello", FORM),
    "another type": (as_form(**SLASH), "text/plain"),
    "bad JSON": (b"{", JSON),
    "a form that says it is JSON": (as_form(**SLASH), JSON),
    "a payload of bad JSON": (b"payload=%7B", FORM),
    "a list": (b"[]", JSON),
    "a payload that is a number": (b"payload=7", FORM),
    "deep": (b"[" * 100_000, JSON),
    "an unknown kind": (interaction({"type": "shortcut", "callback_id": "x", "user": USER}), FORM),
    "no kind": (interaction({}), FORM),
    **{f"a command without {name}": (as_form(**without(SLASH, name)), FORM) for name in ("team_id", "user_id")},
    "a command that is a number": (json.dumps({"command": 7}).encode(), JSON),
    **{f"a press without {name}": (interaction(without(PRESS, name)), FORM) for name in ("user", "trigger_id")},
    "a press of nothing": (interaction({**PRESS, "actions": []}), FORM),
    "a press of a number": (interaction({**PRESS, "actions": [7]}), FORM),
    "a press without a place": (interaction({**PRESS, "container": 7}), FORM),
    "a press in a view of another app": (
        interaction({**PRESS, "view": {"type": "modal", "id": "V1", "private_metadata": "theirs"}}),
        FORM,
    ),
    "a submission without a view": (interaction({"type": "view_submission", "user": USER}), FORM),
    "a submission without a state": (
        interaction({"type": "view_submission", "user": USER, "view": {"private_metadata": "", "callback_id": "form"}}),
        FORM,
    ),
    "an event that is a number": (json.dumps({**EVENT, "event": 7}).encode(), JSON),
    "an event without a user": (json.dumps({**EVENT, "event": without(EVENT["event"], "user")}).encode(), JSON),
    "an event with a text that is none": (json.dumps({**EVENT, "event": {**EVENT["event"], "text": 7}}).encode(), JSON),
}


@pytest.mark.parametrize("name", MALFORMED)
async def test_malformed_payloads_get_400_and_one_line(post: Post, router: FakeRouter, name: str) -> None:
    body, kind = MALFORMED[name]
    with capture_logs() as logged:
        assert (await post(body, kind)).status == 400
    assert [each["event"] for each in logged] == ["slack.malformed"]
    assert "confidential" not in str(logged)
    assert router.asked == []


async def test_absurd_sizes_get_400(post: Post) -> None:
    body = b"text=" + b"x" * LARGEST
    assert (await post(body)).status == 400
    chunked = aiohttp.AsyncIterablePayload(_chunks(body))
    assert (await post(chunked, **signed(body))).status == 400
    assert (await post(as_form(**SLASH))).status == 200


async def _chunks(body: bytes) -> AsyncIterator[bytes]:
    yield body


async def test_slack_checks_the_address(post: Post, router: FakeRouter) -> None:
    asked = json.dumps({"type": "url_verification", "token": "x", "challenge": "abc"}).encode()
    assert await (await post(asked, JSON)).json() == {"challenge": "abc"}
    looking = await post(as_form(ssl_check="1", token="x", **SLASH), **{"X-Nothing": ""})
    assert (looking.status, await looking.text()) == (200, "")
    assert (await post(as_form(ssl_check="0", token="x"), **{"X-Nothing": ""})).status == 401
    assert router.asked == []


@pytest.mark.parametrize("minute", [1_700_000_040, "soon", None])
async def test_lost_events_are_named_in_the_log(post: Post, router: FakeRouter, minute: object) -> None:
    told = {
        "type": "app_rate_limited",
        "token": "x",
        "team_id": "T1",
        "api_app_id": "A1",
        "minute_rate_limited": minute,
    }
    with capture_logs() as logged:
        assert (await post(json.dumps(told).encode(), JSON)).status == 200
    (line,) = logged
    assert (line["event"], line["log_level"]) == ("slack.app_rate_limited", "warning")
    assert line["minute"] == (minute if isinstance(minute, int) else None)
    assert router.asked == []


async def test_events_that_nobody_asked_for_are_acknowledged(post: Post, router: FakeRouter) -> None:
    for event in ({"type": "reaction_added", "user": "U1"}, {"type": "message", "channel_type": "channel"}):
        assert (await post(json.dumps({**EVENT, "event": event}).encode(), JSON)).status == 200
    assert router.asked == []


async def test_a_fault_of_ours_is_500_and_a_line_without_text(post: Post, router: FakeRouter) -> None:
    async def crash() -> Any:
        raise RuntimeError("confidential")

    router.answers["define confidential"] = crash
    with capture_logs() as logged:
        assert (await post(as_form(**SLASH))).status == 500
    assert [(each["event"], each["reason"]) for each in logged] == [("slack.failed", "RuntimeError")]
    assert "confidential" not in str(logged)
