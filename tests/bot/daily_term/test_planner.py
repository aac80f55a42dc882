"""Planning: one row a channel and local date, no entry twice in a cycle, and no pile-up after a rest."""

from __future__ import annotations

import asyncio
import itertools
import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import JSON, event, select, text
from sqlalchemy.exc import IntegrityError
from structlog.testing import capture_logs

from bot import metrics
from bot.daily_term.planner import Planner
from bot.daily_term.rotation import Rotation, key_of
from bot.daily_term.tables import subscriptions
from bot.ledger.ledger import Agenda
from bot.ledger.tables import deliveries, lanes
from bot.ledger.timing import Timing
from bot.platform import Refused, Target
from content.library import Library
from content.models import Entry, Role
from handlers.daily_term.subscription import EVERY_DAY, Skip, Subscription
from tests.bot.daily_term.world import AT_NINE, MONDAY, World, library_of, term

DAY = timedelta(days=1)


async def test_before_its_time_nothing_is_planned(world: World) -> None:
    stored = await world.subscribe()
    assert (stored.next_day, stored.next_at) == (MONDAY.date(), MONDAY)
    assert await world.planner.plan() == 0
    assert await world.rows() == []


async def test_what_is_due_is_planned_once(world: World) -> None:
    await world.subscribe()
    world.at(MONDAY)
    assert await world.planner.plan() == 1
    assert await world.planner.plan() == 0
    row = await world.row()
    assert (row.day, row.due_at, row.state, row.reason, row.cycle) == (MONDAY.date(), MONDAY, "pending", "", 1)
    assert row.expires_at == MONDAY + timedelta(hours=2)
    assert row.entry in {"harbour/anchor", "harbour/berth", "harbour/canal"}
    assert len(row.nonce) == 32
    stored = await world.store.find("slack", "T1", "C1")
    assert stored
    assert stored.next_at == MONDAY + DAY


async def test_planners_at_once_plan_each_channel_once(world: World) -> None:
    for number in range(60):
        await world.subscribe(f"C{number}", workspace=f"T{number % 7}")
    world.at(MONDAY)
    small = replace(world.timing, plan_batch=7)
    planners = [Planner(world.engine, lambda: world.library, ["slack"], small, world.clock) for _ in range(4)]

    async def work(planner: Planner) -> int:
        total = 0
        while taken := await planner.plan():
            total += taken
        return total

    assert sum(await asyncio.gather(*map(work, planners))) == 60
    rows = await world.rows()
    assert len(rows) == len({row.subscription_id for row in rows}) == 60


async def test_planning_does_not_wait_for_what_another_replica_has_locked(world: World) -> None:
    if world.engine.dialect.name == "sqlite":
        pytest.skip("it has one writer at a time")
    locked, free = await world.subscribe("C1"), await world.subscribe("C2")
    world.at(MONDAY)
    query = select(subscriptions).where(subscriptions.c.id == locked.id).with_for_update()
    async with world.engine.begin() as other, asyncio.timeout(60):
        await other.execute(query)
        assert await world.planner.plan() == 1
    assert [row.subscription_id for row in await world.rows()] == [free.id]


async def test_a_date_that_has_a_delivery_gets_no_other(world: World) -> None:
    stored = await world.subscribe()
    world.at(MONDAY)
    await world.planner.plan()
    async with world.engine.begin() as connection:  # as if another replica had read the row before
        again = {"next_day": MONDAY.date(), "next_at": MONDAY}
        await connection.execute(subscriptions.update().where(subscriptions.c.id == stored.id).values(again))
    await world.planner.plan()
    assert len(await world.rows()) == 1


async def test_the_constraints_hold_whatever_the_code_does(world: World) -> None:
    await world.planned()
    row = (await world.row())._asdict()
    for change in ({"entry": "harbour/other"}, {"day": date(2026, 11, 24)}):
        with pytest.raises(IntegrityError):
            async with world.engine.begin() as connection:
                await connection.execute(deliveries.insert().values({**row, "id": 99, **change}))


