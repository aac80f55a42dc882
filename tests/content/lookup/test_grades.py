"""Spellings of grades: any hyphen, space or nothing between letters and number, in any case; never inside words."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.library import Library
from content.lookup.grades import GradeReader
from content.models import GradeScheme
from tests.support.built_in import built_in

SCHEMES = built_in().grades
NUMBERED = [
    name
    for scheme in SCHEMES
    for grade in scheme.grades
    for name in grade.names
    if re.search(r"\d$", name) and not re.match("OF|OR", name)
]
JOINS = ("-", "", " ", "\u00a0", "\u2011", "–", "—", " - ")


def names_in(text: str, schemes: tuple[GradeScheme, ...] = SCHEMES) -> list[str]:
    return [reading.name for mention in GradeReader(schemes).find(text) for reading in mention.readings]


@example(name="D-1", join=" ", change=str.upper, before="is a ", after="")
@given(
    name=st.sampled_from(NUMBERED),
    join=st.sampled_from(JOINS),
    change=st.sampled_from([str.upper, str.lower, str.title]),
    before=st.sampled_from(["", "what is ", "(", "is a ", "Officer, "]),
    after=st.sampled_from(["", "?", ")", " officer", ", Geneva", "."]),
)
def test_any_spelling_is_found(name: str, join: str, change: object, before: str, after: str) -> None:
    letters, number = re.fullmatch(r"(.*?)[- ]?(\d+)", name).groups()  # type: ignore[union-attr]
    written = change(f"{letters}{join}{number}")  # type: ignore[operator]
    (mention,) = GradeReader(SCHEMES).find(f"{before}{written}{after}")
    assert mention.text == written
    assert name in [reading.name for reading in mention.readings]


@given(name=st.sampled_from(NUMBERED), letter=st.sampled_from("abcxyzé_"))
def test_no_grade_is_found_inside_a_word(name: str, letter: str) -> None:
    compact = name.replace("-", "").replace(" ", "")
    assert names_in(f"{letter}{compact}") == []
    assert names_in(f"{compact}{letter}") == []
    assert names_in(f"{compact}.5") == []


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    for mention in GradeReader(SCHEMES).find(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.readings


@pytest.mark.parametrize(
    "text",
    [
        *("45 minutes", "top 5", "a 2 year contract", "job ad 5 years ago", "D-Day", "G20", "G 77", "P-3.5", "AD 70"),
        *("a team of 5", "HEAD OF 5 UNITS", "P or 2", "1 OR 2", "IPSA of 9", "ICS-100"),
        *("no change", "5 a day", "group 7", "at 9:30", "step 5", "P5+1", "FS-04-1", "COVID-19", "2-5 years", "p. 4"),
    ],
)
def test_other_words_are_no_grades(text: str) -> None:
    assert names_in(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("FS-4", ["FS-4", "FS-04"]),
        ("FS-04", ["FS-04"]),
        ("FP-04", ["FS-04"]),
        ("GS-5", ["G-5", "GS-5"]),
        ("gs13", ["GS-13"]),
        ("GS-0130-14", ["GS-14"]),
        ("LE - 0305 - 7", ["FSN-7"]),
        ("GS-2024-14", []),
        ("NOB", ["NO-B"]),
        ("FG IV", ["FG IV"]),
        ("fg4", ["FG IV"]),
        ("FE-OC", ["FE-OC"]),
        ("Senior Executive Service", ["SES"]),
        ("NATO G15", ["NATO G15"]),
        ("OF-5", ["OF-5"]),
        ("of5", ["OF-5"]),
        ("EL1", ["EL 1", "EL1"]),
        ("IICA-2", ["ICS-10"]),
        ("catégorie A+", ["catégorie A+"]),
        ("P-3/P-4", ["P-3", "P-4"]),
        ("AST/SC", []),
    ],
)
def test_which_grades_a_form_means(text: str, names: list[str]) -> None:
    assert names_in(text) == names


def test_a_library_without_grades_finds_none() -> None:
    assert Library([], []).grades_in("P-3") == ()
    assert GradeReader(()).by_name("P-3") is None
