"""Answers stay below Teams' limits per thread; conversations don't delay each other."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.teams.pace import AT_ONCE, SECONDS, Pace
from tests.bot.teams.conftest import Running
from tests.support.bot_framework import DIRECT, GROUP, Connector

LIMITS = [(1, 7), (2, 8), (30, 60)]
"""Seconds and messages: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit (per thread)."""


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def sent_at(pauses: list[float]) -> list[float]:
    """The times at which answers are sent, given the pauses between their requests."""
    clock = Clock()
    pace = Pace(clock=clock)
    turns = []
    for pause in pauses:
        clock.now += pause
        turns.append(clock.now + pace.take_turn(DIRECT))
    return turns


def assert_within_limits(turns: list[float]) -> None:
    """Assert that no time window has more answers than Teams allows."""
    assert turns == sorted(turns)
    for seconds, most in LIMITS:
        for at, first in enumerate(turns):
            assert sum(turn < first + seconds for turn in turns[at:]) <= most


@pytest.mark.parametrize("quiet", [0.0, 0.6, 1.1, 3.0, 60.0])
@pytest.mark.parametrize("burst", [1, 5, 6, 7, 8, 9, 20])
def test_bursts_are_within_all_limits(burst: int, quiet: float) -> None:
    assert_within_limits(sent_at([quiet, *([0.0] * (burst - 1))] * 8))


@given(st.lists(st.sampled_from([0.0, 0.1, 0.5, 0.6, 3.0]), min_size=10, max_size=150))
def test_within_all_limits(pauses: list[float]) -> None:
    assert_within_limits(sent_at(pauses))


def test_the_first_answers_do_not_wait() -> None:
    pace = Pace(clock=Clock())
    assert [pace.take_turn(DIRECT) for _ in range(5)] == [0.0] * 5
    assert 0.5 < pace.take_turn(DIRECT) < 0.6
    assert pace.take_turn(GROUP) == 0


def test_hold() -> None:
    clock = Clock()
    pace = Pace(clock=clock)
    pace.hold(DIRECT, 17)
    assert pace.take_turn(DIRECT) == 17
    clock.now += 100
    assert pace.take_turn(DIRECT) == 0


def test_old_conversations_are_dropped() -> None:
    clock = Clock()
    pace = Pace(clock=clock)
    for number in range(1000):
        clock.now += SECONDS
        pace.take_turn(f"a:{number}")
    assert len(pace._turns) <= AT_ONCE + 1


async def test_a_429_delays_the_whole_conversation(bot: Running, connector: Connector) -> None:
    held: list[str] = []

    def hold(conversation: str, seconds: float) -> None:
        held.append(conversation)

    bot.teams.outbox.pace.hold = hold  # type: ignore[method-assign]
    connector.fail.append((429, {"Retry-After": "17"}, {}))
    await asyncio.gather(*(connector.send(connector.said("help")) for _ in range(3)))
    await bot.teams.settle()
    assert (held, len(connector.posted)) == ([DIRECT], 3)
