"""Levels, years, counts and roles in any word order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.models import Level
from handlers.parsing.level_and_count import MAX_YEARS, LevelAndCount, parse

NAMES = {"sr", "junior professional officer", "group of 77", "consul", "track 2 diplomacy"}


def read(typed: str) -> LevelAndCount:
    return parse(typed, lambda name: name.casefold() in NAMES)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("senior", LevelAndCount("", Level.SENIOR)),
        ("senior consul", LevelAndCount("consul", Level.SENIOR)),
        ("consul, sr.", LevelAndCount("consul,", Level.SENIOR)),
        ("Jr consul", LevelAndCount("consul", Level.JUNIOR)),
        ("mid-level consul", LevelAndCount("consul", Level.MID)),
        ("mid level consul", LevelAndCount("consul", Level.MID)),
        ("entry level consul", LevelAndCount("consul", Level.JUNIOR)),
        ("lead consul 5", LevelAndCount("consul", Level.SENIOR, None, 5)),
        ("5 senior consul", LevelAndCount("consul", Level.SENIOR, None, 5)),
        ("7y consul", LevelAndCount("consul", None, 7)),
        ("consul with 7 years of experience", LevelAndCount("consul with", None, 7)),
        ("consul 7+", LevelAndCount("consul", None, 7)),
        ("7-9 yrs consul", LevelAndCount("consul", None, 7)),
        ("consul 7", LevelAndCount("consul", None, 7)),
        ("senior consul from 4", LevelAndCount("consul", Level.SENIOR, None, None, 4)),
        ("junior professional officer", LevelAndCount("junior professional officer")),
        ("senior junior professional officer", LevelAndCount("junior professional officer", Level.SENIOR)),
        ("group of 77", LevelAndCount("group of 77")),
        ("mid group of 77", LevelAndCount("group of 77", Level.MID)),
        ("P-4 officer", LevelAndCount("P-4 officer")),
        ("consul 1.5 years", LevelAndCount("consul", None, 1.5)),
        ("consul 4,5 yrs", LevelAndCount("consul", None, 4.5)),
        ("consul 18 months", LevelAndCount("consul", None, 1.5)),
        ("consul 6 mos", LevelAndCount("consul", None, 0.5)),
        ("2 years and 6 months consul", LevelAndCount("consul", None, 2.5)),
        ("consul 5 to 7 years", LevelAndCount("consul", None, 5)),
        ("consul from 5 to 7 years", LevelAndCount("consul from", None, 5)),
        ("consul 5–7 years", LevelAndCount("consul", None, 5)),
        ("consul ５‑７ years", LevelAndCount("consul", None, 5)),
        ("consul 5…7\u202fyears", LevelAndCount("consul", None, 5)),
        ("consul ７＋", LevelAndCount("consul", None, 7)),
        ("consul 1．5 years", LevelAndCount("consul", None, 1.5)),
        ("５ senior Under‑Secretary", LevelAndCount("Under‑Secretary", Level.SENIOR, None, 5)),
        ("senior consul ²", LevelAndCount("consul ²", Level.SENIOR)),
        ("5 about protocol", LevelAndCount("about protocol", None, None, 5)),
        ("5 questions about protocol", LevelAndCount("about protocol", None, None, 5)),
        ("give me 3 for a consul", LevelAndCount("give me for a consul", None, None, 3)),
        ("senior group of 77 2", LevelAndCount("group of 77", Level.SENIOR, None, 2)),
        ("sr", LevelAndCount("", Level.SENIOR)),
        ("mid level please", LevelAndCount("", Level.MID)),
        ("what should I ask", LevelAndCount("")),
        ("", LevelAndCount("")),
    ],
)
def test_read(typed: str, expected: LevelAndCount) -> None:
    found = read(typed)
    assert (" ".join(found.rest.split()), found.level, found.years, found.count, found.start) == (
        expected.rest,
        expected.level,
        expected.years,
        expected.count,
        expected.start,
    )


def test_numbers_are_kept_within_reason() -> None:
    assert read("senior consul 99").count == 99
    assert read("99y consul").years == MAX_YEARS
    assert read("senior consul 0").count == 1


@given(st.text(max_size=300))
def test_any_text_is_read(typed: str) -> None:
    found = read(typed)
    assert found.start >= 1