async def test_no_entry_twice_until_all_were_used(world: World) -> None:
    await world.subscribe()
    for number in range(9):
        await world.day(MONDAY + number * DAY)
    rows = await world.rows()
    assert [row.cycle for row in rows] == [1, 1, 1, 2, 2, 2, 3, 3, 3]
    for first in (0, 3, 6):
        assert len({row.entry for row in rows[first : first + 3]}) == 3
    assert all(one.entry != other.entry for one, other in itertools.pairwise(rows))
    assert world.channels.count == 9


async def test_two_entries_alternate_whatever_the_order_of_the_next_cycle(world: World) -> None:
    world.library = library_of([term("anchor"), term("berth")])
    await world.subscribe()
    for number in range(12):
        await world.day(MONDAY + number * DAY)
    rows = await world.rows()
    assert [row.cycle for row in rows] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]
    assert all(one.entry != other.entry for one, other in itertools.pairwise(rows))


async def test_a_lone_entry_comes_each_day(world: World) -> None:
    world.library = library_of([term("anchor")])
    await world.subscribe()
    for number in range(3):
        await world.day(MONDAY + number * DAY)
    assert [(row.cycle, row.entry) for row in await world.rows()] == [(n, "harbour/anchor") for n in (1, 2, 3)]


async def test_channels_have_orders_of_their_own(world: World) -> None:
    world.library = library_of(term(f"term-{number}") for number in range(40))
    for number in range(10):
        await world.subscribe(f"C{number}")
    await world.day(MONDAY)
    assert len({row.entry for row in await world.rows()}) > 5


def test_the_order_of_a_channel_is_the_same_in_every_release() -> None:
    """A release with another order would change what channels get in the middle of a cycle."""
    rotation, orders = Rotation(library_of(term(f"term-{number}") for number in range(8))), {}
    for channel, cycle in ((1, 1), (1, 2), (2, 1)):
        used: list[str] = []
        while (chosen := rotation.next(channel, cycle, (), used, None)) and chosen.cycle == cycle:
            used.append(key_of(chosen.entry))
        orders[channel, cycle] = "".join(key[-1] for key in used)
    assert orders == {(1, 1): "07563124", (1, 2): "51403267", (2, 1): "71246305"}


async def test_entries_that_come_and_go_within_a_cycle(world: World) -> None:
    await world.subscribe()
    await world.day(MONDAY)
    (first,) = await world.rows()
    world.library = library_of([*(term(name) for name in ("anchor", "berth", "canal")), term("dock")])
    await world.day(MONDAY + DAY)
    used = {row.entry for row in await world.rows()}
    gone = next(name for name in ("anchor", "berth", "canal") if f"harbour/{name}" not in used)
    world.library = library_of(term(name) for name in ("anchor", "berth", "canal", "dock") if name != gone)
    for number in (2, 3):
        await world.day(MONDAY + number * DAY)
    rows = await world.rows()
    assert f"harbour/{gone}" not in {row.entry for row in rows}
    assert len({row.entry for row in rows if row.cycle == 1}) == sum(row.cycle == 1 for row in rows) == 3
    assert rows[-1].cycle == 2
    assert rows[-1].entry != rows[-2].entry
    assert first.cycle == 1


async def test_only_the_fields_that_were_asked_for(world: World) -> None:
    world.library = library_of([term("anchor"), term("meadow", "land"), term("wood", "land")])
    await world.subscribe(subscription=replace(AT_NINE, fields=("land",)))
    for number in range(4):
        await world.day(MONDAY + number * DAY)
    assert {row.entry for row in await world.rows()} == {"harbour/meadow", "harbour/wood"}


async def test_without_an_entry_the_day_is_missed(world: World) -> None:
    await world.subscribe(subscription=replace(AT_NINE, fields=("air",)))
    await world.day(MONDAY)
    row = await world.row()
    assert (row.state, row.reason, row.entry) == ("missed", "no entry", None)


async def test_down_for_an_hour_it_still_comes(world: World) -> None:
    await world.subscribe()
    await world.day(MONDAY + timedelta(hours=1))
    assert [row.state for row in await world.rows()] == ["sent"]


