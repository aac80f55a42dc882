"""The date in the person's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.services import BotServices
from handlers.command import Commands


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        (None, date(2026, 11, 23)),
        ("Europe/Zurich", date(2026, 11, 24)),
        ("America/New_York", date(2026, 11, 23)),
        ("Pacific/Apia", date(2026, 11, 24)),
        ("Nowhere/Land", date(2026, 11, 23)),
        ("../../etc/passwd", date(2026, 11, 23)),
        ("Europe", date(2026, 11, 23)),
        ("\x00", date(2026, 11, 23)),
    ],
)
def test_today(zone: str | None, expected: date) -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    services = BotServices(current=lambda: None, commands=Commands([]), now=lambda: late)  # type: ignore[arg-type, return-value]
    assert services.today(zone) == expected
