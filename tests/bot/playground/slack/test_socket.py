"""Socket Mode with the SDK's client: envelopes, acknowledgements with a payload, reconnecting."""

from collections.abc import AsyncIterator

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.playground.server import Playground
from bot.playground.workspace import Workspace
from tests.bot.playground.tiny_bot import APP_TOKEN, TinyBot


@pytest.fixture
async def connected(playground: Playground, tiny: TinyBot) -> AsyncIterator[SocketModeClient]:
    playground.dispatcher.url = "http://127.0.0.1:9/never"
    handler = AsyncSocketModeHandler(tiny.app, APP_TOKEN, web_client=tiny.app.client)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await playground.sockets.connected(1)
    yield handler.client
    await handler.close_async()  # type: ignore[no-untyped-call]


@pytest.mark.usefixtures("connected")
async def test_a_conversation_over_the_socket(workspace: Workspace, tiny: TinyBot) -> None:
    seen = await workspace.say("noor", "general", "/card")
    shared = await workspace.press("noor", seen, "Share with channel")
    assert shared.public[0].plain.startswith("Permanent mission")
    mention = await workspace.mention("noor", "general", "hello")
    assert mention.message.plain == "At your service"
    opened = await workspace.say("noor", "general", "/form")
    assert (await workspace.submit("noor", opened, {"Term": "wrong"})).errors
    assert tiny.headers == [], "nothing went over HTTP"


async def test_refresh_makes_clients_reconnect(playground: Playground, connected: SocketModeClient) -> None:
    first = connected.wss_uri
    await playground.sockets.refresh()
    await playground.sockets.connected(2)
    assert connected.wss_uri != first
    seen = await playground.workspace.say("noor", "general", "/echo again")
    assert seen.message.plain == "You said: again"


async def test_a_ticket_is_valid_once(playground: Playground, connected: SocketModeClient) -> None:
    async with connected.aiohttp_client_session.get(str(connected.wss_uri).replace("ws://", "http://")) as response:
        assert response.status == 403
