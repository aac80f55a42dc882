"""Tell small words, which name nothing, from names: "please", "what should I ask"."""

from __future__ import annotations

from content.lookup.lexicon import lexicon
from content.lookup.query import clean, read

POLITE_WORDS = frozenset(["please", "pls", "plz", "thanks", "thank", "thx", "ty", "ok", "yes", "hi", "hey", "hello"])
"""Words that never name an entry, whatever their length and case."""

_ANY_JOB = frozenset(
    """
    role roles job jobs position positions senior junior sr jr mid midlevel entry lead level levels candidate candidates
    client clients year years yrs
    """.split()
)
"""Words of recruiting for any job and its level, which are no name."""
_IN_NAMES = frozenset(("of", "and", "for", "the", "a", "an"))


def may_be_name(typed: str) -> bool:
    """Whether nothing but words of recruiting and of asking stands in a row, as in a name: "terms of reference"."""
    words = [word.text for word in read(clean(typed))]
    has_noun = any(word in lexicon().context and word not in _ANY_JOB for word in words)
    return has_noun and lexicon().function.isdisjoint(word for word in words if word not in _IN_NAMES)


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
