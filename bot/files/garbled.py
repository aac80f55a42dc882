"""Recognize text of fonts that don't say which letters they show: no dictionary word in any line."""

from __future__ import annotations

import re
import unicodedata

from content.lookup.lexicon import lexicon

WORDS = 30
"""Words of a text that are enough to judge it; shorter texts are taken as they are."""
WORD_SHARE = 0.1
"""The share of dictionary words below which a text is garbled. English has 0.7 and more, French and Spanish 0.2."""
OTHER_SHARE = 0.3
"""The share of characters without a meaning (private use, unassigned, replacement) above which a text is garbled."""
_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
_FREQUENT = frozenset(
    """
    the of and in to for with a at on by from as was is
    de la le les et des en un une du dans pour der die das und den im mit von für el los las con por para y del
    il di che della dei per da do dos em com na het een van met op och att av på til og
    """.split()  # noqa: SIM905 (easier to read than a list)
)
"""Frequent words of the languages in which résumés of diplomats are written, English first."""
FREQUENT_SHARE = 0.08
"""The share of frequent words that is enough for a text to be in a language, without looking into the dictionary."""


def is_garbled(text: str) -> bool:
    """Whether a text is not in any language: other alphabets than the Latin one are not judged by their words."""
    visible = [character for character in text if not character.isspace()]
    if not visible:
        return False
    if sum(unicodedata.category(character) in ("Co", "Cn", "Cc") or character == "�" for character in visible) > (
        OTHER_SHARE * len(visible)
    ):
        return True
    words = [word.casefold() for word in _WORD.findall(text)]
    letters = sum(map(len, words))
    if letters < len(visible) / 4 and any(character.isalpha() and character > "ɏ" for character in visible):
        return False
    if len(visible) < 4 * WORDS:
        return False
    if sum(word in _FREQUENT for word in words) >= FREQUENT_SHARE * max(len(words), len(visible) / 12):
        return False
    known = sum(word in _FREQUENT or lexicon().is_word(word) for word in words)
    return known < WORD_SHARE * max(len(words), len(visible) / 12)
