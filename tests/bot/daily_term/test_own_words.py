"""A team's own words as daily terms: first in a round, once each, only where they were chosen, and only the team's."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import Bot
from bot.daily_term.messages import TermMessages
from bot.daily_term.own_words import OwnWords
from bot.ledger.delivery import Deliverer
from bot.ledger.ledger import Ledger
from bot.ledger.timing import Timing
from bot.platform import Target, Unclear
from bot.team_terms.overlays import Overlays
from bot.team_terms.term_store import TermStore
from handlers.reply import reply, text
from handlers.request import Person
from handlers.team_terms.terms import Meaning, TeamTerm
from tests.bot.daily_term.world import AT_NINE, MONDAY, World
from tests.bot.team_terms.slack_chat import GENERAL, MEI, workspace_on

pytestmark = pytest.mark.database
WITH_WORDS = replace(AT_NINE, own_words=True)
REVIEWED = {"Anchor", "Berth", "Canal"}


class WorldOfWords(World):
    """A replica of the daily terms that reads the teams' words as the bot does."""

    def use(self, timing: Timing) -> None:
        super().use(timing)
        self.words = Overlays(self.engine, lambda: self.library)
        self.messages = TermMessages(
            self.engine,
            lambda: self.library,
            ["slack"],
            lambda entry: reply(text(f"{entry.name}: {entry.definition}")),
            timing=timing,
            clock=self.clock,
            own_words=OwnWords(self.words),
        )
        self.planner = self.messages.planner
        self.ledger = Ledger(self.engine, ["slack"], self.messages, timing, self.clock)
        self.deliverer = Deliverer(self.ledger, {"slack": self.channels}, self.messages, timing)

    def replica(self) -> WorldOfWords:
        return WorldOfWords(self.engine, self.channels, self.clock)

    async def teach(self, name: str, workspace: str) -> TeamTerm:
        owner = Person("slack", workspace, "U1")
        term = await TermStore(self.engine).teach(owner, Meaning(name, f"As {workspace} says it."))
        assert isinstance(term, TeamTerm)
        return term

    async def want(self, channel: str, workspace: str) -> None:
        await self.store.save(Target("slack", workspace, channel), "U1", WITH_WORDS, workspace)


@pytest.fixture
def world(database: AsyncEngine) -> WorldOfWords:
    return WorldOfWords(database)


async def test_they_come_first_once_each_and_only_where_they_were_chosen(world: WorldOfWords) -> None:
    for workspace in ("T1", "T2"):
        for name in ("REC", "HUB"):
            await world.teach(name, workspace)
        await world.want(f"C-{workspace}", workspace)
    await world.subscribe("C-plain")
    replicas = [world, world.replica(), world.replica()]
    seen: dict[str, list[str]] = {}
    for day in range(5):
        before = len(world.channels.texts)
        await asyncio.gather(*(each.day(MONDAY + timedelta(days=day)) for each in replicas))
        posted = world.channels.texts[before:]
        assert len(posted) == 3
        seen[str(day)] = posted
    assert [len(nonces) for nonces in world.channels.posts.values()] == [5, 5, 5]
    rows = await world.rows()
    for workspace in ("T1", "T2"):
        channel = f"C-{workspace}"
        ours = world.channels.posts[channel]
        names = [row.name for nonce in ours for row in rows if row.nonce == nonce]
        assert set(names[:2]) == {"REC", "HUB"}
        assert set(names[2:]) == REVIEWED
    own = [posted for texts in seen.values() for posted in texts if "says it" in posted]
    assert sorted(own) == sorted(f"{name}: As {team} says it." for team in ("T1", "T2") for name in ("REC", "HUB"))


async def test_a_word_taken_out_before_its_turn_is_replaced(world: WorldOfWords) -> None:
    term = await world.teach("REC", "T1")
    await world.want("C1", "T1")
    world.at(MONDAY)
    assert await world.planner.plan() == 1
    await TermStore(world.engine).remove(Person("slack", "T1", "U1"), term.id, term.version)
    restarted = world.replica()
    await restarted.day(MONDAY + timedelta(minutes=1))
    assert len(world.channels.texts) == 1
    assert world.channels.texts[0].partition(":")[0] in REVIEWED


async def test_a_lost_answer_and_a_restart_make_no_second_post(world: WorldOfWords) -> None:
    await world.teach("REC", "T1")
    await world.want("C1", "T1")
    world.channels.lost = [Unclear("timeout")]
    await world.day(MONDAY)
    restarted = world.replica()
    await restarted.day(MONDAY + timedelta(minutes=5))
    assert world.channels.texts == ["REC: As T1 says it."]
    assert (await world.row()).reconciled


async def test_a_channel_chooses_them_over_the_wire(bot: Bot, database: AsyncEngine) -> None:
    async with workspace_on(bot, database) as here:
        await here.press(MEI, await here.dm(MEI, "REC means Resource Efficiency Cell"), "Teach it")
        await here.say(MEI, GENERAL, "/tips on 09:00 Geneva")
        chosen = await here.press(MEI, await here.say(MEI, GENERAL, "/tips"), "Our own words too")
        assert "your team’s own words first" in chosen.text
        moved = await here.say(MEI, GENERAL, "/tips move 08:30")
        assert "your team’s own words first" in moved.text
        left_out = await here.press(MEI, await here.say(MEI, GENERAL, "/tips"), "Without our words")
        assert "own words" not in left_out.text
