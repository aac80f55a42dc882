"""User interactions and their answers, over signed HTTP with verification on."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.playground.model import BOT_USER_ID, Json
from bot.playground.slack.dispatch import Ack
from bot.playground.slack.faults import Fault
from bot.playground.workspace import Workspace
from bot.slack import app
from bot.slack.app import SlackApp
from bot.slack.errors import SlackSetupError
from handlers.reply import (
    Actions,
    Button,
    FormButton,
    Heading,
    Input,
    Menu,
    Option,
    Reply,
    actions,
    reply,
    text,
)
from handlers.request import Place
from tests.bot.slack.fakes import BOT_TOKEN, NOOR_HADDAD, SECRET, FakeRouter, World

NOOR, GENERAL = "noor", "general"


def with_buttons(*elements: Button | Menu | FormButton, words: str = "Press one") -> Reply:
    return reply(text(words), Actions(elements))


# Slash commands


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("/define permanent mission", "define permanent mission"),
        ("/dragoman what does a DPR do?", "what does a DPR do?"),
        ("/tip", "tip"),
        ("/dragoman", ""),
        ("/define R&D <b> 5 > 4", "define R&D <b> 5 > 4"),
    ],
)
async def test_a_slash_command_is_a_command_line(
    workspace: Workspace, router: FakeRouter, typed: str, line: str
) -> None:
    seen = await workspace.say(NOOR, GENERAL, typed)
    assert router.last.text == line
    assert router.last.person.name == NOOR
    assert router.last.place == Place("channel", workspace.general.id, present=True)
    assert seen.message.is_ephemeral
    assert seen.message.plain == f"You asked: {line}".strip()


async def test_a_channel_reply_is_visible_to_everybody(workspace: Workspace, router: FakeRouter) -> None:
    router.answers["share define x"] = reply(text("For all")).shared(NOOR_HADDAD)
    seen = await workspace.say(NOOR, GENERAL, "/dragoman share define x")
    assert seen.public[0].plain == "@U0RECRUITER shared this\n\nFor all"


async def test_a_dialog_is_an_ordinary_answer_to_a_slash_command(workspace: Workspace, router: FakeRouter) -> None:
    router.answers["define x"] = reply(text("A detail"), dialog=True)
    seen = await workspace.say(NOOR, GENERAL, "/define x")
    assert seen.message.is_ephemeral
    assert not seen.views


# Messages


@pytest.mark.parametrize("typed", ["@dragoman what is a DPR?", "what is a DPR? @dragoman", "what @dragoman is a DPR?"])
async def test_a_mention_is_answered_in_its_thread(workspace: Workspace, router: FakeRouter, typed: str) -> None:
    seen = await workspace.say(NOOR, GENERAL, typed)
    assert router.last.text == "what is a DPR?"
    assert seen.said is not None
    assert router.last.place == Place("channel", workspace.general.id, seen.said.ts, public=True, present=True)
    assert seen.message.thread_ts == seen.said.ts
    assert not seen.message.is_ephemeral


async def test_a_mention_in_a_thread_stays_there(workspace: Workspace) -> None:
    first = (await workspace.mention(NOOR, GENERAL, "one")).said
    assert first is not None
    seen = await workspace.mention(NOOR, GENERAL, "two", thread=first)
    assert seen.message.thread_ts == first.ts


async def test_a_direct_message_is_answered_with_a_message(workspace: Workspace, router: FakeRouter) -> None:
    seen = await workspace.dm(NOOR, "R&amp;D at https://example.org/a?b=1&c=2")
    assert router.last.text == "R&amp;D at https://example.org/a?b=1&c=2"
    assert router.last.place.kind == "direct"
    assert seen.message.thread_ts is None
    assert not seen.message.is_ephemeral
    threaded = await workspace.dm(NOOR, "again", thread=seen.message)
    assert threaded.message.thread_ts == seen.message.ts


async def test_the_same_delivery_is_answered_once(here: World) -> None:
    await here.workspace.mention(NOOR, GENERAL, "hello")
    delivered = next(exchange for exchange in here.workspace.traffic.exchanges if exchange.name == "app_mention")
    again = await here.workspace.redeliver(delivered)
    assert again.ok
    assert len(here.router.asked) == 1


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message", None])
@pytest.mark.parametrize("kind", ["message", "app_mention"])
async def test_messages_with_files_broadcast_replies_and_me_messages_are_answered(
    workspace: Workspace, router: FakeRouter, kind: str, subtype: str | None
) -> None:
    channel = workspace.dm_of(NOOR) if kind == "message" else workspace.general
    root = (await workspace.say(NOOR, channel, "first")).said if subtype == "thread_broadcast" else None
    before = len(router.asked)
    event = {
        "type": kind,
        "subtype": subtype,
        "user": workspace.recruiter.id,
        "channel": channel.id,
        "channel_type": "im" if kind == "message" else "channel",
        "ts": workspace.post(channel, "slackbot", "stands for the message").ts,
        "text": "define consul" if kind == "message" else f"<@{BOT_USER_ID}> define consul",
        "files": [{"id": "F1", "name": "screenshot.png", "mimetype": "image/png"}],
        **({"thread_ts": root.ts} if root else {}),
    }
    await workspace.emit(event)
    await workspace.dispatcher.settle()
    assert [request.text.strip() for request in router.asked[before:]] == ["define consul"]
    answer = workspace.messages(channel)[-1]
    assert answer.plain == "You asked: define consul"
    assert answer.thread_ts == (root.ts if root else event["ts"] if kind == "app_mention" else None)


async def test_bots_and_edits_are_ignored(workspace: Workspace, router: FakeRouter) -> None:
    seen = await workspace.dm(NOOR, "hello")
    assert seen.said is not None
    workspace.change(seen.said, "hello, changed", None)
    workspace.delete(seen.said)
    await workspace.dm(NOOR, "bye")
    assert [request.text for request in router.asked] == ["hello", "bye"]


# Presses in messages


async def test_a_press_is_answered_for_that_person(workspace: Workspace, router: FakeRouter) -> None:
    router.answers["first"] = with_buttons(Button("More", "define <x> & y"))
    seen = await workspace.mention(NOOR, GENERAL, "first")
    assert seen.said is not None
    more = await workspace.press("tomas", seen.message, "More")
    assert router.last.text == "define <x> & y"
    assert router.last.place == Place("channel", workspace.general.id, seen.said.ts, present=True)
    assert more.message.is_ephemeral
    assert more.message.thread_ts == seen.said.ts


async def test_a_button_with_a_blank_command_is_an_empty_line(workspace: Workspace, router: FakeRouter) -> None:
    router.answers["define x"] = with_buttons(Button("Blank", "  "))
    seen = await workspace.say(NOOR, GENERAL, "/define x")
    assert (await workspace.press(NOOR, seen, "Blank")).message.plain.startswith("You asked:")


async def test_an_option_of_a_menu_is_a_command_line(workspace: Workspace, router: FakeRouter) -> None:
    menu = Menu("Level", (Option("Junior", "browse junior"), Option("Senior", "browse senior")))
    router.answers["define x"] = with_buttons(menu)
    seen = await workspace.say(NOOR, GENERAL, "/define x")
    await workspace.choose(NOOR, seen, "Level", "Senior")
    assert router.last.text == "browse senior"


async def test_an_answer_replaces_an_ephemeral_message(workspace: Workspace, router: FakeRouter) -> None:
    router.answers["define x"] = with_buttons(Button("Next", "browse b", replace=True), words="First")
    seen = await workspace.say(NOOR, GENERAL, "/define x")
    after = await workspace.press(NOOR, seen, "Next")
    assert after.message is seen.message
    assert after.message.plain == "You asked: browse b"


async def test_a_public_message_is_never_replaced(workspace: Workspace, router: FakeRouter) -> None:
    router.answers["first"] = with_buttons(Button("Next", "browse b", replace=True), words="First")
    seen = await workspace.mention(NOOR, GENERAL, "first")
    after = await workspace.press(NOOR, seen, "Next")
    assert after.message.is_ephemeral
    assert seen.message.plain.startswith("First")


async def test_in_direct_messages_a_press_is_answered_with_a_message(workspace: Workspace, router: FakeRouter) -> None:
    router.answers["first"] = with_buttons(Button("More", "more"), Button("Next", "next", replace=True))
    seen = await workspace.dm(NOOR, "first")
    more = await workspace.press(NOOR, seen, "More")
    assert not more.message.is_ephemeral
    after = await workspace.press(NOOR, seen, "Next")
    assert after.message is seen.message


async def test_sharing_posts_to_the_channel(workspace: Workspace, router: FakeRouter) -> None:
    router.answers["define x"] = with_buttons(Button("Share with channel", "share define x"))
    router.answers["share define x"] = reply(text("For all")).shared(NOOR_HADDAD)
    seen = await workspace.say(NOOR, GENERAL, "/define x")
    shared = await workspace.press(NOOR, seen, "Share with channel")
    assert shared.public[0].plain == "@U0RECRUITER shared this\n\nFor all"


async def test_a_dialog_opens_over_the_conversation(workspace: Workspace, router: FakeRouter) -> None:
    router.answers["define x"] = with_buttons(Button("Guide", "guide"))
    router.answers["guide"] = reply(Heading("A guide"), text("In detail"), dialog=True)
    seen = await workspace.say(NOOR, GENERAL, "/define x")
    opened = await workspace.press(NOOR, seen, "Guide")
    assert opened.view.content["title"]["text"] == "A guide"
    assert opened.view.plain == "A guide\nIn detail"


async def test_a_dialog_that_comes_too_late_is_a_message(here: World, workspace: Workspace) -> None:
    async def late() -> Reply:
        here.clock.ahead = 5  # a trigger expires after 3 seconds
        return reply(text("In detail"), dialog=True)

    here.router.answers |= {"define x": with_buttons(Button("Guide", "guide")), "guide": late}
    seen = await workspace.say(NOOR, GENERAL, "/define x")
    opened = await workspace.press(NOOR, seen, "Guide")
    assert not opened.views
    assert opened.message.plain == "In detail"


# Forms


FORM = FormButton(
    "Choose",
    title="Interview questions",
    inputs=(
        Input("level", "Level", "choice", options=(Option("Junior", "junior"), Option("Senior", "senior"))),
        Input("role", "Role", "entry", hint="Type a few letters"),
        Input("note", "Note", optional=True),
    ),
    command="questions {level} {role} {note}",
)


async def test_a_form_becomes_a_command_line(workspace: Workspace, router: FakeRouter) -> None:
    router.names = ["Consul", "Consulate", "Envoy", "x" * 151]
    router.answers["define x"] = with_buttons(FORM)
    seen = await workspace.say(NOOR, GENERAL, "/define x")
    opened = await workspace.press(NOOR, seen, "Choose")
    assert await workspace.suggest(NOOR, opened, "Role", "xx") == []
    offered = await workspace.suggest(NOOR, opened, "Role", "con")
    assert [option["value"] for option in offered] == ["Consul", "Consulate"]
    answered = await workspace.submit(NOOR, opened, {"Level": "Senior", "Role": "Consul"})
    assert router.last.text == "questions senior Consul"
    assert router.last.place.channel == workspace.general.id
    assert answered.message.is_ephemeral
    assert not answered.views


async def test_what_is_typed_is_not_a_field(workspace: Workspace, router: FakeRouter) -> None:
    router.names = ["Consul"]
    router.answers["define x"] = with_buttons(FORM)
    opened = await workspace.press(NOOR, await workspace.say(NOOR, GENERAL, "/define x"), "Choose")
    await workspace.suggest(NOOR, opened, "Role", "con")
    await workspace.submit(NOOR, opened, {"Level": "Junior", "Role": "Consul", "Note": " {level} %s "})
    assert router.last.text == "questions junior Consul {level} %s"


async def test_a_form_from_home_is_answered_in_its_modal(workspace: Workspace, router: FakeRouter) -> None:
    router.names = ["Consul"]
    router.answers["home"] = with_buttons(FORM)
    opened = await workspace.press(NOOR, await workspace.open_home(NOOR), "Choose")
    await workspace.suggest(NOOR, opened, "Role", "con")
    answered = await workspace.submit(NOOR, opened, {"Level": "Senior", "Role": "Consul"})
    assert answered.view.plain.endswith("You asked: questions senior Consul")
    assert not answered.messages


# The Home tab and modals


async def test_home_is_published_when_it_is_opened(workspace: Workspace, router: FakeRouter) -> None:
    router.answers["home"] = with_buttons(Button("Browse", "browse"), words="Welcome")
    seen = await workspace.open_home(NOOR)
    assert seen.home is not None
    assert seen.home.plain.startswith("Welcome")
    await workspace.open_home(NOOR, tab="messages")
    assert [request.text for request in router.asked] == ["home"]


async def test_modals_stack_three_deep_and_then_update_in_place(workspace: Workspace, router: FakeRouter) -> None:
    for line, following in [("home", "a"), ("a", "b"), ("b", "c"), ("c", "d")]:
        router.answers[line] = with_buttons(Button("On", following), words=f"This is {line}")
    seen = await workspace.open_home(NOOR)
    for depth in (1, 2, 3, 3):
        seen = await workspace.press(NOOR, seen, "On")
        assert len(workspace.views.stacks[workspace.recruiter.id]) == depth
    assert seen.view.plain.endswith("You asked: d")


async def test_a_swap_in_a_modal_updates_it(workspace: Workspace, router: FakeRouter) -> None:
    router.answers["home"] = with_buttons(Button("Open", "a"))
    router.answers["a"] = with_buttons(Button("Next", "b", replace=True))
    opened = await workspace.press(NOOR, await workspace.open_home(NOOR), "Open")
    changed = await workspace.press(NOOR, opened, "Next")
    assert changed.view is opened.view
    assert changed.view.plain.endswith("You asked: b")


async def test_sharing_from_a_modal_reaches_the_channel_it_was_opened_from(
    workspace: Workspace, router: FakeRouter
) -> None:
    router.answers["define x"] = with_buttons(Button("Guide", "guide"))
    router.answers["guide"] = reply(text("In detail"), actions(Button("Share", "share guide")), dialog=True)
    router.answers["share guide"] = reply(text("For all"), dialog=True).shared(NOOR_HADDAD)
    opened = await workspace.press(NOOR, await workspace.say(NOOR, GENERAL, "/define x"), "Guide")
    shared = await workspace.press(NOOR, opened, "Share")
    assert shared.public[0].plain == "@U0RECRUITER shared this\n\nFor all"


# When Slack fails


async def test_an_expired_response_url_falls_back_to_a_chat_method(here: World, workspace: Workspace) -> None:
    here.router.answers["first"] = with_buttons(Button("More", "more"), Button("Share", "share"))
    here.router.answers["share"] = reply(text("For all")).shared(NOOR_HADDAD)
    seen = await workspace.mention(NOOR, GENERAL, "first")

    async def late() -> Reply:
        here.clock.ahead += 31 * 60
        return reply(text("Late"))

    here.router.answers["more"] = late
    more = await workspace.press(NOOR, seen, "More")
    assert more.message.is_ephemeral
    assert more.message.thread_ts == seen.message.thread_ts


@pytest.mark.parametrize("fault", [Fault.LOST_RESPONSE, Fault.FAILS_AFTER_ACCEPT])
async def test_a_channel_is_never_posted_to_twice(workspace: Workspace, router: FakeRouter, fault: Fault) -> None:
    router.answers["share x"] = reply(text("For all")).shared(NOOR_HADDAD)
    router.answers["define x"] = with_buttons(Button("Share", "share x"))
    seen = await workspace.say(NOOR, GENERAL, "/define x")
    workspace.faults.plan("response_url", fault)
    assert len((await workspace.press(NOOR, seen, "Share")).public) == 1
    workspace.faults.plan("chat.postMessage", fault)
    assert len((await workspace.mention(NOOR, GENERAL, "hello")).public) == 1


async def test_a_rate_limit_is_waited_for(workspace: Workspace) -> None:
    workspace.faults.plan("chat.postMessage", Fault.RATE_LIMITED, seconds=0)
    assert (await workspace.mention(NOOR, GENERAL, "hello")).message.plain == "You asked: hello"


async def test_a_rejected_token_stops_nothing_else(here: World, workspace: Workspace) -> None:
    await workspace.uninstall()
    await workspace.mention(NOOR, GENERAL, "hello")
    assert (await workspace.say(NOOR, GENERAL, "/define x")).message.plain == "You asked: define x"


# Answers that take longer than Slack waits


@pytest.fixture
def slow(here: World, monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Hold answers back until their request is acknowledged; the event is set at that point."""
    acknowledged = asyncio.Event()
    deliver = here.workspace.dispatcher.deliver

    async def delivered(kind: str, payload: Json, name: str, retry: tuple[int, str] | None = None) -> Ack:
        ack = await deliver(kind, payload, name, retry)
        if name in ("/define", "/dragoman", "view_submission"):
            acknowledged.set()
        return ack

    async def late() -> Reply:
        await acknowledged.wait()
        return reply(text("At last"))

    async def late_for_all() -> Reply:
        return (await late()).shared(NOOR_HADDAD)

    monkeypatch.setattr(app, "ANSWER_SECONDS", 0.01)
    monkeypatch.setattr(here.workspace.dispatcher, "deliver", delivered)
    here.router.answers |= {"define late": late, "share late": late_for_all, "questions senior Consul": late}
    return acknowledged


