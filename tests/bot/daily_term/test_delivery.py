"""The way of one delivery: through each step, through whatever goes wrong between two, and past other replicas."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from typing import Any

import pytest
from sqlalchemy import ColumnElement, event, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from structlog.testing import capture_logs

from bot import metrics
from bot.daily_term import messages
from bot.daily_term.subscriptions import turn_off
from bot.ledger.ledger import Ledger
from bot.ledger.messages import Claim
from bot.ledger.tables import deliveries, lanes
from bot.ledger.timing import Timing
from bot.platform import BusyError, Limited, PostResult, Refused, Sent, Unclear, UnreadableError
from content.models import Entry
from handlers.reply import Reply
from tests.bot.daily_term.world import AT_NINE, FAST, MONDAY, World, library_of, term

RECLAIM = timedelta(seconds=150)
"""Past lease and grace, by as much as a slow machine may take meanwhile: the clock goes on."""


def _counted(outcome: str) -> float:
    return metrics.registry.get_sample_value("dragoman_tips_total", {"outcome": outcome}) or 0.0


async def test_from_due_to_sent(world: World) -> None:
    before = _counted("sent")
    claim = await world.planned()
    assert (claim.fence, claim.posted, claim.expired, claim.active) == (1, False, False, True)
    await world.deliverer.deliver(claim)
    row = await world.row()
    assert (row.state, row.reference, row.attempts, row.reconciled) == ("sent", f"ts-{row.nonce}", 1, False)
    assert (row.not_before, row.lease_until) == (None, None)
    assert row.sent_at - MONDAY < timedelta(minutes=1)
    assert world.channels.texts == [row.name]
    assert _counted("sent") == before + 1
    assert await world.claim() == []


async def test_a_claim_is_one_replicas_alone(world: World) -> None:
    await world.planned()
    assert await world.replica().claim() == []


async def test_eight_workers_claim_two_hundred_once_each(world: World) -> None:
    for number in range(200):
        await world.subscribe(f"C{number}", workspace=f"T{number % 3}")
    world.at(MONDAY)
    while await world.planner.plan():
        pass

    async def work() -> list[int]:
        replica, mine = world.replica(), []
        while len(done) < 200:
            for claim in await replica.claim(5):
                await replica.deliverer.deliver(claim)
                mine.append(claim.id)
                done.append(claim.id)
        return mine

    done: list[int] = []
    shares = await asyncio.gather(*(work() for _ in range(8)))
    assert sum(map(len, shares)) == 200
    assert {len(posts) for posts in world.channels.posts.values()} == {1}
    assert world.channels.count == 200
    assert {row.state for row in await world.rows()} == {"sent"}


async def test_killed_after_the_claim_another_posts(world: World) -> None:
    await world.planned()
    await world.day(MONDAY + timedelta(seconds=119))
    assert world.channels.count == 0
    await world.day(MONDAY + RECLAIM)
    assert (world.channels.count, (await world.row()).state) == (1, "sent")


async def test_killed_after_the_intent_another_looks_and_posts(world: World) -> None:
    assert await world.ledger.intend(await world.planned())
    await world.day(MONDAY + RECLAIM)
    row = await world.row()
    assert (world.channels.count, row.state, row.attempts, row.reconciled) == (1, "sent", 2, False)


@pytest.mark.parametrize("killed", [True, False])
async def test_killed_after_the_post_or_told_nothing_another_finds_it(world: World, killed: bool) -> None:
    claim = await world.planned()
    if killed:
        assert await world.ledger.intend(claim)
        message = await world.deliverer.render(claim)
        assert message is not None
        await world.deliverer.post(claim, message)
    else:
        world.channels.lost = [Unclear("TimeoutError")]
        await world.deliverer.deliver(claim)
        assert (await world.row()).state == "pending"
    await world.day(MONDAY + timedelta(seconds=119))
    assert (await world.row()).state == "pending"
    await world.day(MONDAY + RECLAIM)
    row = await world.row()
    assert (world.channels.count, row.state, row.reconciled) == (1, "sent", True)
    assert row.reference == f"ts-{row.nonce}"


async def test_whatever_a_poster_raises_is_unclear_and_its_words_are_not_logged(world: World) -> None:
    world.channels.lost = [RuntimeError("xoxb-secret")]
    claim = await world.planned()
    with capture_logs() as logged:
        await world.deliverer.deliver(claim)
    assert "secret" not in str(logged)
    assert "RuntimeError" in str(logged)
    await world.day(MONDAY + RECLAIM)
    assert (world.channels.count, (await world.row()).reconciled) == (1, True)


async def test_not_there_too_late_is_missed_and_its_entry_free(world: World) -> None:
    world.channels.outcomes = [Unclear("fatal_error")]
    await world.deliverer.deliver(await world.planned())
    await world.day(MONDAY + timedelta(hours=3))
    row = await world.row()
    assert (row.state, row.entry, world.channels.count) == ("missed", None, 0)
    assert row.name


async def test_a_history_that_cannot_be_read_is_never_posted_over(world: World) -> None:
    world.channels.lost, world.channels.unreadable = [Unclear("x")], UnreadableError("missing_scope")
    await world.deliverer.deliver(await world.planned())
    await world.day(MONDAY + RECLAIM)
    row = await world.row()
    assert (row.state, row.reason, world.channels.count) == ("unknown", "missing_scope", 1)
    assert row.entry is not None


@pytest.mark.parametrize("error", [BusyError(30), OSError("no route")])
async def test_a_history_that_is_not_to_be_had_is_asked_for_again(world: World, error: Exception) -> None:
    world.channels.lost, world.channels.unreadable = [Unclear("x")], error
    await world.deliverer.deliver(await world.planned())
    await world.day(MONDAY + RECLAIM)
    assert (await world.row()).state == "pending"
    world.channels.unreadable = None
    await world.day(MONDAY + RECLAIM + timedelta(seconds=120))
    row = await world.row()
    assert (row.state, row.reconciled, world.channels.count) == ("sent", True, 1)


async def test_a_history_that_is_never_to_be_had_is_given_up(world: World) -> None:
    world.channels.lost, world.channels.unreadable = [Unclear("x")], BusyError(30)
    await world.deliverer.deliver(await world.planned())
    await world.day(MONDAY + timedelta(hours=3))
    assert (await world.row()).state == "pending"
    await world.day(MONDAY + timedelta(hours=5))
    assert ((await world.row()).state, world.channels.count) == ("unknown", 1)


async def test_a_search_goes_on_where_it_was_told_to_wait_whichever_replica_takes_it(world: World) -> None:
    world.channels.lost, world.channels.unreadable = [Unclear("x")], BusyError(60, "page 2")
    await world.deliverer.deliver(await world.planned())
    await world.day(MONDAY + RECLAIM)
    world.channels.unreadable = OSError("no route")  # says nothing of the position
    await world.replica().day(MONDAY + RECLAIM + timedelta(seconds=90))
    assert world.channels.positions == [None, "page 2"]
    world.channels.unreadable = None
    await world.replica().day(MONDAY + RECLAIM + timedelta(seconds=180))
    assert world.channels.positions == [None, "page 2", "page 2"]
    assert (await world.row()).state == "sent"


async def test_a_post_that_was_tried_again_is_looked_for_from_the_beginning(world: World) -> None:
    world.channels.outcomes, world.channels.unreadable = [Unclear("x"), Unclear("x")], BusyError(60, "page 2")
    await world.deliverer.deliver(await world.planned())
    await world.day(MONDAY + RECLAIM)
    world.channels.unreadable = None
    await world.day(MONDAY + RECLAIM + timedelta(seconds=90))  # not there: posted again, and unclear again
    await world.day(MONDAY + 2 * RECLAIM + timedelta(seconds=90))
    assert world.channels.positions == [None, "page 2", None]
    assert (world.channels.count, (await world.row()).state) == (1, "sent")


@pytest.mark.parametrize("ahead", [timedelta(hours=-30), timedelta(minutes=15), timedelta(days=1)])
async def test_what_was_posted_is_looked_for_by_the_clock_of_this_process(world: World, ahead: timedelta) -> None:
    """However far the database's clock is from it, and so from Slack's."""
    moment = datetime.now(UTC).replace(microsecond=0) + ahead
    world.at(moment - timedelta(hours=1))
    await world.subscribe(subscription=replace(AT_NINE, time=moment.time().replace(second=0)))
    world.at(moment + timedelta(minutes=1))
    await world.planner.plan()
    world.channels.lost = [Unclear("x")]
    await world.deliverer.deliver(await world.one())
    world.at(moment + timedelta(minutes=4))
    (claim,) = await world.claim()
    assert timedelta(minutes=3) < datetime.now(UTC) - claim.since < timedelta(minutes=10)


async def lanes_of(world: World) -> list[Any]:
    async with world.engine.connect() as connection:
        return list((await connection.execute(lanes.select())).all())


@pytest.mark.parametrize("ahead", [timedelta(minutes=50), timedelta(days=1), timedelta(days=400)])
async def test_a_clock_that_was_ahead_for_a_while_closes_no_workspace(world: World, ahead: timedelta) -> None:
    await world.subscribe("C1")
    await world.subscribe("C2", replace(AT_NINE, time=time_of_day(10)))
    await world.day(MONDAY + ahead)  # the lane is closed until then
    world.at(MONDAY)  # and now the clock is right
    before = world.channels.count
    await world.subscribe("C3", replace(AT_NINE, time=time_of_day(9, 5)))
    await rounds(world, MONDAY + timedelta(minutes=6))
    assert world.channels.count == before + 1
    (lane,) = await lanes_of(world)
    assert lane.open_at < MONDAY + timedelta(minutes=7)


async def rounds(world: World, moment: datetime) -> None:
    """What the loop does at a moment, until there is nothing to do."""
    world.at(moment)
    for _ in range(10):
        agenda = await world.ledger.agenda()
        if agenda.plan_in is not None and agenda.plan_in <= 0:
            await world.planner.plan()
        for claim in await world.claim() if agenda.claim_in is not None and agenda.claim_in <= 0 else []:
            await world.deliverer.deliver(claim)


async def test_a_pause_that_the_platform_asked_for_is_kept_up_to_an_hour(world: World) -> None:
    world.channels.outcomes = [Limited(3500)]
    await world.deliverer.deliver(await world.planned())
    world.at(MONDAY + timedelta(seconds=3400))
    agenda = await world.ledger.agenda()
    assert agenda.claim_in
    assert agenda.claim_in > 60
    assert await world.claim() == []
    (lane,) = await lanes_of(world)
    assert lane.paused
    await world.day(MONDAY + timedelta(seconds=3560))
    (lane,) = await lanes_of(world)
    assert (world.channels.count, lane.paused) == (1, False)


async def test_within_the_grace_nobody_looks_so_a_history_may_lag(world: World) -> None:
    world.channels.lost, world.channels.delayed = [Unclear("x")], True
    await world.deliverer.deliver(await world.planned())
    await world.day(MONDAY + timedelta(seconds=119))
    world.channels.delayed = False
    await world.day(MONDAY + RECLAIM)
    assert (world.channels.count, (await world.row()).reconciled) == (1, True)


async def test_a_limit_pauses_the_whole_workspace_and_no_other(world: World) -> None:
    for channel, workspace in (("C1", "T1"), ("C2", "T1"), ("C3", "T2")):
        await world.subscribe(channel, workspace=workspace)
    world.use(Timing(pace=1.0))  # one at a time
    world.at(MONDAY)
    await world.planner.plan()
    world.channels.outcomes = [Limited(30)]
    claims = await world.claim()
    assert sorted(claim.target.workspace for claim in claims) == ["T1", "T2"]
    for claim in sorted(claims, key=lambda claim: claim.target.workspace):
        await world.deliverer.deliver(claim)
    limited = next(row for row in await world.rows() if row.attempts == 1 and row.state == "pending")
    assert (limited.posted, limited.lease_until) == (False, None)
    world.use(Timing(pace=1_000_000.0, ahead=0.0))
    await world.day(MONDAY + timedelta(seconds=29))
    assert list(world.channels.posts) == ["C3"]
    await world.day(MONDAY + timedelta(seconds=60))
    assert sorted(world.channels.posts) == ["C1", "C2", "C3"]
    assert {row.state for row in await world.rows()} == {"sent"}


async def test_limited_until_it_is_too_late_is_missed(world: World) -> None:
    world.channels.outcomes = [Limited(7201)]
    await world.deliverer.deliver(await world.planned())
    await world.day(MONDAY + timedelta(seconds=7205))
    assert ((await world.row()).state, world.channels.count) == ("missed", 0)


async def test_a_refusal_is_told_and_the_next_day_tried_again(world: World) -> None:
    world.channels.outcomes = [Refused("not_in_channel")]
    await world.deliverer.deliver(await world.planned())
    row = await world.row()
    assert (row.state, row.reason, row.entry) == ("failed", "not_in_channel", None)
    await world.day(MONDAY + timedelta(days=1))
    assert world.channels.count == 1
    stored = await world.store.find("slack", "T1", "C1")
    assert stored
    assert [each.outcome.value for each in await world.store.latest(stored.id)] == ["sent", "failed"]


async def test_a_channel_that_is_gone_turns_it_off(world: World) -> None:
    world.channels.outcomes = [Refused("is_archived", gone=True)]
    await world.deliverer.deliver(await world.planned())
    assert await world.store.find("slack", "T1", "C1") is None
    await world.day(MONDAY + timedelta(days=1))
    assert world.channels.count == 0


async def test_a_stale_fence_can_do_nothing(world: World) -> None:
    stale = await world.planned()
    world.at(MONDAY + RECLAIM)
    fresh = await world.one()
    assert fresh.fence == stale.fence + 1
    steps, before = world.ledger, await lanes_of(world)
    assert not await steps.intend(stale)
    assert not await steps.confirm(stale, "ts-stale")
    assert not await steps.fail(stale, Refused("not_in_channel", gone=True))
    assert not await steps.miss(stale, "late")
    assert not await steps.unknown(stale, "late")
    assert not await steps.postpone(stale, 5)
    assert not await steps.release(stale)
    assert not await steps.search_later(stale, 5)
    assert await lanes_of(world) == before
    assert await steps.intend(fresh)
    assert await steps.confirm(fresh, "ts-fresh")
    assert (await world.row()).reference == "ts-fresh"
    assert await world.store.find("slack", "T1", "C1")


@pytest.mark.parametrize(("seconds", "enough"), [(30, True), (50, False), (61, False)])
async def test_a_post_begins_only_while_enough_of_the_lease_remains(world: World, seconds: int, enough: bool) -> None:
    claim = await world.planned()
    world.at(MONDAY + timedelta(seconds=seconds))
    assert await world.ledger.intend(claim) is enough


async def test_it_is_posted_once_its_turn_has_come(world: World) -> None:
    claim = await world.planned()
    await world.deliverer.deliver(replace(claim, wait=0.01))
    assert (world.channels.count, (await world.row()).state) == (1, "sent")


async def test_a_process_that_slept_past_its_lease_posts_nothing(world: World) -> None:
    claim = await world.planned()
    world.at(MONDAY + timedelta(seconds=50))
    await world.deliverer.deliver(claim)
    assert world.channels.count == 0
    await world.day(MONDAY + timedelta(seconds=51))  # it was released, so nobody waits for the lease to end
    assert world.channels.count == 1


async def test_a_process_that_stood_still_after_its_intent_posts_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.use(replace(FAST, margin=0.02))
    claim, intend = await world.planned(), world.ledger.intend

    async def still(claim: Claim) -> bool:
        intended = await intend(claim)
        time.sleep(0.02)  # noqa: ASYNC251 - the whole process stands
        return intended

    monkeypatch.setattr(world.ledger, "intend", still)
    await world.deliverer.deliver(claim)
    row = await world.row()
    assert (world.channels.count, row.state, row.posted, row.lease_until) == (0, "pending", False, None)
    world.use(FAST)
    await world.day(MONDAY + timedelta(minutes=1))
    assert world.channels.count == 1


async def test_it_never_begins_after_its_time(world: World) -> None:
    claim = await world.planned(MONDAY + timedelta(hours=1, minutes=59, seconds=55))
    world.at(MONDAY + timedelta(hours=2, seconds=1))
    assert not await world.ledger.intend(claim)


async def test_turned_off_between_claim_and_post(world: World) -> None:
    claim = await world.planned()
    await world.store.deactivate("slack", "T1", "C1")
    await world.deliverer.deliver(claim)
    row = await world.row()
    assert (row.state, row.reason, row.entry, world.channels.count) == ("missed", "turned off", None, 0)


async def test_turned_off_while_unclear_it_is_not_posted_again(world: World) -> None:
    world.channels.outcomes = [Unclear("x")]
    await world.deliverer.deliver(await world.planned())
    await world.store.deactivate("slack", "T1", "C1")
    await world.day(MONDAY + RECLAIM)
    assert ((await world.row()).state, world.channels.count) == ("missed", 0)


async def test_turned_off_while_it_is_limited_it_is_not_posted_later(world: World) -> None:
    claim = await world.planned()
    assert await world.ledger.intend(claim)
    await world.store.deactivate("slack", "T1", "C1")
    await world.deliverer.settle(claim, Limited(5))
    await world.day(MONDAY + timedelta(seconds=60))
    row = await world.row()
    assert (row.state, row.reason, row.entry, world.channels.count) == ("missed", "turned off", None, 0)


async def test_turned_off_while_it_is_looked_for_it_is_not_posted_again(world: World) -> None:
    world.channels.outcomes = [Unclear("x")]
    await world.deliverer.deliver(await world.planned())
    world.at(MONDAY + RECLAIM)
    claim = await world.one()
    await world.store.deactivate("slack", "T1", "C1")
    await world.deliverer.deliver(claim)
    await world.day(MONDAY + RECLAIM + timedelta(seconds=60))
    row = await world.row()
    assert (row.state, row.reason, world.channels.count) == ("missed", "turned off", 0)


async def test_removed_between_claim_and_post(world: World) -> None:
    claim = await world.planned()
    await world.store.remove_workspace("slack", "T1")
    await world.deliverer.deliver(claim)
    assert world.channels.count == 0


async def test_a_claim_of_what_was_removed_does_nothing_to_what_took_its_place(world: World) -> None:
    stale = await world.planned()
    await world.store.remove_workspace("slack", "T1")
    world.at(MONDAY - timedelta(minutes=1))
    await world.subscribe("C2", workspace="T2")
    world.at(MONDAY + timedelta(minutes=1))
    await world.planner.plan()
    fresh = await world.one()  # SQLite gives numbers out again
    await world.deliverer.settle(stale, Limited(3600))
    await world.deliverer.settle(stale, Sent("ts-stale"))
    assert not await world.ledger.intend(stale)
    await world.deliverer.deliver(fresh)
    row = await world.row()
    assert (row.state, row.reference) == ("sent", f"ts-{row.nonce}")
    async with world.engine.connect() as connection:
        (lane,) = (await connection.execute(lanes.select())).all()
    assert lane.open_at < MONDAY + timedelta(minutes=2)


async def test_an_entry_that_is_gone_by_the_time_of_the_post_is_replaced(world: World) -> None:
    claim = await world.planned()
    left = [name for name in ("anchor", "berth", "canal") if f"harbour/{name}" != claim.entry]
    world.library = library_of(map(term, left))
    await world.deliverer.deliver(claim)
    row = await world.row()
    assert row.entry in {f"harbour/{name}" for name in left}
    assert (row.state, world.channels.texts) == ("sent", [row.name])


async def test_a_replacement_that_begins_a_cycle_begins_it_for_its_own_channel_only(world: World) -> None:
    world.library = library_of(map(term, ("anchor", "berth")))
    stored = await world.subscribe()
    await world.day(MONDAY)
    (first,) = await world.rows()
    world.at(MONDAY + timedelta(days=1))
    await world.planner.plan()
    other = await world.subscribe("C2")
    world.library = library_of([term(first.name.lower())])
    await world.deliverer.deliver(await world.one())
    world.library = library_of(map(term, ("anchor", "berth", "canal")))
    await world.day(MONDAY + timedelta(days=2))
    rows = await world.rows(stored.id)
    assert [(row.state, row.cycle) for row in rows] == [("sent", 1), ("sent", 2), ("sent", 2)]
    assert rows[1].entry == first.entry
    assert rows[2].entry != first.entry
    assert [row.cycle for row in await world.rows(other.id)] == [1]


async def test_without_any_entry_left_it_fails(world: World) -> None:
    claim = await world.planned()
    world.library = library_of([])
    await world.deliverer.deliver(claim)
    assert ((await world.row()).state, (await world.row()).reason) == ("failed", "no entry")


def unrenderable(entry: Entry) -> Reply:
    raise AttributeError(entry.name)


async def test_an_entry_without_words_fails_and_says_so(world: World) -> None:
    claim = await world.planned()
    world.messages._render = unrenderable
    await world.deliverer.deliver(claim)
    assert (await world.row()).reason == "no words"


@pytest.mark.parametrize("drawn", [True, False], ids=["refused", "without words"])
async def test_an_entry_that_cannot_be_posted_does_not_come_again_each_day(world: World, drawn: bool) -> None:
    claim = await world.planned()
    render = world.messages._render
    if drawn:
        world.channels.outcomes = [Refused("invalid_blocks", spent=True)]
    else:
        world.messages._render = unrenderable
    await world.deliverer.deliver(claim)
    world.messages._render = render
    for days in (1, 2):
        await world.day(MONDAY + timedelta(days=days))
    rows = await world.rows()
    assert [row.state for row in rows] == ["failed", "sent", "sent"]
    assert [row.cycle for row in rows] == [1, 1, 1]
    assert {row.entry for row in rows} == {"harbour/anchor", "harbour/berth", "harbour/canal"}


async def test_a_search_without_end_is_given_up_and_begun_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.channels.outcomes = [Unclear("x")]
    await world.deliverer.deliver(await world.planned())
    world.at(MONDAY + RECLAIM)
    world.use(replace(FAST, lease=0.05))
    claim, endless = await world.one(), asyncio.Event()
    monkeypatch.setattr(world.channels, "find", lambda *_: endless.wait())
    async with asyncio.timeout(60):
        await world.deliverer.deliver(claim)
    row = await world.row()
    assert (row.state, row.posted, row.lease_until) == ("pending", True, None)


async def test_a_channel_that_is_gone_and_turned_off_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    if world.engine.dialect.name == "sqlite":
        pytest.skip("it has one writer at a time")
    claim, off = await world.planned(), list[asyncio.Task[bool]]()

    async def meanwhile(connection: AsyncConnection, which: ColumnElement[bool]) -> Sequence[int]:
        off.append(asyncio.create_task(world.store.deactivate("slack", "T1", "C1")))
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while not (await connection.execute(waiting)).scalar_one():
            pass
        return await turn_off(connection, which)

    monkeypatch.setattr(messages, "turn_off", meanwhile)
    async with asyncio.timeout(60):
        assert await world.ledger.fail(claim, Refused("is_archived", gone=True))
        assert not await off[0]
    assert (await world.row()).state == "failed"


async def test_a_stopping_process_releases_what_has_not_begun(world: World) -> None:
    claim = await world.planned()
    world.deliverer.stopping.set()
    await world.deliverer.deliver(claim)
    assert world.channels.count == 0
    other = world.replica()
    await other.deliverer.deliver(await other.one())
    assert ((await world.row()).state, world.channels.count) == ("sent", 1)


async def test_a_workspaces_pace_holds_across_replicas(world: World) -> None:
    for number in range(12):
        await world.subscribe(f"C{number}")
    slow = Timing(pace=0.004, ahead=1000.0)  # four in a thousand seconds, beside which a slow machine does not count
    world.use(slow)
    world.at(MONDAY)
    await world.planner.plan()
    other = world.replica()
    other.use(slow)
    claims = [*await world.claim(), *await other.claim()]
    assert [round(claim.wait / 10) for claim in claims] == [0, 25, 50, 75, 100, 125, 150, 175]
    assert [*await world.claim(), *await other.claim()] == []
    world.at(MONDAY + timedelta(seconds=1010))
    assert [round(claim.wait / 10) for claim in await other.claim()] == [99, 124, 149, 174]


async def test_a_busy_workspace_does_not_keep_another_waiting(world: World) -> None:
    for number in range(50):
        await world.subscribe(f"C{number}", workspace="busy")
    await world.subscribe("quiet", workspace="quiet")
    world.use(Timing(pace=2.0))
    world.at(MONDAY)
    await world.planner.plan()
    claims = await world.claim(10)
    assert "quiet" in {claim.target.channel for claim in claims}
    assert all(claim.wait < world.timing.ahead for claim in claims)  # a lease never lapses while waiting


async def test_what_is_too_late_takes_no_turn(world: World) -> None:
    for number in range(5):
        await world.subscribe(f"C{number}")
    world.at(MONDAY)
    await world.planner.plan()
    world.use(Timing(pace=1.0, ahead=5.0))
    world.at(MONDAY + timedelta(hours=3))
    claims = await world.claim()
    assert [(claim.expired, claim.wait) for claim in claims] == [(True, 0.0)] * 5


async def test_a_search_takes_a_turn_even_if_it_is_too_late_to_post(world: World) -> None:
    for number in range(3):
        await world.subscribe(f"C{number}")
    world.at(MONDAY)
    await world.planner.plan()
    for claim in await world.claim():
        assert await world.ledger.intend(claim)
    world.use(Timing(pace=0.01, ahead=1000.0))
    world.at(MONDAY + timedelta(hours=3))
    claims = await world.claim()
    assert [(claim.expired, claim.posted) for claim in claims] == [(True, True)] * 3
    assert [round(claim.wait / 10) for claim in claims] == [0, 10, 20]


def elsewhere(world: World) -> Ledger:
    """The ledger of a process that serves another platform."""
    return Ledger(world.engine, ["teams"], world.messages, world.timing, world.clock)


async def test_the_age_of_a_planned_term_counts_until_it_is_finished(world: World) -> None:
    await world.subscribe()
    world.at(MONDAY)
    await world.planner.plan()
    world.at(MONDAY + timedelta(minutes=10))
    assert 600 <= (await world.ledger.agenda()).due_age < 660
    assert (await elsewhere(world).agenda()).due_age == 0
    await world.deliverer.deliver(await world.one())
    assert (await world.ledger.agenda()).due_age == 0


OUTCOMES = ("sent", "failed", "missed", "unknown", "reconciled")


@pytest.mark.parametrize(
    ("trouble", "level", "counted", "reason"),
    [
        ({}, "info", ["sent"], None),
        ({"outcomes": [Refused("not_in_channel")]}, "warning", ["failed"], "not_in_channel"),
        ({"outcomes": [Limited(7201)]}, "warning", ["missed"], "too late"),
        ({"lost": [Unclear("x")], "unreadable": UnreadableError("no_history")}, "warning", ["unknown"], "no_history"),
        ({"lost": [Unclear("x")]}, "info", ["sent", "reconciled"], None),
    ],
    ids=["sent", "refused", "too late", "unreadable", "reconciled"],
)
async def test_the_outcome_is_logged_and_counted_once(
    world: World, trouble: dict[str, Any], level: str, counted: list[str], reason: str | None
) -> None:
    before = [_counted(name) for name in OUTCOMES]
    for name, value in trouble.items():
        setattr(world.channels, name, copy(value))
    claim = await world.planned()
    with capture_logs() as logs:
        await world.deliverer.deliver(claim)
        await world.day(MONDAY + timedelta(hours=2, seconds=5))
    (entry,) = (entry for entry in logs if entry["event"] == "tips.delivered")
    assert (entry["log_level"], entry["delivery"], entry["outcome"]) == (level, claim.id, counted[0])
    assert entry.get("reason") == reason
    added = [_counted(name) - count for name, count in zip(OUTCOMES, before, strict=True)]
    assert added == [float(name in counted) for name in OUTCOMES]


@pytest.mark.parametrize("result", [Sent("ts-stale"), Limited(30), Refused("x", gone=True)], ids=str)
async def test_a_stale_claims_result_is_neither_counted_nor_retried(world: World, result: PostResult) -> None:
    retries: list[float] = []
    world.deliverer.retry_in = retries.append
    stale = await world.planned()
    world.at(MONDAY + RECLAIM)
    await world.one()
    before = [_counted(name) for name in OUTCOMES]
    with capture_logs() as logs:
        await world.deliverer.settle(stale, result)
        await world.deliverer.release(stale)
    assert [_counted(name) for name in OUTCOMES] == before
    assert retries == []
    assert "tips.delivered" not in {entry["event"] for entry in logs}


@pytest.mark.parametrize(
    ("result", "seconds"), [(Limited(30), 30), (Limited(9999), 3600), (Refused("x"), None), (Sent("ts"), None)]
)
async def test_a_limited_delivery_asks_to_be_retried(world: World, result: PostResult, seconds: float | None) -> None:
    retries: list[float] = []
    world.deliverer.retry_in = retries.append
    world.channels.outcomes = [result]
    await world.deliverer.deliver(await world.planned())
    assert retries == ([] if seconds is None else [seconds])


@pytest.mark.parametrize(("error", "seconds"), [(BusyError(30), 30), (OSError("no route"), FAST.grace)])
async def test_a_search_that_was_put_off_asks_to_be_retried(world: World, error: Exception, seconds: float) -> None:
    retries: list[float] = []
    world.deliverer.retry_in = retries.append
    world.channels.lost, world.channels.unreadable = [Unclear("x")], error
    await world.deliverer.deliver(await world.planned())
    assert retries == []
    await world.day(MONDAY + RECLAIM)
    assert retries == [seconds]


async def test_a_released_delivery_asks_to_be_retried_at_once(world: World) -> None:
    retries: list[float] = []
    world.deliverer.retry_in = retries.append
    claim = await world.planned()
    world.deliverer.stopping.set()
    await world.deliverer.deliver(claim)
    assert retries == [0.0]


async def test_what_delays_a_delivery_is_logged(world: World) -> None:
    world.channels.outcomes, world.channels.unreadable = [Limited(30), Unclear("fatal_error")], BusyError(30)
    with capture_logs() as logs:
        await world.deliverer.deliver(await world.planned())
        await world.day(MONDAY + timedelta(seconds=45))
        await world.day(MONDAY + timedelta(seconds=45) + RECLAIM)
    limited, unclear, not_read = logs
    assert (limited["event"], limited["log_level"], limited["seconds"]) == ("tips.limited", "warning", 30)
    assert (unclear["event"], unclear["log_level"], unclear["reason"]) == ("tips.unclear", "warning", "fatal_error")
    assert (not_read["event"], not_read["log_level"], not_read["error"]) == ("tips.not_read", "warning", "BusyError")


async def rename(engine: AsyncEngine, table: str, name: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))


async def test_an_outcome_is_recorded_once_the_database_answers_again(own_database: AsyncEngine) -> None:
    world, failures = World(own_database), list[Exception | None]()
    world.use(replace(FAST, again=0.01))
    claim = await world.planned()
    assert await world.ledger.intend(claim)
    await rename(own_database, "deliveries", "away")
    event.listen(
        own_database.sync_engine, "handle_error", lambda context: failures.append(context.sqlalchemy_exception)
    )
    async with asyncio.timeout(60):
        with capture_logs() as logs:
            settling = asyncio.create_task(world.deliverer.settle(claim, Sent("ts-1")))
            while len(failures) < 3:  # noqa: ASYNC110 - a database sends no event
                await asyncio.sleep(0.01)
            await rename(own_database, "away", "deliveries")
            await settling
    row = await world.row()
    assert (row.state, row.reference) == ("sent", "ts-1")
    assert [entry["doing"] for entry in logs if entry["event"] == "state.unreachable"] == ["tip step"]


async def test_a_failing_database_is_left_alone_between_two_attempts(own_database: AsyncEngine) -> None:
    world, failed, failures = World(own_database), asyncio.Event(), list[Any]()
    world.use(replace(FAST, again=3600.0))
    claim = await world.planned()
    await rename(own_database, "deliveries", "away")
    event.listen(own_database.sync_engine, "handle_error", failures.append)
    event.listen(own_database.sync_engine, "handle_error", lambda _: failed.set())
    settling = asyncio.create_task(world.deliverer.settle(claim, Sent("ts-1")))
    async with asyncio.timeout(60):
        await failed.wait()
        for _ in range(10):  # long enough for another attempt
            await world.store.find("slack", "T1", "C1")
    settling.cancel()
    assert len(failures) == 1


async def test_a_database_that_fails_past_the_lease_leaves_the_delivery_to_the_next_claim(
    own_database: AsyncEngine,
) -> None:
    world = World(own_database)
    claim = await world.planned()
    world.use(replace(FAST, lease=0.0, grace=0.0))
    await rename(own_database, "deliveries", "away")
    with capture_logs() as logs:
        async with asyncio.timeout(60):
            await world.deliverer.deliver(claim)
    assert [entry["doing"] for entry in logs if entry["event"] == "state.unreachable"] == ["tip"]
    assert world.channels.count == 0
    await rename(own_database, "away", "deliveries")
    world.use(FAST)
    await world.day(MONDAY + RECLAIM)
    assert (world.channels.count, (await world.row()).state) == (1, "sent")


@pytest.mark.parametrize("locked", ["lane", "delivery"])
async def test_a_claim_does_not_wait_for_what_another_replica_has_locked(world: World, locked: str) -> None:
    if world.engine.dialect.name == "sqlite":
        pytest.skip("it has one writer at a time")
    await world.subscribe("C1", workspace="T1")
    await world.subscribe("C2", workspace="T2")
    world.at(MONDAY)
    await world.planner.plan()
    row, _ = await world.rows()
    query = select(lanes).where(lanes.c.id == row.lane_id) if locked == "lane" else select(deliveries)
    if locked == "delivery":
        query = query.where(deliveries.c.id == row.id)
    async with world.engine.begin() as other, asyncio.timeout(60):
        await other.execute(query.with_for_update())
        assert [claim.target.channel for claim in await world.claim()] == ["C2"]
