"""Write out a noun that several names share: "third, second and first secretary"."""

from __future__ import annotations

import re
from collections.abc import Callable

MOST_PARTS = 6
"""Parts of a list that are tried; each costs a lookup."""
_LIST = re.compile(r"(?:\s?[,/]\s?(?:and\s|or\s)?|\s(?:and|or|vs\.?|versus|&|und|et|y)\s)(?:an?\s|the\s)?", re.I)


def with_shared_noun(typed: str, is_name: Callable[[str], bool]) -> str:
    """The text with the last part's noun added to each part that is a name only with it."""
    separators = list(_LIST.finditer(typed))
    if not 0 < len(separators) < MOST_PARTS or is_name(typed):
        return typed
    last = typed[separators[-1].end() :].strip(" ?.!")
    noun = last.split()[-1] if len(last.split()) > 1 and is_name(last) else ""
    if not noun:
        return typed
    written, start = "", 0
    for separator in separators:
        part = typed[start : separator.start()]
        word = part.split()[-1] if part.split() else ""
        shares = word and not is_name(word) and is_name(f"{word} {noun}")
        written += f"{part} {noun}{separator[0]}" if shares else f"{part}{separator[0]}"
        start = separator.end()
    return written + typed[start:]
