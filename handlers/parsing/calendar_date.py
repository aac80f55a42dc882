"""Parse a single day: ISO, with dots, slashes or hyphens, with a month name, or as a day of the week."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from handlers.parsing.calendar_names import month, weekday, weekday_like

_ISO = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{4})([0-9]{2})([0-9]{2})")
_FIGURES = re.compile(r"([0-9]{1,2})\s?([./-])\s?([0-9]{1,2})(?:\s?\2\s?([0-9]{4}|[0-9]{2}))?\.?")
_POINT_YEAR = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.?\s([0-9]{4})")
_YEAR = r"(?:,?\s+(?P<year>[0-9]{4}))?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er)?\.?"
_MONTH = r"(?P<month>[^\W\d_]{3,12})\.?"
_NAMED = (
    re.compile(rf"{_DAY}\s*(?:of\s+|de\s+)?{_MONTH}{_YEAR}", re.I),
    re.compile(rf"{_MONTH}\s*{_DAY}{_YEAR}", re.I),
)
_FEASTS = {
    "christmas": (12, 25),
    "xmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year": (1, 1),
    "new years": (1, 1),
    "new year's": (1, 1),
    "new year's day": (1, 1),
    "new year's eve": (12, 31),
}
_TOMORROW = ("tomorrow", "tommorow", "tommorrow", "tomorow", "tmrw", "tmr", "morgen", "demain")
_AHEAD = dict.fromkeys(_TOMORROW, 1) | {"today": 0, "day after tomorrow": 2, "yesterday": -1}
_YEARS_AHEAD = 9  # 29 February can be eight years away


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day of a month, in a year or in any; a day of the week (`weekday`); or, if `month` is 0, `ahead` days from now.

    `order`: "dm" or "md" if the numbers can be read both ways, otherwise empty. `month_word`: how the month was
    written. `following`: "coming" for the next such weekday after today, "week" for the one in the next week.
    """

    year: int | None
    month: int
    day: int
    order: str = ""
    month_word: str = ""
    weekday: int | None = None
    ahead: int = 0
    following: str = ""

    def after(self, start: date) -> date | None:
        """The date; without a year, the first such day on or after `start`. None if there is no such day."""
        if self.weekday is not None:
            days = (self.weekday - start.weekday()) % 7
            if self.following == "week":
                days = self.weekday - start.weekday() + 7
            return start + timedelta(days=days or 7 if self.following else days)
        if not self.month:
            return start + timedelta(days=self.ahead)
        if self.year:
            return date_or_none(self.year, self.month, self.day)
        coming = (date_or_none(start.year + more, self.month, self.day) for more in range(_YEARS_AHEAD))
        return next((day for day in coming if day is not None and day >= start), None)

    def before(self, end: PartialDate, today: date) -> date | None:
        """The start date of a span: if only its end has a year, the latest such day before the end."""
        if self.year or not end.year or not self.month:
            return self.after(today)
        last = end.after(today)
        if last is None:
            return None
        past = (date_or_none(last.year - less, self.month, self.day) for less in range(2))
        return next((day for day in past if day is not None and day <= last), None)


def parse_date(words: str) -> tuple[PartialDate, ...]:
    """The day as written. Two if the numbers can be read both ways, or for "next Friday", which has two meanings."""
    words = re.sub(r"^(?:the|on|from|about)\s+", "", words.strip(" ,"), flags=re.I)
    first, _, rest = words.partition(" ")
    if any(sign.isdecimal() for sign in rest) and weekday(first.strip(",."), alone=False) is not None:
        words = rest.strip()  # "Fri, 25 Dec"
    if match := _ISO.fullmatch(words):
        year, _, month_, day = match.group(1, 2, 3, 4) if match[1] else (match[5], "", match[6], match[7])
        return _possible(PartialDate(int(year), int(month_), int(day)))
    if match := _POINT_YEAR.fullmatch(words):
        return _possible(PartialDate(int(match[3]), int(match[2]), int(match[1])))
    if match := _FIGURES.fullmatch(words):
        return _in_figures(match)
    if feast := _FEASTS.get(words.lower()):
        return (PartialDate(None, *feast),)
    return tuple(_in_words(words)) or _counted(words.lower())


def date_or_none(year: int, month_: int, day: int) -> date | None:
    """The date; None if there is no such day, or in the calendar's last year, because weeks are added to it."""
    try:
        return date(year, month_, day) if year < MAXYEAR else None
    except ValueError:
        return None


def _in_figures(match: re.Match[str]) -> tuple[PartialDate, ...]:
    one, sign, other, year = int(match[1]), match[2], int(match[3]), match[4]
    if sign == "-" and not year:
        return ()  # "24-31" is a span
    full = int(year) + (2000 if len(year) == 2 else 0) if year else None
    day_first = _possible(PartialDate(full, other, one, "" if sign == "." else "dm"))
    if sign == "." or one == other:
        return day_first
    return day_first + _possible(PartialDate(full, one, other, "md"))


def _possible(day: PartialDate) -> tuple[PartialDate, ...]:
    return (day,) if date_or_none(day.year or 2000, day.month, day.day) else ()


def _in_words(words: str) -> Iterator[PartialDate]:
    for pattern in _NAMED:
        match = pattern.fullmatch(words)
        number = month(match["month"]) if match else None
        if match and number:
            year = int(match["year"]) if match["year"] else None
            yield from _possible(PartialDate(year, number, int(match["day"]), month_word=match["month"]))
            return


def _counted(words: str) -> tuple[PartialDate, ...]:
    if (ahead := _AHEAD.get(words)) is not None:
        return (PartialDate(None, 0, 0, ahead=ahead),)
    which, _, name = words.rpartition(" ")
    day = weekday(name) if weekday(name) is not None else weekday_like(name)
    if day is None or name.endswith("days") or which not in ("", "this", "coming", "this coming", "next"):
        return ()
    if which != "next":
        return (PartialDate(None, 0, 0, weekday=day),)
    return tuple(PartialDate(None, 0, 0, weekday=day, following=following) for following in ("coming", "week"))
