"""What an operator is told of the daily terms, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import URL

from bot.state.engine import open_engine
from bot.state.errors import StateError
from bot.tips.posts import Refused
from bot.tips.report import report
from tests.bot.tips.world import MONDAY, World


async def test_what_did_not_arrive_is_told_with_what_to_do(world: World) -> None:
    assert await report(world.engine, world.clock) == ["0 with a daily term.", "Since 2026-11-16: none."]
    await world.subscribe("C1")
    await world.day(MONDAY)
    world.channels.outcomes = [Refused("not_in_channel")]
    await world.day(MONDAY + timedelta(days=1))
    assert await report(world.engine, world.clock) == [
        "1 with a daily term; the next is due 2026-11-25 09:00 UTC.",
        "Since 2026-11-17: 1 failed, 1 sent.",
        "2026-11-24  failed   slack T1 C1: I am not in this channel any more. Invite me again",
    ]
    await world.day(MONDAY + timedelta(days=20))
    assert len(await report(world.engine, world.clock)) == 2


async def test_a_database_without_tables_is_said_to_need_them(empty_database: URL) -> None:
    engine = open_engine(empty_database)
    with pytest.raises(StateError, match="run `python -m bot db upgrade` first"):
        await report(engine)
    await engine.dispose()