@pytest.mark.parametrize("where", [GENERAL, "D0DIRECT1", "alone"])
async def test_a_late_answer_to_a_slash_command_is_sent_later(
    here: World, workspace: Workspace, slow: asyncio.Event, where: str
) -> None:
    workspace.add_channel("alone", with_bot=False)
    seen = await workspace.say(NOOR, where, "/define late")
    assert slow.is_set()
    assert seen.message.plain == "At last"
    assert seen.message.is_ephemeral
    assert seen.message.channel is workspace.channel(where)


async def test_a_late_answer_for_the_channel_is_sent_later(workspace: Workspace, slow: asyncio.Event) -> None:
    seen = await workspace.say(NOOR, GENERAL, "/dragoman share late")
    assert slow.is_set()
    assert seen.public[0].plain == "@U0RECRUITER shared this\n\nAt last"


async def test_a_late_answer_to_a_form_updates_its_modal(
    workspace: Workspace, router: FakeRouter, slow: asyncio.Event
) -> None:
    router.names = ["Consul"]
    router.answers["home"] = router.answers["first"] = with_buttons(FORM)
    for opening in (workspace.open_home(NOOR), workspace.mention(NOOR, GENERAL, "first")):
        slow.clear()
        seen = await opening
        opened = await workspace.press(NOOR, seen, "Choose")
        await workspace.suggest(NOOR, opened, "Role", "con")
        answered = await workspace.submit(NOOR, opened, {"Level": "Senior", "Role": "Consul"})
        assert slow.is_set()
        assert (answered.view if seen.home else answered.message).plain.endswith("At last")


