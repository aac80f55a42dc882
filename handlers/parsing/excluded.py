"""Take out of a search what may not be on the profile: "ambassador not brand ambassadors", "consul -honorary"."""

from __future__ import annotations

import re

_AT_END = re.compile(
    r"\s(?:(?:but\s|and\s)?(?:not|without|except|excluding|exclude|minus|no(?=\s[\w'’&/ -]{1,60}s\W{0,3}$))"
    r"|(?:but|and)\sno)\s(?:an?\s|any\s|the\s)?"
    r"(?P<phrase>[\w'’&/-]{2,30}(?:\s[\w'’&/-]{1,30}){0,3})\W*$",
    re.I,
)
"""What a person doesn't want, at the end of a line."""
MINUS = re.compile(r"""(?<!\S)[-–](?:"(?P<quoted>[^"]{2,60})"|(?P<word>[^\W\d][\w'’-]{2,30}))(?=[\s,.]|$)""")
"""The same as on Google: -intern, -"brand ambassador"."""
_POLITE = re.compile(r"\s(?:please|pls|thanks)$", re.I)
_SUCH = re.compile(r"\s(?:ones?|kinds?|types?|sorts?|people|folks?|guys|profiles?|candidates?|results?|staff)$", re.I)
"""Words for whoever is meant, which no profile has: "hotel people"."""
_OF_SAME_NAME = re.compile(r"\s(?:ones?|kinds?|types?|sorts?)$", re.I)


def take_excluded(typed: str) -> tuple[str, tuple[str, ...]]:
    """The line, and the words that may not be on a profile; "honorary ones" are those of the name before."""
    minus = tuple(found["quoted"] or found["word"] for found in MINUS.finditer(typed))
    line = " ".join(MINUS.sub(" ", typed).split()) if minus else typed
    excluded = _AT_END.search(line)
    if excluded is None or not excluded["phrase"].strip():
        return line, minus
    line, phrase = line[: excluded.start()], _POLITE.sub("", excluded["phrase"].strip())
    one = _SUCH.sub("", phrase)
    if _OF_SAME_NAME.search(phrase) and len(line.split()) == 1:
        one = f"{one} {line}"
    one = one[:-1] if one.endswith("s") and not one.endswith("ss") else one
    return line, (*minus, one.replace('"', ""))


def as_minus(phrases: tuple[str, ...]) -> str:
    """The phrases as a line says them before a name: "-intern"."""
    return " ".join(f'-"{phrase}"' for phrase in phrases)
