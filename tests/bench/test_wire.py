"""The measurements themselves are not judged here; only that they measure what they say."""

from __future__ import annotations

import json

import pytest

from tests.bench import wire
from tests.bench.startup import Startup
from tests.bench.wire import Rival, Wire

pytestmark = pytest.mark.server

MEASURED = Wire(
    (
        Rival("raw", p50=0.1, p99=0.2, throughput=20_000),
        Rival("bolt", p50=11.0, p99=12.0, throughput=5_000),
        Rival("dragoman", p50=0.3, p99=0.5, throughput=5_000),
        Rival("first", p50=0.3, p99=0.6, throughput=4_000),
    )
)


def test_figures_are_told_as_multiples_of_the_bare_handler() -> None:
    assert MEASURED.times("dragoman") == pytest.approx(3)
    assert MEASURED.part("first") == 5
    assert MEASURED.as_json()["bolt"]["times_raw"] == pytest.approx(110)
    head, *rows = MEASURED.lines()
    assert "p50" in head
    assert [row.split()[-1] for row in rows] == ["1.0", "4.0", "4.0", "5.0"]


@pytest.mark.faults
@pytest.mark.parametrize("name", ["raw", "bolt", "oauth"])
def test_a_signed_command_is_asked_over_the_wire(name: str) -> None:
    with wire._server(name, json.dumps({"text": "x"})) as port:
        p50, p99 = wire._one(port, json.dumps(["a", "b"]), 20)
    assert 0 < p50 <= p99


def test_start_up_is_told_in_two_lines() -> None:
    assert Startup(1.234, 1.5, 80.4).lines() == [
        "start to ready   1.23 s (slowest 1.50 s)",
        "resident memory  80 MB",
    ]
