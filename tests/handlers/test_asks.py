"""Levels, years, counts and roles in any word order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.models import Level
from handlers.asks import MAX_COUNT, MAX_YEARS, Ask, parse

NAMES = {"junior professional officer", "group of 77", "consul", "track 2 diplomacy"}


def read(typed: str) -> Ask:
    return parse(typed, lambda name: name.casefold() in NAMES)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("senior", Ask("", Level.SENIOR)),
        ("senior consul", Ask("consul", Level.SENIOR)),
        ("consul, sr.", Ask("consul,", Level.SENIOR)),
        ("Jr consul", Ask("consul", Level.JUNIOR)),
        ("mid-level consul", Ask("consul", Level.MID)),
        ("mid level consul", Ask("consul", Level.MID)),
        ("entry level consul", Ask("consul", Level.JUNIOR)),
        ("lead consul 5", Ask("consul", Level.SENIOR, None, 5)),
        ("5 senior consul", Ask("consul", Level.SENIOR, None, 5)),
        ("7y consul", Ask("consul", None, 7)),
        ("consul with 7 years of experience", Ask("consul with", None, 7)),
        ("consul 7+", Ask("consul", None, 7)),
        ("7-9 yrs consul", Ask("consul", None, 7)),
        ("consul 7", Ask("consul", None, 7)),
        ("senior consul from 4", Ask("consul", Level.SENIOR, None, None, 4)),
        ("junior professional officer", Ask("junior professional officer")),
        ("senior junior professional officer", Ask("junior professional officer", Level.SENIOR)),
        ("group of 77", Ask("group of 77")),
        ("mid group of 77", Ask("group of 77", Level.MID)),
        ("P-4 officer", Ask("P-4 officer")),
        ("", Ask("")),
    ],
)
def test_read(typed: str, expected: Ask) -> None:
    found = read(typed)
    assert (" ".join(found.rest.split()), found.level, found.years, found.count, found.start) == (
        expected.rest,
        expected.level,
        expected.years,
        expected.count,
        expected.start,
    )


def test_numbers_are_kept_within_reason() -> None:
    assert read("senior consul 99").count == MAX_COUNT
    assert read("99y consul").years == MAX_YEARS
    assert read("senior consul 0").count == 1


@given(st.text(max_size=300))
def test_any_text_is_read(typed: str) -> None:
    found = read(typed)
    assert found.start >= 1
