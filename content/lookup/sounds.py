"""The sound of a name, to find one that was dictated or written by ear: "proto call officer", "counsel general"."""

from __future__ import annotations

import re

from content.lookup.normalize import normalize

FEWEST, SURE = 4, 5
"""Consonants of a sound that may be a name's, and of one that tells names apart."""
_SPELT = (
    ("tion", "#n"), ("sion", "#n"), ("cion", "#n"), ("tch", "#"), ("sch", "#"), ("ch", "#"), ("sh", "#"), ("zh", "j"),
    ("ph", "f"), ("gh", ""), ("wh", "w"), ("ck", "k"), ("qu", "k"), ("dg", "j"), ("th", "t"),
)  # fmt: skip
"""Letters that are one sound, and a sign for it."""
_SOFT_C, _SOFT_G = re.compile(r"c(?=[eiy])"), re.compile(r"g(?=[eiy])")
_DOUBLE = re.compile(r"(.)\1+")
_SILENT = re.compile(r"(?<=.)[aeiouyhw]")
_FIRST_VOWEL = re.compile(r"^[aeiouy]")
_ONE_SOUND = str.maketrans({"c": "k", "q": "k", "x": "ks", "z": "s"})


def sound_of(text: str) -> str:
    """The consonants of a text as they sound, and "a" for a vowel at its beginning; spaces don't count."""
    letters = "".join(char for char in normalize(text) if char.isalpha())
    letters = _DOUBLE.sub(r"\1", letters)
    for spelt, sound in _SPELT:
        letters = letters.replace(spelt, sound)
    letters = _SOFT_G.sub("j", _SOFT_C.sub("s", letters)).translate(_ONE_SOUND)
    return _SILENT.sub("", _FIRST_VOWEL.sub("a", letters))
