"""What is refused at the door: requests that Slack did not sign, and payloads that nobody can read."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.signature import SignatureVerifier
from structlog.testing import capture_logs

from bot.slack.app import SlackApp
from bot.slack.endpoint import LARGEST
from bot.slack.install import OAuth
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
    "a submission of a form that has a number": (
        interaction({"type": "view_submission", "user": USER, "view": {"private_metadata": "", "callback_id": 7}}),
        FORM,
    ),
    "a depth without an end": (
        interaction({**PRESS, "view": {"type": "modal", "id": "V1", "private_metadata": '{"depth": Infinity}'}}),
        FORM,
    ),
    "a submission without a state": (
        interaction({"type": "view_submission", "user": USER, "view": {"private_metadata": "", "callback_id": "form"}}),
        FORM,
    ),
    "an event that is a number": (json.dumps({**EVENT, "event": 7}).encode(), JSON),
    "an event without a user": (json.dumps({**EVENT, "event": without(EVENT["event"], "user")}).encode(), JSON),
    "an event with a text that is none": (json.dumps({**EVENT, "event": {**EVENT["event"], "text": 7}}).encode(), JSON),
}


# Whatever is signed, however odd

VIEW = {
    "id": "V1",
    "type": "modal",
    "callback_id": "form",
    "private_metadata": json.dumps(
        {"origin": {"channel": "C1", "response_url": "https://hooks.slack.com/1"}, "depth": 1}
    ),
    "app_installed_team_id": "T1",
    "state": {"values": {"role": {"entry": {"type": "external_select", "selected_option": {"value": "Consul"}}}}},
}
WHO = {
    "user": USER,
    "team": {"id": "T1", "domain": "x"},
    "enterprise": {"id": "E1", "name": "X"},
    "trigger_id": "1.2.3",
}
AUTHORIZATIONS = [
    {"enterprise_id": "E1", "team_id": "T1", "user_id": "U0", "is_bot": True, "is_enterprise_install": False}
]
TOLD = {**EVENT, "enterprise_id": "E1", "event_time": 1_700_000_000, "authorizations": AUTHORIZATIONS}
SAID = {
    "type": "message",
    "channel_type": "im",
    "user": "U1",
    "channel": "D1",
    "ts": "1.0",
    "thread_ts": "0.5",
    "text": "hi",
}
SHARED = {"is_ext_shared_channel": True, "context_team_id": "T1", "context_enterprise_id": "E1"}
RECORDED: dict[str, dict[str, Any]] = {
    "command": {**SLASH, "enterprise_id": "E1", "response_url": "https://hooks.slack.com/1", "trigger_id": "1.2.3"},
    "press": PRESS | WHO | {"message": {"thread_ts": "1.0"}, "response_url": "https://hooks.slack.com/1"},
    "press in a modal": PRESS | WHO | {"view": VIEW, "container": {"type": "view", "view_id": "V1"}},
    "submission": {**WHO, "type": "view_submission", "view": VIEW, "response_urls": []},
    "typing": {**WHO, "type": "block_suggestion", "action_id": "entry", "block_id": "b", "value": "con", "view": VIEW},
    "mention": TOLD,
    "direct message": {**TOLD, "event": SAID},
    "message of another company": {**TOLD, **SHARED, "event": {**EVENT["event"], "user_team": "T9", "team": "T1"}},
    "home": {**TOLD, "event": {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}},
    "uninstalled": {**TOLD, "event": {"type": "app_uninstalled"}},
    "tokens revoked": {**TOLD, "event": {"type": "tokens_revoked", "tokens": {"bot": ["U0"]}}},
    "rate limited": {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1_700_000_040},
}
ODD: list[Any] = [
    *(None, True, 0, 7, -1, 1.5, 10**400, float("inf"), float("nan"), "", "\ud800", "T\x00", "é", "x" * 5_000),
    *([], {}, [None], [[]], ["x"], {"id": ["x"]}, {"id": "\ud800"}, {"id": None}, "{", "[]", '{"depth": Infinity}'),
    *('{"origin": {"channel": 7}}', '{"origin": {"thread": []}}', '{"origin": 7}', '{"depth": 1e999, "command": {}}'),
]


def places_of(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to each value within a payload."""
    within = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for name, inner in within for place in places_of(inner, (*at, name)))]


