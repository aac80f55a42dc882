"""Days off: what is read, in which order of day and month, what is asked back, and that nothing typed breaks it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.daily_term.subscription import Skip
from handlers.parsing.days_off import ParsedDays, read_days
from tests.conftest import NOW

TODAY = NOW.date()  # a Monday, 23 November 2026


def spans(*written: str) -> tuple[Skip, ...]:
    """ "2026-12-24 2027-01-02" → a span; a single date is its own end."""
    ends = [each.split() for each in written]
    return tuple(Skip(date.fromisoformat(each[0]), date.fromisoformat(each[-1])) for each in ends)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-12-24..2027-01-02", "2026-12-24 2027-01-02"),
        ("2026-12-24 - 2027-01-02", "2026-12-24 2027-01-02"),
        ("2026-12-24/2027-01-02", "2026-12-24 2027-01-02"),
        ("24 Dec to 2 Jan", "2026-12-24 2027-01-02"),
        ("from 24 Dec to 2 Jan 2027", "2026-12-24 2027-01-02"),
        ("between 24 Dec and 2 Jan", "2026-12-24 2027-01-02"),
        ("24-31 December", "2026-12-24 2026-12-31"),
        ("24–31 Dec", "2026-12-24 2026-12-31"),
        ("Dec 24-31", "2026-12-24 2026-12-31"),
        ("December 24-31, 2026", "2026-12-24 2026-12-31"),
        ("Dec 24th until January 2nd, 2027", "2026-12-24 2027-01-02"),
        ("24.12.-2.1.", "2026-12-24 2027-01-02"),
        ("24/12 - 2/1", "2026-12-24 2027-01-02"),
        ("12/24/2026-1/2/2027", "2026-12-24 2027-01-02"),
        ("24/12/2026 - 02/01/2027", "2026-12-24 2027-01-02"),
        ("2026-12-24", "2026-12-24"),
        ("2026/12/24", "2026-12-24"),
        ("20261224", "2026-12-24"),
        ("24.12.26", "2026-12-24"),
        ("24-12-2026", "2026-12-24"),
        ("12/24/2026", "2026-12-24"),
        ("3.4.2027", "2027-04-03"),
        ("3/3/2027", "2027-03-03"),
        ("24. Dezember", "2026-12-24"),
        ("1 août", "2027-08-01"),
        ("Thursday, 24 December", "2026-12-24"),
        ("Fri, 25 Dec", "2026-12-25"),
        ("fri 25 dec to sun 27 dec", "2026-12-25 2026-12-27"),
        ("1st to 5th December", "2026-12-01 2026-12-05"),
        ("2/1 to 1/2", "2027-01-02 2027-02-01"),
        ("24 Decmber", "2026-12-24"),
        ("today", "2026-11-23"),
        ("tommorow", "2026-11-24"),
        ("the day after tomorrow", "2026-11-25"),
        ("next week", "2026-11-30 2026-12-06"),
        ("the rest of the week", "2026-11-23 2026-11-29"),
        ("the week of 7 December", "2026-12-07 2026-12-13"),
        ("week 52", "2026-12-21 2026-12-27"),
        ("a week", "2026-11-23 2026-11-29"),
        ("2 weeks", "2026-11-23 2026-12-06"),
        ("the next two weeks", "2026-11-23 2026-12-06"),
        ("for 10 days", "2026-11-23 2026-12-02"),
        ("a month", "2026-11-23 2026-12-22"),
        ("December", "2026-12-01 2026-12-31"),
        ("all of August", "2027-08-01 2027-08-31"),
        ("friday", "2026-11-27"),
        ("next monday", "2026-11-30"),
        ("this week", "2026-11-23 2026-11-29"),
        ("all of this month", "2026-11-23 2026-11-30"),
        ("this december", "2026-12-01 2026-12-31"),
        ("this fri-sun", "2026-11-27 2026-11-29"),
        ("on this coming friday to sunday", "2026-11-27 2026-11-29"),
        ("through Friday", "2026-11-23 2026-11-27"),
        ("2026‑12‐24", "2026-12-24"),
        ("2026−12－24", "2026-12-24"),
        ("２０２６／１２／２４", "2026-12-24"),
        ("24．12．2026", "2026-12-24"),
        ("\u200e24\u200e/\u200e12\u200e/2026", "2026-12-24"),
        ("2026-12-24…2027-01-02", "2026-12-24 2027-01-02"),
        ("2026-12-24 → 2027-01-02", "2026-12-24 2027-01-02"),
        ("2026‑12‑24〜2027‑01‑02", "2026-12-24 2027-01-02"),
        ("24.12.～2.1.", "2026-12-24 2027-01-02"),
        ("24 Dec -> 2 Jan", "2026-12-24 2027-01-02"),
        ("24 Dec -- 2 Jan", "2026-12-24 2027-01-02"),
        ("24\u00a0Dec\u202fto\u20092\u3000Jan", "2026-12-24 2027-01-02"),
        ("٢٤ Dec", "2026-12-24"),
        ("new year’s eve", "2026-12-31"),
        ("29 Feb", "2028-02-29"),
        ("1 Nov", "2027-11-01"),
        ("1 Nov to 1 Dec", "2027-11-01 2027-12-01"),
        ("24 Dec to 2 Jan 2029", "2028-12-24 2029-01-02"),
        ("Dec 24-31, 2027", "2027-12-24 2027-12-31"),
        ("1 Dec to 1 March", "2026-12-01 2027-03-01"),
        ("2026-12-24 to 2027-09-01", "2026-12-24 2027-09-01"),
        ("24 Dec to 24 Dec", "2026-12-24"),
    ],
)
def test_days_that_are_clear(typed: str, expected: str) -> None:
    assert read_days(typed, TODAY) == ParsedDays(skips=spans(expected))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("24 Dec and 31 Dec", ("2026-12-24", "2026-12-31")),
        ("24, 25 and 26 Dec", ("2026-12-24 2026-12-26",)),
        ("1 Dec, 24-31 Dec", ("2026-12-01", "2026-12-24 2026-12-31")),
        ("1-10 Dec, 2-3 Dec", ("2026-12-01 2026-12-10",)),
        ("1, 3, 5 and 7 Dec", ("2026-12-01", "2026-12-03", "2026-12-05", "2026-12-07")),
        ("Thu, 24 Dec and Sat, 26 Dec", ("2026-12-24", "2026-12-26")),
    ],
)
def test_days_in_a_list(typed: str, expected: tuple[str, ...]) -> None:
    assert read_days(typed, TODAY) == ParsedDays(skips=spans(*expected))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("03/04/2027", ("2027-04-03", "2027-03-04")),
        ("3-4-2027", ("2027-04-03", "2027-03-04")),
        ("3/4", ("2027-04-03", "2027-03-04")),
        ("3/4/2027 to 10/4/2027", ("2027-04-03 2027-04-10", "2027-03-04 2027-10-04")),
        ("next friday", ("2026-11-27", "2026-12-04")),
        ("until 6 January", ("2026-11-23 2027-01-05", "2026-11-23 2027-01-06")),
        ("till monday", ("2026-11-23 2026-11-29", "2026-11-23 2026-11-30")),
        ("over Christmas", ("2026-12-24 2026-12-26", "2026-12-24 2027-01-02")),
        ("Easter", ("2027-03-26 2027-03-29", "2027-03-26 2027-04-04")),
    ],
)
def test_days_that_may_be_these_or_those(typed: str, expected: tuple[str, ...]) -> None:
    assert read_days(typed, TODAY) == ParsedDays(choices=spans(*expected))


@pytest.mark.parametrize(
    ("typed", "today", "expected"),
    [
        ("Christmas", "2026-12-24", ("2026-12-24 2026-12-26", "2026-12-24 2027-01-02")),
        ("Christmas", "2026-12-26", ("2026-12-24 2026-12-26", "2026-12-24 2027-01-02")),
        ("Christmas", "2026-12-27", ("2027-12-24 2027-12-26", "2027-12-24 2028-01-02")),
        ("new year holidays", "2026-12-31", ("2027-01-01", "2026-12-31 2027-01-02")),
        ("new year holidays", "2027-01-01", ("2027-01-01", "2026-12-31 2027-01-02")),
        ("new year holidays", "2027-01-02", ("2028-01-01", "2027-12-31 2028-01-02")),
        ("Easter", "2027-03-29", ("2027-03-26 2027-03-29", "2027-03-26 2027-04-04")),
        ("Easter", "2027-03-30", ("2028-04-14 2028-04-17", "2028-04-14 2028-04-23")),
    ],
)
def test_a_feast_is_this_year_s_until_its_days_are_over(typed: str, today: str, expected: tuple[str, ...]) -> None:
    assert read_days(typed, date.fromisoformat(today)) == ParsedDays(choices=spans(*expected))


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "blah",
            "31 Feb",
            "29 Feb 2027",
            "2 Jan 2027 to 24 Dec 2026",
            "..",
            "2026-13-01",
            "0 weeks",
            "13/13/2027",
        ),
        *("fridays", "until further notice", "24-31", "so we", "10 Feb - 5 Feb", "x" * 5000, "²4 Dec", "2026-12-2⁴"),
        *("fri-sun", "Monday to Wednesday", "from fri to sun", "sat – mon", "Mo-Mi"),  # of each week, no dates
    ],
)
def test_what_is_no_day(typed: str) -> None:
    assert read_days(typed, TODAY) == ParsedDays()


@given(day=st.dates(date(2026, 11, 23), date(2036, 1, 1)), style=st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d %B %Y"]))
def test_a_day_of_any_style_is_that_day(day: date, style: str) -> None:
    assert read_days(day.strftime(style), TODAY) == ParsedDays(skips=(Skip(day, day),))


@given(day=st.dates(date(2026, 11, 23), date(2036, 1, 1)), style=st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%m-%d-%Y"]))
def test_between_slashes_the_day_is_among_what_is_understood(day: date, style: str) -> None:
    reading = read_days(day.strftime(style), TODAY)
    assert Skip(day, day) in reading.skips + reading.choices
    assert bool(reading.choices) == (day.day <= 12 and day.day != day.month)


PIECES = """24 31 Dec dec. to - / .. , and until next week weeks two monday 12 2026 easter christmas the of from between
24/12 2026-12-24 999 months fortnight"""
WORDS = st.sampled_from(PIECES.split())


@given(words=st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=8), shift=st.integers(0, 4000))
def test_anything_typed_comes_to_spans_that_run_forward(words: list[str], shift: int) -> None:
    reading = read_days(" ".join(words), TODAY + timedelta(days=shift))
    assert all(each.first <= each.last for each in reading.skips + reading.choices)
    assert not (reading.skips and reading.choices)
    assert len(reading.choices) != 1
