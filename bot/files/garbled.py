"""Recognize the text of fonts that don't say which letters they show: it contains hardly any word of a dictionary."""

from __future__ import annotations

import re
import unicodedata

from content.lookup.lexicon import lexicon

SHORT = 120
"""Visible characters that are too few to judge."""
LONG_WORD = 12
"""Characters of a long word, punctuation included."""
WORD_SHARE = 0.1
"""The share of dictionary words below which a text is garbled. English texts have 0.7 and more."""
OTHER_SHARE = 0.3
"""The share of characters without a meaning (private use, unassigned, replacement) above which a text is garbled."""
_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
_FREQUENT = frozenset(
    """
    the of and in to for with a at on by from as was is
    de la le les et des en un une du dans pour der die das und den im mit von für el los las con por para y del
    il di che della dei per da do dos em com na het een van met op och att av på til og
    """.split()
)
"""Frequent words of the languages in which résumés of diplomats are written, English first."""
FREQUENT_SHARE = 0.08
"""The share of frequent words that is enough for a text to be in a language, without looking into the dictionary."""


def is_garbled(text: str) -> bool:
    """Whether a text is in no language. Short texts, and other alphabets than the Latin one, are taken as they are."""
    visible = [character for character in text if not character.isspace()]
    if sum(map(_means_nothing, visible)) > OTHER_SHARE * len(visible):
        return True
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(visible) < SHORT or _is_in_another_alphabet(visible, sum(map(len, words))):
        return False
    # Codes in place of letters may be signs that form no words, so count the words that there should be, too.
    expected = max(len(words), len(visible) / LONG_WORD)
    if sum(word in _FREQUENT for word in words) >= FREQUENT_SHARE * expected:
        return False
    return sum(word in _FREQUENT or lexicon().is_word(word) for word in words) < WORD_SHARE * expected


def _means_nothing(character: str) -> bool:
    """Whether a character is for private use, unassigned, a control character or the replacement of one."""
    return character == "\ufffd" or unicodedata.category(character) in ("Co", "Cn", "Cc")


def _is_in_another_alphabet(visible: list[str], latin: int) -> bool:
    """Whether few of the characters are Latin letters, and others are letters too."""
    return latin < len(visible) / 4 and any(character.isalpha() and character > "\u024f" for character in visible)
