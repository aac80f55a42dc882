"""Take out of a caller's text what others could read as markup, before anything repeats a part of it."""

from __future__ import annotations

import unicodedata

_MARKUP = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "`": "'"})
"""What HTML, Markdown, Slack and a model's prompt read as a tag, a link, a mention or a command."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of characters that nobody sees: control, format, surrogate, private, unassigned, separators."""
_KEPT = "\n\t"


def harmless(text: str) -> str:
    """The text without markup and invisible characters. Its length stays the same, so positions do too."""
    if text.isascii() and text.isprintable():
        return text.translate(_MARKUP)
    seen = (char if char in _KEPT or unicodedata.category(char) not in _UNSEEN else " " for char in text)
    return "".join(seen).translate(_MARKUP)


def harmless_line(text: str) -> str:
    """The text on one line, without markup and invisible characters."""
    return " ".join(harmless(text).split())
