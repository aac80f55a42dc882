"""Decode text files: UTF-8, UTF-16, UTF-32 or Latin-1, with or without a byte order mark."""

from __future__ import annotations

import codecs

from bot.files import problems
from bot.files.errors import UnreadableFileError
from bot.files.kind import is_html

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4096  # bytes in which UTF-16 without a mark is recognized
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f\v\x1a\x1b") | {127}
MOST_CONTROL = 0.01
"""The share of control characters above which a file is binary."""


def read(data: bytes) -> str:
    """The text. Raises UnreadableFileError for a binary file or an HTML page."""
    text = _decode(data)
    if is_html(text):
        raise UnreadableFileError(problems.WEB_PAGE)
    if sum(ord(character) in _CONTROL for character in text) > MOST_CONTROL * len(text):
        raise UnreadableFileError(problems.UNKNOWN_KIND)
    return text


def _decode(data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _unmarked_utf16(data)
    if encoding is not None:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            if error.end < len(data) - 3:
                raise UnreadableFileError(problems.BROKEN) from error
            return data[: error.start].decode(encoding)  # cut in the middle of a character
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Windows-1252 is what is meant by Latin-1 in practice; its five undefined bytes are control characters there.
        return data.decode("cp1252", errors="replace")


def _unmarked_utf16(data: bytes) -> str | None:
    """The encoding of UTF-16 without a mark: in European text every other byte is zero."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2], sample[1::2]
    if len(odd) < 4:
        return None
    if odd.count(0) > 0.8 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.8 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return None
