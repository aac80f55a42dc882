"""The owners' digest: off by default, once a Monday and owner, and no small number in it."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.tables import deliveries
from bot.platform import Target
from bot.team_terms.digest import next_monday
from bot.team_terms.notices import Notice
from bot.team_terms.request_tables import team_digests
from handlers.plain_text import plain_text_of
from handlers.request import Place
from handlers.team_terms.digest import Digest, Switched, few
from handlers.team_terms.digest_message import digest_reply
from handlers.team_terms.feedback import Rated, Rating
from tests.bot.team_terms.world import MEI, MONDAY, RequestWorld, person

NEXT = MONDAY + timedelta(weeks=1)


@pytest.fixture
def world(database: AsyncEngine) -> RequestWorld:
    world = RequestWorld(database)
    world.at(MONDAY)
    return world


@pytest.mark.database
async def test_it_is_off_until_an_owner_turns_it_on(world: RequestWorld) -> None:
    assert not await world.digests.is_on(MEI)
    assert await world.digests.turn_on(person("U1"), Place(), None) is Switched.NOT_AN_OWNER
    world.at(NEXT)
    await world.deliver()
    assert world.channels.count == 0
    assert await world.digests.turn_on(MEI, Place(), "Europe/Zurich") is Switched.DONE
    assert await world.digests.turn_on(MEI, Place(), None) is Switched.ALREADY
    assert await world.digests.is_on(MEI)
    assert await world.digests.turn_off(MEI) is Switched.DONE
    assert await world.digests.turn_off(MEI) is Switched.ALREADY
    assert not await world.digests.is_on(MEI)


@pytest.mark.database
async def test_each_owner_gets_it_once_a_monday_however_many_replicas_plan(world: RequestWorld) -> None:
    world.owners.ids = (MEI.user, "U-TWO")
    await world.digests.turn_on(MEI, Place(), "UTC")
    worlds = [world, *(world.replica() for _ in range(3))]
    for week in (1, 2):
        world.at(MONDAY + timedelta(weeks=week, minutes=5))
        await asyncio.gather(*(each.deliver() for each in worlds))
        await world.deliver()
        assert {user: len(posts) for user, posts in world.channels.posts.items()} == {MEI.user: week, "U-TWO": week}


@pytest.mark.database
async def test_turning_it_off_and_on_sends_no_second_one_for_a_monday(world: RequestWorld) -> None:
    await world.digests.turn_on(MEI, Place(), "UTC")
    world.at(NEXT + timedelta(minutes=5))
    await world.deliver()
    await world.digests.turn_off(MEI)
    await world.digests.turn_on(MEI, Place(), "America/Los_Angeles")  # where it's still before nine
    world.at(NEXT + timedelta(hours=12))
    await world.deliver()
    assert world.channels.count == 1


@pytest.mark.database
async def test_after_a_pause_of_weeks_there_is_one(world: RequestWorld) -> None:
    await world.digests.turn_on(MEI, Place(), "UTC")
    world.at(MONDAY + timedelta(weeks=5, days=2))
    await world.deliver()
    assert world.channels.count == 1
    (row,) = await world.rows(deliveries)
    assert row.key.split("/")[3] == str((MONDAY + timedelta(weeks=5)).date())
    (digest,) = await world.rows(team_digests)
    assert digest.next_day == (MONDAY + timedelta(weeks=6)).date()


@pytest.mark.database
async def test_what_is_in_it(world: RequestWorld) -> None:
    await world.digests.turn_on(MEI, Place(), "UTC")
    for number in range(7):
        await world.ask("REC", f"U{number}")
        await world.inbox.rate(person(f"U{number}"), Rated("harbour/anchor"), Rating.DOWN)
        await world.inbox.rate(person(f"U{number}"), Rated("harbour/anchor"), Rating.OUTDATED)
    await world.ask("other", "U1")
    await world.inbox.rate(person("U1"), Rated("harbour/berth"), Rating.DOWN)
    await world.inbox.rate(person("U1"), Rated("harbour/berth"), Rating.WRONG)
    await world.teach("done")
    await world.ask("done", "U1")
    await world.teach("old", review_by=date(2026, 11, 1))
    await world.ask("elsewhere", "U1", workspace="T2")
    await world.deliver()
    world.at(NEXT + timedelta(minutes=5))
    await world.deliver()
    text = world.channels.texts[-1]
    assert "The week before 30 Nov 2026" in text
    posted = await world.digests.read(next_notice())
    whole = plain_text_of(digest_reply(posted))
    for line in ("REC: 7 waiting", "other: <5 waiting", "Anchor: 7 (outdated)", "Berth: <5", "• old"):
        assert line in whole
    assert "Berth: <5 (" not in whole, "a reason of one person is not shown"
    assert "<5 answered" in whole
    assert "elsewhere" not in whole
    assert not any(char in "1234" for line in whole.splitlines()[1:] for char in line.replace("<5", "")), whole


def next_notice() -> Notice:
    return Notice("k", "digest", Target("slack", "T1", MEI.user), {"monday": str(NEXT.date())})


@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (120, "120")])
def test_small_counts_are_hidden(count: int, shown: str) -> None:
    assert few(count) == shown


def test_a_week_without_anything() -> None:
    text = plain_text_of(digest_reply(Digest(date(2026, 11, 30))))
    assert "0 up, 0 down" in text
    assert "Asked for most" not in text


@pytest.mark.parametrize(
    ("now", "zone", "expected"),
    [
        (datetime(2026, 11, 23, 8, 59, tzinfo=UTC), "UTC", date(2026, 11, 23)),
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "UTC", date(2026, 11, 30)),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "Asia/Tokyo", date(2026, 11, 23)),
        (datetime(2026, 11, 23, 15, 0, tzinfo=UTC), "America/Los_Angeles", date(2026, 11, 23)),
        (datetime(2026, 11, 29, 12, 0, tzinfo=UTC), "Nowhere/At_All", date(2026, 11, 30)),
    ],
)
def test_the_next_monday_is_that_of_the_zone(now: datetime, zone: str, expected: date) -> None:
    assert next_monday(now, zone) == expected
