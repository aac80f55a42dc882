"""Logging: our own events in full, libraries' messages without data."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import configure, constant_part
from bot.settings import Settings

SECRET = "candidate John Smith xoxb-SECRET"


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_librarys_error_is_logged_without_its_data(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings(_env_file=None, log_format=form))
    try:
        int(SECRET)
    except ValueError as error:
        logging.getLogger("aiohttp.server").exception("Error handling request: %s", SECRET)
        logging.getLogger("asyncio").error(f"Task exception was never retrieved\nfuture: {error!r}")
    printed = capsys.readouterr().err
    assert "SECRET" not in printed
    assert "John" not in printed
    assert "Error handling request" in printed
    assert "ValueError" in printed
    assert "test_logs.py" in printed


async def test_an_unhandled_task_error_is_logged_without_its_data(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings(_env_file=None, log_format="json"))
    asyncio.get_running_loop().call_exception_handler({"message": "Unhandled", "exception": ValueError(SECRET)})
    printed = capsys.readouterr().err
    assert "SECRET" not in printed
    assert json.loads(printed.splitlines()[0])["error"] == "ValueError"


def test_our_own_events_are_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings(_env_file=None, log_format="json"))
    structlog.get_logger().info("bot.ready", entries=3)
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["entries"], line["level"]) == ("bot.ready", 3, "info")


@pytest.mark.parametrize(
    ("message", "expected"),
    [("Failed to run (text: x)", "Failed to run"), ("Done", "Done"), ("'x' is bad", ""), ("a\nb", "a")],
)
def test_the_constant_part(message: str, expected: str) -> None:
    assert constant_part(message) == expected