def with_odd(value: Any, at: tuple[Any, ...], odd: Any) -> Any:
    if not at:
        return odd
    copy = value.copy()
    copy[at[0]] = with_odd(value[at[0]], at[1:], odd)
    return copy


MUTATIONS = st.tuples(
    st.sampled_from([(name, place) for name, payload in RECORDED.items() for place in places_of(payload)]),
    st.sampled_from(ODD),
)


def as_sent(payload: Any) -> tuple[bytes, str]:
    kind = payload.get("type") if isinstance(payload, dict) else None
    if isinstance(kind, str) and kind in ("event_callback", "app_rate_limited", "url_verification"):
        return json.dumps(payload).encode(), JSON
    if isinstance(payload, dict) and "command" in payload:  # a form holds texts alone; JSON may hold anything
        return json.dumps(payload).encode(), JSON
    return interaction(payload), FORM


class Store(AsyncInstallationStore):
    """Knows nobody, and takes for an id what a database takes."""

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        _storable(enterprise_id, team_id)
        return Bot(bot_token="xoxb-1", bot_id="B1", bot_user_id="U0", installed_at=1.0, team_id=team_id)

    async def remove(self, enterprise_id: str | None, team_id: str | None, until: datetime) -> None:
        _storable(enterprise_id, team_id)


def _storable(*values: str | None) -> None:
    for value in values:
        assert value is None or "\x00" not in value.encode().decode()


async def statuses(mutated: list[tuple[str, Any]], *, many_workspaces: bool) -> list[tuple[int, str]]:
    """What each payload is answered with, and which it was."""
    given: dict[str, Any] = {"bot_token": BOT_TOKEN}
    if many_workspaces:
        given = {"oauth": OAuth("1.2", "a secret", Store(), Store())}  # type: ignore[arg-type]
    slack = SlackApp(router=FakeRouter(), signing_secret=SECRET, api_url="http://127.0.0.1:9/api/", **given)
    slack._conversations.start = lambda work, name: work.close()  # type: ignore[method-assign] # only the answer counts here
    app = web.Application()
    app.router.add_post("/slack/events", slack.handle)
    answers = []
    async with TestClient(TestServer(app)) as http:
        for name, payload in mutated:
            body, kind = as_sent(payload)
            response = await http.post("/slack/events", data=body, headers={"Content-Type": kind, **signed(body)})
            answers.append((response.status, name))
    return answers


@pytest.mark.parametrize("many_workspaces", [False, True])
def test_recorded_payloads_are_taken(many_workspaces: bool) -> None:
    answers = asyncio.run(statuses(list(RECORDED.items()), many_workspaces=many_workspaces))
    assert [each for each in answers if each[0] != 200] == []


@pytest.mark.parametrize("many_workspaces", [False, True])
@settings(max_examples=10, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(chosen=st.lists(MUTATIONS, min_size=20, max_size=40))
def test_no_payload_is_a_fault_of_ours(many_workspaces: bool, chosen: list[tuple[tuple[str, Any], Any]]) -> None:
    mutated = [(f"{name} {at} {odd!r:.30}", with_odd(RECORDED[name], at, odd)) for (name, at), odd in chosen]
    answers = asyncio.run(statuses(mutated, many_workspaces=many_workspaces))
    assert [each for each in answers if each[0] not in (200, 400)] == []


BAD_IDS = ("\ud800", "T\x00", ["T1"], {"id": "T1"}, 7)


@pytest.mark.parametrize("odd", BAD_IDS, ids=repr)
@pytest.mark.parametrize(
    ("name", "at"),
    [
        *[("command", (field,)) for field in ("team_id", "user_id", "channel_id")],
        *[("press", at) for at in (("user", "id"), ("team", "id"), ("container", "channel_id"), ("trigger_id",))],
        *[("submission", at) for at in (("view", "app_installed_team_id"), ("view", "id"))],
        *[
            ("mention", at)
            for at in (("team_id",), ("authorizations", 0, "team_id"), ("event", "user"), ("event", "ts"))
        ],
        ("home", ("event_id",)),
    ],
)
async def test_what_cannot_be_an_id_gets_400(post: Post, name: str, at: tuple[Any, ...], odd: Any) -> None:
    body, kind = as_sent(with_odd(RECORDED[name], at, odd))
    assert (await post(body, kind)).status == 400


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
