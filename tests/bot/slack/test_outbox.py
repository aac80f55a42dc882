"""Delivery when something fails, over the playground's wire: every press gets an answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.playground.model import BOT_USER_ID
from bot.playground.slack.faults import Fault
from bot.playground.visible import Visible
from bot.playground.workspace import Workspace
from bot.slack.app import SlackApp
from bot.slack.outbox import is_slack_url
from handlers.reply import Button, FormButton, Input, Reply, actions, reply, text
from tests.bot.slack.fakes import BOT_TOKEN, NOOR_HADDAD, SECRET, FakeRouter, World
from tests.bot.slack.test_endpoint import PRESS, signed

NOOR, GENERAL = "noor", "general"
FOR_ALL = "@U0RECRUITER shared this\n\nFor all"


@pytest.fixture
async def answered(workspace: Workspace, router: FakeRouter) -> Visible:
    """An ephemeral answer in #general with every kind of button."""
    form = FormButton("Choose", "Choose", (Input("note", "Note"),), "questions {note}")
    buttons = (Button("More", "more"), Button("Next", "next", replace=True), Button("Share", "share define x"), form)
    router.answers["define x"] = reply(text("A meaning"), actions(*buttons))
    router.answers["share define x"] = reply(text("For all")).shared(NOOR_HADDAD)
    return await workspace.say(NOOR, GENERAL, "/define x")


def shut_out(here: World) -> None:
    """Block every way into the channel: the bot is not in it, and response_urls are rate limited."""
    here.workspace.general.members.discard(BOT_USER_ID)
    here.workspace.faults.plan("response_url", Fault.RATE_LIMITED, seconds=0, times=None)
    here.router.answers |= {"more": reply(text("In detail")), "next": reply(text("In detail"))}


# Every press gets an answer


@pytest.mark.parametrize("label", ["More", "Next"])
async def test_an_undeliverable_answer_is_shown_in_a_modal(here: World, answered: Visible, label: str) -> None:
    shut_out(here)
    seen = await here.workspace.press(NOOR, answered, label)
    assert seen.view.plain.endswith("In detail")


async def test_a_failed_share_is_explained_and_can_be_retried(here: World, answered: Visible) -> None:
    shut_out(here)
    seen = await here.workspace.press(NOOR, answered, "Share")
    assert "couldn't post that in the channel" in seen.view.plain
    assert "/invite @dragoman" in seen.view.plain
    here.workspace.general.members.add(BOT_USER_ID)
    again = await here.workspace.press(NOOR, answered.message, "Share")
    assert again.public[0].plain.startswith(FOR_ALL)


@pytest.mark.parametrize("label", ["More", "Share"])
async def test_if_no_modal_opens_it_is_a_direct_message(here: World, answered: Visible, label: str) -> None:
    shut_out(here)
    here.workspace.faults.plan("views.open", Fault.RATE_LIMITED, seconds=0, times=None)
    seen = await here.workspace.press(NOOR, answered, label)
    assert seen.message.channel is here.workspace.dm_of(NOOR)
    assert ("In detail" if label == "More" else "couldn't post that") in seen.message.plain


async def test_a_form_that_does_not_open_shows_an_error(here: World, answered: Visible) -> None:
    here.workspace.faults.plan("views.open", Fault.RATE_LIMITED, seconds=0, times=None)
    seen = await here.workspace.press(NOOR, answered, "Choose")
    assert "press the button again" in seen.message.plain
    assert seen.message.is_ephemeral


async def test_a_form_of_another_release_shows_an_error(here: World, answered: Visible) -> None:
    for block in answered.message.blocks:
        for element in block.get("elements", []):
            if element.get("action_id", "").startswith("form."):
                element["value"] = json.dumps({"of": "another release"})
    seen = await here.workspace.press(NOOR, answered, "Choose")
    assert "older version" in seen.message.plain


@pytest.mark.parametrize("where", ["home", "modal"])
async def test_from_home_and_from_a_modal_a_late_answer_arrives_too(here: World, where: str) -> None:
    async def late() -> Reply:
        here.clock.ahead += 5  # a trigger expires after 3 seconds
        return reply(text("In detail"))

    here.router.answers["home"] = reply(
        text("Welcome"), actions(Button("Open", "open" if where == "modal" else "late"))
    )
    here.router.answers["open"] = reply(text("A modal"), actions(Button("Go on", "late")))
    here.router.answers["late"] = late
    seen = await here.workspace.press(NOOR, await here.workspace.open_home(NOOR), "Open")
    if where == "modal":
        seen = await here.workspace.press(NOOR, seen, "Go on")
        assert seen.view.plain.endswith("In detail")
    else:
        assert seen.message.plain == "In detail"
        assert seen.message.channel is here.workspace.dm_of(NOOR)


# Sharing


