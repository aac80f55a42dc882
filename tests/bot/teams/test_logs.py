"""The SDK's log records lose their messages, because the SDK puts data in them."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from bot.teams.logs import LIBRARIES, quiet_loggers


class Recorder(logging.Handler):
    """Records what reaches the root logger."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def root() -> Iterator[Recorder]:
    """A handler on the root logger that records."""
    recorder = Recorder()
    logging.getLogger().addHandler(recorder)
    yield recorder
    logging.getLogger().removeHandler(recorder)


@pytest.mark.parametrize("name", ["microsoft_teams.apps.http.http_server", "httpx", "httpcore.http11"])
def test_only_the_location_and_error_type_are_logged(name: str, root: Recorder) -> None:
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
