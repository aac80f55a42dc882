"""Bolt's and the SDK's own logging, reduced to what may be kept: as it stands it prints message text and tokens."""

from __future__ import annotations

import logging
import re

import structlog

log = structlog.get_logger()

_CONSTANT_PART = re.compile(r"[^({:'\"<]*")
"""Their messages are a fixed sentence, then a bracket, colon or quote, then the data."""


class _Reduce(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Send the fixed part of the message and the kind of error to our log, and stop the record."""
        found = _CONSTANT_PART.match(str(record.msg))
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        log.log(record.levelno, "slack.library", said=found[0].strip() if found else "", error=error)
        return False


def quiet_logger() -> logging.Logger:
    """The base logger for Bolt and the SDK: errors only, reduced. Bolt copies its level and filters to its loggers."""
    logger = logging.getLogger("bot.slack.library")
    logger.setLevel(logging.ERROR)
    if not any(isinstance(each, _Reduce) for each in logger.filters):
        logger.addFilter(_Reduce())
    return logger
