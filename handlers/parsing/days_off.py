"""Parse dates to skip: "24 Dec to 2 Jan", "24/12", "tomorrow", "next two weeks", "over Christmas".

Numeric dates with slashes or hyphens are read as day-month and month-day unless only one is valid; with dots, the day
comes first. If a text has two meanings, both are returned, so that the person can choose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from content.lookup.typography import RANGE, plain, visible
from handlers.daily_term.subscription import Skip
from handlers.parsing.calendar_date import PartialDate, parse_date
from handlers.parsing.calendar_names import weekday
from handlers.parsing.relative_dates import parse_relative, parse_until

LONGEST = 366
"""The most days to skip at once; anyone who wants more wants to stop."""
HALF_YEAR = 183
"""Days. A longer span without a year probably has its ends swapped ("10 Feb to 5 Feb")."""
LONGEST_TEXT = 120
"""Characters that are read."""

_LEAD = re.compile(
    r"^(?:(?:the|on|from|between|over|during|for|in|all|whole|of|out|days|it|these|them|tips?|terms?|daily)\s+)+",
    re.I,
)
_ONCE = re.compile(r"this\s(?:coming\s)?", re.I)
"""Before days that are meant once: "this fri-sun", but "fri-sun" is every week."""
_TAIL = re.compile(
    r"(?: (?:please|pls|only|thanks|too|instead|inclusive|included|off|out|vacation|break|season)){1,9}$", re.I
)
_UNTIL = re.compile(r"^(?:from\s+now\s+)?(?P<how>until|till|til|through|thru|up to|to|bis)\s+(?P<end>.+)", re.I)
_BETWEEN = re.compile(r"\.\.+|[-=]+>|--+|[-/~]|\b(?:to|until|till|through|thru|bis|and|au)\b", re.I)
_DAY_BEFORE = re.compile(r"\b((?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\.?,\s+(?=[0-9])", re.I)
_LIST = re.compile(r" ?(?:,|;|&|\+|\band\b|\bund\b|\bet\b) ?", re.I)


@dataclass(frozen=True, slots=True)
class ParsedDays:
    """The dates to skip, the first possibly in the past, or `choices` to ask about. Both empty: no date found."""

    skips: tuple[Skip, ...] = ()
    choices: tuple[Skip, ...] = ()


def read_days(typed: str, today: date) -> ParsedDays:
    """Parse dates to skip. Without a year, they are the next such days. Never raises."""
    if len(typed) > LONGEST_TEXT:
        return ParsedDays()
    whole = " ".join(plain(visible(typed)).split()).strip(f" .!,?{RANGE}")
    words = _TAIL.sub("", _LEAD.sub("", whole)) or whole
    joined = re.match(r"between\b", whole, re.I) is not None
    if _is_weekly(words, joined=joined):
        return ParsedDays()
    if (until := _UNTIL.match(words)) is not None:
        return _reading(parse_until(until["end"], today, including=until["how"].lower().startswith("thr")))
    spans = parse_relative(words.lower(), today)
    if not spans and (once := _ONCE.match(words)) is not None:
        words = words[once.end() :]
        spans = parse_relative(words.lower(), today)
    if spans := spans or _span(words, today, joined=joined):
        return _reading(spans)
    return _several(words, today)


def is_too_long(skip: Skip, today: date) -> bool:
    """Whether the span skips more days from today than anyone would want."""
    return (skip.last - max(skip.first, today)).days >= LONGEST


def _is_weekly(words: str, *, joined: bool) -> bool:
    """Whether this is a range of weekdays ("fri-sun"), which means every week rather than dates."""
    gap = _BETWEEN.search(words)
    if gap is None or (gap[0].lower() == "and" and not joined):
        return False
    ends = (words[: gap.start()], words[gap.end() :])
    return all(weekday(end.strip(" ."), alone=False) is not None for end in ends)


def _reading(spans: tuple[Skip, ...]) -> ParsedDays:
    return ParsedDays(skips=spans) if len(spans) == 1 else ParsedDays(choices=spans)


def _span(words: str, today: date, *, joined: bool) -> tuple[Skip, ...]:
    """One day or a range of days, in each order of day and month that is valid."""
    if days := parse_date(words):
        return _distinct(Skip(day, day) for written in days if (day := written.after(today)) is not None)
    spans: list[Skip] = []
    for gap in _BETWEEN.finditer(words):
        if gap[0].lower() != "and" or joined:
            spans += _from_to(words[: gap.start()].strip(), words[gap.end() :].strip(), today)
    return _distinct(iter(spans))


def _from_to(left: str, right: str, today: date) -> Iterator[Skip]:
    """The spans between two days. A number alone takes its month from the other end."""
    ends = parse_date(right)
    starts = parse_date(left)
    if not starts and (bare := re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)?\.?", left)):
        starts = tuple(PartialDate(None, end.month, int(bare[1]), end.order) for end in ends if end.month)
    if not ends and starts and (tail := re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)?\.?(?:,?\s+([0-9]{4}))?", right)):
        year = int(tail[2]) if tail[2] else None
        ends = tuple(PartialDate(year, start.month, int(tail[1]), start.order) for start in starts if start.month)
    for start in starts:
        for end in ends:
            if start.order and end.order and start.order != end.order:
                continue
            first = start.before(end, today)
            last = end.after(first) if first is not None else None
            if first is None or last is None or first > last:
                continue
            if start.year or end.year or (last - first).days <= HALF_YEAR:
                yield Skip(first, last)


def _several(words: str, today: date) -> ParsedDays:
    """Days in a list: "24 Dec and 31 Dec", "24, 25 and 26 Dec"."""
    parts = [part for part in _LIST.split(_DAY_BEFORE.sub(r"\1 ", words)) if part]
    if not 2 <= len(parts) <= 10:
        return ParsedDays()
    month = next((each.month_word for each in map(_last_written, reversed(parts)) if each), "")
    skips: list[Skip] = []
    for part in parts:
        bare = re.fullmatch(r"[0-9]{1,2}(?:st|nd|rd|th)?\.?", part)
        spans = _span(f"{part} {month}" if bare and month else part, today, joined=False)
        if len(spans) != 1:
            return ParsedDays()
        skips += spans
    return ParsedDays(skips=tuple(_merged(skips)))


def _last_written(part: str) -> PartialDate | None:
    dates = parse_date(part)
    return dates[0] if dates and dates[0].month_word else None


def _merged(skips: list[Skip]) -> Iterator[Skip]:
    """The spans in order, joining those that touch."""
    current: Skip | None = None
    for skip in sorted(skips, key=lambda each: (each.first, each.last)):
        if current is not None and skip.first <= current.last + timedelta(days=1):
            current = Skip(current.first, max(current.last, skip.last))
            continue
        if current is not None:
            yield current
        current = skip
    if current is not None:
        yield current


def _distinct(spans: Iterator[Skip]) -> tuple[Skip, ...]:
    return tuple(dict.fromkeys(spans))
