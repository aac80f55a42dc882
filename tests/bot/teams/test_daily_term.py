"""A channel's daily term in Teams, from `tips on` to the post, over the wire and with a real database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.daily_term.daily_terms import DailyTerms
from bot.daily_term.fast_forward import FastForward
from bot.platform import Event, Moved
from bot.router import Router
from bot.services import BotServices
from bot.teams.inbound import Press, read
from content.library import Library
from handlers.daily_term.subscription import Refusal
from handlers.daily_term.tips_request import REFUSALS
from tests.bot.teams.conftest import Running, Start
from tests.bot.teams.test_conversations import Client
from tests.bot.teams.transcript import visible
from tests.support.bot_framework import BOT, CHANNEL, DIRECT, TENANT, Connector, cloud_at, listen

THREAD = f"{CHANNEL};messageid=1700000000000"


@pytest.fixture
def terms(database: AsyncEngine, library: Library) -> DailyTerms:
    """Daily terms on a real database."""
    return DailyTerms(database, lambda: library)


@pytest.fixture
async def bot(start: Start, terms: DailyTerms, services: BotServices) -> Running:
    """A running bot with daily terms."""
    router = Router(replace(services, subscriptions=terms.service))
    running = await start(router=router, notify=terms.on_event)
    terms.join(running.teams)
    return running


async def say(bot: Running, connector: Connector, text: str, conversation: str = THREAD) -> str:
    """Send a message and return the visible text of the answer."""
    connector.posted.clear()
    await connector.send(connector.said(text, conversation))
    await bot.teams.settle()
    (posted,) = connector.posted
    connector.posted.clear()
    return visible(posted.card)


async def work(terms: DailyTerms, later: float = 1.0) -> None:
    """Advance the clock and let the loop do its work."""
    terms.clock.shift += later
    for _ in range(3):
        await terms.loop.round()
        await terms.loop._tasks.settle()


async def next_day(terms: DailyTerms) -> None:
    """Advance the clock to the next daily term, and post it."""
    stored = await terms.store.find("teams", TENANT, CHANNEL)
    assert stored is not None
    await FastForward(terms.store, terms.clock, lambda _: None, terms.loop.wake)("teams", TENANT, CHANNEL)
    await work(terms)


async def test_a_term_a_day(bot: Running, terms: DailyTerms, connector: Connector) -> None:
    assert "09:00" in await say(bot, connector, "tips on 09:00 Geneva days mon-sun")
    stored = await terms.store.find("teams", TENANT, CHANNEL)
    assert stored is not None
    assert (stored.target.address, stored.made_by) == (connector.url, "aad-anna")
    for _ in range(2):
        await next_day(terms)
    assert [post.conversation for post in connector.posted] == [CHANNEL, CHANNEL]
    assert all("Term of the day" in visible(post.card) for post in connector.posted)


async def test_the_form(bot: Running, terms: DailyTerms, connector: Connector) -> None:
    anna = Client(bot, connector, THREAD)
    await anna.say("tips on 09:00 Geneva")
    await anna.press("Save", {"Time": "10:30", "Days": "mon,wed", "Time zone (city)": "Vienna"})
    stored = await terms.store.find("teams", TENANT, CHANNEL)
    assert stored is not None
    plan = stored.subscription
    assert (str(plan.time), plan.zone, plan.weekdays) == ("10:30:00", "Europe/Vienna", frozenset({0, 2}))


async def test_the_default_zone_is_the_persons(bot: Running, terms: DailyTerms, connector: Connector) -> None:
    await say(bot, connector, "tips on 09:00")
    stored = await terms.store.find("teams", TENANT, CHANNEL)
    assert stored is not None
    assert stored.subscription.zone == "Europe/Zurich"


async def test_the_service_url_is_updated(
    bot: Running, start: Start, terms: DailyTerms, connector: Connector, services: BotServices
) -> None:
    """A process that starts later posts to the latest service URL."""
    await say(bot, connector, "tips on 09:00 Geneva days mon-sun")
    old, app = connector.url, connector.app()
    runner, connector.url = await listen(app)
    await say(bot, connector, "help")
    stored = await terms.store.find("teams", TENANT, CHANNEL)
    assert stored is not None
    assert stored.target.address == connector.url != old
    later = DailyTerms(terms.store._engine, lambda: services.library, terms.clock)
    later.join((await start(cloud=cloud_at(old), notify=later.on_event)).teams)
    await next_day(later)
    assert [post.conversation for post in connector.posted] == [CHANNEL]
    await runner.cleanup()


async def test_a_known_service_url_is_not_stored_again(bot: Running, terms: DailyTerms, connector: Connector) -> None:
    moved: list[Event] = []

    async def notify(event: Event) -> None:
        moved.append(event)

    bot.teams._notify = notify
    for conversation in (THREAD, CHANNEL, THREAD, DIRECT):
        await say(bot, connector, "help", conversation)
    assert moved == [Moved("teams", TENANT, channel, connector.url) for channel in (CHANNEL, DIRECT)]


async def test_removing_the_bot_ends_it(bot: Running, terms: DailyTerms, connector: Connector) -> None:
    await say(bot, connector, "tips on 09:00 Geneva")
    await connector.send(connector.activity("conversationUpdate", CHANNEL, membersRemoved=[BOT]))
    await bot.teams.settle()
    assert await terms.store.find("teams", TENANT, CHANNEL) is None


async def test_a_post_refused_because_the_bot_was_removed_ends_it(
    bot: Running, terms: DailyTerms, connector: Connector
) -> None:
    await say(bot, connector, "tips on 09:00 Geneva days mon-sun")
    refusal = {"error": {"code": "BotNotInConversationRoster"}}
    connector.fail.append((403, {}, refusal))
    await next_day(terms)
    assert await terms.store.find("teams", TENANT, CHANNEL) is None
    assert connector.posted == []


async def test_an_unclear_post_is_not_repeated(bot: Running, terms: DailyTerms, connector: Connector) -> None:
    await say(bot, connector, "tips on 09:00 Geneva days mon-sun")
    connector.fail.append((502, {}, {}))
    await next_day(terms)
    await work(terms, later=300)
    assert connector.posted == []
    answer = await say(bot, connector, "tips")
    assert "perhaps posted, perhaps not: I can't check there whether it arrived" in answer


async def test_a_chat_with_the_bot(bot: Running, terms: DailyTerms, connector: Connector) -> None:
    assert "I'll post it in this conversation." in await say(bot, connector, "tips on 09:00 Geneva", DIRECT)
    stored = await terms.store.find("teams", TENANT, DIRECT)
    assert stored is not None
    assert stored.target.address == connector.url


async def test_another_conversation_is_refused(bot: Running, terms: DailyTerms, connector: Connector) -> None:
    """Teams doesn't tell a bot who is in a conversation, so naming another one is refused for every verb."""
    await say(bot, connector, "tips on 07:30 Tokyo mon,wed fields consular holidays JP")
    for verb in ("", "test", "on 25:00", "off", "move", "skip xyz", "skip next friday", "holidays", "fields", "days"):
        answer = await say(bot, connector, f"tips {verb} in [channel:{CHANNEL}]", DIRECT)
        assert answer.startswith(REFUSALS[Refusal.NOT_A_MEMBER]), verb
        assert not [word for word in ("07:30", "Tokyo", "Japan", "consular", "Wednesday") if word in answer]
    assert "Mondays and Wednesdays at 07:30, Tokyo time" in await say(bot, connector, f"tips in [channel:{CHANNEL}]")


def test_a_button_of_an_earlier_version_names_its_channel(connector: Connector) -> None:
    press = read(connector.press("run", {"line": f"tips off in <#{CHANNEL}>"}))
    assert isinstance(press, Press)
    assert press.request.text == f"tips off in [channel:{CHANNEL}]"
