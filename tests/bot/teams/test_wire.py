"""The HTTP endpoint: tokens, malformed and oversized bodies, foreign activities, and nothing typed in the log."""

from __future__ import annotations

import copy
import json
import math
import os
import subprocess
import sys
import time
from itertools import product
from pathlib import Path
from typing import Any

import jwt
import pytest
from aiohttp import ClientSession
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from bot.db.dedupe import DatabaseDeduplicator
from bot.platform import Event
from bot.router import Router
from bot.settings import Settings
from bot.teams.adapter import LONGEST_BODY
from bot.teams.app import TeamsApp
from bot.teams.errors import TeamsSetupError
from tests.bot.teams.conftest import Running, Start
from tests.support.bot_framework import BOT, CHANNEL, CLIENT_ID, CLIENT_SECRET, DIRECT, TENANT, Connector, new_key
from tests.support.hypothesis_profiles import examples

SHARED_KEY = "a-key-that-both-sides-would-know-0"

NAMES = ["type", "name", "from", "conversation", "id", "value", "action", "data", "text"]

TOKENS: dict[str, dict[str, Any]] = {
    "another audience": {"aud": "11111111-0000-4000-8000-000000000000"},
    "an audience that starts with ours": {"aud": f"{CLIENT_ID}-2"},
    "no audience": {"aud": None},
    "another issuer": {"iss": "https://sts.windows.net/7e4a0000-0000-4000-8000-000000000001/"},
    "no issuer": {"iss": None},
    "expired": {"exp": 1_000_000_000},
    "no expiry": {"exp": None},
    "not yet valid": {"nbf": 9_000_000_000},
    "another key": {"key": new_key()},
    "an unknown key id": {"kid": "key-2"},
    "HS256": {"key": SHARED_KEY, "algorithm": "HS256"},
    "unsigned": {"key": "", "algorithm": "none"},
    "another service URL": {"serviceurl": "https://smba.example/teams/"},
    "a prefix of our service URL": {"serviceurl": "http://127.0.0.1"},
    "no service URL": {"serviceurl": None},
    "a service URL that is not a string": {"serviceurl": 5},
}


async def test_a_valid_token(bot: Running, connector: Connector) -> None:
    assert await connector.send(connector.said("define consul")) == (200, None)
    await bot.teams.settle()
    assert [post.conversation for post in connector.posted] == [DIRECT]


async def test_a_trailing_slash_in_the_service_url(bot: Running, connector: Connector) -> None:
    token = connector.token(serviceurl=f"{connector.url}/")
    assert (await connector.send(connector.said("help"), token))[0] == 200


@pytest.mark.parametrize("name", TOKENS)
async def test_invalid_tokens(name: str, bot: Running, connector: Connector) -> None:
    claims = dict(TOKENS[name])
    if claims.get("algorithm") == "none":
        token = jwt.encode({"aud": CLIENT_ID}, "", algorithm="none", headers={"kid": connector.kid})
    else:
        token = connector.token(**claims)
    assert await connector.send(connector.said("define consul"), token) == (401, None)
    await bot.teams.settle()
    assert connector.posted == []


@pytest.mark.parametrize(
    ("claim", "seconds", "status"), [("exp", -301, 401), ("exp", -240, 200), ("nbf", 400, 401), ("nbf", 240, 200)]
)
async def test_clocks_may_differ_by_five_minutes(
    claim: str, seconds: int, status: int, bot: Running, connector: Connector
) -> None:
    claims: dict[str, Any] = {claim: int(time.time()) + seconds}
    token = connector.token(**claims)
    assert await connector.send(connector.said("define consul"), token) == (status, None)
    await bot.teams.settle()
    assert len(connector.posted) == (status == 200)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "."])
async def test_no_token(token: str, bot: Running, connector: Connector) -> None:
    assert await connector.send(connector.said("define consul"), token) == (401, None)


@pytest.mark.parametrize("url", [None, "", 5, ["x"], "http://127.0.0.1:1/"])
async def test_the_service_url_must_match_the_token(url: Any, bot: Running, connector: Connector) -> None:
    activity = connector.said("define consul")
    if url is None:
        del activity["serviceUrl"]
    else:
        activity["serviceUrl"] = url
    assert await connector.send(activity) == (401, None)


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"type": 5}', b'{"type": "message", "id": []}']
)
async def test_malformed_bodies(raw: bytes, bot: Running, connector: Connector) -> None:
    assert await connector.send(raw) == (400, None)


