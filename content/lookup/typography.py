"""Replace typographic characters (full-width digits, dashes, arrows, curly apostrophes) by those of a plain keyboard.

`plain` is for parsing only. It replaces characters one for one, so positions stay the same and an answer can quote the
person's own words (`as_typed`).
"""

from __future__ import annotations

import unicodedata

RANGE = "~"
"""Replacement for arrows, ellipses and wave dashes: "24 Dec → 2 Jan", "24 Dec … 2 Jan"."""

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_ASCII = 0xFF01 - ord("!")
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_KEYCAP = 0x20E3
_BY_CATEGORY = {"Pd": "-", "Zs": " ", "Zl": " ", "Zp": " "}
_LOOKALIKES = {
    "-": "\u2212\u2043\u2796\u30fc\uff70\u02d7",  # minus, hyphen bullet, emoji minus, the Japanese long vowel, modifier
    ".": "\u3002\uff61\u00b7\u2027\u2219\u066b\u2024",  # ideographic, middle dots, Arabic decimal, leader
    ":": "\u2236\ua789\u02d0\u02f8\u0589\u05c3\ufe30",  # ratio, modifiers, Armenian, Hebrew, two-dot leader
    "/": "\u2044\u2215\u29f8\u2571",  # fraction, division, big solidus, diagonal
    ",": "\u3001\uff64\u30fb\uff65\u060c\u066c\u201a\ua4f9",  # ideographic, katakana, Arabic, low quotation mark, Lisu
    ";": "\u061b",
    "+": "\u2795",
    "'": "\u2019\u2018\u201b\u02bc\u02b9\u2032\u00b4",
    RANGE: "\u2026\u2025\u22ef\u301c\u3030\u223c\u02dc\u2053\u223f",  # ellipses, wave dashes, tilde operators
}


class _PlainTable(dict[int, str]):
    """Translation table that computes replacements on demand, and caches only characters that change."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain_char = _plain(char)
        if plain_char != char:
            self[code] = plain_char
        return plain_char


def _plain(char: str) -> str:
    if ord(char) in _FULL_WIDTH:
        return chr(ord(char) - _TO_ASCII)
    if char.isalpha():
        return char
    if (digit := unicodedata.decimal(char, None)) is not None:  # ５ and ٥, but not ², which isn't a decimal digit
        return str(digit)
    category = unicodedata.category(char)
    if category in _BY_CATEGORY:
        return _BY_CATEGORY[category]
    if category[0] == "S" and "ARROW" in (name := unicodedata.name(char, "")) and "RIGHT" in name:
        return RANGE
    resolved = unicodedata.normalize("NFKC", char)  # small forms: ﹕ ﹐
    return resolved if len(resolved) == 1 and resolved.isascii() and not resolved.isalnum() else char


_USUAL = range(
    0x250
)  # ASCII and the Latin letters with accents: without them each of these would be computed each time
_TABLE = _PlainTable(
    {code: _plain(chr(code)) for code in _USUAL}
    | {ord(char): plain_char for plain_char, chars in _LOOKALIKES.items() for char in chars}
)


def plain(text: str) -> str:
    """Replace digits, punctuation and spaces by those of a plain keyboard, one character for one."""
    return text if text.isascii() else text.translate(_TABLE)


def as_typed(words: str, text: str) -> str:
    """The last part of `text` that equals `words` in plain characters; `words` itself if there is none."""
    at = plain(text).rfind(words)
    return words if at < 0 else text[at : at + len(words)]


def visible(text: str) -> str:
    """Drop invisible characters: direction marks, zero-width spaces, emoji variation selectors and keycaps."""
    return text if text.isascii() else "".join(char for char in text if not _is_invisible(char))


def _is_invisible(char: str) -> bool:
    return ord(char) in _VARIATION_SELECTORS or ord(char) == _KEYCAP or unicodedata.category(char) == "Cf"
