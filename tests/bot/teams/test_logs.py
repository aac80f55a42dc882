"""The SDK's own lines lose every word: it writes data into its messages."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from bot.teams.logs import LIBRARIES, quiet_loggers


class Kept(logging.Handler):
    """What reaches the handlers of everything else."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def root() -> Iterator[Kept]:
    kept = Kept()
    logging.getLogger().addHandler(kept)
    yield kept
    logging.getLogger().removeHandler(kept)


@pytest.mark.parametrize("name", ["microsoft_teams.apps.http.http_server", "httpx", "httpcore.http11"])
def test_only_where_it_was_said_is_kept(name: str, root: Kept) -> None:
    quiet_loggers()
    quiet_loggers()
    logger = logging.getLogger(name)
    with capture_logs() as logged:
        logger.error("confidential", exc_info=ValueError("confidential"))
        logger.warning("confidential")
    (line,) = logged
    assert line.pop("at").startswith(f"{name}:")
    assert line == {"event": "teams.library", "error": "ValueError", "log_level": "error"}
    assert root.records == []


def test_every_library_is_quiet() -> None:
    quiet_loggers()
    assert not any(logging.getLogger(name).propagate for name in LIBRARIES)
