"""Answers in one conversation keep within what Teams takes from a bot in a thread, and others need not wait for it."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bot.bench.connector import DIRECT, GROUP, Connector
from bot.teams.pace import AT_ONCE, SECONDS, Pace
from tests.bot.teams.conftest import Running

LIMITS = [(1, 7), (2, 8), (30, 60)]


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@given(st.lists(st.floats(0, 3), max_size=150))
def test_within_all_limits(pauses: list[float]) -> None:
    clock = Clock()
    pace = Pace(clock=clock)
    sent = []
    for pause in pauses:
        clock.now += pause
        sent.append(clock.now + pace.take_turn(DIRECT))
    assert sent == sorted(sent)
    for seconds, most in LIMITS:
        for at, first in enumerate(sent):
            assert sum(each < first + seconds for each in sent[at:]) <= most


def test_few_do_not_wait() -> None:
    pace = Pace(clock=Clock())
    assert [pace.take_turn(DIRECT) for _ in range(AT_ONCE)] == [0.0] * AT_ONCE
    assert pace.take_turn(DIRECT) > 0
    assert pace.take_turn(GROUP) == 0


def test_held() -> None:
    clock = Clock()
    pace = Pace(clock=clock)
    pace.hold(DIRECT, 17)
    assert pace.take_turn(DIRECT) == 17
    clock.now += 100
    assert pace.take_turn(DIRECT) == 0


def test_only_who_spoke_lately_is_kept() -> None:
    clock = Clock()
    pace = Pace(clock=clock)
    for number in range(1000):
        clock.now += SECONDS
        pace.take_turn(f"a:{number}")
    assert len(pace._turns) <= AT_ONCE + 1


async def test_what_teams_refuses_holds_the_whole_conversation(bot: Running, connector: Connector) -> None:
    asked: list[str] = []

    def hold(conversation: str, seconds: float) -> None:
        asked.append(conversation)

    bot.teams.outbox.pace.hold = hold  # type: ignore[method-assign]
    connector.fail.append((429, {"Retry-After": "17"}, {}))
    await asyncio.gather(*(connector.send(connector.said("help")) for _ in range(3)))
    await bot.teams.settle()
    assert (asked, len(connector.posted)) == ([DIRECT], 3)
