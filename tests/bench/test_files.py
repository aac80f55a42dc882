"""The measurement of files runs, and says what it measures; its figures are not judged here."""

from __future__ import annotations

import pytest

from tests.bench.files import KINDS, UPLOADS, measure

pytestmark = [pytest.mark.faults, pytest.mark.server, pytest.mark.process]


def test_files_are_read_while_define_is_answered() -> None:
    measured = measure(rounds=1, requests=50, turns=1)
    assert set(measured.kinds) == set(KINDS)
    assert all(milliseconds > 0 for milliseconds in (*measured.kinds.values(), *measured.idle, *measured.busy))
    assert measured.as_json()["p99_ratio"] > 0
    assert f"{UPLOADS} uploads answered" in "\n".join(measured.lines())
