"""Read what a person typed: drop "@bot" or "/command" in front, and split the rest into words with their looks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from content.lookup.normalize import normalize, stem

LONGEST = 400  # characters that are read; a question is shorter, and what follows is no longer a lookup
MOST_QUOTATIONS = 4  # that are looked up; each costs as much as a query
MOST_WORDS = 40  # words that are compared, for the same reason

_COMMAND = re.compile(r"^\s*(?:@\S+\s+|/\S+\s+(?=\S))+")
_MARKS = r"\"“”„«»*`_"
_QUOTED = re.compile(
    rf"(?<![{_MARKS}])[{_MARKS}]+(?=\w)([^{_MARKS}]+)[{_MARKS}]+|(?<!\w)['‘’](?=\w)(.{{1,99}}?)['’](?!\w)"
)
_BREAK = re.compile(r"[,;:.?!()\[\]\"“”„«»/|…]$")
_OPENS = re.compile(r"^[(\[\"“„«'‘/|]|^[-–—•·*>@]+$")
_DOTTED = re.compile(r"\W{0,3}(?!(?:[ap]\.m|e\.g|i\.e)\.)(?:[^\W\d_]\.){2,5}\W{0,3}$", re.I)  # "h.e.", but not "p.m."
_INSIDE = re.compile(r"(?<=[,;|)\]])(?=[^\W\d])|(?<=[^\W\d])(?=[(\[|])")  # breaks without a space


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query. `capitals`: written as an acronym ("UN", "h.e."); `accented`: has accents, so isn't English;
    `apart`: punctuation separates it from the previous word."""

    text: str
    stem: str
    capitals: bool = False
    accented: bool = False
    apart: bool = False


def clean(text: str) -> str:
    """The first LONGEST characters, without "@bot" or "/command" in front."""
    text = text[:LONGEST]
    return _COMMAND.sub("", text) if "@" in text or "/" in text else text


def read(text: str) -> list[Word]:
    """Split a cleaned text into words, at most MOST_WORDS."""
    shouting = not any(sign.islower() for sign in text) and len(text.split()) > 2
    words: list[Word] = []
    apart = False
    for chunk in _INSIDE.sub(" ", text.replace("\n", " | ")).split():
        capitals = not shouting and (sum(sign.isupper() for sign in chunk) > 1 or bool(_DOTTED.match(chunk)))
        accented = not chunk.isascii() and any(sign.isalpha() and not sign.isascii() for sign in chunk)
        apart = apart or bool(_OPENS.search(chunk))
        for part in normalize(chunk).split():
            words.append(Word(part, stem(part), capitals, accented, apart))
            apart = False
        apart = apart or bool(_BREAK.search(chunk))
    return words[:MOST_WORDS]


def quotations(text: str) -> list[str]:
    """What the text puts in quotation marks, or in marks for bold, italics and code (`*a*`, `_a_`)."""
    return [found[1] or found[2] for found in islice(_QUOTED.finditer(text), MOST_QUOTATIONS)]
