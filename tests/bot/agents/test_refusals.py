"""Who isn't let in: keys, tokens, signatures and host names that are missing, wrong, revoked, another's or replayed."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from structlog.testing import capture_logs

from bot.agents.keys import CACHE_SECONDS
from bot.agents.rate import RateLimit
from bot.app import Bot
from tests.bot.agents.serving import SIGNING_SECRET, Served, bearer, serve
from tests.bot.agents.slackbot import Slackbot

CALL = {"name": "explain_term", "arguments": {"term": "consul"}}
MESSAGE = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": CALL}
MCP_HEADERS = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-11-25"}


async def statuses(served: Served, headers: dict[str, str]) -> tuple[int, int]:
    """The status of a call over MCP and over HTTP."""
    async with served.http.post(f"{served.url}/mcp", json=MESSAGE, headers={**MCP_HEADERS, **headers}) as response:
        over_mcp = response.status
        assert over_mcp != 401 or response.headers["WWW-Authenticate"].startswith("Bearer ")
    async with served.http.get(f"{served.url}/api/v1/explain?term=consul", headers=headers) as response:
        return over_mcp, response.status


def spoilt(key: str) -> str:
    """The key with another last letter."""
    return key[:-1] + ("A" if key[-1] != "A" else "B")


def database_files(folder: Path) -> list[Path]:
    return list(folder.glob("state.db*"))


async def revoked(served: Served) -> str:
    await served.keys.revoke(served.key.split("_")[1])
    served.clock.seconds += CACHE_SECONDS
    return served.key


KEYS: dict[str, Callable[[Served], Awaitable[str] | str]] = {
    "missing": lambda served: "",
    "another word": lambda served: "dgm",
    "no secret": lambda served: served.key.rpartition("_")[0],
    "wrong secret": lambda served: spoilt(served.key),
    "unknown id": lambda served: f"dgm_000000000000_{served.key.split('_', 2)[2]}",
    "revoked": revoked,
    "not ASCII": lambda served: served.key + "\u00e9",
    "endless": lambda served: served.key + "A" * 7_000,
    "somebody's token": lambda served: jwt.encode({"sub": "x"}, "secret" * 8),
}


@pytest.mark.parametrize("name", KEYS)
async def test_a_key_that_does_not_work(served: Served, name: str) -> None:
    assert await statuses(served, served.headers) == (200, 200)
    key = KEYS[name](served)
    key = key if isinstance(key, str) else await key
    with capture_logs() as logs:
        assert await statuses(served, bearer(key)) == (401, 401)
    assert not any(key and key[:24] in str(entry) for entry in logs)


async def test_no_key_is_in_the_log_or_the_database(served: Served, tmp_path: Path) -> None:
    secret = served.key.split("_", 2)[2]
    with capture_logs() as logs:
        for key in (served.key, spoilt(served.key)):
            await statuses(served, bearer(key))
    assert logs
    assert secret[:-1] not in str(logs)
    stored = b"".join(path.read_bytes() for path in database_files(tmp_path))
    assert served.key.split("_")[1].encode() in stored
    assert secret.encode() not in stored


async def test_a_key_of_another_workspace(served: Served) -> None:
    other = await served.keys.add("slack", "T0SECOND")
    assert not await served.keys.revoke(other.split("_")[1], "T0FIRST")

    async def about(key: str, line: str) -> list[str]:
        body = {"line": line, "conversation": "same-name"}
        async with served.http.post(f"{served.url}/api/v1/ask", json=body, headers=bearer(key)) as response:
            named: list[str] = (await response.json())["about"]
            return named

    assert await about(served.key, "define consul") == ["Consul"]
    assert await about(other, "titles?") == []
    assert await about(served.key, "titles?") == ["Consul"]


HOSTS: dict[str, tuple[dict[str, Any], int]] = {
    "another name": ({"Host": "evil.example"}, 421),
    "another name with the port": ({"Host": "evil.example:443"}, 421),
    "our name as a prefix": ({"Host": "127.0.0.1.evil.example"}, 421),
    "no name": ({"Host": ""}, 421),
    "a page of another host": ({"Origin": "https://evil.example"}, 403),
    "a page of no host": ({"Origin": "null"}, 403),
    "our page": ({"Origin": "http://localhost:3000"}, 200),
    "by name": ({"Host": "localhost:3000"}, 200),
    "the public name": ({"Host": "bot.example"}, 200),
    "a configured name": ({"Host": "Other.Example:8443"}, 200),
}


@pytest.mark.parametrize("name", HOSTS)
async def test_the_host_name(bot: Bot, tmp_path: Path, name: str) -> None:
    headers, status = HOSTS[name]
    options: dict[str, Any] = {"public_url": "https://bot.example/", "agents_hosts": ("other.example",)}
    async with serve(bot, tmp_path, **options) as served:
        assert await statuses(served, {**served.headers, **headers}) == (status, status)
        slackbot = Slackbot(served.http, f"{served.url}/slack/mcp", SIGNING_SECRET)
        assert (await slackbot.post(slackbot.message("tools/list", {}), **headers))[0] == status


SIGNATURES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "missing": ({}, {"X_Slack_Signature": ""}),
    "wrong": ({}, {"X_Slack_Signature": "v0=" + "0" * 64}),
    "not ASCII": ({}, {"X_Slack_Signature": "v0=é"}),
    "of another app": ({"secret": "another"}, {}),
    "old": ({}, {"age": 301.0}),
    "from the future": ({}, {"age": -360.0}),
    "no time": ({}, {"X_Slack_Request_Timestamp": ""}),
    "not a time": ({}, {"X_Slack_Request_Timestamp": "now"}),
    "a key instead": ({}, {"X_Slack_Signature": "", "Authorization": "Bearer dgm_1_2"}),
}


@pytest.mark.parametrize("name", SIGNATURES)
async def test_a_signature_that_does_not_work(served: Served, name: str) -> None:
    options, changes = SIGNATURES[name]
    slackbot = Slackbot(served.http, f"{served.url}/slack/mcp", **({"secret": SIGNING_SECRET} | options))
    status, answer = await slackbot.post(slackbot.message("tools/call", CALL), **changes)
    assert (status, "result" in answer) == (401, False)


async def test_a_replayed_call(served: Served) -> None:
    slackbot = Slackbot(served.http, f"{served.url}/slack/mcp", SIGNING_SECRET)
    message = slackbot.message("tools/call", CALL)
    assert (await slackbot.post(message, age=30))[0] == 200
    assert (await slackbot.post(message, age=30))[0] == 401
    assert (await slackbot.post(message, age=29))[0] == 200  # signed anew


async def test_slack_is_not_served_without_its_secret(bot: Bot, tmp_path: Path) -> None:
    async with (
        serve(bot, tmp_path, slack_signing_secret=None) as served,
        served.http.post(f"{served.url}/slack/mcp", json=MESSAGE, headers=served.headers) as response,
    ):
        assert response.status == 404


async def test_too_many_calls(bot: Bot, tmp_path: Path) -> None:
    async with serve(bot, tmp_path, rate=RateLimit(3, 600.0)) as served:
        assert await statuses(served, served.headers) == (200, 200)
        assert await statuses(served, served.headers) == (200, 429)
        other = await served.keys.add("agents", "other")
        assert await statuses(served, bearer(other)) == (200, 200)


async def test_a_large_body(served: Served) -> None:
    large = {"text": "x" * 600_000}
    async with served.http.post(f"{served.url}/api/v1/text", json=large, headers=served.headers) as response:
        assert response.status == 413
    async with served.http.post(f"{served.url}/mcp", json=large, headers=served.headers) as response:
        assert response.status == 413


async def test_keys_that_cannot_be_checked(bot: Bot, tmp_path: Path) -> None:
    async with serve(bot, tmp_path) as served:
        for path in database_files(tmp_path):
            path.unlink()
        assert await statuses(served, served.headers) == (503, 503)


ISSUER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
AUDIENCE = "https://bot.example/mcp"


@pytest.fixture
async def issuer() -> AsyncIterator[str]:
    """An OAuth issuer with one key."""

    async def metadata(request: web.Request) -> web.Response:
        root = f"http://{request.host}"
        return web.json_response({"issuer": root, "jwks_uri": f"{root}/keys"})

    async def keys(_: web.Request) -> web.Response:
        public = RSAAlgorithm.to_jwk(ISSUER_KEY.public_key(), as_dict=True)
        shared = {"kty": "oct", "kid": "shared", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA"}
        return web.json_response({"keys": [{**public, "kid": "one", "use": "sig"}, shared]})

    app = web.Application()
    app.router.add_get("/.well-known/oauth-authorization-server", metadata)
    app.router.add_get("/keys", keys)
    async with TestServer(app) as server:
        yield str(server.make_url("/")).rstrip("/")


def token(issuer: str, key: Any = ISSUER_KEY, algorithm: str = "RS256", kid: str = "one", **changes: Any) -> str:
    """A good token of the issuer, with some claims changed; None removes one."""
    claims = {"iss": issuer, "aud": AUDIENCE, "sub": "noor", "exp": int(time.time()) + 600} | changes
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key, algorithm=algorithm, headers={"kid": kid})


TOKENS: dict[str, tuple[Callable[[str], str], int]] = {
    "good": (token, 200),
    "several audiences": (lambda issuer: token(issuer, aud=["x", AUDIENCE]), 200),
    "another key": (lambda issuer: token(issuer, OTHER_KEY), 401),
    "unknown key id": (lambda issuer: token(issuer, kid="two"), 401),
    "signed with a shared secret": (lambda issuer: token(issuer, "s" * 40, "HS256"), 401),
    "signed with the published secret": (
        lambda issuer: token(issuer, "secret-secret-secret-secret-secret", "HS256", "shared"),
        401,
    ),
    "not signed": (lambda issuer: token(issuer, None, "none"), 401),
    "expired": (lambda issuer: token(issuer, exp=int(time.time()) - 120), 401),
    "not valid yet": (lambda issuer: token(issuer, nbf=int(time.time()) + 120), 401),
    "without an end": (lambda issuer: token(issuer, exp=None), 401),
    "for another audience": (lambda issuer: token(issuer, aud="https://other.example/mcp"), 401),
    "for no audience": (lambda issuer: token(issuer, aud=None), 401),
    "of another issuer": (lambda issuer: token(issuer, iss="https://login.example/other-tenant"), 401),
    "about nobody": (lambda issuer: token(issuer, sub=None), 401),
    "not a token": (lambda issuer: "a.b.c", 401),
}


@pytest.mark.parametrize("name", TOKENS)
async def test_a_token(bot: Bot, tmp_path: Path, issuer: str, name: str) -> None:
    make, status = TOKENS[name]
    options: dict[str, Any] = {"public_url": "https://bot.example", "agents_issuer": issuer}
    async with serve(bot, tmp_path, **options) as served:
        sent = make(issuer)
        with capture_logs() as logs:
            assert await statuses(served, bearer(sent)) == (status, status)
        assert sent not in str(logs)
        assert await statuses(served, served.headers) == (200, 200)  # keys go on working
        async with served.http.get(f"{served.url}/.well-known/oauth-protected-resource/mcp") as response:
            metadata = await response.json()
        assert metadata["resource"] == AUDIENCE
        assert metadata["authorization_servers"] == [issuer]


async def test_an_issuer_that_is_down(bot: Bot, tmp_path: Path) -> None:
    options: dict[str, Any] = {"public_url": "https://bot.example", "agents_issuer": "http://127.0.0.1:9"}
    async with serve(bot, tmp_path, **options) as served:
        assert await statuses(served, bearer(token("http://127.0.0.1:9"))) == (503, 503)
        async with served.http.get(f"{served.url}/api/v1/explain?term=x") as response:
            assert 'resource_metadata="https://bot.example/.well-known' in response.headers["WWW-Authenticate"]
