"""The words of a long text: each sign of the automaton's string stands for one of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.scan.words import FEW, SIGN, UNKNOWN, Fold, Words, blanked

STEMS = ["p", "i", "and", "club", "note", "verbale", "plenipotentiary"]
PIECES = ["P&I", "R&D&I", "&", "a&", "club", "notes", "s", "½", "ﷺ", "plenipo-\n", "tentiary", " ", ".\n", "-", "’"]
fold = Fold(STEMS)


@pytest.mark.hypothesis
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map("".join))
def test_each_sign_has_the_number_of_its_word(text: str) -> None:
    """A word of several stems has its number several times; a word that a hyphen divides, that of its first part."""
    words = Words(text, fold)
    signs = [words.folded[start : start + SIGN] for start in range(0, len(words.folded), SIGN)]
    assert len(words.numbers) == len(signs)
    assert words.numbers == sorted(words.numbers)
    for number in set(words.numbers):
        own = [sign for sign, of in zip(signs, words.numbers, strict=True) if of == number]
        assert b"".join(own) == fold[words.words[number]] or (len(own) == 1 and own[0] != UNKNOWN)


@given(st.text(st.characters(categories=["P", "S", "L", "Z"]), max_size=200))
def test_few_and_many_kinds_of_separators_become_spaces(text: str) -> None:
    """Replaced one by one or all at once, words stay where they are."""
    many = "".join(map(chr, range(0x2190, 0x2190 + FEW + 1)))
    assert blanked(text) == blanked(text + many)[: len(text)]
    assert len(blanked(text)) == len(text)


def test_a_word_of_several_stems_counts_for_each() -> None:
    """The automaton sees "P&I" as three words in one place."""
    words = Words("The P&I club, R & D, P&I", fold)
    assert [words.words[number] for number in words.numbers if words.words[number] == "P&I"] == ["P&I"] * 6
    assert len(words.numbers) * SIGN == len(words.folded)


def test_the_pieces_of_a_character_are_no_words() -> None:
    """A half is one unknown sign, though its letters are two numbers with a stroke."""
    assert Words("½", fold).folded == UNKNOWN
