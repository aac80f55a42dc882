"""The loop delivers what comes due, survives a database that fails, and shuts down cleanly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import URL
from structlog.testing import capture_logs

from bot import metrics
from bot.daily_term.loop import daily_term_loop
from bot.daily_term.messages import TermMessages
from bot.daily_term.tables import subscriptions
from bot.db.engine import open_engine
from bot.db.migrate import upgrade
from bot.ledger.loop import DeliveryLoop
from bot.ledger.timing import Timing
from bot.platform import Limited, Poster, PostResult, Target
from content.library import Library
from handlers.reply import Reply, reply, text
from tests.bot.daily_term.world import FAST, MONDAY, Channels, World

QUICK = replace(FAST, idle=0.05, again=0.01)
ASLEEP = replace(QUICK, idle=3600.0)
"""Within the patience of a test, this loop only comes round if it is woken."""
PATIENCE = 60.0
"""Seconds after which a test fails; none needs to wait this long."""


class WatchedLoop(DeliveryLoop):
    """A loop that shows how long it is about to sleep, in seconds."""

    sleep = 0.0

    async def round(self) -> float:
        self.sleep = await super().round()
        return self.sleep


def loop_of(
    world: World, timing: Timing = QUICK, channels: Channels | None = None, platform: str = "slack"
) -> WatchedLoop:
    posters: dict[str, Poster] = {platform: channels or world.channels}
    return WatchedLoop(world.engine, posters, messages_of(world, posters, timing), timing, world.clock)


def messages_of(world: World, posters: dict[str, Poster], timing: Timing) -> TermMessages:
    return TermMessages(
        world.engine,
        lambda: world.library,
        posters,
        lambda entry: reply(text(entry.name)),
        timing=timing,
        clock=world.clock,
    )


@asynccontextmanager
async def running(*loops: DeliveryLoop) -> AsyncIterator[None]:
    for loop in loops:
        loop.start()
    try:
        yield
    finally:
        for loop in loops:
            await loop.stop()


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await condition():  # noqa: ASYNC110 - a database or a log, which send no event
            await asyncio.sleep(0.01)


async def until_sent(world: World, count: int) -> None:
    async def sent() -> bool:
        return bool(sum(row.state == "sent" for row in await world.rows()) >= count)

    await until(sent)


async def until_asleep(loop: WatchedLoop) -> None:
    """Until the loop has looked at the agenda after its last claim, and found nothing to do for a minute or more."""

    async def asleep() -> bool:
        return loop.sleep > 60.0

    await until(asleep)


async def until_logged(logs: Sequence[Mapping[str, Any]], event: str) -> Mapping[str, Any]:
    async def logged() -> bool:
        return any(entry["event"] == event for entry in logs)

    await until(logged)
    return next(entry for entry in logs if entry["event"] == event)


async def test_two_replicas_deliver_each_channel_once(world: World) -> None:
    for number in range(40):
        await world.subscribe(f"C{number}", workspace=f"T{number % 4}")
    async with running(loop_of(world), loop_of(world)):
        world.at(MONDAY)
        await until_sent(world, 40)
    assert {len(posts) for posts in world.channels.posts.values()} == {1}
    assert world.channels.count == 40


async def test_it_wakes_when_a_subscription_changes(world: World) -> None:
    loop = loop_of(world, ASLEEP)
    async with running(loop):

        async def asleep() -> bool:
            return loop.rounds > 0

        await until(asleep)
        await world.subscribe()
        world.at(MONDAY)
        loop.wake()
        await until_sent(world, 1)


class Gated(Channels):
    """A platform that answers only once `go` is set. `begun`: at least `expected` posts are waiting for that."""

    def __init__(self, expected: int = 1) -> None:
        super().__init__()
        self._expected = expected
        self.begun, self.go = asyncio.Event(), asyncio.Event()

    async def post(self, target: Target, reply: Reply, nonce: str) -> PostResult:
        self._expected -= 1
        if self._expected <= 0:
            self.begun.set()
        await self.go.wait()
        return await super().post(target, reply, nonce)


async def test_it_wakes_to_retry_a_post_that_was_limited_while_it_slept(world: World) -> None:
    await world.subscribe()
    gated = Gated()
    gated.outcomes = [Limited(0.1)]
    loop = loop_of(world, ASLEEP, gated)
    world.at(MONDAY)
    async with running(loop), asyncio.timeout(PATIENCE):
        await gated.begun.wait()
        await until_asleep(loop)
        gated.go.set()
        await until_sent(world, 1)


async def test_a_batch_of_100_that_is_limited_does_not_cost_a_round_each(world: World) -> None:
    await world.subscribe("C0")
    async with world.engine.begin() as connection:
        row = (await connection.execute(subscriptions.select())).one()._asdict()
        copies = [row | {"id": row["id"] + number, "channel": f"C{number}"} for number in range(1, 100)]
        await connection.execute(subscriptions.insert(), copies)
    gated = Gated(expected=100)
    gated.outcomes = [Limited(1.0)] * 100
    loop = loop_of(world, replace(ASLEEP, again=0.5), gated)
    world.at(MONDAY)
    async with running(loop), asyncio.timeout(3 * PATIENCE):
        await gated.begun.wait()
        await until_asleep(loop)
        before = loop.rounds
        gated.go.set()
        while gated.count < 100:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert loop.rounds - before < 30  # 3 on an idle machine


async def test_deliveries_given_back_one_by_one_wake_the_loop_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, woken = loop_of(world, replace(QUICK, again=0.05)), []
    monkeypatch.setattr(loop, "wake", lambda: woken.append(True))
    loop.wake_in(0.1)
    for _ in range(500):
        loop.wake_in(0.0)
    await asyncio.sleep(0.2)
    assert len(woken) == 1


async def test_a_later_alarm_does_not_replace_an_earlier_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    loop, woken = loop_of(world), asyncio.Event()
    monkeypatch.setattr(loop, "wake", woken.set)
    loop.wake_in(0.0)
    loop.wake_in(3600.0)
    async with asyncio.timeout(PATIENCE):
        await woken.wait()


async def test_it_pauses_between_rounds_while_it_can_claim_nothing(world: World) -> None:
    await world.subscribe()
    world.at(MONDAY)
    loop = loop_of(world, replace(QUICK, at_once=0))
    for _ in range(2):  # a round that plans, and one that only claims
        assert 0 < await loop.round() < 1
    assert [row.state for row in await world.rows()] == ["pending"]


async def test_it_sleeps_until_something_is_due(world: World) -> None:
    loop = loop_of(world, replace(QUICK, idle=7200.0))
    assert await loop.round() == 7200.0
    await world.subscribe()
    assert 3500 < await loop.round() <= 3600
    world.at(MONDAY)
    assert await loop.round() == 0.0


async def test_a_platform_that_this_process_does_not_serve_is_left_to_others(world: World) -> None:
    await world.store.save(Target("teams", "T1", "C1"), "U1", (await world.subscribe()).subscription)
    loop, teams = loop_of(world), loop_of(world, platform="teams")
    async with running(loop):
        world.at(MONDAY)
        await until_sent(world, 1)
    assert [row.state for row in await world.rows()] == ["sent"]
    async with running(teams):
        await until_sent(world, 2)


async def test_it_survives_a_database_without_tables(empty_database: URL) -> None:
    engine = open_engine(empty_database)
    world = World(engine)
    with capture_logs() as logs:
        async with running(loop_of(world)):
            await until_logged(logs, "state.unreachable")
            await upgrade(engine)
            await world.subscribe()
            world.at(MONDAY)
            await until_sent(world, 1)
    await engine.dispose()


async def test_a_loop_without_a_round_for_too_long_is_a_problem(world: World) -> None:
    assert await loop_of(world).problem() == ""
    assert await loop_of(world, replace(QUICK, stalled=-1.0)).problem() == "tips loop stalled"


async def test_stopping_finishes_what_has_begun_and_releases_the_rest(world: World) -> None:
    for number in range(4):
        await world.subscribe(f"C{number}")
    gated = Gated()
    loop = loop_of(world, replace(QUICK, pace=0.01, ahead=400.0), gated)  # the second one's turn is in minutes
    world.at(MONDAY)
    loop.start()
    async with asyncio.timeout(PATIENCE):
        await gated.begun.wait()
        stopping = asyncio.create_task(loop.stop())
        await asyncio.sleep(0)
        gated.go.set()
        with capture_logs() as logs:
            await stopping
    assert "tips.cut_short" not in {entry["event"] for entry in logs}
    rows = await world.rows()
    assert sorted(row.state for row in rows) == ["pending", "pending", "pending", "sent"]
    assert [(row.lease_until, row.posted) for row in rows if row.state == "pending"] == [(None, False)] * 3
    world.at(MONDAY + timedelta(minutes=30))
    async with running(loop_of(world)):
        await until_sent(world, 4)
    assert world.channels.count == 3


class SlowRound(DeliveryLoop):
    """A loop whose round ends only once `go` is set."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.begun, self.go = asyncio.Event(), asyncio.Event()
        self.outcome = ""

    async def round(self) -> float:
        self.begun.set()
        try:
            await self.go.wait()
            self.outcome = "finished"
        except asyncio.CancelledError:
            self.outcome = "cancelled"
            raise
        return 0.0


