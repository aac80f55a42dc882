"""Every due term arrives exactly once, whatever is killed, stopped, lost or restarted.

`make test` runs the short form; `make faults` runs the long one and prints its figures.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from tests.faults.conftest import FaultLab
from tests.faults.replicas import KILLS, STOPS
from tests.faults.run import Scale
from tests.faults.slack import Fault, Plan

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are killed and stopped by POSIX signals"),
]

EVERYTHING = Plan(
    {
        Fault.LOST: 0.03,
        Fault.ERROR_AFTER: 0.02,
        Fault.INTERNAL_ERROR: 0.02,
        Fault.HELD: 0.02,
        Fault.LATE: 0.02,
        Fault.FALSE_ERROR: 0.03,
        Fault.CUT: 0.03,
        Fault.STORM: 0.004,
    }
)
SHORT = Scale(
    channels=24,
    days=1,
    seconds=240,  # at most: it takes about ten on an idle machine
    missions=KILLS + STOPS,
    arms=0.1,
    overlaps=3,
    restarts=2,
    disturbed=2,
    plan=EVERYTHING,
)
LONG = replace(SHORT, channels=60, days=24, seconds=480, arms=0.25, overlaps=10, restarts=8, disturbed=480)
EVERY_TIME = [
    mission
    for mission in KILLS + STOPS
    if any(step in mission for step in ("plan", "claim", "intend", "request", "find", "confirm"))
]
"""Missions that each long run reaches. The others, postponing and releasing, depend on Slack or a host."""


async def test_each_term_arrives_once_while_everything_fails(lab: FaultLab) -> None:
    verdict = await lab.run(SHORT)
    assert verdict.exactly_once, "\n".join(verdict.lines())


@pytest.mark.faults
async def test_a_thousand_terms_arrive_once(lab: FaultLab) -> None:
    verdict = await lab.run(LONG)
    assert verdict.due >= 1_000
    assert not [step for step in EVERY_TIME if not verdict.counted[step]]
    assert verdict.exactly_once, "\n".join(verdict.lines())
