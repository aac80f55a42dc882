"""Write out a noun that several names share: "third, second and first secretary"."""

from __future__ import annotations

import re
from collections.abc import Callable

MOST_PARTS = 6
"""Parts of a list that are tried; each costs a lookup."""
_LIST = re.compile(r"(?:\s?[,/]\s?(?:and\s|or\s)?|\s(?:and|or|vs\.?|versus|&|und|et|y)\s)(?:an?\s|the\s)?", re.I)


_ARTICLE = re.compile(r"^(?:an?|the)\s", re.I)


def with_shared_noun(typed: str, is_name: Callable[[str], bool]) -> str:
    """The text with the last part's noun added to each part that is a name only with it."""
    separators = list(_LIST.finditer(typed))
    if not 0 < len(separators) < MOST_PARTS or is_name(typed):
        return typed
    last = _ARTICLE.sub("", typed[separators[-1].end() :].strip(" ?.!"))
    noun = last.split()[-1] if len(last.split()) > 1 and is_name(last) else ""
    if not noun:
        return typed
    written, start = "", 0
    for separator in separators:
        part = typed[start : separator.start()]
        written += f"{_with_noun(part, noun, is_name)}{separator[0]}"
        start = separator.end()
    return written + typed[start:]


def _with_noun(part: str, noun: str, is_name: Callable[[str], bool]) -> str:
    """A part with the noun behind each of its last words that is a name only with it: "first second"."""
    words = part.split()
    sharing: list[str] = []
    while words and not is_name(words[-1]) and is_name(f"{words[-1]} {noun}"):
        sharing.insert(0, f"{words.pop()} {noun}")
    if not sharing or (words and is_name(" ".join(words))):
        return part  # in "first secretary political vs desk officer" the subject is the secretary's
    before = part[: len(part) - len(part.lstrip())] + " ".join(words)
    return f"{before} {', '.join(sharing)}" if words else before + ", ".join(sharing)
