"""Strip the logging of Bolt and the SDK: their messages contain message text and tokens."""

from __future__ import annotations

import logging

import structlog

from bot.logs import constant_part

log = structlog.get_logger()


class _Strip(logging.Filter):
    """Re-log a record without its variable parts."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Log the constant part of the message and the error's type with structlog, and drop the record."""
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        log.log(record.levelno, "slack.library", said=constant_part(record.msg), error=error)
        return False


def quiet_logger() -> logging.Logger:
    """A logger for Bolt and the SDK that logs errors only, stripped. Bolt copies its level and filters to its own."""
    logger = logging.getLogger("bot.slack.library")
    logger.setLevel(logging.ERROR)
    if not any(isinstance(existing, _Strip) for existing in logger.filters):
        logger.addFilter(_Strip())
    return logger
