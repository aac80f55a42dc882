"""Parse the size of a panel and the length of an interview in the arguments of `kit`: "60m panel of 3"."""

from __future__ import annotations

import re
from itertools import islice

_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_WORDS = "|".join(_COUNTS)
_COUNT = rf"\d{{1,2}}|{_WORDS}"
_PANEL = re.compile(
    rf"\b(?:(?:for|with|and)\s+)?(?:a\s+)?(?:panel(?:\s+of)?\s+(?P<of>{_COUNT})(?!\d|\s*(?:min|m\b|h))(?:\s+people)?"
    rf"|(?<![\w.])(?P<people>[1-9]|{_WORDS})(?:\s+|-)(?:interviewer|panell?ist|person|people|panel)s?(?:\s+panel)?\b"
    rf"|\b(?:there\s(?:are|will\sbe)\s)?(?P<us>{_COUNT})\sof\s(?:us|them)\b"
    r"|(?P<bare>panel)\b(?:[\s-]interviews?\b(?:\s(?:for|of|with)\b)?)?(?!\s+of\b))",
    re.I,
)
_SHORT_MINUTES = re.compile(r"(?<![\w.-])(\d{2,3})\s?m(?![\w'’])", re.I)
_BARE_MINUTES = re.compile(r"(?<![\w.+-])(\d{2,3})(?![\w.+-]|\s*(?:-|–|\+|m\b|min|h\b|hour|y\b|yr|year|q|,\d))", re.I)
_TIMES = re.compile(
    r"(?<![\w.])(?P<people>[2-6])\s?[x×]\s?(?P<minutes>\d{2,3})\s?(?:m|min|mins|minutes?)?(?![\w'’])", re.I
)
"""Several interviews of the same length: "3x30 min"."""
_TOGETHER = re.compile(
    r"\b(?:(?:all\s(?:of\sus\s|(?:two|three|four|[2-4])\s(?:of\sus\s)?)?)?(?:together\s)?(?:in\s)?(?:one|the\ssame|a\ssingle)\sroom(?:\stogether)?"
    r"|(?:all\s)?together(?:\s(?:in|at)\sone\s(?:interview|time|sitting))?|in\sone\s(?:interview|sitting)|(?:all\s)?at\s(?:once|the\ssame\stime)"
    r"|joint(?:ly)?)\b",
    re.I,
)
"""The interviewers see the candidate together: "all in one room"; a "panel" does anyhow."""
_PANEL_WORD = re.compile(r"\bpanel\b(?:[\s-]interviews?\b)?", re.I)
_APART = re.compile(
    r"\b(?:each\s(?:of\sus\s)?(?:alone|separately)|separately|one\safter\s(?:another|the\sother)|one[\s-]on[\s-]one|back[\s-]to[\s-]back|"
    r"individually|not\stogether)\b",
    re.I,
)
"""Each interviewer sees the candidate alone."""
MOST_MENTIONS = 3
"""Mentions of the panel that are taken out: "panel tomorrow, three of us"."""
BARE_PANEL = 2
"""Interviewers in "a panel" without a number."""
_FEWEST_MINUTES = 15
"""A smaller number without a unit is years or a count."""


def take_panel(typed: str) -> tuple[str, int | None]:
    """The text without the panel, and its size; None if none is named."""
    typed = _TIMES.sub(r"\g<people> interviewers, \g<minutes> minutes", typed)
    found = list(islice(_PANEL.finditer(typed), MOST_MENTIONS))
    if not found:
        return typed, None
    counts = [(match["of"] or match["people"] or match["us"] or "").lower() for match in found]
    count = next(filter(None, counts), "")
    for match in reversed(found):
        typed = f"{typed[: match.start()]} {typed[match.end() :]}"
    return typed.strip(), _COUNTS.get(count) or int(count or BARE_PANEL)


def take_room(typed: str) -> tuple[str, bool | None]:
    """The text without whether the interviewers see the candidate together, and that; None if it isn't said.

    The word "panel" says it too, and stays.
    """
    for pattern, together in ((_APART, False), (_TOGETHER, True)):
        if said := pattern.search(typed):
            return f"{typed[: said.start()]} {typed[said.end() :]}".strip(), together
    return typed, True if _PANEL_WORD.search(typed) else None


def spell_minutes(typed: str) -> str:
    """Write "60m" and a bare "60" as "60 minutes", which the other commands read too."""
    typed = _SHORT_MINUTES.sub(r"\1 minutes", typed)
    if re.search(r"\d\s?-?\s?min|hour", typed, re.I):
        return typed
    return _BARE_MINUTES.sub(lambda match: _with_unit(match[1]), typed, count=1)


def _with_unit(number: str) -> str:
    return f"{number} minutes" if int(number) >= _FEWEST_MINUTES else number
