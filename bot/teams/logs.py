"""Strip the logging of the SDK and its HTTP client: their messages contain message text and URLs."""

from __future__ import annotations

import logging
import warnings

import structlog
from microsoft_teams.common.experimental import ExperimentalWarning

log = structlog.get_logger()

LIBRARIES = ("microsoft_teams", "httpx", "httpcore")


class _Strip(logging.Handler):
    """Re-log a record without its message, in which the SDK puts data."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log the record's location and the error's type with structlog."""
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        log.log(record.levelno, "teams.library", at=f"{record.name}:{record.lineno}", error=error)


def quiet_loggers() -> None:
    """Make the libraries log errors only, stripped, and to no other handler.

    The SDK also warns that private messages are a preview, which Teams has ended.
    """
    warnings.filterwarnings("ignore", category=ExperimentalWarning)
    for name in LIBRARIES:
        logger = logging.getLogger(name)
        logger.setLevel(logging.ERROR)
        logger.propagate = False
        if not any(isinstance(handler, _Strip) for handler in logger.handlers):
            logger.addHandler(_Strip())