@pytest.mark.parametrize(("patience", "outcome"), [(PATIENCE, "finished"), (0.01, "cancelled")])
async def test_stopping_lets_a_round_finish_within_its_time(world: World, patience: float, outcome: str) -> None:
    posters: dict[str, Poster] = {"slack": world.channels}
    loop = SlowRound(world.engine, posters, messages_of(world, posters, Timing()))
    loop.start()
    async with asyncio.timeout(2 * PATIENCE):
        await loop.begun.wait()
        stopping = asyncio.create_task(loop.stop(patience))
        await asyncio.sleep(0)
        if outcome == "finished":
            loop.go.set()
        await stopping
        while not loop.outcome:  # noqa: ASYNC110 - a cancelled task ends in the next turn of the event loop
            await asyncio.sleep(0)
    assert loop.outcome == outcome


async def test_what_outlasts_the_shutdown_is_found_by_another_replica(world: World) -> None:
    await world.subscribe()
    gated = Gated()
    gated.posts = world.channels.posts
    loop = loop_of(world, QUICK, gated)
    world.at(MONDAY)
    loop.start()
    async with asyncio.timeout(PATIENCE):
        await gated.begun.wait()
        with capture_logs() as logs:
            await loop.stop(0.01)
    assert [entry["deliveries"] for entry in logs if entry["event"] == "tips.cut_short"] == [1]
    row = await world.row()
    assert (row.state, row.posted) == ("pending", True)
    world.at(datetime.now(UTC) + timedelta(seconds=world.clock.shift + 121))
    async with running(loop_of(world)):
        await until_sent(world, 1)
    assert world.channels.count == 1