@pytest.mark.parametrize(
    ("field", "value"),
    [("from", None), ("from", "me"), ("conversation", {}), ("recipient", 1), ("text", 5), ("entities", "x")],
)
async def test_malformed_messages(field: str, value: Any, bot: Running, connector: Connector) -> None:
    assert await connector.send(connector.said("define consul") | {field: value}) == (400, None)


@pytest.mark.parametrize(
    "fields",
    [
        {"textFormat": "unknown"},
        {"deliveryMode": 5},
        {"timestamp": "yesterday"},
        {"suggestedActions": {}},
        {"channelData": {"tenant": {"id": TENANT}, "channel": {"id": CHANNEL, "type": "unknown"}}},
        {"entities": [{"type": "unknown", "mentioned": 5}]},
    ],
)
async def test_unused_fields_can_have_any_value(fields: Any, bot: Running, connector: Connector) -> None:
    assert await connector.send(connector.said("define consul") | fields) == (200, None)
    await bot.teams.settle()
    assert len(connector.posted) == 1


NO_LINES: list[Any] = [{}, {"line": 5}, [], "help"]


@pytest.mark.parametrize(
    "value",
    [None, {}, {"action": {"type": "Action.Execute", "verb": "boom", "data": {"line": "help"}}}]
    + [{"action": {"type": "Action.Execute", "verb": "run", "data": data}} for data in NO_LINES],
)
async def test_malformed_presses(value: Any, bot: Running, connector: Connector) -> None:
    activity = connector.activity("invoke", name="adaptiveCard/action", value=value)
    assert await connector.send(activity) == (400, None)


async def test_too_large(bot: Running, connector: Connector) -> None:
    assert (await connector.send(connector.said("x" * LONGEST_BODY)))[0] == 413
    url = f"{bot.url}/teams/messages"

    async def endless() -> Any:
        for _ in range(LONGEST_BODY // 1000 + 2):
            yield b" " * 1000

    headers = {"Authorization": f"Bearer {connector.token()}"}
    async with ClientSession() as session, session.post(url, data=endless(), headers=headers) as response:
        assert response.status == 413


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"type": "typing"}, 200),
        ({"type": "messageReaction"}, 200),
        ({"type": "unknown"}, 200),
        ({"type": "conversationUpdate"}, 200),
        ({"type": "installationUpdate", "action": "upgrade"}, 200),
        ({"type": "invoke", "name": "fileConsent/invoke"}, 501),
        ({"type": "invoke"}, 501),
        ({}, 200),
    ],
)
async def test_other_activities(fields: dict[str, Any], status: int, bot: Running, connector: Connector) -> None:
    activity = connector.activity("event") | fields
    assert await connector.send(activity) == (status, None)
    await bot.teams.settle()
    assert connector.posted == []


@examples(60)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(categories=None), max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["type", "name", "from", "conversation", "id", "value", "action", "data", "text"]),
                inner,
            )
        ),
        max_leaves=12,
    ),
    st.sampled_from(["message", "invoke", "installationUpdate", "conversationUpdate"]),
    st.sampled_from(
        ["from", "conversation", "recipient", "text", "value", "name", "entities", "channelData", "action"]
    ),
)
async def test_any_field_with_any_value(bot: Running, connector: Connector, value: Any, kind: str, field: str) -> None:
    activity = connector.activity(kind, name="adaptiveCard/action", text="help") | {field: value}
    status, _ = await connector.send(json.dumps(activity).encode())
    assert status in (200, 400, 403, 501)


@examples(40)
@given(st.text(st.characters(categories=None), max_size=60))
async def test_any_text_is_answered(bot: Running, connector: Connector, text: str) -> None:
    connector.posted.clear()
    assert (await connector.send(json.dumps(connector.said(text)).encode()))[0] == 200
    await bot.teams.settle()
    assert len(connector.posted) == 1


