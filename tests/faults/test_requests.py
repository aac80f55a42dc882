"""Whoever asked for a word hears the answer exactly once, whatever is killed, stopped, lost or restarted.

`make test` runs the short form; `make faults` runs the long one and prints its figures.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from tests.faults import run
from tests.faults.conftest import FaultLab
from tests.faults.request_run import RequestRun
from tests.faults.test_delivery import EVERY_TIME, SHORT

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are killed and stopped by POSIX signals"),
]

TIMING = {**run.TIMING, "lease": 6.0, "grace": 1.5, "margin": 2.0, "pace": 20, "at_once": 40}
"""All requests are answered within seconds, so a replica must not claim more than it can post within a lease."""
FEW = replace(SHORT, channels=10, days=4, timing=TIMING)
MANY = replace(FEW, channels=50, days=12, seconds=600, arms=0.5, overlaps=15, restarts=12, disturbed=120)
"""Everything fails for two minutes at most: on a slow machine, a new replica takes its time to start."""


async def test_each_asker_hears_once_while_everything_fails(lab: FaultLab) -> None:
    verdict = await lab.run(FEW, kind=RequestRun)
    assert verdict.exactly_once, "\n".join(verdict.lines())


@pytest.mark.faults
async def test_six_hundred_askers_hear_once(lab: FaultLab) -> None:
    verdict = await lab.run(MANY, kind=RequestRun)
    assert verdict.due >= 500
    assert [step for step in EVERY_TIME if verdict.counted[step]]
    assert verdict.exactly_once, "\n".join(verdict.lines())
