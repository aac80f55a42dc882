"""Syllables, sentences and school grades of English prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.lint.readability import count_syllables, list_words, school_grade, split_sentences

SPOKEN = {
    1: "trade asked signed rules notes league lives does whole worked through",
    2: "mission visa treaty passport needed places chargé being doing create people sometimes statement office",
    3: "embassy diplomat protocol ministry attaché agrément services delegate alliance refugee peacekeeping tourism",
    4: "ambassador diplomacy secretary resolution delegation communiqué exequatur society negotiate interpreter",
    5: "accreditation representative ratification multilateral",
    6: "humanitarian",
}


@pytest.mark.parametrize("count", SPOKEN)
def test_syllables(count: int) -> None:
    words = SPOKEN[count].split()
    assert {word: count_syllables(word) for word in words} == dict.fromkeys(words, count)


def test_letters_of_acronyms_and_digits_count_one_each() -> None:
    assert [count_syllables(word) for word in ("UN", "WTO", "NATO", "45")] == [2, 3, 2, 2]


def test_sentences_end_at_full_stops_but_not_at_abbreviations() -> None:
    text = "The chargé d'affaires a.i. Runs it. H.E. The Ambassador left! Who leads? “We do.” See art. 5 of it."
    assert split_sentences(text) == [
        "The chargé d'affaires a.i. Runs it.",
        "H.E. The Ambassador left!",
        "Who leads?",
        "“We do.”",
        "See art. 5 of it.",
    ]


def test_the_grade_rises_with_longer_words_and_sentences() -> None:
    easy = "The dog ran home. It was late."
    hard = "Accreditation presupposes plenipotentiary representation of international organisations."
    assert school_grade(easy) < 2
    assert school_grade(hard) > 20
    assert school_grade("") == 0.0


@given(st.text())
def test_any_text_can_be_graded(text: str) -> None:
    assert school_grade(text) < float("inf")
    assert all(count_syllables(word) >= 1 for word in list_words(text))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Zl", "Zp", "Cc"])))
def test_no_letter_is_lost_between_sentences(text: str) -> None:
    assert list_words(" ".join(split_sentences(text))) == list_words(text)
