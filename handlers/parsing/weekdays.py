"""Parse days of the week: "mon-fri", "Mo, Mi, Fr", "weekdays except friday", "not on weekends"."""

from __future__ import annotations

import re

from content.lookup.typography import plain
from handlers.daily_term.subscription import EVERY_DAY, WORKDAYS
from handlers.parsing.calendar_names import WEEKDAYS, weekday

NOT = r"(?:but(?:\s+not)?|except(?:\s+for)?|excluding|without|not|no|minus|never)"
"""Words that negate the words after them."""

_GROUPS: tuple[tuple[str, frozenset[int]], ...] = (
    (r"(?:(?:every|each)\s+)?(?:weekdays?|week\s+days?|work\s?days?|working\s+days?|business\s+days?)", WORKDAYS),
    (r"(?:daily|every\s?day|each\s+day|all\s+days|all\s+week|(?:7|seven)\s+days)", EVERY_DAY),
    (r"(?:the\s+)?week-?ends?", frozenset([5, 6])),
)
_NAMES = sorted((name for names in WEEKDAYS for name in names), key=len, reverse=True)
_NAME = rf"(?:{'|'.join(_NAMES)})s?"
_ITEM = rf"(?:{'|'.join(pattern for pattern, _ in _GROUPS)}|{_NAME})"
_TO = r"\s*(?:[-=]+>|--+|[-~]|\.\.+|\b(?:to|through|thru|till|until|bis|au|a)\b)\s*"
_AND = r"\s*[,/+&;]\s*(?:and\s+)?|\s+(?:and|und|et|y|or)\s+(?:on\s+|every\s+)?|\s+"
_RUN = rf"(?<![\w/#@.-])(?<!/\s){_ITEM}\.?(?:(?:{_TO}|{_AND}){_ITEM}\b\.?){{0,9}}(?![\w/])"
_DAYS = re.compile(_RUN, re.I)
_BETWEEN_DAYS = re.compile(rf"\bbetween\s+({_NAME})\s+and\s+({_NAME})\b", re.I)
_SEVERAL = re.compile(rf"(?:on\s+)?(?P<run>{_NAME}\.?(?:(?:{_TO}|{_AND}){_NAME}\.?)+)", re.I)
_BETWEEN = r"(?:on|the|for|every|each|any|longer|more|sending|posting|it|them|this|these|terms?|tips?)"
_NOT_DAYS = re.compile(rf"\b{NOT}\s+(?:{_BETWEEN}\s+)*(?P<days>{_RUN})", re.I)
_PIECE = re.compile(rf"(?P<item>{_ITEM})\.?(?P<joint>{_TO}|{_AND}|$)", re.I)
_TIGHT = re.compile(r"[-~/,+&]")


def take_days(text: str) -> tuple[str, frozenset[int] | None, frozenset[int]]:
    """Remove weekdays from the text. Returns (rest, days asked for or None, days to exclude)."""
    without: set[int] = set()
    days: set[int] = set()

    def cut(match: re.Match[str], days_found: set[int], run: str) -> str:
        meant = days_of(run)
        days_found |= meant
        return " , " if meant else match[0]

    text = _BETWEEN_DAYS.sub(r"\1 to \2", text)
    text = _NOT_DAYS.sub(lambda match: cut(match, without, match["days"]), text)
    text = _DAYS.sub(lambda match: cut(match, days, match[0]), text)
    return text, frozenset(days - without) or None, frozenset(without)


def names_several(words: str) -> bool:
    """Whether the text is only weekday names, and more than one: "mon, wed", "on fri and sun"."""
    match = _SEVERAL.fullmatch(plain(words).strip())
    return match is not None and bool(days_of(match["run"]))


def days_of(run: str) -> frozenset[int]:
    """The days in a run of names; none if a name among them is more likely another word."""
    days: set[int] = set()
    first: int | None = None
    before = ""
    for piece in _PIECE.finditer(run):
        item, joint = piece["item"], piece["joint"]
        group = next((numbers for pattern, numbers in _GROUPS if re.fullmatch(pattern, item, re.I)), None)
        next_to_days = any(
            _TIGHT.fullmatch(each) or (item[0].isupper() and each.strip() in (",", "-", "~"))
            for each in (before, joint)
        )
        day = weekday(item, alone=not next_to_days)
        if (group is None and day is None) or (len(item) == 1 and item.islower()):
            return frozenset()
        if group is not None:
            days |= group
        elif day is not None:
            days |= (
                {each % 7 for each in range(first, day + (7 if day < first else 0) + 1)} if first is not None else {day}
            )
        first = day if re.fullmatch(_TO, joint, re.I) and joint.strip() else None
        before = joint
    return frozenset(days)