async def test_sharing_replaces_the_private_copy_and_can_be_undone(workspace: Workspace, answered: Visible) -> None:
    shared = await workspace.press(NOOR, answered, "Share")
    (posted,) = shared.public
    assert posted.plain.startswith(FOR_ALL)
    assert shared.ephemerals == [answered.message]
    assert answered.message.plain == f"Shared with #{workspace.general.id}.\n[Undo]"
    undone = await workspace.press(NOOR, answered.message, "Undo")
    assert undone.deleted == [posted]
    assert answered.message.plain.startswith("Taken back: only you see this now.\nA meaning")
    again = await workspace.press(NOOR, answered.message, "Share")
    assert len(again.public) == 1


async def test_a_double_click_shares_once(workspace: Workspace, answered: Visible) -> None:
    message = answered.message
    await asyncio.gather(*(workspace.press(NOOR, message, "Share") for _ in range(3)))
    public = [message for message in workspace.messages(GENERAL) if not message.is_ephemeral]
    assert [message.plain.splitlines()[0] for message in public] == ["@U0RECRUITER shared this"]
    assert "Shared with" in message.plain


async def test_sharing_falls_back_to_the_response_url(workspace: Workspace, answered: Visible) -> None:
    workspace.general.members.discard(BOT_USER_ID)
    shared = await workspace.press(NOOR, answered, "Share")
    assert shared.public[0].plain.startswith(FOR_ALL)
    assert "Shared with" in answered.message.plain
    assert "Undo" not in answered.message.plain


@pytest.mark.parametrize("fault", [Fault.LOST_RESPONSE, Fault.FAILS_AFTER_ACCEPT])
async def test_an_unclear_share_asks_the_person_to_check(workspace: Workspace, answered: Visible, fault: Fault) -> None:
    workspace.faults.plan("chat.postMessage", fault)
    shared = await workspace.press(NOOR, answered, "Share")
    assert len(shared.public) == 1
    assert "can't tell whether Slack posted that" in answered.message.plain
    assert len((await workspace.press(NOOR, answered.message, "Share again")).public) == 1


async def test_undo_deletes_only_what_the_person_shared_here(workspace: Workspace, answered: Visible) -> None:
    """The value of a button is signed for the person, the channel and the message."""
    another = await workspace.mention("tomas", GENERAL, "another answer of the bot")
    await workspace.press(NOOR, answered, "Share")
    button = answered.message.blocks[-1]["elements"][0]
    ts, signature, line = button["value"].split(" ", 2)
    for value in (f"{another.message.ts} {signature} {line}", f"{ts} {'0' * 32} {line}", f"{ts} {line}", "", "é é é"):
        button["value"] = value or " "
        undone = await workspace.press(NOOR, answered.message, "Undo")
        assert undone.deleted == []
        assert "couldn't take that back" in undone.text
    button["value"] = f"{ts} {signature} {line}"
    answered.message.only_for = workspace.lead.id
    assert (await workspace.press("tomas", answered.message, "Undo")).deleted == []


async def test_a_double_click_on_undo_deletes_once(workspace: Workspace, answered: Visible) -> None:
    await workspace.press(NOOR, answered, "Share")
    message = answered.message
    await asyncio.gather(*(workspace.press(NOOR, message, "Undo") for _ in range(3)))
    assert "A meaning" in message.plain
    assert "couldn't" not in message.plain


async def test_undoing_an_already_deleted_share_succeeds(workspace: Workspace, answered: Visible) -> None:
    shared = await workspace.press(NOOR, answered, "Share")
    workspace.delete(shared.public[0])
    await workspace.press(NOOR, answered.message, "Undo")
    assert "A meaning" in answered.message.plain


async def test_a_failed_undo_shows_an_error(workspace: Workspace, answered: Visible) -> None:
    await workspace.press(NOOR, answered, "Share")
    workspace.faults.plan("chat.delete", Fault.RATE_LIMITED, seconds=0, times=None)
    undone = await workspace.press(NOOR, answered.message, "Undo")
    assert "couldn't take that back" in undone.text
    assert "Shared with" in answered.message.plain


async def test_sharing_from_a_modal_is_confirmed_in_the_modal(workspace: Workspace, router: FakeRouter) -> None:
    router.answers["define x"] = reply(text("A meaning"), actions(Button("Guide", "guide")))
    router.answers["guide"] = reply(text("In detail"), actions(Button("Share", "share guide")), dialog=True)
    router.answers["share guide"] = reply(text("For all"), dialog=True).shared(NOOR_HADDAD)
    opened = await workspace.press(NOOR, await workspace.say(NOOR, GENERAL, "/define x"), "Guide")
    shared = await workspace.press(NOOR, opened, "Share")
    assert len(shared.public) == 1
    assert "Shared with" in opened.view.plain
    undone = await workspace.press(NOOR, opened.view, "Undo")
    assert undone.deleted == shared.public
    assert opened.view.plain.endswith("In detail\n[Share]")


