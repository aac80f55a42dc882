"""Single faults: what the guarantee covers, what it does not, and that these tests would notice a duplicate."""

from __future__ import annotations

import sys

import pytest

from tests.faults.conftest import FaultLab
from tests.faults.run import TIMING, Scale
from tests.faults.slack import Fault, Plan
from tests.support.posting_slack import Rates

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are killed and stopped by POSIX signals"),
]

LOSING = Scale(20, 1, seconds=30, plan=Plan({Fault.LOST: 0.5}, hidden=0.0))


async def test_a_post_whose_answer_was_lost_is_found_in_the_channel(lab: FaultLab) -> None:
    verdict = await lab.run(LOSING)
    assert verdict.exactly_once, "\n".join(verdict.lines())
    assert verdict.reconciled == verdict.counted[Fault.LOST] > 0


async def test_without_the_history_scope_a_lost_answer_is_unknown_and_nothing_comes_twice(lab: FaultLab) -> None:
    verdict = await lab.run(LOSING, history_scope=False)
    assert (verdict.posted, verdict.duplicates, verdict.missing) == (20, 0, 0)
    assert verdict.unsettled == {"unknown": verdict.counted[Fault.LOST]}


async def test_a_refused_post_is_not_retried(lab: FaultLab) -> None:
    verdict = await lab.run(Scale(10, 1, seconds=30), refused_channels=("C3", "C7"))
    assert verdict.unsettled == {"failed": 2}
    assert (verdict.posted, verdict.duplicates, verdict.strange) == (8, 0, 0)


async def test_500_channels_of_a_workspace_at_one_minute_and_a_limit_below_the_pace(lab: FaultLab) -> None:
    """Twice the posts per second that the workspace accepts: the refused ones arrive later, once."""
    rates = Rates(channel=1, workspace=30, history=100)
    timing = TIMING | {"pace": 60}
    verdict = await lab.run(Scale(500, 1, seconds=90, workspaces=1, rates=rates, timing=timing))
    assert verdict.counted["429"] > 0
    assert verdict.exactly_once, "\n".join(verdict.lines())


async def test_the_window_a_history_that_shows_a_post_only_after_the_grace(lab: FaultLab) -> None:
    """Not promised: a replica that searches and finds nothing posts again, and cannot know better."""
    late = TIMING["lease"] + TIMING["grace"] + 3
    verdict = await lab.run(Scale(4, 1, seconds=30, plan=Plan({Fault.LOST: 1.0}, hidden=late, hidden_least=late)))
    assert verdict.duplicates > 0
    assert (verdict.missing, verdict.repeated, verdict.strange) == (0, 0, 0)


async def test_the_window_a_process_that_is_paused_between_its_last_look_and_the_request(lab: FaultLab) -> None:
    """Not promised: nothing can recall a request that is written minutes after the decision to write it."""
    verdict = await lab.run(Scale(10, 8, seconds=40, missions=("stop before request",), arms=0.1, disturbed=0.15))
    assert verdict.counted["stop before request"] > 0
    assert verdict.duplicates > 0
    assert (verdict.missing, verdict.repeated, verdict.strange) == (0, 0, 0)


async def test_a_client_that_retries_blindly_posts_twice_and_is_noticed(lab: FaultLab) -> None:
    verdict = await lab.run(Scale(20, 1, seconds=30, plan=LOSING.plan, blind=True))
    assert verdict.duplicates > 0
    assert not verdict.exactly_once