LONE = "\ud800"
"""A lone surrogate, which JSON can encode and UTF-8 cannot."""
PRESS = {"action": {"type": "Action.Execute", "verb": "run", "data": {"line": "share levels consul"}}}
KINDS: dict[str, dict[str, Any]] = {
    "message": {"type": "message", "text": "define consul"},
    "press": {"type": "invoke", "name": "adaptiveCard/action", "value": PRESS},
    "installation": {"type": "installationUpdate", "action": "add"},
    "members": {"type": "conversationUpdate", "membersAdded": [BOT]},
}
IDS = [
    ("id",),
    ("conversation", "id"),
    ("conversation", "tenantId"),
    ("channelData", "tenant", "id"),
    ("from", "id"),
    ("from", "aadObjectId"),
    ("from",),
    ("serviceUrl",),
]
"""Paths of the ids that become database keys or parts of URLs."""


INVALID_IDS: tuple[Any, ...] = (
    LONE,
    f"19:a{LONE}b@thread.v2",
    "a\x00b",
    "x" * 5000,
    ["x"],
    {"id": LONE},
    10**400,
    math.inf,
)


@pytest.mark.parametrize("kind", KINDS)
async def test_invalid_ids(kind: str, start: Start, connector: Connector, database: AsyncEngine) -> None:
    """They get 400, and nothing fails later, such as in the database or its driver."""
    bot = await start(deduplicator=DatabaseDeduplicator(database))
    bot.teams._tenant = None  # any tenant may use the bot
    for path, value in product(IDS, INVALID_IDS):
        activity = copy.deepcopy(connector.activity("message") | KINDS[kind])
        inner = activity
        if path == ("conversation", "tenantId"):
            del activity["channelData"]
        for name in path[:-1]:
            inner = inner[name]
        inner[path[-1]] = value
        token = connector.token(serviceurl=value) if path == ("serviceUrl",) and isinstance(value, str) else None
        with capture_logs() as logged:
            status, _ = await connector.send(json.dumps(activity).encode(), token)
            await bot.teams.settle()
        assert status in ((200, 400, 401) if "tenant" in "".join(path).lower() else (400, 401)), (path, value)
        assert not {entry["event"] for entry in logged} & {"teams.failed", "task.failed", "router.failed"}


@pytest.mark.parametrize(
    ("conversation", "path"),
    [
        ("../../../admin?x=", "/v3/conversations/..%2F..%2F..%2Fadmin%3Fx=/activities"),
        ("a/b#c%2f", "/v3/conversations/a%2Fb%23c%252f/activities"),
        ("a:é x@v2;b=1", "/v3/conversations/a:%C3%A9%20x@v2;b=1/activities"),
    ],
)
async def test_a_conversation_id_is_one_path_segment(
    conversation: str, path: str, bot: Running, connector: Connector
) -> None:
    activity = connector.said("define consul")
    activity["conversation"]["id"] = conversation
    assert await connector.send(activity) == (200, None)
    await bot.teams.settle()
    assert [(post.conversation, post.path) for post in connector.posted] == [(conversation, path)]


@pytest.mark.parametrize("conversation", ["", ".", ".."])
async def test_invalid_conversation_ids(conversation: str, bot: Running, connector: Connector) -> None:
    activity = connector.said("define consul")
    activity["conversation"]["id"] = conversation
    assert await connector.send(activity) == (400, None)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://x.example/",
            "//x.example",
            "x",
            "http://",
            "http://[::1",
            "https://x.example/?a",
            "file:///etc/passwd",
        ),
        *("https://x.example/#a", "https://a:b@x.example/", "https://x.example/a b", f"https://x.example/{LONE}"),
    ],
)
async def test_invalid_service_urls(url: str, bot: Running, connector: Connector) -> None:
    activity = connector.said("define consul") | {"serviceUrl": url}
    status, _ = await connector.send(json.dumps(activity).encode(), connector.token(serviceurl=url))
    assert status == 400


async def test_keys_are_cached(bot: Running, connector: Connector) -> None:
    for _ in range(3):
        assert (await connector.send(connector.said("help")))[0] == 200
    assert connector.keys_asked == 1
    for _ in range(3):  # made-up key ids don't cause more fetches
        assert (await connector.send(connector.said("help"), connector.token(kid="made-up")))[0] == 401
    assert connector.keys_asked == 1


async def test_keys_for_other_channels(bot: Running, connector: Connector) -> None:
    connector.endorsements = ("webchat", "directline")
    assert (await connector.send(connector.said("help")))[0] == 401