async def test_only_what_planning_ends_is_counted_by_planning(world: World) -> None:
    def counted(outcome: str) -> float:
        return metrics.registry.get_sample_value("dragoman_tips_total", {"outcome": outcome}) or 0.0

    await world.subscribe("C1")
    await world.subscribe("C2", replace(AT_NINE, time=time(11, 30)))
    before = [counted(outcome) for outcome in ("missed", "pending")]
    world.at(MONDAY + timedelta(hours=3))
    assert await world.planner.plan() == 2
    assert [row.state for row in await world.rows()] == ["missed", "pending"]
    assert [counted(outcome) for outcome in ("missed", "pending")] == [before[0] + 1, before[1]]


async def test_down_for_three_hours_it_is_missed_and_leaves_its_entry_free(world: World) -> None:
    await world.subscribe()
    await world.day(MONDAY + timedelta(hours=3))
    row = await world.row()
    assert (row.state, row.reason, row.entry, row.not_before) == ("missed", "too late", None, None)
    for number in (1, 2, 3):
        await world.day(MONDAY + number * DAY)
    assert {row.cycle for row in await world.rows()} == {1}
    assert world.channels.count == 3


async def test_the_last_date_of_a_subscription_is_posted(world: World) -> None:
    last = replace(AT_NINE, skips=(Skip(MONDAY.date() + DAY, date.max),))
    await world.subscribe(subscription=last)
    await world.day(MONDAY)
    assert [(row.day, row.state) for row in await world.rows()] == [(MONDAY.date(), "sent")]
    stored = await world.store.find("slack", "T1", "C1")
    assert stored
    assert (stored.next_day, stored.next_at) == (None, None)


@pytest.mark.parametrize(("hours", "state"), [(1, "sent"), (3, "missed")])
async def test_down_for_days_only_the_newest_date_is_made_up_for(world: World, hours: int, state: str) -> None:
    await world.subscribe()
    back = MONDAY + 10 * DAY + timedelta(hours=hours)
    await world.day(back)
    row = await world.row()
    assert (row.day, row.state) == (back.date(), state)
    stored = await world.store.find("slack", "T1", "C1")
    assert stored
    assert stored.next_day == back.date() + DAY


@pytest.mark.parametrize(
    "changed",
    [
        replace(AT_NINE, time=time(17)),
        Subscription(time(23), "Pacific/Honolulu", EVERY_DAY),
        Subscription(time(22), "UTC", EVERY_DAY),
    ],
    ids=str,
)
async def test_a_change_after_todays_post_brings_no_second_one_today(world: World, changed: Subscription) -> None:
    await world.subscribe()
    await world.day(MONDAY)
    await world.subscribe(subscription=changed)
    await world.day(MONDAY + timedelta(hours=14, minutes=59))
    assert [row.day for row in await world.rows()] == [MONDAY.date()]


async def test_off_and_on_again_on_the_same_day(world: World) -> None:
    await world.subscribe()
    await world.day(MONDAY)
    assert await world.store.deactivate("slack", "T1", "C1")
    assert not await world.store.deactivate("slack", "T1", "C1")
    assert await world.store.find("slack", "T1", "C1") is None
    await world.day(MONDAY + timedelta(minutes=5))
    again = await world.subscribe(subscription=replace(AT_NINE, time=time(10)), by="U2")
    assert (again.made_by, again.next_day) == ("U2", MONDAY.date() + DAY)
    await world.day(MONDAY + timedelta(hours=2))
    assert world.channels.count == 1


async def test_what_cannot_be_read_stops_nobody_else(world: World) -> None:
    broken, _ = await world.subscribe("C1"), await world.subscribe("C2")
    async with world.engine.begin() as connection:
        change = subscriptions.update().where(subscriptions.c.id == broken.id)
        await connection.execute(change.values(zone="Atlantis/Capital"))
    with capture_logs() as logs:
        await world.day(MONDAY)
    (failure,) = [each for each in logs if each["event"] == "tips.unreadable"]
    assert (failure["subscription"], failure["error"]) == (broken.id, "UnknownZoneError")
    assert re.match(r"schedule\.py:\d+ zone_named < ", failure["at"])
    assert "Atlantis" not in str(failure)
    told, sent = await world.rows()
    assert (told.subscription_id, told.state, told.reason, told.entry) == (broken.id, "failed", "unreadable", None)
    assert sent.state == "sent"
    assert await world.planner.plan() == 0


