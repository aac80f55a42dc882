"""Extract the text of RTF files: control words, groups, and characters of Windows code pages and Unicode.

Specification: Rich Text Format 1.9.1 (Microsoft, 2008).
"""

from __future__ import annotations

import codecs
import re

from bot.files import limits, problems
from bot.files.errors import UnreadableFileError

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([\r\n]+)|([^\\{}\r\n]+)", re.I
)
_SKIPPED = frozenset(
    """
    fonttbl colortbl stylesheet info pict object listtable listoverridetable rsidtbl generator themedata
    colorschememapping datastore latentstyles xmlnstbl fldinst bkmkstart bkmkend revtbl filetbl
    """.split()
)
"""Destinations that are not text. Headers, footers and footnotes are."""
_CHARACTERS = {
    **{"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "tab": "\t", "cell": "\t"},
    **{"emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•"},
}
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"-": "", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}


def read(data: bytes) -> str:
    """The text. Raises UnreadableFileError."""
    return _Reader().read(data)


class _Reader:
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._code_page = "cp1252"
        self._groups: list[tuple[bool, int]] = []
        self._skips = False  # in a destination that is not text
        self._fallback = 1  # characters after \u that stand for the same character in old programs
        self._to_skip = 0

    def read(self, data: bytes) -> str:
        position = 0
        starred = False
        while position < len(data):
            match = _TOKEN.match(data, position)
            if match is None:
                raise UnreadableFileError(problems.BROKEN)
            position = match.end()
            word, number, code, symbol, brace, _, text = match.groups()
            if word is not None:
                name, value = word.decode().lower(), int(number) if number else None
                if name == "bin":
                    position += max(0, value or 0)
                self._control(name, value, starred=starred)
            elif brace is not None:
                self._brace(opens=brace == b"{")
            elif code is not None:
                self._characters(bytes([int(code, 16)]))
            elif symbol is not None and symbol != b"*":
                self._add(_SYMBOLS.get(symbol, ""))
            elif text is not None:
                self._characters(text)
            starred = symbol == b"*"
        return "".join(self._parts)

    def _brace(self, *, opens: bool) -> None:
        self._to_skip = 0
        if opens:
            if len(self._groups) >= limits.MAX_DEPTH:
                raise UnreadableFileError(problems.BROKEN)
            self._groups.append((self._skips, self._fallback))
        elif self._groups:
            self._skips, self._fallback = self._groups.pop()

    def _control(self, name: str, value: int | None, *, starred: bool) -> None:
        if starred or name in _SKIPPED:
            self._skips = True
        elif name in _CHARACTERS:
            self._add(_CHARACTERS[name])
        elif name == "ansicpg" and value is not None:
            self._code_page = _code_page(value)
        elif name == "uc" and value is not None:
            self._fallback = max(0, value)
        elif name == "u" and value is not None:
            self._add(_character(value))
            self._to_skip = self._fallback

    def _characters(self, raw: bytes) -> None:
        skipped = min(self._to_skip, len(raw))
        self._to_skip -= skipped
        self._add(raw[skipped:].decode(self._code_page, errors="replace"))

    def _add(self, text: str) -> None:
        if self._skips:
            return
        self._length += len(text)
        if self._length > limits.MAX_TEXT_LENGTH:
            raise UnreadableFileError(problems.TOO_LONG)
        self._parts.append(text)


def _code_page(number: int) -> str:
    """Python's name of a Windows code page; Western European for an unknown one."""
    try:
        return codecs.lookup(f"cp{number}").name
    except LookupError:
        return "cp1252"


def _character(value: int) -> str:
    """The character of a signed 16-bit number; half of a surrogate pair is joined by `normalize`."""
    return chr(value % 0x10000)
