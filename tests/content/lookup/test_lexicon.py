"""Tests of the word lists."""

from pathlib import Path

import pytest

from content.lookup import lexicon as module
from content.lookup.lexicon import WordList, lexicon

FOLDER = Path(module.__file__).parent / "words"


@pytest.mark.parametrize("name", ["common.txt", "english.txt", "rare.txt"])
def test_each_word_of_a_list_is_in_it_and_no_part_of_a_word(name: str) -> None:
    listed = (FOLDER / name).read_text(encoding="utf-8").split()
    words = WordList(name)
    assert [word for word in listed if word not in words] == []
    parts = {word[:cut] for word in listed[::97] for cut in range(len(word))} - set(listed)
    assert [part for part in sorted(parts) if part in words] == []
    assert "" not in words


@pytest.mark.parametrize("name", ["Kenya", "Côte d’Ivoire", "POLAND", "Österreich", "Paraguai", "Republic of Korea"])
def test_a_country_is_known_in_several_languages(name: str) -> None:
    assert lexicon().is_country(name)


@pytest.mark.parametrize("name", ["Nairobi", "Singapore", "Political Section", "", "Kenya Airways"])
def test_a_city_or_anything_else_is_no_country(name: str) -> None:
    """Nor is a country whose capital has its name: there it's the place."""
    assert not lexicon().is_country(name)