@pytest.mark.parametrize("broken", [{"zone": "Atlantis/Capital"}, {"skips": None}, {"weekdays": "x"}], ids=str)
async def test_what_can_be_read_again_comes_again(world: World, broken: dict[str, Any]) -> None:
    stored, table = await world.subscribe(), subscriptions
    before = {"zone": "UTC", "skips": [], "weekdays": "0123456"}
    for change, moment in ((broken, MONDAY), (before, MONDAY + DAY + timedelta(seconds=1)), (before, MONDAY + 2 * DAY)):
        async with world.engine.begin() as connection:
            values = {name: null_of(value) for name, value in change.items()}
            await connection.execute(table.update().where(table.c.id == stored.id).values(values))
        await world.day(moment)
    assert [row.state for row in await world.rows()] == ["failed", "sent", "sent"]


def null_of(value: Any) -> Any:
    return JSON.NULL if value is None else value


async def test_a_change_between_its_time_and_its_plan_loses_nothing(world: World) -> None:
    await world.subscribe()
    world.at(MONDAY + timedelta(minutes=30))
    await world.subscribe(subscription=replace(AT_NINE, fields=("water",)))
    await world.day(MONDAY + timedelta(minutes=31))
    assert [(row.day, row.state) for row in await world.rows()] == [(MONDAY.date(), "sent")]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (replace(AT_NINE, time=time(15)), MONDAY.replace(hour=15)),
        (replace(AT_NINE, time=time(8)), MONDAY.replace(hour=8) + DAY),
        (replace(AT_NINE, skips=(Skip(MONDAY.date(), MONDAY.date()),)), MONDAY + DAY),
        (replace(AT_NINE, weekdays=frozenset({2})), MONDAY + 2 * DAY),
    ],
    ids=["later", "earlier", "skipped", "another day"],
)
async def test_a_change_between_its_time_and_its_plan_counts(
    world: World, changed: Subscription, expected: datetime
) -> None:
    await world.subscribe()
    world.at(MONDAY + timedelta(minutes=30))
    assert (await world.subscribe(subscription=changed)).next_at == expected


async def test_what_another_process_serves_is_planned_by_that(world: World) -> None:
    await world.store.save(Target("teams", "T1", "C1"), "U1", AT_NINE)
    await world.day(MONDAY + timedelta(hours=1))
    assert await world.rows() == []
    assert await world.ledger.agenda() == Agenda(None, None, 0.0)
    teams = Planner(world.engine, lambda: world.library, ["teams"], world.timing, world.clock)
    assert await teams.plan() == 1
    assert (await world.row()).state == "pending"


async def test_the_first_of_a_cycle_is_not_the_last_one_that_came(world: World) -> None:
    world.library = library_of([term("anchor"), term("berth")])
    await world.subscribe()
    for number in range(2):
        await world.day(MONDAY + number * DAY)
    for number in range(2, 30, 2):  # the first of the new cycle does not arrive
        world.channels.outcomes = [Refused("not_in_channel")]
        await world.day(MONDAY + number * DAY)
        await world.day(MONDAY + (number + 1) * DAY)
        sent = [row.entry for row in await world.rows() if row.state == "sent"]
        assert sent[-1] != sent[-2]


async def test_old_deliveries_of_earlier_cycles_are_forgotten(world: World) -> None:
    world.use(Timing(kept_days=5, pace=world.timing.pace))
    await world.subscribe()
    for number in range(7):
        await world.day(MONDAY + number * DAY)
    assert [row.day.day for row in await world.rows()] == [24, 25, 26, 27, 28, 29]
    world.library = library_of(term(f"term-{number}") for number in range(20))
    for number in range(7, 21):
        await world.day(MONDAY + number * DAY)
    kept = await world.rows()
    assert sum(row.cycle == kept[-1].cycle for row in kept) == 15  # more than five days, all of the running cycle


