"""Reads days off: "24 Dec to 2 Jan", "2026-12-24..2027-01-02", "tomorrow", "next week"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.subscription import Skip

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONGEST = 366
"""Days that can be left out at once; whoever wants more wants to stop."""

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_BETWEEN = re.compile(r"\s*\.\.+\s*|\s*(?:[–—]|\bto\b|\buntil\b|\btill\b|\bthrough\b)\s*|\s+-\s+", re.I)
_HYPHEN = re.compile(r"(?<=[^\d-])\s*-\s*|(?<=[a-z\d.])-(?=[a-z])", re.I)
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?:,?\s+(?P<year>[0-9]{4}))?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\.?"
_WRITTEN = (
    re.compile(rf"{_DAY}\s*(?:of\s+)?{_MONTH}{_YEAR}", re.I),
    re.compile(rf"{_MONTH}\s+{_DAY}{_YEAR}", re.I),
    re.compile(r"(?P<day>[0-9]{1,2})\.\s?(?P<number>[0-9]{1,2})\.?\s?(?P<year>[0-9]{4})?"),
)
_SHARED_MONTH = re.compile(r"(?P<first>[0-9]{1,2})\.?\s*[-–]\s*(?P<rest>[0-9]{1,2}(?:st|nd|rd|th)?\.?\s*[a-z].*)", re.I)
_SPAN = re.compile(
    r"(?:for\s+)?(?:(?P<count>[0-9]{1,3}|an?|one|two|three|four)\s+)(?P<unit>days?|weeks?|months?)", re.I
)
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}


def read_days(typed: str, today: date) -> Skip | None:
    """The days that are meant, the first one perhaps past; None where it is no date. Days without a year come next."""
    words = re.sub(r"^(?:the\s+|on\s+|from\s+|between\s+)+", "", " ".join(typed.split()).strip(" .!"), flags=re.I)
    if (skip := _spoken(words.lower(), today)) is not None:
        return skip
    if found := _SHARED_MONTH.fullmatch(words):
        month = re.sub(r"^[0-9]{1,2}(?:st|nd|rd|th)?\.?", "", found["rest"])
        words = f"{found['first']}{month} to {found['rest']}"
    parts = _BETWEEN.split(words) if _BETWEEN.search(words) else _HYPHEN.split(words, maxsplit=1)
    if _ISO.fullmatch(words):
        parts = [words]
    if not 1 <= len(parts) <= 2:
        return None
    first = _date(parts[0], today)
    last = _date(parts[-1], first) if first is not None else None
    if first is None or last is None or last < first:
        return None
    return Skip(first, last)


def _spoken(words: str, today: date) -> Skip | None:
    monday = today - timedelta(days=today.weekday())
    match words:
        case "today":
            return Skip(today, today)
        case "tomorrow":
            return Skip(today + timedelta(days=1), today + timedelta(days=1))
        case "this week":
            return Skip(today, monday + timedelta(days=6))
        case "next week":
            return Skip(monday + timedelta(days=7), monday + timedelta(days=13))
        case "week":
            words = "a week"
    if (found := _SPAN.fullmatch(words)) is None:
        return None
    count = _COUNTS.get(found["count"]) or int(found["count"])
    size = {"d": 1, "w": 7, "m": 30}[found["unit"][0]]
    return Skip(today, today + timedelta(days=count * size - 1)) if count else None


def _date(words: str, after: date) -> date | None:
    """The date that is written; without a year, the first such day that is not before `after`."""
    words = words.strip(" ,")
    if found := _ISO.fullmatch(words):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    short = words.lower()[:3]
    if short in _WEEKDAYS and re.fullmatch(
        r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?", words, re.I
    ):
        return after + timedelta(days=(_WEEKDAYS.index(short) - after.weekday()) % 7)
    if words.lower() == "tomorrow":
        return after + timedelta(days=1)
    for pattern in _WRITTEN:
        if found := pattern.fullmatch(words):
            parts = found.groupdict()
            month = int(parts["number"]) if parts.get("number") else MONTHS.index(parts["month"][:3].lower()) + 1
            return _in_year(parts.get("year"), month, int(parts["day"]), after)
    return None


def _in_year(year: str | None, month: int, day: int, after: date) -> date | None:
    if year:
        return _made(int(year), month, day)
    coming = (_made(after.year + ahead, month, day) for ahead in range(9))  # 29 February: up to eight years
    return next((each for each in coming if each is not None and each >= after), None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