# URLs and proxies


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.slack.com/actions/T1/1/abc",
        "https://hooks.slack.com:443/actions/T1/1/abc",
        "https://HOOKS.slack.com/commands/1",
        "https://hooks.slack-gov.com/actions/T1/1/abc",
        "https://slack.com/x",
        "http://127.0.0.1:3000/hooks/abc",
    ],
)
def test_slack_urls(url: str) -> None:
    assert is_slack_url(url, "http://127.0.0.1:3000/api/")


OTHERS = (
    *("http://hooks.slack.com/actions/1", "https://slack.com.evil.example/", "https://evilslack.com/", "https://evil/"),
    *("http://169.254.169.254/latest/meta-data", "http://127.0.0.1:3001/hooks/abc", "https://127.0.0.1:3000/hooks/abc"),
    *("http://localhost:3000/hooks/abc", "https://hooks.slack.com@evil.example/", "https://evil.example\\@slack.com/"),
    *(
        "https://evil.example#.slack.com",
        "https://evil.example?.slack.com",
        "https://hooks.slack.com:8443/",
        "https://",
    ),
    *(
        "https://hooks.slack.com.",
        "https://hooks.slack.com /x",
        "file:///etc/passwd",
        "",
        "hooks.slack.com/x",
        "https://[",
    ),
)


@pytest.mark.parametrize("url", OTHERS)
def test_other_urls(url: str) -> None:
    assert not is_slack_url(url, "http://127.0.0.1:3000/api/")


@dataclass
class Listener:
    """A local server that records its requests; with `pass_on` it is a proxy for http addresses."""

    pass_on: str = ""
    lines: list[str] = field(default_factory=list)
    session: aiohttp.ClientSession | None = None

    async def handle(self, request: web.BaseRequest) -> web.Response:
        self.lines.append(f"{request.method} {request.path}")
        if not self.pass_on or self.session is None:
            return web.Response(status=404)
        kind = {"Content-Type": request.headers.get("Content-Type", "")}
        kind |= {name: value for name, value in request.headers.items() if name == "Authorization"}
        async with self.session.post(
            f"{self.pass_on}{request.path}", data=await request.read(), headers=kind
        ) as answer:
            return web.Response(status=answer.status, body=await answer.read(), content_type=answer.content_type)


@pytest.fixture
async def listener() -> AsyncIterator[tuple[Listener, str]]:
    listening = Listener()
    runner = web.ServerRunner(web.Server(listening.handle))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    address = runner.addresses[0]
    async with aiohttp.ClientSession() as session:
        listening.session = session
        yield listening, f"http://127.0.0.1:{address[1]}"
    await runner.cleanup()


async def press(slack: SlackApp, payload: dict[str, Any]) -> None:
    """Deliver a signed press and wait for its answer."""
    app = web.Application()
    app.router.add_post("/slack/events", slack.handle)
    body = urlencode({"payload": json.dumps(payload)}).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        answer = await session.post(server.make_url("/slack/events"), data=body, headers={**kind, **signed(body)})
        assert answer.status == 200
        await slack.settle()


async def test_a_response_url_outside_slack_is_not_called(listener: tuple[Listener, str]) -> None:
    noted, url = listener
    slack = SlackApp(router=FakeRouter(), signing_secret=SECRET, bot_token=BOT_TOKEN, api_url="http://127.0.0.1:9/api/")
    await slack.start()
    await press(slack, PRESS | {"response_url": f"{url}/latest/meta-data"})
    await slack.stop()
    assert noted.lines == []


async def test_every_call_uses_the_proxy(
    here: World, answered: Visible, listener: tuple[Listener, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The host slack.test does not resolve: only the proxy can reach it."""
    proxy, url = listener
    proxy.pass_on = here.playground.url
    monkeypatch.setenv("HTTPS_PROXY", url)
    here.workspace.public_url = "http://slack.test"
    slack = SlackApp(router=here.router, signing_secret=SECRET, bot_token=BOT_TOKEN, api_url="http://slack.test/api/")
    await slack.start()
    here.workspace.general.members.discard(BOT_USER_ID)
    origin = here.workspace.interactions.reply_tokens(here.workspace.recruiter, GENERAL, answered.message)
    container = {"type": "message", "channel_id": here.workspace.general.id, "is_ephemeral": True}
    asked = PRESS | {"response_url": origin.response_url, "container": container | {"message_ts": answered.message.ts}}
    for line in ("share define x", "levels"):
        await press(slack, asked | {"actions": [{"action_id": "run.0", "block_id": line, "value": line}]})
    await slack.stop()
    hook = origin.response_url.removeprefix("http://slack.test")
    assert proxy.lines == ["POST /api/chat.postMessage", *[f"POST {hook}"] * 3]
    shown = [message.plain for message in here.workspace.messages(GENERAL, NOOR)]
    assert any(line.startswith(FOR_ALL) for line in shown)
    assert any(line.startswith("Shared with") for line in shown)
    assert "You asked: levels" in shown
