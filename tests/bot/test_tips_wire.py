"""The daily term end to end: set up in Slack, stored in either database, delivered by the loop."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import Bot
from bot.db.clock import Clock
from bot.db.database import Database
from bot.playground.model import Channel, Message
from bot.playground.run import local_workspace
from bot.playground.server import Playground
from bot.playground.slack.faults import Fault
from bot.playground.visible import Visible
from bot.slack import app, people, who_may_post
from handlers.daily_term.subscription import Refusal
from handlers.daily_term.tips_request import REFUSALS
from tests.bot.test_slack_wire import press, visible
from tests.conftest import NOW
from tests.support.said_and_answered import TIPS_CONVERSATIONS
from tests.support.transcript import assert_answered

NOOR, TOMAS, GENERAL = "noor", "tomas", "general"
REVEALING_WORDS = ("07:30", "tokyo", "japan", "consular", "wednesday")
"""Words that would reveal the subscription of the closed channel below."""


@pytest.fixture
async def local(bot: Bot, database: AsyncEngine) -> AsyncIterator[Playground]:
    """The playground with a database, at the tests' time."""
    clock = Clock((NOW - datetime.now(UTC)).total_seconds())  # conversations contain dates
    local = local_workspace(bot, database=Database(database), clock=clock)
    async with local:
        yield local


async def next_term(local: Playground, channel: str = GENERAL) -> Message:
    """Fast-forward to the channel's next term and wait for it."""
    before = len(local.workspace.messages(channel))
    more = local.workspace.journal.next()
    assert local.fast_forward is not None
    assert (await local.fast_forward(local.workspace.channel(channel).id)).startswith("It is now ")
    while len(local.workspace.messages(channel)) == before:
        await more.wait()
        more = local.workspace.journal.next()
    return local.workspace.messages(channel)[-1]


async def test_a_term_a_day_until_it_is_stopped(local: Playground) -> None:
    here = local.workspace
    seen = await here.say(NOOR, GENERAL, "/tips on 09:00 Geneva")
    assert "09:00" in seen.text
    first = await next_term(local)
    second = await next_term(local)
    assert first.plain.startswith("Term of the day: ")
    assert "Like " in first.plain
    assert first.plain != second.plain

    more = await here.press(NOOR, first, "More")
    assert more.text.startswith("More on ")
    quiz = await here.press(NOOR, first, "Quiz me")
    assert "?" in quiz.text
    asked = await here.press(NOOR, first, "Turn off")
    assert here.messages(GENERAL)[-1] is second, "what one person asks does not fill the channel"
    await here.press(NOOR, asked, "Turn off")
    assert local.fast_forward is not None
    assert (await local.fast_forward(here.channel(GENERAL).id)).startswith("No daily term here")


@pytest.mark.parametrize("name", TIPS_CONVERSATIONS)
async def test_conversation(name: str, local: Playground) -> None:
    """As on every platform, but stored in the database, with permissions and time zones from Slack."""
    seen = Visible()
    for line, expected in TIPS_CONVERSATIONS[name]:
        if line.startswith("["):
            seen = await press(local.workspace, seen, line[1:-1])
        else:
            seen = await local.workspace.say(NOOR, GENERAL, f"/dragoman {line}")
        assert_answered(line, expected, visible(seen))


@pytest.fixture
async def closed(local: Playground) -> Channel:
    """A private channel with a subscription; Noor is a member, Tomas is not."""
    here = local.workspace
    channel = here.add_channel("closed", is_private=True)
    channel.members.discard(here.lead.id)
    seen = await here.say(NOOR, channel, "/tips on 07:30 Tokyo mon,wed fields consular holidays JP")
    assert "Done." in seen.text
    return channel


def everything_sent(seen: Visible) -> str:
    """Everything sent to the person's client, including prefilled form values."""
    blocks = [*(message.blocks for message in seen.messages), *(view.blocks for view in seen.views)]
    return f"{visible(seen)}\n{json.dumps(blocks)}".casefold()


def assert_refused(seen: Visible) -> None:
    """Assert that the person was refused and saw nothing of the subscription."""
    assert REFUSALS[Refusal.NOT_A_MEMBER] in seen.text
    assert not [word for word in REVEALING_WORDS if word in everything_sent(seen)]


ANY_VERB = (
    *("", "status", "when", "test", "preview", "on", "on 25:00", "on 9", "resume", "off", "off yes", "no fridays"),
    *("move", "move sometime", "skip", "skip xyz", "skip next friday", "skip next", "skip none", "leave out"),
    *("holidays", "holidays XX", "holidays none", "fields", "fields xyz", "fields all", "days", "days daily"),
)


async def test_only_members_see_another_channels_subscription(local: Playground, closed: Channel) -> None:
    """In slash commands, direct messages and mentions, for every way to write a channel."""
    here = local.workspace
    for verb in ANY_VERB:
        for where in ("in #closed", f"for [channel:{closed.id}]"):
            assert_refused(await here.say(TOMAS, GENERAL, f"/tips {verb} {where}"))
        assert_refused(await here.dm(TOMAS, f"tips {verb} in [channel:{closed.id}]"))
        assert_refused(await here.mention(TOMAS, GENERAL, f"tips {verb} in [channel:{closed.id}]"))
    assert "Mondays and Wednesdays at 07:30, Tokyo time" in (await here.say(NOOR, closed, "/tips")).text


