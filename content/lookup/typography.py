"""Normalize what phones and office programs type: full-width digits, dashes, dots, colons, arrows, spaces, apostrophes.

`plain` is for reading only. It replaces one character by one, so that a position in the plain text is the same position
in the text as typed, and an answer can repeat the person's own words (`as_typed`).
"""

from __future__ import annotations

import unicodedata

RANGE = "~"
"""What arrows, ellipses and wave dashes become: "24 Dec → 2 Jan", "24 Dec … 2 Jan"."""

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_ASCII = 0xFF01 - ord("!")
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_KEYCAP = 0x20E3
_BY_CATEGORY = {"Pd": "-", "Zs": " ", "Zl": " ", "Zp": " "}
_ALIKE = {
    "-": "\u2212\u2043\u2796\u30fc\uff70\u02d7",  # minus, hyphen bullet, emoji minus, the Japanese long vowel, modifier
    ".": "\u3002\uff61\u00b7\u2027\u2219\u066b\u2024",  # ideographic, middle dots, Arabic decimal, leader
    ":": "\u2236\ua789\u02d0\u02f8\u0589\u05c3\ufe30",  # ratio, modifiers, Armenian, Hebrew, two-dot leader
    "/": "\u2044\u2215\u29f8\u2571",  # fraction, division, big solidus, diagonal
    ",": "\u3001\uff64\u30fb\u060c\u066c\u201a\ua4f9",  # ideographic, katakana dot, Arabic, low quotation mark, Lisu
    ";": "\u061b",
    "+": "\u2795",
    "'": "\u2019\u2018\u201b\u02bc\u02b9\u2032\u00b4",
    RANGE: "\u2026\u2025\u22ef\u301c\u3030\u223c\u02dc\u2053\u223f",  # ellipses, wave dashes, tilde operators
}


class _Signs(dict[int, str]):
    """The plain character for each code point, worked out when first met; only those that change are kept."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        plain_sign = _plain(sign)
        if plain_sign != sign:
            self[code] = plain_sign
        return plain_sign


def _plain(sign: str) -> str:
    if ord(sign) in _FULL_WIDTH:
        return chr(ord(sign) - _TO_ASCII)
    if sign.isalpha():
        return sign
    if (digit := unicodedata.decimal(sign, None)) is not None:  # ５ and ٥; but not ², which is no digit of a number
        return str(digit)
    category = unicodedata.category(sign)
    if category in _BY_CATEGORY:
        return _BY_CATEGORY[category]
    if category[0] == "S" and "ARROW" in (name := unicodedata.name(sign, "")) and "RIGHT" in name:
        return RANGE
    resolved = unicodedata.normalize("NFKC", sign)  # small forms: ﹕ ﹐
    return resolved if len(resolved) == 1 and resolved.isascii() and not resolved.isalnum() else sign


_TABLE = _Signs({ord(sign): plain_sign for plain_sign, signs in _ALIKE.items() for sign in signs})


def plain(text: str) -> str:
    """The text with the digits, punctuation and spaces of a plain keyboard, character for character."""
    return text if text.isascii() else text.translate(_TABLE)


def as_typed(words: str, text: str) -> str:
    """The part of `text` that reads `words` in plain characters; `words` themselves if there is none."""
    at = plain(text).rfind(words)
    return words if at < 0 else text[at : at + len(words)]


def visible(text: str) -> str:
    """The text without characters that nobody sees: direction marks, zero-width spaces, emoji selectors, keycaps."""
    return text if text.isascii() else "".join(sign for sign in text if not _is_invisible(sign))


def _is_invisible(sign: str) -> bool:
    return ord(sign) in _VARIATION_SELECTORS or ord(sign) == _KEYCAP or unicodedata.category(sign) == "Cf"
