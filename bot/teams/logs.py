"""The SDK's own logging, reduced to what may be kept: as it stands it prints messages and addresses."""

from __future__ import annotations

import logging

import structlog

log = structlog.get_logger()

LIBRARIES = ("microsoft_teams", "httpx", "httpcore")


class _Reduce(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        """Tell where it was said and the kind of error; the SDK puts data into the message itself, so no word of it."""
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        log.log(record.levelno, "teams.library", at=f"{record.name}:{record.lineno}", error=error)


def quiet_loggers() -> None:
    """Errors only, reduced, and nothing to any other handler."""
    for name in LIBRARIES:
        logger = logging.getLogger(name)
        logger.setLevel(logging.ERROR)
        logger.propagate = False
        if not any(isinstance(each, _Reduce) for each in logger.handlers):
            logger.addHandler(_Reduce())
