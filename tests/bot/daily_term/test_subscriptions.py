"""A channel's subscription comes back as it went in, and each channel has one."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.daily_term.subscriptions import SubscriptionStore
from bot.daily_term.tables import subscriptions
from bot.db.clock import Clock
from bot.ledger.tables import lanes
from bot.platform import Target
from handlers.daily_term.subscription import Skip, Subscription
from tests.support.hypothesis_profiles import examples

CHANNEL = Target("slack", "T1", "C1", enterprise="E1", address="https://smba.example/")
FULL = Subscription(
    time(8, 30),
    "Asia/Kathmandu",
    frozenset({0, 2, 6}),
    ("protocol", "law"),
    "CH-GE",
    (Skip(date(2026, 12, 24), date(2027, 1, 2)), Skip(date(2027, 5, 1), date(2027, 5, 1))),
)


async def test_it_comes_back_as_it_went_in(database: AsyncEngine) -> None:
    store = SubscriptionStore(database)
    saved = await store.save(CHANNEL, "U1", FULL)
    assert await store.find("slack", "T1", "C1") == saved
    assert (saved.target, saved.made_by, saved.subscription) == (CHANNEL, "U1", FULL)
    assert await store.find("teams", "T1", "C1") is None


@examples(15)
@given(
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    zone=st.sampled_from(["UTC", "Pacific/Apia", "Australia/Lord_Howe", "America/New_York"]),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    fields=st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), max_size=3).map(tuple),
)
async def test_any_subscription_is_kept(
    database: AsyncEngine, at: time, zone: str, weekdays: frozenset[int], fields: tuple[str, ...]
) -> None:
    store = SubscriptionStore(database)
    subscription = Subscription(at, zone, weekdays, fields)
    saved = await store.save(CHANNEL, "U1", subscription)
    assert saved.subscription == subscription
    assert saved.next_at
    assert timedelta(0) < saved.next_at - datetime.now(UTC) < timedelta(days=8)


async def test_a_channel_has_one_and_a_change_leaves_it_its_makers(database: AsyncEngine) -> None:
    store = SubscriptionStore(database)
    first = await store.save(CHANNEL, "U1", FULL)
    second = await store.save(CHANNEL, "U2", replace(FULL, time=time(9)))
    assert (second.id, second.made_by, second.subscription.time) == (first.id, "U1", time(9))
    assert await store.of_workspace("slack", "T1", "U1") == [second]
    assert await store.of_workspace("slack", "T1", "U2") == []


async def test_ten_at_once_make_one(database: AsyncEngine) -> None:
    store = SubscriptionStore(database)
    saved = await asyncio.gather(*(store.save(CHANNEL, "U1", FULL) for _ in range(10)))
    assert len({each.id for each in saved}) == 1


async def rows(database: AsyncEngine) -> list[tuple[str | None, str, bool]]:
    columns = subscriptions.c
    query = select(columns.enterprise, columns.workspace, columns.active).order_by(columns.id)
    async with database.connect() as connection:
        return [(row.enterprise, row.workspace, row.active) for row in await connection.execute(query)]


async def test_workspaces_of_an_organisation_at_once_make_one_for_their_shared_channel(database: AsyncEngine) -> None:
    store = SubscriptionStore(database)
    shared = [Target("slack", f"T{number}", "C1", enterprise="E1") for number in range(10)]
    saved = await asyncio.gather(*(store.save(target, "U1", FULL) for target in shared))
    assert len({each.id for each in saved}) == 1
    assert len(await rows(database)) == 1


async def test_a_second_transaction_waits_for_the_first_and_changes_its_row(database: AsyncEngine) -> None:
    """The first has inserted and not committed when the second begins."""
    inserted, waiting = asyncio.Event(), asyncio.Event()

    class Slow(SubscriptionStore):
        async def _locked(self, *args: Any) -> Any:
            found = await super()._locked(*args)
            inserted.set()
            await waiting.wait()
            return found

    first = asyncio.create_task(Slow(database).save(Target("slack", "T1", "C1", enterprise="E1"), "U1", FULL))
    await inserted.wait()
    nine = replace(FULL, time=time(9))
    second = asyncio.create_task(
        SubscriptionStore(database).save(Target("slack", "T2", "C1", enterprise="E1"), "U2", nine)
    )
    done, _ = await asyncio.wait({second}, timeout=0.2)
    assert not done
    waiting.set()
    made, changed = await first, await second
    assert (changed.id, changed.made_by, changed.subscription.time) == (made.id, "U1", time(9))
    assert await rows(database) == [("E1", "T1", True)]


async def test_the_database_takes_no_second_row_for_a_shared_channel(database: AsyncEngine) -> None:
    store = SubscriptionStore(database)
    await store.save(CHANNEL, "U1", FULL)
    copy = select(subscriptions).where(subscriptions.c.workspace == "T1")
    async with database.begin() as connection:
        row = (await connection.execute(copy)).one()._asdict()
    with pytest.raises(IntegrityError):
        async with database.begin() as connection:
            await connection.execute(subscriptions.insert(), row | {"id": row["id"] + 1, "workspace": "T2"})


@pytest.mark.parametrize("by", ["T1", "T2"])
async def test_a_workspace_that_joins_an_organisation_leaves_its_channel_one(database: AsyncEngine, by: str) -> None:
    """Before, it had a plan of its own for a channel that the organisation shares now."""
    store = SubscriptionStore(database)
    await store.save(Target("slack", "T1", "C1"), "U1", FULL)
    await store.save(Target("slack", "T2", "C1", enterprise="E1"), "U2", FULL)
    await store.save(Target("slack", "T1", "C1", enterprise="E1"), "U3", replace(FULL, time=time(9)))
    assert await rows(database) == [(None, "T1", False), ("E1", "T2", True)]
    found = await store.find("slack", by, "C1", "E1")
    assert found
    assert found.subscription.time == time(9)


async def test_an_organisation_that_is_not_named_again_is_not_forgotten(database: AsyncEngine) -> None:
    store = SubscriptionStore(database)
    await store.save(CHANNEL, "U1", FULL)
    await store.save(replace(CHANNEL, enterprise=None), "U1", FULL)
    assert await rows(database) == [("E1", "T1", True)]


async def test_a_channel_that_moved_gets_its_new_address(database: AsyncEngine) -> None:
    store = SubscriptionStore(database)
    await store.save(CHANNEL, "U1", FULL)
    other = await store.save(replace(CHANNEL, channel="C2"), "U1", FULL)
    await store.move("slack", "T1", "C1", "https://new.example/")
    found = await store.find("slack", "T1", "C1")
    assert found
    assert found.target == replace(CHANNEL, address="https://new.example/")
    assert await store.find("slack", "T1", "C2") == other


async def test_turned_off_it_is_not_found(database: AsyncEngine) -> None:
    store = SubscriptionStore(database)
    await store.save(CHANNEL, "U1", FULL)
    assert await store.deactivate("slack", "T1", "C1")
    assert not await store.deactivate("slack", "T1", "C1")
    assert await store.find("slack", "T1", "C1") is None
    assert await store.of_workspace("slack", "T1", "U1") == []


async def test_an_uninstall_of_nobody_forgets_nothing(database: AsyncEngine) -> None:
    store = SubscriptionStore(database)
    await store.save(CHANNEL, "U1", FULL)
    assert await store.remove_workspace("slack", None, None) == 0
    assert await store.remove_workspace("slack", None, "E1") == 1
    assert await store.find("slack", "T1", "C1") is None


async def test_an_uninstall_leaves_the_lanes_of_other_subscriptions(database: AsyncEngine) -> None:
    store = SubscriptionStore(database)
    await store.save(CHANNEL, "U1", FULL)
    await store.save(replace(CHANNEL, workspace="T2", channel="C2"), "U1", FULL)
    await store.save(Target("slack", "T2", "C3"), "U1", FULL)  # made before T2 joined the organisation
    await store.save(Target("teams", "T1", "19:1"), "U1", FULL)
    keys = [("slack", "T1"), ("slack", "T2"), ("teams", "T1")]
    async with database.begin() as connection:
        values = [
            {"platform": platform, "workspace": workspace, "feature": "daily_term", "open_at": datetime.now(UTC)}
            for platform, workspace in keys
        ]
        await connection.execute(lanes.insert(), [*values, {**values[0], "feature": "notices"}])
    assert await store.remove_workspace("slack", None, "E1") == 2
    async with database.connect() as connection:
        left = (await connection.execute(select(lanes.c.platform, lanes.c.workspace, lanes.c.feature))).all()
    assert sorted(map(tuple, left)) == [
        ("slack", "T1", "notices"),
        ("slack", "T2", "daily_term"),
        ("teams", "T1", "daily_term"),
    ]


async def test_a_zone_that_there_is_not_is_refused_and_changes_nothing(database: AsyncEngine) -> None:
    store = SubscriptionStore(database)
    saved = await store.save(CHANNEL, "U1", FULL)
    with pytest.raises(ValueError, match="Atlantis"):
        await store.save(CHANNEL, "U1", replace(FULL, zone="Atlantis/Capital"))
    assert await store.find("slack", "T1", "C1") == saved


async def test_the_clock_is_the_databases_moved_by_its_shift(database: AsyncEngine) -> None:
    async with database.connect() as connection:
        for shift in (-86400.5, 0.0, 3600.25, 40_000_000.0):
            now = datetime.now(UTC) + timedelta(seconds=shift + 60)
            told = await Clock(shift + 60).read(connection)
            assert abs(told - now) < timedelta(minutes=1)
            clock = Clock(shift)
            row = (await connection.execute(select(clock(10) < clock(20), clock(-10) > clock()))).one()
            assert tuple(row) == (True, False)
