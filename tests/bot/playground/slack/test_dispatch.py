"""Deliveries to the bot: signatures, payload fields, retries, and missing acknowledgements."""

import asyncio

import aiohttp
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from bot.playground.model import Json
from bot.playground.server import Playground
from bot.playground.slack.dispatch import Ack
from bot.playground.workspace import Workspace
from tests.bot.playground.tiny_bot import SECRET, TinyBot


async def test_deliveries_are_signed(playground: Playground, tiny: TinyBot) -> None:
    body = "command=%2Fecho&text=hi"
    signer = SignatureVerifier(SECRET)
    forged = {"X-Slack-Request-Timestamp": "1700000000", "X-Slack-Signature": "v0=no"}
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    url = playground.dispatcher.url
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=form | forged) as response:
        assert response.status == 401
    assert tiny.received == []
    await playground.workspace.say("noor", "general", "/echo hi")
    sent = tiny.headers[-1]
    assert sent["X-Slack-Signature"].startswith("v0=")
    assert signer.clock.now() - int(sent["X-Slack-Request-Timestamp"]) < 60


async def test_a_slash_command_has_every_field(workspace: Workspace, tiny: TinyBot) -> None:
    await workspace.dm("noor", "/echo a < b")
    sent = tiny.received[0]
    assert sent.keys() == {
        "token", "team_id", "team_domain", "channel_id", "channel_name", "user_id", "user_name", "command", "text",
        "api_app_id", "is_enterprise_install", "response_url", "trigger_id",
    }  # fmt: skip
    assert (sent["channel_name"], sent["text"]) == ("directmessage", "a &lt; b")


async def test_actions_in_an_ephemeral_message_do_not_include_it(workspace: Workspace, tiny: TinyBot) -> None:
    seen = await workspace.say("noor", "general", "/card")
    await workspace.choose("noor", seen, "level", "Mid")
    sent = tiny.of("block_actions")[0]
    assert sent["container"]["is_ephemeral"] is True
    assert "message" not in sent
    public = workspace.post("general", "U0DRAGOMAN", "x", seen.message.blocks)
    await workspace.choose("noor", public, "level", "Mid")
    assert tiny.of("block_actions")[1]["message"]["ts"] == public.ts


async def test_events_have_an_envelope(workspace: Workspace, tiny: TinyBot) -> None:
    await workspace.mention("noor", "general", "see https://example.org/a?b=1&c=2")
    body = tiny.of("app_mention")[0]
    assert body["event"]["text"] == "<@U0DRAGOMAN> see <https://example.org/a?b=1&amp;c=2>"
    assert body["event"]["blocks"][0]["elements"][0]["elements"][2]["url"] == "https://example.org/a?b=1&c=2"
    assert body["authorizations"][0]["is_bot"] is True
    assert body["event_id"].startswith("Ev")


async def test_only_subscribed_events_are_sent(workspace: Workspace, tiny: TinyBot) -> None:
    await workspace.say("noor", "general", "nothing for the bot")
    assert tiny.headers == []


async def test_a_failed_event_is_retried_three_times(workspace: Workspace, tiny: TinyBot) -> None:
    tiny.next_status = [503, 500]
    await workspace.mention("noor", "general", "hello")
    retries = [(h.get("X-Slack-Retry-Num"), h.get("X-Slack-Retry-Reason")) for h in tiny.headers]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert len({exchange.request["event_id"] for exchange in workspace.traffic.calls("app_mention")}) == 1
    tiny.next_status = [500] * 9
    await workspace.mention("noor", "general", "hello")
    assert len(tiny.headers) == 3 + 4


async def test_redeliver_an_event(workspace: Workspace, tiny: TinyBot) -> None:
    await workspace.mention("noor", "general", "hello")
    ack = await workspace.redeliver(workspace.traffic.calls("app_mention")[0])
    assert ack.ok
    assert tiny.headers[-1]["X-Slack-Retry-Num"] == "1"


async def test_a_late_acknowledgement(playground: Playground) -> None:
    release = asyncio.Event()

    async def too_slow(request: web.Request) -> web.Response:
        await release.wait()
        return web.Response()

    slow = web.Application()
    slow.router.add_post("/slack/events", too_slow)
    runner = web.AppRunner(slow)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    playground.dispatcher.url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    playground.dispatcher.ack_seconds = 0.05
    seen = await playground.workspace.say("noor", "general", "/echo hi")
    assert seen.message.plain == "/echo failed with the error “operation_timeout”."
    release.set()
    await runner.cleanup()


async def test_an_unreachable_bot(playground: Playground, unused_tcp_port: int) -> None:
    playground.dispatcher.url = f"http://127.0.0.1:{unused_tcp_port}/slack/events"
    seen = await playground.workspace.say("noor", "general", "/echo hi")
    assert seen.message.plain == "/echo failed with the error “dispatch_failed”."


async def test_an_event_that_fails_while_the_workspace_closes_is_not_sent_again(playground: Playground) -> None:
    answer: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
    begun = asyncio.Event()
    sent: list[str] = []

    class Failing:
        async def send(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> Ack:
            sent.append(kind)
            begun.set()
            return await answer

    dispatcher = playground.dispatcher
    dispatcher.sockets = [Failing()]
    dispatcher.spawn(dispatcher.deliver_event({"event": {"type": "app_mention"}}))
    await begun.wait()
    answer.set_exception(ConnectionError())
    await dispatcher.close()
    assert sent == ["events_api"]


async def test_settle_waits_for_background_work_of_the_bot(playground: Playground) -> None:
    workspace, done = playground.workspace, asyncio.Event()

    async def later() -> None:
        await asyncio.sleep(0)
        workspace.post("general", "U0DRAGOMAN", "late answer")
        done.set()

    work: list[asyncio.Task[None]] = []

    async def drain() -> None:
        await asyncio.gather(*work)

    playground.dispatcher.drains.append(drain)

    work.append(asyncio.create_task(later()))
    seen = await workspace.say("noor", "general", "/echo hi")
    assert done.is_set()
    assert {message.plain for message in seen.messages} == {"You said: hi", "late answer"}