@pytest.mark.parametrize("endorsements", [None, (), ("webchat", "msteams")])
async def test_keys_for_teams(endorsements: Any, bot: Running, connector: Connector) -> None:
    connector.endorsements = endorsements
    assert (await connector.send(connector.said("help")))[0] == 200


FOREIGN: dict[str, dict[str, Any]] = {
    "another channel": {"channelId": "webchat"},
    "no channel": {"channelId": None},
    "another tenant": {"channelData": {"tenant": {"id": "11111111-0000-4000-8000-000000000000"}}},
    "a tenant that is not a string": {"channelData": {"tenant": {"id": 5}}},
    "no tenant": {"channelData": {}, "conversation": {"id": DIRECT, "conversationType": "personal"}},
}


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("kind", ["message", "press", "search", "removal"])
async def test_foreign_activities(name: str, kind: str, start: Start, connector: Connector) -> None:
    events: list[Event] = []

    async def notify(event: Event) -> None:
        events.append(event)

    bot = await start(notify=notify)
    activity = {
        "message": connector.said("define consul"),
        "press": connector.press("run", {"line": "share levels consul"}),
        "search": connector.search("consul"),
        "removal": connector.activity("installationUpdate", action="remove"),
    }[kind]
    assert await connector.send(activity | FOREIGN[name]) == (403, None)
    await bot.teams.settle()
    assert (connector.posted, events) == ([], [])


async def test_any_tenant_is_served_if_none_is_set(start: Start, connector: Connector) -> None:
    bot = await start(tenant_id=None)
    other = {"channelData": {"tenant": {"id": "11111111-0000-4000-8000-000000000000"}}}
    assert await connector.send(connector.said("help") | other, bot_url=bot.url) == (200, None)


@pytest.mark.parametrize(
    ("client_id", "client_secret"),
    [
        (f"{CLIENT_ID}\n", f"{CLIENT_SECRET}\n"),
        (f" {CLIENT_ID}\r\n", f"\t{CLIENT_SECRET} "),
        (CLIENT_ID.upper(), CLIENT_SECRET),
    ],
)
async def test_credentials_with_spaces_or_capitals(
    client_id: str, client_secret: str, start: Start, connector: Connector
) -> None:
    bot = await start(client_id=client_id, client_secret=client_secret)
    assert await connector.send(connector.said("help")) == (200, None)
    await bot.teams.settle()
    assert len(connector.posted) == 1


@pytest.mark.parametrize("value", [f"{CLIENT_ID}\n", f" {CLIENT_ID.upper()} ", f'"{CLIENT_ID}"', f"'{CLIENT_ID}' "])
def test_ids_in_the_settings(value: str) -> None:
    settings = Settings(_env_file=None, teams_client_id=value, teams_tenant_id=value)
    assert (settings.teams_client_id, settings.teams_tenant_id) == (CLIENT_ID, CLIENT_ID)


@pytest.mark.parametrize("recipient", [None, {}, {"id": None}, {"name": "Dragoman"}, {"id": "", "name": "Dragoman"}])
@pytest.mark.parametrize("conversation", [DIRECT, CHANNEL])
async def test_a_message_without_the_bots_account(
    conversation: str, recipient: Any, bot: Running, connector: Connector
) -> None:
    activity = connector.said("define consul", conversation) | {"recipient": recipient}
    assert await connector.send(activity) == (200, None)
    del activity["recipient"]
    assert await connector.send(activity | {"id": "2"}) == (200, None)
    await bot.teams.settle()
    assert len(connector.posted) == 2


async def test_other_activities_without_the_bots_account(bot: Running, connector: Connector) -> None:
    press = connector.press("swap", {"line": "levels consul"})
    search = connector.search("consul")
    added = connector.activity("conversationUpdate", membersAdded=[BOT])
    for activity in (press, search, added):
        del activity["recipient"]
        assert (await connector.send(activity))[0] == 200
    await bot.teams.settle()
    assert len(connector.posted) == 1
    others = connector.activity("message", CHANNEL, text="define consul")
    del others["recipient"]
    assert await connector.send(others) == (200, None)
    await bot.teams.settle()
    assert len(connector.posted) == 1


async def test_a_tenant_in_capitals(start: Start, connector: Connector) -> None:
    bot = await start(tenant_id=f" {TENANT.upper()} ")
    assert (await connector.send(connector.said("help")))[0] == 200
    await bot.teams.settle()
    assert len(connector.posted) == 1