async def test_only_members_change_another_channel_by_buttons_and_forms(local: Playground, closed: Channel) -> None:
    here = local.workspace
    shown = await here.mention(NOOR, GENERAL, f"tips in [channel:{closed.id}]")  # a member's answer, for all to press
    for label in ("Preview", "Turn off", "Skip… > A week"):
        menu, _, option = label.partition(" > ")
        pressed = here.choose(TOMAS, shown, menu, option) if option else here.press(TOMAS, shown, menu)
        assert_refused(await pressed)
    form = await here.press(TOMAS, shown, "Change")
    answer = await here.submit(TOMAS, form, {"time": "10:10"})
    assert answer.text.startswith(REFUSALS[Refusal.NOT_A_MEMBER])  # with "Try again" for the filled-in values

    page = await here.open_home(TOMAS)
    form = await here.press(TOMAS, page, "Set up for a channel")
    await here.suggest(TOMAS, form, "zone", "geneva")
    assert_refused(await here.submit(TOMAS, form, {"zone": "Geneva", "channel": closed.id}))
    assert "Mondays and Wednesdays at 07:30, Tokyo time" in (await here.say(NOOR, closed, "/tips")).text


async def test_a_slow_setup_is_confirmed_through_the_response_url(
    local: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking up the zone and the channel takes longer than a slash command may."""
    monkeypatch.setattr(app, "ANSWER_SECONDS", 0.01)
    local.workspace.faults.plan("users.info", Fault.SLOW, seconds=0.1)
    local.workspace.faults.plan("conversations.info", Fault.SLOW, seconds=0.1)
    seen = await local.workspace.say(NOOR, GENERAL, "/tips on 09:00")
    assert "Done" in seen.message.plain
    assert seen.message.is_ephemeral
    calls = [exchange.name for exchange in local.workspace.traffic.exchanges]
    assert calls.index("/tips") < calls.index("response_url")


async def test_an_unresponsive_slack_is_explained(local: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "ZONE_SECONDS", 0.1)
    monkeypatch.setattr(who_may_post, "PERMISSION_SECONDS", 0.2)
    for method in ("users.info", "conversations.info"):
        local.workspace.faults.plan(method, Fault.SLOW, seconds=0.5, times=None)
    assert "I couldn't check" in (await local.workspace.say(NOOR, GENERAL, "/tips on 09:00 Geneva")).message.plain
    assert "city" in (await local.workspace.say(NOOR, GENERAL, "/tips on 09:00")).message.plain.lower()


@pytest.mark.parametrize("line", ["tip", "quiz", "tips test", "home"])
async def test_the_day_is_the_askers_own(bot: Bot, database: AsyncEngine, line: str) -> None:
    """At 9 pm in New York it is already the next day in UTC and in Singapore."""
    clock = Clock((datetime(2026, 11, 24, 2, 0, tzinfo=UTC) - datetime.now(UTC)).total_seconds())
    local = local_workspace(bot, database=Database(database), clock=clock)
    async with local:
        for who, day in (("tomas", date(2026, 11, 23)), ("mei", date(2026, 11, 24))):
            term = bot.live.current.tip_of(day)
            assert term is not None
            if line == "home":
                home = (await local.workspace.open_home(who)).home
                assert home is not None
                heading, _, shown = home.plain.partition("Today's term\n")
                assert heading != home.plain
                assert term.name.casefold() in shown.split("\n")[0].casefold()
            else:
                seen = await local.workspace.say(who, GENERAL, f"/dragoman {line}")
                assert term.name in json.dumps(seen.message.blocks, ensure_ascii=False)


async def test_a_subscription_of_an_archived_channel_explains_and_restarts(local: Playground) -> None:
    here = local.workspace
    await here.say(NOOR, GENERAL, "/tips on 09:00 Geneva")
    first = await next_term(local)
    here.channel(GENERAL).is_archived = True
    refused = here.journal.next()
    assert local.fast_forward is not None
    await local.fast_forward(here.channel(GENERAL).id)
    while [exchange.name for exchange in here.traffic.exchanges].count("chat.postMessage") < 2:
        await refused.wait()
        refused = here.journal.next()
    here.channel(GENERAL).is_archived = False
    for _ in range(100):  # until the bot has recorded Slack's error
        seen = await here.say(NOOR, GENERAL, "/tips")
        if "Off:" in visible(seen):
            break
    assert "Off: it ended on" in visible(seen)
    assert "the channel was archived" in visible(seen)
    await here.press(NOOR, seen, "Start again")
    assert (await next_term(local)).plain != first.plain


async def test_a_button_posted_by_an_earlier_version_still_works(local: Playground, closed: Channel) -> None:
    """Buttons and forms used to name another channel as `<#C1>`, and stay in messages for years."""
    here = local.workspace
    shown = await here.mention(NOOR, GENERAL, f"tips in [channel:{closed.id}]")
    message = here.messages(GENERAL)[-1]
    message.blocks[:] = json.loads(json.dumps(message.blocks).replace(f"[channel:{closed.id}]", f"<#{closed.id}>"))
    assert "Term of the day: " in (await here.press(NOOR, shown, "Preview")).text
    form = await here.press(NOOR, shown, "Change")
    assert "at 10:10, Tokyo time" in (await here.submit(NOOR, form, {"time": "10:10"})).text
