"""Logging: one structured line an event, as JSON for machines or as text for people; never what somebody wrote."""

from __future__ import annotations

import logging
import re
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.background import location_of
from bot.settings import Settings

_CONSTANT_PART = re.compile(r"[^({:'\"<\n]*")
"""Libraries' messages are a fixed sentence, then a bracket, colon, quote or line break, then the data."""


def configure(settings: Settings) -> None:
    """Sends our own events and the libraries' warnings to standard error in one form."""
    level = getattr(logging, settings.log_level.upper())
    text = settings.log_format == "text" or (settings.log_format == "auto" and sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer = structlog.dev.ConsoleRenderer() if text else structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=[_reduced, *shared]))
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler], force=True)


def constant_part(message: object) -> str:
    """The part of a library's message that is the same each time: the rest may hold texts or tokens."""
    found = _CONSTANT_PART.match(str(message))
    return found[0].strip() if found else ""


def _reduced(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A library's line without data: the constant part of its message, the kind of error and where it came from."""
    record: logging.LogRecord = event["_record"]
    event["event"] = f"{record.name}: {constant_part(record.msg)}"
    event.pop("stack_info", None)
    if (info := event.pop("exc_info", None)) and isinstance(info, tuple) and info[1] is not None:
        event.update(error=type(info[1]).__name__, at=location_of(info[1]))
    return event
