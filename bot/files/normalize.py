"""Normalize extracted text: line breaks, spaces, ligatures, soft hyphens, and words divided at the ends of lines."""

from __future__ import annotations

import re

from content.lookup.lexicon import lexicon

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LINE_BREAKS = "\f\v\x1c\x1d\x1e\x85\u2028\u2029"
_DIVISIONS = "\x02\ufffe"  # PDFium's marks for a hyphen at the end of a line
_CHARACTERS = str.maketrans(
    {
        **_LIGATURES,
        **dict.fromkeys(_INVISIBLE, ""),
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_LINE_BREAKS, "\n"),
        **dict.fromkeys(map(chr, (*range(9), *range(14, 28), 31, 127)), ""),
        **dict.fromkeys(_DIVISIONS, "-\n"),
        "\u2010": "-",
        "\u2011": "-",
    }
)
_DIVIDED = re.compile(r"([^\W\d_]{1,40})-\n{1,2}([^\W\d_]{1,40})")
"""A word divided at the end of a line or page. Bounded, so that a long run of letters takes linear time."""


def normalize(text: str) -> str:
    """The text with plain line breaks and spaces, tabs between columns, and without blank lines in a row."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # joins pairs of surrogates
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CHARACTERS)
    lines = (re.sub(r" {2,}", _gap, line.strip()) for line in text.split("\n"))
    text = _DIVIDED.sub(_joined, "\n".join(lines))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _gap(spaces: re.Match[str]) -> str:
    """One space or, for the gap between two columns, a tab."""
    return " " if len(spaces[0]) == 2 else "\t"


def _joined(match: re.Match[str]) -> str:
    """A divided word. The hyphen stays if both parts are words but the whole is none: "vice-consul"."""
    start, end = match[1], match[2]
    known = lexicon().is_word
    is_compound = known(start.casefold()) and known(end.casefold()) and not known((start + end).casefold())
    return f"{start}-{end}" if is_compound or end[0].isupper() else start + end
