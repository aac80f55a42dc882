"""Open requests: merged by folding, answered once each, gone afterwards, and shown to no other workspace."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.tables import deliveries
from bot.platform import Left, Limited, Refused, Unclear
from bot.team_terms.request_tables import open_requests, request_askers, request_weeks
from bot.team_terms.tables import team_terms
from bot.workspace_data.deletion import delete_workspace
from handlers.request import Place
from handlers.team_terms.open_requests import A_DAY, DAYS_KEPT, WORD_LENGTH, Asked
from tests.bot.team_terms.world import MEI, MONDAY, RequestWorld, person

pytestmark = pytest.mark.database


@pytest.fixture
def world(database: AsyncEngine) -> RequestWorld:
    world = RequestWorld(database)
    world.at(MONDAY)
    return world


async def test_requests_for_a_word_are_merged_however_it_is_written(world: RequestWorld) -> None:
    asked = [await world.ask("REC", "U1"), await world.ask("r.e.c.", "U2"), await world.ask("Recs", "U3")]
    assert asked == [Asked.ASKED] * 3
    (found,) = await world.open()
    assert (found.word, found.people, found.since) == ("REC", 3, MONDAY.date())
    assert await world.ask("rec", "U1") is Asked.ALREADY


async def test_one_person_asks_for_so_many_words_a_day(world: RequestWorld) -> None:
    outcomes = [await world.ask(f"word{number}") for number in range(A_DAY + 1)]
    assert outcomes == [Asked.ASKED] * A_DAY + [Asked.TOO_MANY]
    assert await world.ask("another", "U2") is Asked.ASKED
    world.at(MONDAY + timedelta(days=1, minutes=1))
    assert await world.ask("tomorrow") is Asked.ASKED


async def test_a_guest_of_another_company_asks_nobody(world: RequestWorld) -> None:
    guest = replace(person(), home="T9")
    assert await world.requests.ask(guest, Place(), "REC") is Asked.OUTSIDER
    assert await world.rows(open_requests) == []


async def test_only_owners_see_what_is_asked_for_and_close_it(world: RequestWorld) -> None:
    await world.ask("REC")
    assert await world.requests.waiting(person("U2")) == ()
    (found,) = await world.open()
    assert await world.requests.find(person("U2"), found.id) is None
    assert not await world.requests.decline(person("U2"), found.id)
    assert await world.open("T2") == ()
    assert await world.requests.find(person(MEI.user, "T2"), found.id) is None
    assert not await world.requests.decline(person(MEI.user, "T2"), found.id)
    assert len(await world.open()) == 1


async def test_each_asker_hears_the_answer_once_and_everything_is_gone(world: RequestWorld) -> None:
    for user in ("U1", "U2", "U3"):
        await world.ask("REC", user)
    await world.ask("other", "U1")
    await world.deliver()
    assert world.channels.count == 0
    await world.teach("REC", "Resource Efficiency Cell")
    await world.deliver()
    assert {user: len(posts) for user, posts in world.channels.posts.items()} == {"U1": 1, "U2": 1, "U3": 1}
    assert all("“REC”" in text for text in world.channels.texts)
    assert [row.word for row in await world.rows(open_requests)] == ["other"]
    assert [row.person for row in await world.rows(request_askers)] == ["U1"]
    assert {(row.data, row.channel) for row in await world.rows(deliveries)} == {(None, None)}
    assert [(row.answered, row.not_ours) for row in await world.rows(request_weeks)] == [(1, 0)]


@pytest.mark.parametrize("how", ["name", "alias", "in another case"])
async def test_a_word_is_answered_however_it_was_taught(world: RequestWorld, how: str) -> None:
    assert await world.ask("REC") is Asked.ASKED
    if how == "alias":
        await world.teach("Resource Efficiency Cell", aliases=("R.E.C.",))
    else:
        await world.teach("REC" if how == "name" else "rec")
    await world.deliver()
    assert world.channels.count == 1


async def test_another_workspaces_term_answers_nothing(world: RequestWorld) -> None:
    await world.ask("REC")
    await world.teach("REC", workspace="T2")
    await world.deliver()
    assert (world.channels.count, len(await world.open())) == (0, 1)


async def test_a_word_that_is_not_ours(world: RequestWorld) -> None:
    await world.ask("REC", "U1")
    await world.ask("REC", "U2")
    (found,) = await world.open()
    assert await world.requests.decline(MEI, found.id)
    assert not await world.requests.decline(MEI, found.id)
    await world.deliver()
    assert world.channels.count == 2
    assert all("isn't one of them" in text for text in world.channels.texts)
    assert await world.rows(open_requests) == []
    assert await world.ask("REC") is Asked.ASKED


async def test_two_owners_and_two_replicas_at_once(world: RequestWorld) -> None:
    for user in range(8):
        await world.ask("REC", f"U{user}")
    (found,) = await world.open()
    worlds = [world, *(world.replica() for _ in range(3))]
    declined = await asyncio.gather(*(each.requests.decline(MEI, found.id) for each in worlds), world.teach("REC"))
    assert declined[:4].count(True) == 1
    await asyncio.gather(*(each.deliver() for each in worlds))
    await world.deliver()
    assert [len(posts) for posts in world.channels.posts.values()] == [1] * 8
    assert await world.rows(open_requests) == []


async def test_who_asks_while_it_is_answered_hears_too(world: RequestWorld) -> None:
    await world.ask("REC", "U1")
    replica = world.replica()
    await asyncio.gather(world.teach("REC"), replica.ask("REC", "U2"), world.requests.close_taught())
    await world.deliver()
    assert {user: len(posts) for user, posts in world.channels.posts.items()} == {"U1": 1, "U2": 1}


async def test_lost_answers_limits_and_refusals(world: RequestWorld) -> None:
    for user in ("U1", "U2", "U3"):
        await world.ask("REC", user)
    world.channels.lost = [Unclear("timeout")]
    world.channels.outcomes = [Limited(5), Refused("user_disabled")]
    await world.teach("REC")
    for minutes in (0, 1, 3, 6, 9):
        world.at(MONDAY + timedelta(minutes=minutes))
        await world.deliver()
    assert sorted(await world.states()) == ["failed", "sent", "sent"]
    assert [len(posts) for posts in world.channels.posts.values()] == [1, 1]
    assert await world.rows(request_askers) == []


async def test_an_answer_taken_back_before_it_was_sent_is_said_so(world: RequestWorld) -> None:
    await world.ask("REC")
    await world.teach("REC")
    await world.requests.close_taught()
    async with world.engine.begin() as connection:
        await connection.execute(team_terms.update().values(live=False))
    await world.deliver()
    assert "taken it out again" in world.channels.texts[0]


async def test_an_answer_whose_number_is_now_another_workspaces_term_is_taken_back(world: RequestWorld) -> None:
    await world.ask("REC")
    await world.teach("REC", "Ours")
    await world.requests.close_taught()
    await world.teach("REC", "Theirs", workspace="T2")
    ours, theirs = await world.rows(team_terms)
    async with world.engine.begin() as connection:
        await connection.execute(team_terms.delete().where(team_terms.c.id == ours.id))
        await connection.execute(team_terms.update().where(team_terms.c.id == theirs.id).values(id=ours.id))
    await world.deliver()
    assert "taken it out again" in world.channels.texts[0]
    assert "Theirs" not in world.channels.texts[0]


async def test_what_nobody_answers_goes_after_90_days(world: RequestWorld) -> None:
    await world.ask("REC")
    world.at(MONDAY + timedelta(days=DAYS_KEPT - 1))
    await world.deliver()
    assert len(await world.rows(open_requests)) == 1
    world.at(MONDAY + timedelta(days=DAYS_KEPT, minutes=1))
    await world.deliver()
    assert (await world.rows(open_requests), await world.rows(request_askers)) == ([], [])


async def test_a_workspace_that_leaves_takes_everything_with_it(world: RequestWorld) -> None:
    for workspace in ("T1", "T2"):
        await world.ask("REC", workspace=workspace)
        await world.teach("REC", workspace=workspace)
    await world.requests.close_taught()
    await delete_workspace(world.engine, Left("slack", "T1"))
    await world.deliver()
    assert world.channels.count == 1
    assert await world.rows(open_requests) == []
    assert [row.workspace for row in await world.rows(request_weeks)] == ["T2"]


async def test_no_word_is_longer_than_it_may_be(world: RequestWorld) -> None:
    await world.ask("x" * 500)
    (found,) = await world.open()
    assert len(found.word) == WORD_LENGTH