async def test_an_uninstall_leaves_nothing(world: World) -> None:
    for channel, workspace in (("C1", "T1"), ("C2", "T1"), ("C3", "T2")):
        await world.subscribe(channel, workspace=workspace)
    await world.day(MONDAY)
    assert await world.store.remove_workspace("teams", "T1") == 0
    assert await world.store.remove_workspace("slack", "T1") == 2
    assert len(await world.rows()) == 1
    assert await world.store.remove_workspace("slack", None, "E1") == 1
    assert await world.rows() == []
    async with world.engine.connect() as connection:
        assert (await connection.execute(lanes.select())).all() == []


async def test_what_is_not_due_costs_nothing(world: World) -> None:
    """Each question of a round is answered by an index in its own order, however many rows there are."""
    asked: dict[str, tuple[str, Any]] = {}

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.setdefault(" ".join(statement.split()), (statement, parameters))

    for number in range(20):
        await world.subscribe(f"C{number}", workspace=f"T{number}")
    world.at(MONDAY)
    event.listen(world.engine.sync_engine, "before_cursor_execute", note)
    await world.planner.plan()
    assert len(await world.claim()) == 20
    await world.ledger.agenda()
    for begins, indexes in SEARCHES.items():
        statement, parameters = next(found for words, found in asked.items() if begins in words)
        told = await explained(world, statement, parameters)
        assert all(index in told for index in indexes), told
        assert "SORT" not in told.upper(), told
        assert "TEMP B-TREE" not in told, told


SEARCHES = {
    "FROM subscriptions WHERE subscriptions.next_at": ["ix_subscriptions_next_at"],
    "FROM lanes WHERE lanes.work_at": ["ix_lanes_work_at"],
    "FROM deliveries WHERE deliveries.lane_id": ["ix_deliveries_lane_id_not_before"],
    "AS plan_at": ["ix_subscriptions_next_at", "ix_lanes_work_at", "ix_deliveries_due_at"],
}


async def explained(world: World, statement: str, parameters: Any) -> str:
    sqlite = world.engine.dialect.name == "sqlite"
    async with world.engine.begin() as connection:
        if not sqlite:  # with twenty rows it would read them all, and sort them
            for way in ("seqscan", "bitmapscan", "sort"):
                await connection.execute(text(f"SET LOCAL enable_{way} = off"))
        words = f"EXPLAIN {'QUERY PLAN' if sqlite else ''} {statement}"
        return str((await connection.exec_driver_sql(words, parameters)).all())


def test_each_cycle_begins_with_jobs_ranks_and_grades_then_abbreviations(library: Library) -> None:
    rotation, used, chosen = Rotation(library), set[str](), []
    for _ in library.entries:
        following = rotation.next(1, 1, (), used, None)
        assert following is not None
        chosen.append(following.entry)
        used.add(key_of(following.entry))
    assert len(used) == len(library.entries), "each once, in whatever order"
    jobs = [isinstance(entry, Role) or entry.name in ("Diplomatic rank", "Professional category") for entry in chosen]
    last_job = max(at for at, is_job in enumerate(jobs) if is_job)
    assert last_job < len(library.roles) + 45, "with the terms that explain ranks and grades"
    assert {bool(entry.acronyms) for entry in chosen[last_job + 1 : last_job + 100]} == {True}
    assert not chosen[-1].acronyms


def test_a_cycle_that_is_under_way_goes_on_with_the_jobs_that_are_left(library: Library) -> None:
    """Whatever has been used out of order, as after an update of the content."""
    rotation, order = Rotation(library), list[Entry]()
    for _ in range(40):
        following = rotation.next(1, 1, (), {key_of(entry) for entry in order}, None)
        assert following is not None
        order.append(following.entry)
    chosen = rotation.next(1, 1, (), {key_of(entry) for entry in (*order[::2], *library.entries[-200:])}, None)
    assert chosen is not None
    assert chosen.entry == next(entry for entry in order[1::2] if entry not in library.entries[-200:])