async def test_a_late_answer_to_a_closed_form_is_a_direct_message(
    workspace: Workspace, router: FakeRouter, slow: asyncio.Event
) -> None:
    router.names = ["Consul"]
    router.answers["home"] = with_buttons(FORM)
    opened = await workspace.press(NOOR, await workspace.open_home(NOOR), "Choose")
    await workspace.suggest(NOOR, opened, "Role", "con")
    workspace.faults.plan("views.update", Fault.RATE_LIMITED, seconds=0, times=None)
    answered = await workspace.submit(NOOR, opened, {"Level": "Senior", "Role": "Consul"})
    assert answered.message.plain == "At last"
    assert answered.message.channel is workspace.dm_of(NOOR)


# Starting and stopping


async def test_stopping_finishes_what_was_accepted(here: World, workspace: Workspace) -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slowly() -> Reply:
        asked.set()
        await go_on.wait()
        return reply(text("At last"))

    here.router.answers["slow"] = slowly
    saying = asyncio.create_task(workspace.mention(NOOR, GENERAL, "slow"))
    await asked.wait()
    stopping = asyncio.create_task(here.slack.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    go_on.set()
    await stopping
    assert (await saying).message.plain == "At last"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"bot_token": None, "signing_secret": SECRET}, "SLACK_BOT_TOKEN is empty"),
        ({"bot_token": " ", "signing_secret": SECRET}, "SLACK_BOT_TOKEN is empty"),
        ({"bot_token": BOT_TOKEN, "signing_secret": ""}, "SLACK_SIGNING_SECRET is empty"),
        ({"bot_token": BOT_TOKEN, "signing_secret": None}, "SLACK_SIGNING_SECRET is empty"),
    ],
)
def test_missing_settings_raise_at_start(given: dict[str, Any], error: str) -> None:
    with pytest.raises(SlackSetupError, match=error):
        SlackApp(router=FakeRouter(), **given)


async def test_the_log_never_contains_message_text(
    here: World, workspace: Workspace, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    async def crash() -> Reply:
        raise RuntimeError("confidential")

    here.router.answers["confidential crash"] = crash
    with capture_logs() as logged:
        await workspace.say(NOOR, GENERAL, "/define confidential")
        await workspace.say(NOOR, GENERAL, "/dragoman confidential crash")
        await workspace.mention(NOOR, GENERAL, "confidential")
        await workspace.dm(NOOR, "confidential crash")
        workspace.faults.plan("chat.postMessage", Fault.LOST_RESPONSE)
        await workspace.dm(NOOR, "confidential")
    written = f"{logged}{caplog.text}{''.join(capsys.readouterr())}"
    assert "slack.answered" in written
    assert "'command': 'define'" in written
    for secret in ("confidential", BOT_TOKEN, SECRET):
        assert secret not in written
