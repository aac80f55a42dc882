"""Socket Mode against the playground's websocket: the same listeners, nothing over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.slack.app import SlackApp
from bot.slack.errors import SlackSetupError
from bot.slack.socket import Socket
from handlers.reply import Actions, Button, FormButton, Input, reply, text
from tests.bot.slack.fakes import APP_TOKEN, BOT_TOKEN, FakeRouter, World, world


@pytest.fixture
async def here() -> AsyncIterator[World]:
    async with world(socket_mode=True) as running:
        running.playground.dispatcher.url = "http://127.0.0.1:9/never"
        await running.playground.sockets.connected(1)
        yield running


async def test_everything_works_over_the_socket(here: World) -> None:
    form = FormButton("Choose", "Choose", (Input("term", "Term", "entry"),), "define {term}")
    here.router.names = ["Consul"]
    here.router.answers["define x"] = reply(text("x"), Actions((Button("More", "define more"), form)))
    seen = await here.workspace.say("noor", "general", "/define x")
    assert seen.message.is_ephemeral
    assert (await here.workspace.press("noor", seen, "More")).message.plain == "You asked: define more"
    opened = await here.workspace.press("noor", seen, "Choose")
    assert [option["value"] for option in await here.workspace.suggest("noor", opened, "Term", "con")] == ["Consul"]
    answered = await here.workspace.submit("noor", opened, {"Term": "Consul"})
    assert answered.message.plain == "You asked: define Consul"
    assert (await here.workspace.mention("noor", "general", "hello")).message.plain == "You asked: hello"
    assert (await here.workspace.open_home("noor")).home


async def test_a_redelivered_event_is_answered_once(here: World) -> None:
    await here.workspace.mention("noor", "general", "hello")
    delivered = next(exchange for exchange in here.workspace.traffic.exchanges if exchange.name == "app_mention")
    assert (await here.workspace.redeliver(delivered)).ok
    assert len(here.router.asked) == 1


async def test_malformed_envelopes_stop_nothing(here: World) -> None:
    dispatcher = here.playground.dispatcher
    dispatcher.ack_seconds = 0.2
    with capture_logs() as logged:
        for payload in ({}, {"type": "block_actions"}, {"command": 7}, {"type": "event_callback", "event": 7}):
            assert (await dispatcher.deliver("interactive", payload, "malformed")).failure
    assert {line["event"] for line in logged if line["log_level"] != "info"} == {"slack.malformed"}
    assert (await here.workspace.say("noor", "general", "/define x")).message


async def test_reconnecting_on_slacks_request(here: World) -> None:
    await here.playground.sockets.refresh()
    await here.playground.sockets.connected(2)
    assert (await here.workspace.say("noor", "general", "/define x")).message.plain == "You asked: define x"


async def test_a_stuck_connection_is_replaced(here: World) -> None:
    """The SDK's reconnecting is switched off to simulate a stuck connection."""
    socket = Socket(here.slack.bolt, APP_TOKEN, check_seconds=0.01)
    await socket.open()
    assert socket._handler is not None
    assert socket._connecting is not None
    await socket._connecting
    client = socket._handler.client
    client.default_auto_reconnect_enabled = client.auto_reconnect_enabled = False
    await client.disconnect()  # type: ignore[no-untyped-call]
    await here.playground.sockets.connected(3)
    await socket.close()


async def test_a_rejected_app_token_raises_at_start(here: World) -> None:
    slack = SlackApp(
        router=FakeRouter(),
        signing_secret=None,
        bot_token=BOT_TOKEN,
        app_token="xapp-wrong",
        api_url=here.playground.api_url,
    )
    with pytest.raises(SlackSetupError, match=r"SLACK_APP_TOKEN \(invalid_auth\)"):
        await slack.start()


async def test_an_unreachable_slack_is_retried() -> None:
    slack = SlackApp(
        router=FakeRouter(),
        signing_secret=None,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        api_url="http://127.0.0.1:9/",
    )
    with capture_logs() as logged:
        await slack.start()
        await asyncio.sleep(0)
        await slack.stop()
    assert "slack.unreachable" in {line["event"] for line in logged}
    assert APP_TOKEN not in str(logged)