async def test_the_age_of_the_oldest_due_term_is_measured(world: World) -> None:
    await world.subscribe()
    loop = loop_of(world)
    await loop.round()
    assert metrics.registry.get_sample_value("dragoman_tips_due_age_seconds") == 0
    world.at(MONDAY + timedelta(minutes=10))
    await loop.round()
    age = metrics.registry.get_sample_value("dragoman_tips_due_age_seconds")
    assert age
    assert 600 <= age < 660
    await loop.stop()


async def test_a_failed_round_logs_the_place_and_not_the_message(world: World) -> None:
    def broken() -> Library:
        raise RuntimeError("a secret")

    await world.subscribe()
    world.at(MONDAY)
    loop = daily_term_loop(
        world.engine, {"slack": world.channels}, broken, lambda _: reply(text("x")), QUICK, clock=world.clock
    )
    with capture_logs() as logs:
        async with running(loop):
            entry = await until_logged(logs, "tips.round_failed")
    assert entry["error"] == "RuntimeError"
    assert "test_loop.py" in entry["at"]
    assert "broken" in entry["at"]
    assert "secret" not in str(logs)


def test_it_keeps_the_timing_and_the_clock_that_it_is_given(world: World) -> None:
    def loop_of(**given: Any) -> DeliveryLoop:
        return daily_term_loop(world.engine, {}, lambda: world.library, lambda _: reply(text("x")), **given)

    assert loop_of(timing=QUICK).timing is QUICK
    assert loop_of(clock=world.clock).clock is world.clock
    assert (loop_of().timing, loop_of().clock.shift) == (Timing(), 0.0)
