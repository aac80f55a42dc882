"""The loop delivers what comes due, whatever happens to the database, and ends in good order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import URL
from structlog.testing import capture_logs

from bot import metrics
from bot.daily_term.loop import DailyTermLoop
from bot.daily_term.timing import Timing
from bot.db.engine import open_engine
from bot.db.migrate import upgrade
from bot.platform import PostResult, Sent, Target
from content.library import Library
from handlers.reply import Reply, reply, text
from tests.bot.daily_term.world import FAST, MONDAY, Channels, World

QUICK = replace(FAST, idle=0.05, again=0.01)
PATIENCE = 20.0
"""Seconds after which a test has failed; none waits for so long."""


def loop_of(
    world: World, limits: Timing = QUICK, channels: Channels | None = None, platform: str = "slack"
) -> DailyTermLoop:
    return DailyTermLoop(
        engine=world.engine,
        posters={platform: channels or world.channels},
        library=lambda: world.library,
        render=lambda entry: reply(text(entry.name)),
        limits=limits,
        clock=world.clock,
    )


@asynccontextmanager
async def running(*loops: DailyTermLoop) -> AsyncIterator[None]:
    for loop in loops:
        loop.start()
    try:
        yield
    finally:
        for loop in loops:
            await loop.stop()


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await holds():  # noqa: ASYNC110 - it is a database, or a log, that is waited for
            await asyncio.sleep(0.01)


async def until_sent(world: World, count: int) -> None:
    async def sent() -> bool:
        return bool(sum(row.state == "sent" for row in await world.rows()) >= count)

    await until(sent)


async def test_two_replicas_deliver_each_channel_once(world: World) -> None:
    for number in range(40):
        await world.subscribe(f"C{number}", workspace=f"T{number % 4}")
    async with running(loop_of(world), loop_of(world)):
        world.at(MONDAY)
        await until_sent(world, 40)
    assert {len(posts) for posts in world.channels.posts.values()} == {1}
    assert world.channels.count == 40


async def test_it_wakes_when_a_subscription_changes(world: World) -> None:
    loop = loop_of(world, replace(QUICK, idle=3600.0))
    async with running(loop):

        async def asleep() -> bool:
            return loop.rounds > 0

        await until(asleep)
        await world.subscribe()
        world.at(MONDAY)
        loop.wake()
        await until_sent(world, 1)


async def test_it_sleeps_until_something_is_due(world: World) -> None:
    loop = loop_of(world, replace(QUICK, idle=7200.0))
    assert await loop.round() == 7200.0
    await world.subscribe()
    assert 3500 < await loop.round() <= 3600
    world.at(MONDAY)
    assert await loop.round() == 0.0


async def test_a_platform_that_is_not_served_here_is_left_to_others(world: World) -> None:
    await world.store.save(Target("teams", "T1", "C1"), "U1", (await world.subscribe()).subscription)
    loop, teams = loop_of(world), loop_of(world, platform="teams")
    async with running(loop):
        world.at(MONDAY)
        await until_sent(world, 1)
    assert [row.state for row in await world.rows()] == ["sent"]
    async with running(teams):
        await until_sent(world, 2)


async def test_it_outlives_its_database(empty_database: URL) -> None:
    engine = open_engine(empty_database)  # without tables as yet
    world = World(engine)
    loop = loop_of(world)
    with capture_logs() as logged:

        async def noticed() -> bool:
            return any(each["event"] == "state.unreachable" for each in logged)

        async with running(loop):
            await until(noticed)
            await upgrade(engine)
            await world.subscribe()
            world.at(MONDAY)
            await until_sent(world, 1)
    await engine.dispose()


async def test_a_loop_that_does_not_come_round_is_told(world: World) -> None:
    assert await loop_of(world).problem() == ""
    assert await loop_of(world, replace(QUICK, stalled=-1.0)).problem() == "tips loop stalled"


class Slow(Channels):
    """Posts that arrive when they are let through."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go = asyncio.Event(), asyncio.Event()

    async def post(self, target: Target, reply: Reply, nonce: str) -> PostResult:
        self.begun.set()
        await self.go.wait()
        self.posts[target.channel].append(nonce)
        return Sent("ts")


async def test_stopped_it_finishes_what_has_begun_and_releases_the_rest(world: World) -> None:
    for number in range(4):
        await world.subscribe(f"C{number}")
    slow = Slow()
    loop = loop_of(world, replace(QUICK, pace=0.01, ahead=400.0), slow)  # the second one's turn is in minutes
    world.at(MONDAY)
    loop.start()
    async with asyncio.timeout(PATIENCE):
        await slow.begun.wait()
        stopping = asyncio.create_task(loop.stop())
        await asyncio.sleep(0)
        slow.go.set()
        await stopping
    rows = await world.rows()
    assert sorted(row.state for row in rows) == ["pending", "pending", "pending", "sent"]
    assert [(row.lease_until, row.posted) for row in rows if row.state == "pending"] == [(None, False)] * 3
    world.at(MONDAY + timedelta(minutes=30))
    async with running(loop_of(world)):
        await until_sent(world, 4)
    assert world.channels.count == 3


async def test_what_outlasts_the_drain_is_found_again_by_others(world: World) -> None:
    await world.subscribe()
    slow = Slow()
    loop = loop_of(world, QUICK, slow)
    world.at(MONDAY)
    loop.start()
    async with asyncio.timeout(PATIENCE):
        await slow.begun.wait()
        await loop.stop(0.01)
    row = await world.row()
    assert (row.state, row.posted) == ("pending", True)
    world.at(datetime.now(UTC) + timedelta(seconds=world.clock.shift + 121))
    async with running(loop_of(world)):
        await until_sent(world, 1)
    assert world.channels.count == 1


async def test_the_age_of_what_is_due_is_measured(world: World) -> None:
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


async def test_a_round_that_failed_says_where_and_not_what(world: World) -> None:
    def broken() -> Library:
        raise RuntimeError("a secret")

    await world.subscribe()
    world.at(MONDAY)
    loop = DailyTermLoop(
        world.engine, {"slack": world.channels}, broken, lambda _: reply(text("x")), QUICK, world.clock
    )
    with capture_logs() as logged:
        async with running(loop):

            async def failed() -> bool:
                return any(each["event"] == "tips.round_failed" for each in logged)

            await until(failed)
    entry = next(each for each in logged if each["event"] == "tips.round_failed")
    assert entry["error"] == "RuntimeError"
    assert "test_loop.py" in entry["at"]
    assert "broken" in entry["at"]
    assert "secret" not in str(logged)
