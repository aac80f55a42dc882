"""Parse spans of days in words: "next week", "two weeks", "December", "the rest of the week", "until 3 January"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from handlers.daily_term.subscription import Skip
from handlers.parsing.calendar_date import parse_date
from handlers.parsing.calendar_names import MONTHS, number

_COUNTED = re.compile(
    r"(?:(?:the )?(?:next|coming|following) |another |for ){0,3}(?P<count>[0-9]{1,3}|[a-z]{1,9})\s?(?:more )?"
    r"(?P<unit>days?|d|weeks?|w|wks?|weekdays?|months?|fortnights?)"
)
_WEEK_OF = re.compile(r"(?:the )?week (?:of|from|starting|beginning) (?P<day>.+)")
_WEEK_NUMBER = re.compile(r"(?:calendar )?(?:week|kw|cw|wk)\s?(?P<number>[0-9]{1,2})")
_CHRISTMAS = re.compile(r"(?:christmas|xmas|x-mas)(?: (?:time|holidays?|days|week|period|and new year(?:'s)?))?")
_NEW_YEAR = re.compile(r"(?:the )?new year(?:'?s)?(?: (?:holidays?|period))?")
_MONTH_OF = {name: at for at, names in enumerate(MONTHS, 1) for name in names if len(name) > 2}


def parse_relative(words: str, today: date) -> tuple[Skip, ...]:
    """The span that lower-case words name; several if they are ambiguous, none if they aren't a span."""
    monday = today - timedelta(days=today.weekday())
    weeks = {
        "this week": (today, monday + timedelta(days=6)),
        "rest of the week": (today, monday + timedelta(days=6)),
        "rest of this week": (today, monday + timedelta(days=6)),
        "next week": (monday + timedelta(days=7), monday + timedelta(days=13)),
        "week after next": (monday + timedelta(days=14), monday + timedelta(days=20)),
        "weekend": (monday + timedelta(days=5), monday + timedelta(days=6)),
        "this weekend": (monday + timedelta(days=5), monday + timedelta(days=6)),
        "next weekend": (monday + timedelta(days=12), monday + timedelta(days=13)),
        "week": (today, today + timedelta(days=6)),
        "fortnight": (today, today + timedelta(days=13)),
        "month": (today, today + relativedelta(months=1, days=-1)),
    }
    if words in weeks:
        return (Skip(*weeks[words]),)
    return _feast(words, today) or _month(words, today) or _one_week(words, today) or _counted(words, today)


def parse_until(words: str, today: date, *, including: bool) -> tuple[Skip, ...]:
    """The span from today to a day, `including` it; if not, both that day and the day before could be the last."""
    spans_found: list[Skip] = []
    for written in parse_date(words):
        if (day := written.after(today + timedelta(days=1))) is not None and day > today:
            spans_found += [Skip(today, day)] if including else [Skip(today, day - timedelta(days=1)), Skip(today, day)]
    if not spans_found and (
        spans := parse_relative(re.sub(r"^(?:the )?end of (?:the )?", "this ", words.lower()), today)
    ):
        spans_found = [Skip(today, span.last) for span in spans if span.last >= today][:1]
    return tuple(dict.fromkeys(spans_found))


def _feast(words: str, today: date) -> tuple[Skip, ...]:
    """The days that people skip around a feast; always at least two spans, because offices differ."""
    if _CHRISTMAS.fullmatch(words):
        year = today.year if today <= date(today.year, 12, 26) else today.year + 1
        return Skip(date(year, 12, 24), date(year, 12, 26)), Skip(date(year, 12, 24), date(year + 1, 1, 2))
    if _NEW_YEAR.fullmatch(words):
        year = today.year + (0 if today <= date(today.year, 1, 1) else 1)
        return Skip(date(year, 1, 1), date(year, 1, 1)), Skip(date(year - 1, 12, 31), date(year, 1, 2))
    if words in ("easter", "easter weekend", "easter holidays"):
        year = today.year if today <= easter(today.year) + timedelta(days=1) else today.year + 1
        sunday = easter(year)
        week = Skip(sunday - timedelta(days=2), sunday + timedelta(days=7))
        return Skip(sunday - timedelta(days=2), sunday + timedelta(days=1)), week
    return ()


def _month(words: str, today: date) -> tuple[Skip, ...]:
    if words in ("next month", "this month"):
        first = today.replace(day=1) + relativedelta(months=1 if words == "next month" else 0)
    elif (at := _MONTH_OF.get(words)) is not None:
        first = date(today.year + (at < today.month), at, 1)
    else:
        return ()
    return (Skip(max(first, today), first + relativedelta(months=1, days=-1)),)


def _one_week(words: str, today: date) -> tuple[Skip, ...]:
    if match := _WEEK_OF.fullmatch(words):
        days = [day for written in parse_date(match["day"]) if (day := written.after(today)) is not None]
        mondays = dict.fromkeys(day - timedelta(days=day.weekday()) for day in days)
        return tuple(Skip(monday, monday + timedelta(days=6)) for monday in mondays)
    if (match := _WEEK_NUMBER.fullmatch(words)) is None:
        return ()
    for year in (today.year, today.year + 1):
        try:
            monday = date.fromisocalendar(year, int(match["number"]), 1)
        except ValueError:
            continue
        if monday + timedelta(days=6) >= today:
            return (Skip(monday, monday + timedelta(days=6)),)
    return ()


def _counted(words: str, today: date) -> tuple[Skip, ...]:
    match = _COUNTED.fullmatch(words)
    count = number(match["count"]) if match else None
    if not match or not count:
        return ()
    unit = match["unit"]
    if unit.startswith("m"):
        return (Skip(today, today + relativedelta(months=count, days=-1)),)
    size = 14 if unit.startswith("f") else 7 if unit.startswith("w") and "day" not in unit else 1
    return (Skip(today, today + timedelta(days=count * size - 1)),)
