"""Public holidays: which dates, and which calendar somebody means."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.daily_term.holidays import UnknownCalendarError, find_calendar, is_holiday, name_of
from handlers.parsing.countries import country_name
from tests.support.hypothesis_profiles import examples

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=80)


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("CH", "2026-08-01", True),  # National Day
        ("CH", "2026-09-10", False),
        ("CH-GE", "2026-09-10", True),  # Genevan Fast
        ("DE", "2026-10-03", True),  # German Unity Day
        ("GB", "2026-12-28", True),  # Boxing Day, observed
        ("GB-SCT", "2026-11-30", True),  # Saint Andrew's Day
        ("US", "2026-11-26", True),  # Thanksgiving
        ("US", "2026-11-27", False),
        ("FR", "2026-07-14", True),  # Bastille Day
        ("CH", "2026-01-02", False),  # a holiday in some cantons only
    ],
)
def test_public_holidays(code: str, day: str, expected: bool) -> None:
    assert is_holiday(code, date.fromisoformat(day)) is expected


def test_a_year_outside_the_calendar_has_no_holidays() -> None:
    assert not is_holiday("CH", date(2999, 8, 1))
    assert not is_holiday("CH", date.max)


@pytest.mark.parametrize(
    ("typed", "code", "name"),
    [
        ("CH", "CH", "Switzerland"),
        ("switzerland", "CH", "Switzerland"),
        ("CH-GE", "CH-GE", "Switzerland (Genève)"),
        ("ch ge", "CH-GE", "Switzerland (Genève)"),
        ("Switzerland, Genève", "CH-GE", "Switzerland (Genève)"),
        ("Vaud CH", "CH-VD", "Switzerland (Vaud)"),
        ("UK", "GB", "United Kingdom"),
        ("Scotland", "GB-SCT", "United Kingdom (Scotland)"),
        ("US-CA", "US-CA", "United States (California)"),
        ("US California", "US-CA", "United States (California)"),
        ("Guinea-Bissau", "GW", "Guinea-Bissau"),
        ("Kosovo", "XK", "Kosovo"),
    ],
)
def test_a_calendar_is_found(typed: str, code: str, name: str) -> None:
    match = find_calendar(typed)
    assert match.country is not None, match.suggestions
    assert (match.country.code, match.country.name) == (code, name)
    assert name_of(code) == name


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Swizerland", ["CH", "SZ"]),
        ("Geneva", ["CH-GE", "CH"]),
        ("Switzerland Geneva", ["CH-GE", "CH"]),
        ("CH-XX", ["CH"]),
        ("", []),
        ("XX", []),
        ("-", []),
    ],
)
def test_an_unclear_calendar_gets_suggestions(typed: str, codes: list[str]) -> None:
    match = find_calendar(typed)
    assert match.country is None
    assert [country.code for country in match.suggestions] == codes


@examples(200)
@given(ANYTHING | st.lists(st.sampled_from(["CH", "-", "GE", "switzerland", "us", "ca", "geneva"])).map(" ".join))
@example("CH-" + "a" * 100_000)
@example("-" * 100_000)
@example("\ud800")
def test_no_text_raises_and_every_answer_is_a_usable_calendar(typed: str) -> None:
    match = find_calendar(typed)
    for country in (*match.suggestions, *filter(None, [match.country])):
        assert name_of(country.code) == country.name
        is_holiday(country.code, date(2026, 12, 25))


@pytest.mark.parametrize("code", ["", "XX", "ch", "CH-XX", "CH-ge", "-GE", "CHE", "x" * 5000, "\0"])
def test_an_unknown_calendar_is_an_error(code: str) -> None:
    for look_up in (name_of, lambda code: is_holiday(code, date(2026, 1, 1)), lambda code: is_holiday(code, date.min)):
        with pytest.raises(UnknownCalendarError, match="no holiday calendar"):
            look_up(code)


def test_every_country_of_the_library_has_a_name_here() -> None:
    from bot.daily_term.holidays import _countries  # noqa: PLC0415

    nameless = {code for code in _countries() if country_name(code) is None}
    assert nameless <= {"BV", "HM"}  # islands without people or a zone


def test_holidays_are_few() -> None:
    for code in ("CH", "CH-GE", "US", "GB", "DE-BY", "FR", "KE", "ET", "TH"):
        days = [date(2026, 1, 1) + timedelta(n) for n in range(365)]
        assert 3 <= sum(is_holiday(code, day) for day in days) <= 30, code
