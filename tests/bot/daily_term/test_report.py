"""What an operator is told of the daily terms, on both databases."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL

from bot.daily_term.report import OFF, report, report_of
from bot.db.database import with_engine
from bot.db.engine import open_engine
from bot.db.errors import StateError
from bot.db.migrate import upgrade
from bot.platform import Refused
from bot.settings import Settings
from tests.bot.daily_term.world import MONDAY, World


async def test_what_did_not_arrive_is_told_with_what_to_do(world: World) -> None:
    assert await report(world.engine, world.clock) == ["0 with a daily term.", "Since 2026-11-16: none."]
    assert (await report(world.engine))[0] == "0 with a daily term."
    await world.subscribe("C1")
    await world.day(MONDAY)
    world.channels.outcomes = [Refused("not_in_channel")]
    await world.day(MONDAY + timedelta(days=1))
    assert await report(world.engine, world.clock) == [
        "1 with a daily term; the next is due 2026-11-25 09:00 UTC.",
        "Since 2026-11-17: 1 failed, 1 sent.",
        "2026-11-24  failed   slack T1 C1: I'm not in this channel any more. Invite me again",
    ]
    await world.day(MONDAY + timedelta(days=20))
    assert len(await report(world.engine, world.clock)) == 2


async def test_the_report_goes_back_seven_days(world: World) -> None:
    await world.subscribe("C1")
    world.channels.outcomes = [Refused("not_in_channel")]
    await world.day(MONDAY)
    world.at(MONDAY + timedelta(days=7))
    _, counts, failure = await report(world.engine, world.clock)
    assert counts == "Since 2026-11-23: 1 failed."
    assert failure.startswith("2026-11-23  failed")
    world.at(MONDAY + timedelta(days=8))
    assert (await report(world.engine, world.clock))[1:] == ["Since 2026-11-24: none."]


@pytest.mark.parametrize("code", ["is_archived", "channel_not_found", "ConversationNotFound"])
async def test_what_ended_by_itself_is_said_to_be_off_and_how_it_comes_back(world: World, code: str) -> None:
    await world.subscribe("C1")
    await world.subscribe("C2")
    world.channels.outcomes = [Refused(code, gone=True)]
    await world.day(MONDAY)
    lines = await report(world.engine, world.clock)
    assert lines[0].startswith("1 with a daily term; ")
    (off,) = (number for number, line in enumerate(lines) if line == OFF)
    assert "stay off" in OFF
    assert "Start again" in OFF
    (ended,) = lines[off + 1 :]
    assert ended.startswith("2026-11-23  ended    slack T1 C")
    assert "nvite me again" not in "".join(lines)
    await world.subscribe(ended.split()[4].strip(":"))
    assert OFF not in await report(world.engine, world.clock)


async def test_a_database_without_tables_is_said_to_need_them(empty_database: URL) -> None:
    engine = open_engine(empty_database)
    with pytest.raises(StateError, match="run `python -m bot db upgrade` first"):
        await report(engine)
    await engine.dispose()


def test_the_report_is_on_the_configured_database(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)
    with_engine(settings, upgrade)
    assert report_of(settings)[0] == "0 with a daily term."
