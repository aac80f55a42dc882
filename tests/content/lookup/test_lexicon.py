"""Tests of the word lists."""

from pathlib import Path

import pytest

from content.lookup import lexicon as module
from content.lookup.lexicon import WordList

FOLDER = Path(module.__file__).parent / "words"


@pytest.mark.parametrize("name", ["common.txt", "english.txt", "rare.txt"])
def test_each_word_of_a_list_is_in_it_and_no_part_of_a_word(name: str) -> None:
    listed = (FOLDER / name).read_text(encoding="utf-8").split()
    words = WordList(name)
    assert [word for word in listed if word not in words] == []
    parts = {word[:cut] for word in listed[::97] for cut in range(len(word))} - set(listed)
    assert [part for part in sorted(parts) if part in words] == []
    assert "" not in words
