"""Whether a nationality fits the country of a place."""

from __future__ import annotations

import pytest

from handlers.parsing.nationalities import is_other_country


@pytest.mark.parametrize(
    ("nationality", "place", "is_other"),
    [
        ("Polish", "Amman", True),
        ("Polish", "Warsaw", False),
        ("Kenyan, British", "Nairobi", False),
        ("Congolese", "Goma, DRC", False),
        ("Ivorian", "Goma, DRC", True),
        ("Salvadoran", "San Salvador", False),
        ("Macedonian", "Skopje", False),
        ("Burmese", "Yangon, Myanmar", False),
        ("Zzxian", "Amman", False),  # unknown
        ("Polish", "Duty Station", False),
        ("", "", False),
    ],
)
def test_in_doubt_they_fit(nationality: str, place: str, is_other: bool) -> None:
    assert is_other_country(nationality, place) is is_other
