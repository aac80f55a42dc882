"""Bolt's and the SDK's own lines lose everything but their fixed part."""

from __future__ import annotations

import logging

import pytest
from slack_bolt.logger import get_bolt_logger
from structlog.testing import capture_logs

from bot.slack.logs import quiet_logger


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("Failed to run listener function (error: confidential)", "Failed to run listener function"),
        ("Failed to connect (error: wss://host?ticket=confidential); Retrying...", "Failed to connect"),
        ("Failed to retrieve WSS URL: confidential", "Failed to retrieve WSS URL"),
        ("{'text': 'confidential'}", ""),
    ],
)
def test_only_the_fixed_part_is_kept(message: str, said: str, caplog: pytest.LogCaptureFixture) -> None:
    logger = get_bolt_logger(type("AnyBoltClass", (), {}), quiet_logger())
    with capture_logs() as logged:
        logger.error(message, exc_info=RuntimeError("confidential"))
        logger.warning("confidential")
    assert logged == [{"event": "slack.library", "said": said, "error": "RuntimeError", "log_level": "error"}]
    assert caplog.text == ""


def test_the_filter_is_added_once() -> None:
    assert quiet_logger() is quiet_logger()
    assert len(quiet_logger().filters) == 1
    assert quiet_logger().level == logging.ERROR
