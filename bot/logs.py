"""Logging: one structured line per event, as JSON or text. Nothing that a person typed is ever logged."""

from __future__ import annotations

import logging
import re
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.background import location_of
from bot.settings import Settings

_CONSTANT_PART = re.compile(r"[^({:'\"<\n]*")
"""The fixed start of a library's message. Its data follows a bracket, colon, quote or line break."""


def configure(settings: Settings) -> None:
    """Write our events, and warnings of libraries, to standard error in one format."""
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
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=[_without_data, *shared])
    )
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler], force=True)


def constant_part(message: object) -> str:
    """Return the fixed start of a library's message. The rest may contain typed text or tokens."""
    match = _CONSTANT_PART.match(str(message))
    return match[0].strip() if match else ""


def _without_data(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Reduce a library's event to the fixed part of its message, the error's type and its location."""
    record: logging.LogRecord = event["_record"]
    event["event"] = f"{record.name}: {constant_part(record.msg)}"
    event.pop("stack_info", None)
    if (info := event.pop("exc_info", None)) and isinstance(info, tuple) and info[1] is not None:
        event.update(error=type(info[1]).__name__, at=location_of(info[1]))
    return event
