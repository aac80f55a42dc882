"""Single faults, each by itself: what the guarantee covers, what it does not, and that this harness would notice."""

from __future__ import annotations

import sys

import pytest

from tests.bench.slack import Rates
from tests.faults.conftest import FaultLab
from tests.faults.run import LIMITS, Scale
from tests.faults.slack import Fault, Plan

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are killed and stopped by POSIX signals"),
]

LOSING = Scale(20, 1, seconds=30, plan=Plan({Fault.LOST: 0.5}, hidden=0.0))


async def test_an_answer_that_is_lost_is_looked_for_in_the_channel(ground: FaultLab) -> None:
    verdict = await ground.run(LOSING)
    assert verdict.exactly_once, "\n".join(verdict.lines())
    assert verdict.reconciled == verdict.counted[Fault.LOST] > 0


async def test_without_the_history_scope_nobody_knows_and_nothing_comes_twice(ground: FaultLab) -> None:
    verdict = await ground.run(LOSING, history_scope=False)
    assert (verdict.posted, verdict.duplicates, verdict.missing) == (20, 0, 0)
    assert verdict.unsettled == {"unknown": verdict.counted[Fault.LOST]}


async def test_what_was_refused_is_not_tried_again(ground: FaultLab) -> None:
    verdict = await ground.run(Scale(10, 1, seconds=30), refused_channels=("C3", "C7"))
    assert verdict.unsettled == {"failed": 2}
    assert (verdict.posted, verdict.duplicates, verdict.strange) == (8, 0, 0)


async def test_500_channels_of_a_workspace_at_one_minute_and_a_limit_below_the_pace(ground: FaultLab) -> None:
    """Twice as many a second as the workspace takes: those that are refused come later, and come once."""
    rates = Rates(channel=1, workspace=30, history=100)
    limits = LIMITS | {"pace": 60}
    verdict = await ground.run(Scale(500, 1, seconds=90, workspaces=1, rates=rates, limits=limits))
    assert verdict.counted["429"] > 0
    assert verdict.exactly_once, "\n".join(verdict.lines())


async def test_the_window_a_history_that_shows_a_post_only_after_the_grace(ground: FaultLab) -> None:
    """What is not promised: who looks, does not find it and posts again cannot know."""
    late = LIMITS["lease"] + LIMITS["grace"] + 3
    verdict = await ground.run(Scale(4, 1, seconds=30, plan=Plan({Fault.LOST: 1.0}, hidden=late, hidden_least=late)))
    assert verdict.duplicates > 0
    assert (verdict.missing, verdict.repeated, verdict.strange) == (0, 0, 0)


async def test_the_window_a_process_that_stands_still_between_its_last_look_and_the_request(ground: FaultLab) -> None:
    """What is not promised: nothing can call back a request that is written minutes after it was decided."""
    verdict = await ground.run(Scale(10, 8, seconds=40, missions=("stop before request",), arms=0.1, disturbed=0.15))
    assert verdict.counted["stop before request"] > 0
    assert verdict.duplicates > 0
    assert (verdict.missing, verdict.repeated, verdict.strange) == (0, 0, 0)


async def test_who_tries_again_blindly_posts_twice_and_this_harness_notices(ground: FaultLab) -> None:
    verdict = await ground.run(Scale(20, 1, seconds=30, plan=LOSING.plan, blind=True))
    assert verdict.duplicates > 0
    assert not verdict.exactly_once
