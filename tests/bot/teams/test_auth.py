"""Signing keys and access tokens: refreshed in time, shared by callers, reused if Microsoft is unreachable."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.teams.auth import MAX_AGE_SECONDS, PAUSE_SECONDS, REFRESH_SECONDS, Keys
from bot.teams.errors import NoTokenError
from bot.teams.tokens import Tokens
from tests.support.bot_framework import CLIENT_ID, CLIENT_SECRET, TENANT, Connector, listen, new_key


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that the test moves."""
    return Clock()


@pytest.fixture
def keys(connector: Connector, clock: Clock) -> Keys:
    """The in-memory Bot Framework's keys, with the test's clock."""
    return Keys(connector.cloud.openid_metadata_url, clock)


async def test_concurrent_lookups_share_one_fetch(keys: Keys, connector: Connector) -> None:
    results = await asyncio.gather(*(keys.find("key-1") for _ in range(20)))
    assert all(results)
    assert connector.keys_asked == 1


async def test_an_unknown_key_is_fetched_after_a_pause(keys: Keys, connector: Connector, clock: Clock) -> None:
    assert await keys.find("key-1")
    connector.key, connector.kid = new_key(), "key-2"
    assert await keys.find("key-2") is None
    clock.now += PAUSE_SECONDS
    assert await keys.find("key-2")
    assert await keys.find("key-1") is None


async def test_old_keys_are_refreshed(keys: Keys, connector: Connector, clock: Clock) -> None:
    assert await keys.find("key-1")
    connector.kid = "key-2"
    clock.now += REFRESH_SECONDS + 1
    assert await keys.find("key-1") is None


async def test_keys_that_cannot_be_refreshed_are_used_for_a_day(keys: Keys, connector: Connector, clock: Clock) -> None:
    assert await keys.find("key-1")
    keys._url = "http://127.0.0.1:9/"
    clock.now += REFRESH_SECONDS + 1
    assert await keys.find("key-1")
    clock.now += MAX_AGE_SECONDS
    assert await keys.find("key-1") is None


async def test_a_failed_fetch_is_shared(clock: Clock) -> None:
    """Concurrent callers wait for the same failing request; none makes another request."""
    asked = 0

    async def slow(_: web.Request) -> web.Response:
        nonlocal asked
        asked += 1
        clock.now += 10  # seconds
        return web.Response(status=503)

    app = web.Application()
    app.router.add_get("/", slow)
    runner, url = await listen(app)
    keys = Keys(url, clock)
    assert await asyncio.gather(*(keys.find("key-1") for _ in range(5))) == [None] * 5
    await runner.cleanup()
    assert asked == 1


async def test_a_known_key_is_used_during_a_refresh(keys: Keys, connector: Connector, clock: Clock) -> None:
    assert await keys.find("key-1")
    clock.now += REFRESH_SECONDS + 1
    asked, answer = asyncio.Event(), asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        asked.set()
        await answer.wait()
        return web.Response(status=503)

    app = web.Application()
    app.router.add_get("/", slow)
    runner, keys._url = await listen(app)
    first = asyncio.create_task(keys.find("key-1"))
    await asked.wait()
    assert await asyncio.wait_for(keys.find("key-1"), 60)
    answer.set()
    assert await first
    await runner.cleanup()


async def test_tokens_are_renewed_before_they_expire(connector: Connector, clock: Clock) -> None:
    tokens = Tokens(CLIENT_ID, CLIENT_SECRET, TENANT, connector.cloud, clock)
    await asyncio.gather(*(tokens.get_app_token() for _ in range(10)))
    assert connector.tokens_asked == 1
    clock.now += 3599 - 301
    await tokens.get_app_token()
    assert connector.tokens_asked == 1
    clock.now += 2
    await tokens.get_app_token()
    assert connector.tokens_asked == 2


async def test_a_failed_token_request_is_shared(connector: Connector) -> None:
    connector.refuses = True
    tokens = Tokens(CLIENT_ID, CLIENT_SECRET, TENANT, connector.cloud)
    with capture_logs() as logged:
        results = await asyncio.gather(*(tokens.get_app_token() for _ in range(5)), return_exceptions=True)
    assert [type(result) for result in results] == [NoTokenError] * 5
    assert connector.tokens_asked == 1
    assert [(entry["event"], entry["reason"]) for entry in logged] == [("teams.no_token", "invalid_client")]
    connector.refuses = False
    assert await tokens.get_app_token()


async def test_an_invalid_token_in_the_response(connector: Connector) -> None:
    connector.own_token = "no token"
    with pytest.raises(NoTokenError, match="unreadable"):
        await Tokens(CLIENT_ID, CLIENT_SECRET, TENANT, connector.cloud).get_app_token()


@pytest.mark.parametrize(("secret", "tenant"), [("wrong", TENANT), (CLIENT_SECRET, "another")])
async def test_a_refused_token_request(secret: str, tenant: str, connector: Connector) -> None:
    with pytest.raises(NoTokenError, match="invalid_client"):
        await Tokens(CLIENT_ID, secret, tenant, connector.cloud).get_app_token()