@pytest.mark.parametrize("encoding", ["gzip", "unknown"])
async def test_a_body_that_is_not_gzip(encoding: str, bot: Running, connector: Connector) -> None:
    headers = {"Authorization": f"Bearer {connector.token()}", "Content-Encoding": encoding}
    url = f"{bot.url}/teams/messages"
    async with ClientSession() as session, session.post(url, data=b"{not zipped", headers=headers) as response:
        assert response.status == 400


async def test_before_the_start(connector: Connector, router: Router) -> None:
    teams = TeamsApp(router=router, client_id=CLIENT_ID, client_secret="x", cloud=connector.cloud)

    class Request:
        remote = "127.0.0.1"

    assert (await teams.handle(Request())).status == 503  # type: ignore[arg-type]


async def test_no_typed_text_is_logged(
    bot: Running, connector: Connector, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with capture_logs() as logged:
        for activity in (
            connector.said("define confidential"),
            connector.said("confidential") | {"entities": "confidential"},
            connector.press("run", {"line": "define confidential"}),
            connector.press("confidential", {"line": "confidential"}),
            connector.search("confidential"),
            connector.activity("confidential"),
        ):
            await connector.send(activity)
        await connector.send(connector.said("confidential"), connector.token(aud="confidential"))
        connector.fail.append((403, {}, {"error": {"code": "confidential"}}))
        await connector.send(connector.said("confidential"))
        await bot.teams.settle()
    output = f"{logged}{caplog.text}{capfd.readouterr()}"
    assert logged
    assert "confidential" not in output
    assert "eyJ" not in output
    assert "Anna" not in output


async def test_without_authentication(start: Start, connector: Connector) -> None:
    local = await start(client_id=None, client_secret=None, unauthenticated_on="127.0.0.1")
    assert await connector.send(connector.said("help"), "", local.url) == (200, None)
    await local.teams.settle()
    assert len(connector.posted) == 1
    assert connector.tokens_asked == 0


@pytest.mark.parametrize(
    "headers", [{"Content-Type": "text/plain"}, {"Host": "rebound.example"}, {"Host": "127.0.0.1:65536"}]
)
async def test_without_authentication_web_pages_are_rejected(
    headers: dict[str, str], start: Start, connector: Connector
) -> None:
    local = await start(client_id=None, client_secret=None, unauthenticated_on="127.0.0.1")
    sent = {"Content-Type": "application/json"} | headers
    data = json.dumps(connector.said("help"))
    async with (
        ClientSession() as session,
        session.post(f"{local.url}/teams/messages", data=data, headers=sent) as response,
    ):
        assert response.status == 401


@pytest.mark.process
def test_the_sdk_leaves_the_environment_alone(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("FROM_A_FILE=1\n")
    code = "import os, bot.teams.app; print(os.environ.get('FROM_A_FILE'))"
    root = str(Path(__file__).parents[3])
    environment = {name: value for name, value in os.environ.items() if name != "PYTHON_DOTENV_DISABLED"}
    process = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (process.stdout, process.stderr) == ("None\n", "")


@pytest.mark.parametrize(
    ("options", "setting"),
    [
        ({"client_id": " "}, "TEAMS_CLIENT_ID"),
        ({"client_secret": None}, "TEAMS_CLIENT_SECRET"),
        ({"tenant_id": "contoso.onmicrosoft.com"}, "TEAMS_TENANT_ID"),
        ({"tenant_id": "common"}, "TEAMS_TENANT_ID"),
        ({"unauthenticated_on": "127.0.0.1"}, "TEAMS_CLIENT_SECRET"),
        ({"client_secret": None, "unauthenticated_on": "0.0.0.0"}, "HOST"),
        ({"client_secret": None, "unauthenticated_on": "bot.example"}, "HOST"),
    ],
)
def test_incomplete_settings(options: dict[str, Any], setting: str, router: Router) -> None:
    with pytest.raises(TeamsSetupError, match=setting):
        TeamsApp(**{"router": router, "client_id": "x", "client_secret": "y", **options})


async def test_messages_between_others_are_ignored(bot: Running, connector: Connector) -> None:
    activity = connector.activity("message", CHANNEL, text="define consul")
    assert await connector.send(activity) == (200, None)
    await bot.teams.settle()
    assert connector.posted == []
