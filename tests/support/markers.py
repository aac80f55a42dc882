"""Mark tests by the fixtures they use, so that `make quick` can leave out what takes long."""

from __future__ import annotations

import pytest

SERVERS = frozenset(
    [
        *("client", "connector", "here", "listener", "local", "playground", "post", "proxy", "running", "served"),
        *("site", "workspace"),
    ]
)
"""Fixtures that answer over HTTP on the loopback."""
DATABASES = frozenset({"database_server", "postgresql"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Add the markers `server` and `database`."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & SERVERS:
            item.add_marker(pytest.mark.server)
        if fixtures & DATABASES:
            item.add_marker(pytest.mark.database)
