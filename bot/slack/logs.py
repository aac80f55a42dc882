"""Bolt's and the SDK's own logging, reduced to what may be kept: as it stands it prints message text and tokens."""

from __future__ import annotations

import logging

import structlog

from bot.logs import constant_part

log = structlog.get_logger()


class _Reduce(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Send the fixed part of the message and the kind of error to our log, and stop the record."""
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        log.log(record.levelno, "slack.library", said=constant_part(record.msg), error=error)
        return False


def quiet_logger() -> logging.Logger:
    """The base logger for Bolt and the SDK: errors only, reduced. Bolt copies its level and filters to its loggers."""
    logger = logging.getLogger("bot.slack.library")
    logger.setLevel(logging.ERROR)
    if not any(isinstance(each, _Reduce) for each in logger.filters):
        logger.addFilter(_Reduce())
    return logger
