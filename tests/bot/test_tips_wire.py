"""A channel's daily term from end to end: asked for in Slack, kept in either database, delivered by the loop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import Bot
from bot.local import local_workspace
from bot.playground.model import Message
from bot.playground.seen import Seen
from bot.playground.server import Playground
from bot.state.clock import Clock
from bot.state.database import Database
from tests.bot.test_slack_wire import press, visible
from tests.conftest import NOW
from tests.conversations import TIPS_CONVERSATIONS
from tests.seen import assert_answered

NOOR, GENERAL = "noor", "general"


@pytest.fixture
async def local(bot: Bot, database: AsyncEngine) -> AsyncIterator[Playground]:
    clock = Clock((NOW - datetime.now(UTC)).total_seconds())  # for conversations name dates
    local = local_workspace(bot, database=Database(database), clock=clock)
    async with local:
        yield local


async def next_term(local: Playground, channel: str = GENERAL) -> Message:
    """Lets the next term of the channel come, and waits for it."""
    before = len(local.workspace.messages(channel))
    more = local.workspace.journal.next()
    (forward,) = local.on_fast_forward
    assert (await forward(local.workspace.channel(channel).id)).startswith("It is now ")
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
    assert "Think of it as" in first.plain
    assert first.plain != second.plain

    more = await here.press(NOOR, first, "More")
    assert more.text.startswith("More on ")
    quiz = await here.press(NOOR, first, "Quiz me")
    assert "?" in quiz.text
    asked = await here.press(NOOR, first, "Stop these")
    assert here.messages(GENERAL)[-1] is second, "what one person asks does not fill the channel"
    await here.press(NOOR, asked, "Stop for good")
    (forward,) = local.on_fast_forward
    assert (await forward(here.channel(GENERAL).id)).startswith("No daily term here")


@pytest.mark.parametrize("name", TIPS_CONVERSATIONS)
async def test_conversation(name: str, local: Playground) -> None:
    """As on every other wire; here it is kept in the database, and Slack is asked who may and in which zone."""
    seen = Seen()
    for said, answered in TIPS_CONVERSATIONS[name]:
        if said.startswith("["):
            seen = await press(local.workspace, seen, said[1:-1])
        else:
            seen = await local.workspace.say(NOOR, GENERAL, f"/dragoman {said}")
        assert_answered(said, answered, visible(seen))
