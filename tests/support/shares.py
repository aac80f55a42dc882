"""Spread the tests that wait for browsers and processes over a run, so that others compute meanwhile.

Each worker of a run gets a share of the list, from its start on. Without this, all workers do browsers at the same
time, near the end, and the processor has nothing to do.
"""

from __future__ import annotations

import os
from itertools import cycle, groupby

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let every second worker begin with the files that wait. The tests of a file stay together, in their order."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if workers == 1:
        return
    shares: list[list[pytest.Item]] = [[] for _ in range(workers)]
    beginning_with_waits = cycle(shares[::2])
    computing: list[pytest.Item] = []
    for _, file in groupby(items, key=lambda item: item.path):
        tests = list(file)
        (next(beginning_with_waits) if any(map(waits, tests)) else computing).extend(tests)
    size = -(-len(items) // workers)
    for share in shares:
        missing = max(0, size - len(share))
        share.extend(computing[:missing])
        del computing[:missing]
    items[:] = [item for share in shares for item in share]


def waits(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("browser", "process"))
