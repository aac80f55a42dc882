"""Planned faults: what the bot gets, and what is posted nevertheless."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import Playground
from bot.playground.slack.faults import ANY_METHOD, Fault
from bot.playground.workspace import Workspace
from tests.bot.playground.tiny_bot import BOT_TOKEN

GENERAL = "C0GENERAL"


async def test_rate_limits(playground: Playground, client: AsyncWebClient, workspace: Workspace) -> None:
    workspace.faults.plan("chat.postMessage", Fault.RATE_LIMITED, seconds=7)
    with pytest.raises(SlackApiError) as error:
        await client.chat_postMessage(channel=GENERAL, text="x")
    assert error.value.response.status_code == 429
    assert error.value.response.headers["Retry-After"] == "7"
    workspace.faults.plan("chat.postMessage", Fault.RATE_LIMITED, seconds=0)
    patient = AsyncWebClient(
        token=BOT_TOKEN, base_url=playground.api_url, retry_handlers=[AsyncRateLimitErrorRetryHandler()]
    )
    await patient.chat_postMessage(channel=GENERAL, text="x")
    assert [m.plain for m in workspace.messages(GENERAL)] == ["x"]


async def test_a_lost_response_still_posts(client: AsyncWebClient, workspace: Workspace) -> None:
    workspace.faults.plan("chat.postMessage", Fault.LOST_RESPONSE)
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=GENERAL, text="posted once")
    assert [m.plain for m in workspace.messages(GENERAL)] == ["posted once"]
    assert workspace.traffic.calls("chat.postMessage")[0].status == "lost response"


async def test_a_500_still_posts(client: AsyncWebClient, workspace: Workspace) -> None:
    workspace.faults.plan("chat.postMessage", Fault.FAILS_AFTER_ACCEPT)
    with pytest.raises(SlackApiError) as error:
        await client.chat_postMessage(channel=GENERAL, text="posted once")
    assert error.value.response.status_code == 500
    assert [m.plain for m in workspace.messages(GENERAL)] == ["posted once"]


async def test_a_slow_call_waits_for_an_event(client: AsyncWebClient, workspace: Workspace) -> None:
    release = asyncio.Event()
    planned = workspace.faults.plan("chat.postMessage", Fault.SLOW, until=release)
    call = asyncio.ensure_future(client.chat_postMessage(channel=GENERAL, text="x"))
    await planned.reached.wait()
    settled = asyncio.ensure_future(workspace.dispatcher.settle())
    assert workspace.messages(GENERAL) == []
    release.set()
    await call
    await settled
    assert len(workspace.messages(GENERAL)) == 1


async def test_plans_are_counted_and_cleared(client: AsyncWebClient, workspace: Workspace) -> None:
    workspace.faults.plan(ANY_METHOD, Fault.FAILS_AFTER_ACCEPT, times=None)
    for _ in range(3):
        with pytest.raises(SlackApiError):
            await client.auth_test()
    workspace.faults.clear()
    assert (await client.auth_test())["ok"]
