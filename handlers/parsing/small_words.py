"""Tell small words, which name nothing, from names: "please", "what should I ask"."""

from __future__ import annotations

from content.lookup.lexicon import lexicon
from content.lookup.query import clean, read

POLITE_WORDS = frozenset(["please", "pls", "plz", "thanks", "thank", "thx", "ty", "ok", "yes", "hi", "hey", "hello"])
"""Words that never name an entry, whatever their length and case."""


def says_nothing(typed: str) -> bool:
    """Whether all words are just phrasing ("please", "what should I ask"), so that nothing is named.

    An acronym always names something, even if it looks like such a word: "US", "IT".
    """
    return all(
        word.text.isdecimal() or (word.text in lexicon().around and (word.text in POLITE_WORDS or not word.capitals))
        for word in read(clean(typed))
    )


def is_short_word(typed: str) -> bool:
    """Whether this is a single short word ("it"), which could be an acronym in lower case."""
    words = read(clean(typed))
    return len(words) == 1 and words[0].text.isalpha() and len(words[0].text) < 4 and words[0].text not in POLITE_WORDS
