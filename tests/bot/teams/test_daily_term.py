"""A channel's daily term in Teams, from `tips on` to the post: over the wire, on a real database."""

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
from handlers.daily_term.status import REFUSALS
from handlers.daily_term.subscription import Refusal
from tests.bench.connector import BOT, CHANNEL, DIRECT, TENANT, Connector, cloud_at, listen
from tests.bot.teams.conftest import Running, Start
from tests.bot.teams.test_conversations import Client
from tests.bot.teams.transcript import visible

THREAD = f"{CHANNEL};messageid=1700000000000"


@pytest.fixture
def terms(database: AsyncEngine, library: Library) -> DailyTerms:
    return DailyTerms(database, lambda: library)


@pytest.fixture
async def bot(start: Start, terms: DailyTerms, services: BotServices) -> Running:
    router = Router(replace(services, subscriptions=terms.service))
    running = await start(router=router, notify=terms.on_event)
    terms.join(running.teams)
    return running


async def said(bot: Running, connector: Connector, text: str, conversation: str = THREAD) -> str:
    connector.posted.clear()
    await connector.send(connector.said(text, conversation))
    await bot.teams.settle()
    (posted,) = connector.posted
    connector.posted.clear()
    return visible(posted.card)


async def work(terms: DailyTerms, later: float = 1.0) -> None:
    """What the loop does some seconds later."""
    terms.clock.shift += later
    for _ in range(3):
        await terms.loop.round()
        await terms.loop._tasks.settle()


async def next_day(terms: DailyTerms) -> None:
    """Its time comes, and the loop does all that is then to be done."""
    stored = await terms.store.find("teams", TENANT, CHANNEL)
    assert stored is not None
    await FastForward(terms.store, terms.clock, lambda _: None, terms.loop.wake)("teams", TENANT, CHANNEL)
    await work(terms)


async def test_a_term_a_day(bot: Running, terms: DailyTerms, connector: Connector) -> None:
    assert "09:00" in await said(bot, connector, "tips on 09:00 Geneva days mon-sun")
    stored = await terms.store.find("teams", TENANT, CHANNEL)
    assert stored is not None
    assert (stored.target.address, stored.made_by) == (connector.url, "aad-anna")
    for _ in range(2):
        await next_day(terms)
    assert [each.conversation for each in connector.posted] == [CHANNEL, CHANNEL]
    assert all("Term of the day" in visible(each.card) for each in connector.posted)


async def test_the_form(bot: Running, terms: DailyTerms, connector: Connector) -> None:
    anna = Client(bot, connector, THREAD)
    await anna.say("tips on 09:00 Geneva")
    await anna.press("Save", {"Time": "10:30", "Days": "mon,wed", "Time zone (city)": "Vienna"})
    stored = await terms.store.find("teams", TENANT, CHANNEL)
    assert stored is not None
    plan = stored.subscription
    assert (str(plan.time), plan.zone, plan.weekdays) == ("10:30:00", "Europe/Vienna", frozenset({0, 2}))


async def test_the_zone_is_the_person_s(bot: Running, terms: DailyTerms, connector: Connector) -> None:
    await said(bot, connector, "tips on 09:00")
    stored = await terms.store.find("teams", TENANT, CHANNEL)
    assert stored is not None
    assert stored.subscription.zone == "Europe/Zurich"


async def test_the_address_moves_with_the_conversation(
    bot: Running, start: Start, terms: DailyTerms, connector: Connector, services: BotServices
) -> None:
    """Another process posts, after a start, to where the conversation was last heard from."""
    await said(bot, connector, "tips on 09:00 Geneva days mon-sun")
    old, app = connector.url, connector.app()
    runner, connector.url = await listen(app)
    await said(bot, connector, "help")
    stored = await terms.store.find("teams", TENANT, CHANNEL)
    assert stored is not None
    assert stored.target.address == connector.url != old
    later = DailyTerms(terms.store._engine, lambda: services.library, terms.clock)
    later.join((await start(cloud=cloud_at(old), notify=later.on_event)).teams)
    await next_day(later)
    assert [each.conversation for each in connector.posted] == [CHANNEL]
    await runner.cleanup()


async def test_what_has_an_address_is_not_written_again(bot: Running, terms: DailyTerms, connector: Connector) -> None:
    moved: list[Event] = []

    async def notify(event: Event) -> None:
        moved.append(event)

    bot.teams._notify = notify
    for conversation in (THREAD, CHANNEL, THREAD, DIRECT):
        await said(bot, connector, "help", conversation)
    assert moved == [Moved("teams", TENANT, channel, connector.url) for channel in (CHANNEL, DIRECT)]


async def test_removal_ends_it(bot: Running, terms: DailyTerms, connector: Connector) -> None:
    await said(bot, connector, "tips on 09:00 Geneva")
    await connector.send(connector.activity("conversationUpdate", CHANNEL, membersRemoved=[BOT]))
    await bot.teams.settle()
    assert await terms.store.find("teams", TENANT, CHANNEL) is None


async def test_where_the_bot_is_not_any_more_it_ends(bot: Running, terms: DailyTerms, connector: Connector) -> None:
    await said(bot, connector, "tips on 09:00 Geneva days mon-sun")
    refusal = {"error": {"code": "BotNotInConversationRoster"}}
    connector.fail.append((403, {}, refusal))
    await next_day(terms)
    assert await terms.store.find("teams", TENANT, CHANNEL) is None
    assert connector.posted == []


async def test_what_may_have_arrived_is_not_posted_again(bot: Running, terms: DailyTerms, connector: Connector) -> None:
    await said(bot, connector, "tips on 09:00 Geneva days mon-sun")
    connector.fail.append((502, {}, {}))
    await next_day(terms)
    await work(terms, later=300)
    assert connector.posted == []
    told = await said(bot, connector, "tips")
    assert "perhaps posted, perhaps not: Teams doesn't let me check whether it arrived" in told


async def test_in_a_chat_with_the_bot(bot: Running, terms: DailyTerms, connector: Connector) -> None:
    assert "I'll post it in this conversation." in await said(bot, connector, "tips on 09:00 Geneva", DIRECT)
    stored = await terms.store.find("teams", TENANT, DIRECT)
    assert stored is not None
    assert stored.target.address == connector.url


async def test_another_conversation_is_shown_to_those_in_it_only(
    bot: Running, terms: DailyTerms, connector: Connector
) -> None:
    """Teams tells a bot nobody's other conversations, so what is named from elsewhere is refused, whatever the verb."""
    await said(bot, connector, "tips on 07:30 Tokyo mon,wed fields consular holidays JP")
    for verb in ("", "test", "on 25:00", "off", "move", "skip xyz", "skip next friday", "holidays", "fields", "days"):
        answer = await said(bot, connector, f"tips {verb} in [channel:{CHANNEL}]", DIRECT)
        assert answer.startswith(REFUSALS[Refusal.NOT_A_MEMBER]), verb
        assert not [word for word in ("07:30", "Tokyo", "Japan", "consular", "Wednesday") if word in answer]
    assert "Mondays and Wednesdays at 07:30, Tokyo time" in await said(bot, connector, f"tips in [channel:{CHANNEL}]")


def test_a_button_posted_by_an_earlier_version_names_its_channel(connector: Connector) -> None:
    pressed = read(connector.press("run", {"line": f"tips off in <#{CHANNEL}>"}))
    assert isinstance(pressed, Press)
    assert pressed.request.text == f"tips off in [channel:{CHANNEL}]"
