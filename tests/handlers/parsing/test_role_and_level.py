"""Levels, years, counts and roles in any word order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.models import Level
from handlers.parsing.role_and_level import MAX_YEARS, RoleAndLevel, read_role_and_level

NAMES = {"sr", "junior professional officer", "group of 77", "consul", "track 2 diplomacy"}


def read(typed: str) -> RoleAndLevel:
    return read_role_and_level(typed, lambda name: name.casefold() in NAMES)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("senior", RoleAndLevel("", Level.SENIOR)),
        ("senior consul", RoleAndLevel("consul", Level.SENIOR)),
        ("consul, sr.", RoleAndLevel("consul,", Level.SENIOR)),
        ("Jr consul", RoleAndLevel("consul", Level.JUNIOR)),
        ("mid-level consul", RoleAndLevel("consul", Level.MID)),
        ("mid level consul", RoleAndLevel("consul", Level.MID)),
        ("entry level consul", RoleAndLevel("consul", Level.JUNIOR)),
        ("lead consul 5", RoleAndLevel("consul", Level.SENIOR, None, 5)),
        ("5 senior consul", RoleAndLevel("consul", Level.SENIOR, None, 5)),
        ("7y consul", RoleAndLevel("consul", None, 7)),
        ("consul with 7 years of experience", RoleAndLevel("consul with", None, 7)),
        ("consul 7+", RoleAndLevel("consul", None, 7)),
        ("7-9 yrs consul", RoleAndLevel("consul", None, 7)),
        ("consul 7", RoleAndLevel("consul", None, 7)),
        ("senior consul from 4", RoleAndLevel("consul", Level.SENIOR, None, None, 4)),
        ("junior professional officer", RoleAndLevel("junior professional officer")),
        ("senior junior professional officer", RoleAndLevel("junior professional officer", Level.SENIOR)),
        ("group of 77", RoleAndLevel("group of 77")),
        ("mid group of 77", RoleAndLevel("group of 77", Level.MID)),
        ("P-4 officer", RoleAndLevel("P-4 officer")),
        ("consul 1.5 years", RoleAndLevel("consul", None, 1.5)),
        ("consul 4,5 yrs", RoleAndLevel("consul", None, 4.5)),
        ("consul 18 months", RoleAndLevel("consul", None, 1.5)),
        ("consul 6 mos", RoleAndLevel("consul", None, 0.5)),
        ("2 years and 6 months consul", RoleAndLevel("consul", None, 2.5)),
        ("consul 5 to 7 years", RoleAndLevel("consul", None, 5)),
        ("consul from 5 to 7 years", RoleAndLevel("consul from", None, 5)),
        ("consul 5–7 years", RoleAndLevel("consul", None, 5)),
        ("consul ５‑７ years", RoleAndLevel("consul", None, 5)),
        ("consul 5…7\u202fyears", RoleAndLevel("consul", None, 5)),
        ("consul ７＋", RoleAndLevel("consul", None, 7)),
        ("consul 1．5 years", RoleAndLevel("consul", None, 1.5)),
        ("５ senior Under‑Secretary", RoleAndLevel("Under‑Secretary", Level.SENIOR, None, 5)),
        ("senior consul ²", RoleAndLevel("consul ²", Level.SENIOR)),
        ("5 about protocol", RoleAndLevel("about protocol", None, None, 5)),
        ("5 questions about protocol", RoleAndLevel("about protocol", None, None, 5)),
        ("give me 3 for a consul", RoleAndLevel("give me for a consul", None, None, 3)),
        ("senior group of 77 2", RoleAndLevel("group of 77", Level.SENIOR, None, 2)),
        ("sr", RoleAndLevel("", Level.SENIOR)),
        ("mid level please", RoleAndLevel("", Level.MID)),
        ("what should I ask", RoleAndLevel("")),
        ("", RoleAndLevel("")),
    ],
)
def test_read(typed: str, expected: RoleAndLevel) -> None:
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
