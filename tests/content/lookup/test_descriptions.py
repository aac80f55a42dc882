"""Everyday descriptions, and names written by ear."""

from __future__ import annotations

import pytest

from content.library import Library
from content.lookup.sounds import sound_of


def best(library: Library, line: str) -> str:
    return next((fit.entry.name for fit in library.fitting(line, 1)), "")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("the bag that customs can't open", "Diplomatic bag"),
        ("boss of the embassy", "Head of Mission"),
        ("person who visits polling stations in another country on voting day", "Election Observer"),
    ],
)
def test_a_line_fits_the_entry_that_it_describes(library: Library, line: str, name: str) -> None:
    assert best(library, line) == name


def test_synonyms_count_as_the_same_word(library: Library) -> None:
    said = library.fitting("soldier at an embassy", 1)[0]
    other = library.fitting("military guy at an embassy", 1)[0]
    assert said.entry == other.entry


@pytest.mark.parametrize("line", ["", "embassy", "the weather tomorrow", "a b c"])
def test_a_line_without_two_telling_words_fits_nothing(library: Library, line: str) -> None:
    assert library.fitting(line, 3) == []


def test_scores_are_between_nothing_and_all(library: Library) -> None:
    assert all(0 < fit.score <= 1 for fit in library.fitting("letter an ambassador hands to the president", 5))


@pytest.mark.parametrize(
    ("heard", "name"),
    [("proto call", "protocol"), ("axe quator", "exequatur"), ("counsel", "consul"), ("sharjay", "chargé")],
)
def test_names_that_sound_alike_have_one_sound(heard: str, name: str) -> None:
    assert sound_of(heard) == sound_of(name)


def test_a_name_heard_as_other_words_answers_only_if_it_is_divided_otherwise(library: Library) -> None:
    assert library.match("proto call officer").entry == library.by_name("Protocol Officer")
    assert library.match("counsel general").entry is None
    assert library.by_name("Consul General") in library.match("counsel general").suggestions
