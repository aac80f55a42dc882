"""Reads what is asked of `tips on`: a time, a place's zone, weekdays, fields and a channel, in any word order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from difflib import get_close_matches
from functools import lru_cache

from content.fold import fold
from content.library import Library
from content.models import PackField
from content.places import Zone, find_zone, known_zone, zones_matching
from handlers.subscription import EVERY_DAY, WORKDAYS

LONGEST = 1000
"""Characters that are read; all days, all fields and the longest city take half of them."""
LONGEST_NAME = 6
"""Words of a place or a field."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = (
    r"(?:mon(?:days?)?|tue(?:s(?:days?)?)?|wed(?:nesdays?)?|thu(?:r(?:s(?:days?)?)?)?"
    r"|fri(?:days?)?|sat(?:urdays?)?|sun(?:days?)?)"
)
_DAY_RANGE = re.compile(rf"(?<![\w/])({_DAY})\.?\s*(?:-|–|—|to|through|till|until)\s*({_DAY})(?![\w/])", re.I)
_ONE_DAY = re.compile(rf"(?<![\w/-])({_DAY})(?![\w/-])", re.I)
_DAY_WORDS: tuple[tuple[re.Pattern[str], frozenset[int]], ...] = (
    (
        re.compile(
            r"\b(?:(?:every|each)\s+)?(?:weekdays?|week days?|work\s?days?|working days?|business days?)\b", re.I
        ),
        WORKDAYS,
    ),
    (re.compile(r"\b(?:daily|every\s?day|each day|all days|all week|(?:7|seven) days)\b", re.I), EVERY_DAY),
    (re.compile(r"\bweekends?\b", re.I), frozenset([5, 6])),
)
_CHANNEL = re.compile(r"(?:\b(?:in|to|for)\s+)?<#(?P<id>[^<>|\s]*)(?:\|[^<>]*)?>|\bin\s+(?P<bare>[CG][A-Z0-9]+)\b")
_CHANNEL_NAME = re.compile(r"(?:\b(?:in|to|for)\s+)?(?<!\S)#(?P<name>[^\s<>]+)")
_TIME = re.compile(
    r"(?<![\w:.+/-])(?:at\s+|@\s?)?(?P<hour>[0-9]{1,2})(?:[:.h]?(?P<minute>[0-9]{2}))?"
    r"\s?(?:(?P<half>[ap])\.?m\b\.?|(?:h|hrs?|hours?|uhr|o['’]?clock)\b)?(?![\w:+/-])",
    re.I,
)
_NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_NAMED_TIME = re.compile(r"\b(?:at\s+)?(noon|midday|midnight)\b", re.I)
_HOLIDAYS = re.compile(r"\bholidays?\s+(?:of\s+|in\s+)?(?P<code>[A-Z]{2}(?:-[A-Z0-9]{1,3})?)\b")
_ALL_FIELDS = re.compile(r"\b(?:all|every|any)(?:\s+(?:the\s+)?fields?)\b|\bfields?:?\s+(?:all|any|everything)\b", re.I)
_FIELDS = re.compile(r"\bfields?\b:?", re.I)
_FILLERS = frozenset(
    """
    a about an and are at be can channel could d day days do each every field for from get give have here i in
    is ll like me need on one only or our please pls post s send set starting term terms the there this time tip
    tips to topic topics up us want we with would you zone
    """.split()  # noqa: SIM905 - forty words read better so
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for. None: not said; `fields` empty: all of them; `unknown`: runs of words that say nothing here.

    `late` is what stands where a time should and is none ("25:00"); `note` what is to know about the zone.
    """

    time: time | None = None
    zone: Zone | None = None
    note: str = ""
    weekdays: frozenset[int] | None = None
    fields: tuple[str, ...] | None = None
    channel: str | None = None
    channel_name: str = ""
    holidays: str | None = None
    unknown: tuple[str, ...] = ()
    late: str = ""

    @property
    def says_when(self) -> bool:
        """Whether a time, a zone or days were named."""
        return self.time is not None or self.zone is not None or self.weekdays is not None


def read(typed: str, library: Library) -> Wish:
    """What is asked for; never raises."""
    left = " ".join(typed[: 2 * LONGEST].split())[:LONGEST]
    left, wish = take_channel(left)
    if found := _HOLIDAYS.search(left):
        left, wish = _cut(left, found), replace(wish, holidays=found["code"])
    left, weekdays = _take_days(left)
    left, at, late = _take_time(left)
    wish = replace(wish, weekdays=weekdays, time=at, late=late)
    everything = _ALL_FIELDS.search(left) is not None
    left = _ALL_FIELDS.sub(" , ", left)
    named = _FIELDS.search(left) is not None or everything
    return _read_names(_FIELDS.sub(" ", left), replace(wish, fields=() if named else None), library.fields)


def take_channel(left: str) -> tuple[str, Wish]:
    """The words without the channel that they name, and what names it."""
    found = _CHANNEL.search(left)
    if found and (found["bare"] is None or _is_channel(found["bare"])):
        return _cut(left, found), Wish(channel=found["id"] or found["bare"] or None)
    if found := _CHANNEL_NAME.search(left):
        return _cut(left, found), Wish(channel_name=found["name"])
    return left, Wish()


def _is_channel(word: str) -> bool:
    """Whether a word in capitals after "in" is a channel's id: "in C0123ABCD" is, "in CAIRO" is not."""
    return any(sign.isdecimal() for sign in word) or (len(word) > 8 and find_zone(word).zone is None)


def field_named(words: str, fields: tuple[PackField, ...]) -> PackField | None:
    """The field of this id or name, else the only one whose name holds all these words."""
    wanted = fold(words)
    folded = _folded(fields)
    for field, names in folded:
        if wanted in names:
            return field
    telling = set(wanted.split()) - _FILLERS - {"of", "work"}
    if not telling:
        return None
    holding = [field for field, names in folded if telling <= {word for name in names for word in name.split()}]
    return holding[0] if len(holding) == 1 else None


@lru_cache(maxsize=8)
def _folded(fields: tuple[PackField, ...]) -> list[tuple[PackField, tuple[str, str]]]:
    return [(field, (fold(field.id), fold(field.name))) for field in fields]


def fields_near(words: str, library: Library) -> list[PackField]:
    """The fields that may be meant: by spelling, by a word of the name, or by an entry that the words name."""
    by_name = {fold(name): field for field in library.fields for name in (field.id, field.name)}
    close = [by_name[name] for name in get_close_matches(fold(words), by_name, 2, 0.7)]
    telling = {word for word in fold(words).split() if len(word) > 3}
    parts = {part: field for name, field in by_name.items() for part in name.split()}
    close += [parts[near] for word in sorted(telling) for near in get_close_matches(word, parts, 1, 0.8)]
    found = library.match(words)
    entries = [each for each in (found.entry, *found.suggestions) if each is not None]
    meant = {each.field for each in entries[:2]}
    close += [field for field in library.fields if field.id in meant]
    return list(dict.fromkeys(close))[:3]


def suggest_zones(typed: str, limit: int) -> list[str]:
    """Cities and zones for a field that completes while typing, each as `read` understands it."""
    return list(dict.fromkeys(zone_words(zone) for zone in zones_matching(typed, limit)))


def zone_words(zone: Zone) -> str:
    """The city of a zone where it means no other zone, else the zone's own name."""
    city = zone.label.partition(" (")[0]
    meant = find_zone(city).zone
    return city if meant is not None and meant.name == zone.name else zone.name


def _take_days(left: str) -> tuple[str, frozenset[int] | None]:
    days: set[int] = set()
    for found in list(_DAY_RANGE.finditer(left)):
        first, last = _day(found[1]), _day(found[2])
        days |= {day % 7 for day in range(first, (last if last >= first else last + 7) + 1)}
    left = _DAY_RANGE.sub(" , ", left)
    for pattern, meant in _DAY_WORDS:
        if pattern.search(left):
            days |= meant
            left = pattern.sub(" , ", left)
    days |= {_day(found[1]) for found in _ONE_DAY.finditer(left)}
    return _ONE_DAY.sub(" , ", left), frozenset(days) or None


def _day(word: str) -> int:
    return DAYS.index(word[:3].lower())


def _take_time(left: str) -> tuple[str, time | None, str]:
    """The first time of day; else what looks like one and is none."""
    if found := _NAMED_TIME.search(left):
        return _cut(left, found), _NAMED_TIMES[found[1].lower()], ""
    late = ""
    for found in _TIME.finditer(left):
        at = _time(int(found["hour"]), int(found["minute"] or 0), (found["half"] or "").lower())
        if at is not None:
            return _cut(left, found), at, ""
        late = late or found[0].strip()
    return (left.replace(late, " ", 1) if late else left), None, late


def _time(hour: int, minute: int, half: str) -> time | None:
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _read_names(left: str, wish: Wish, fields: tuple[PackField, ...]) -> Wish:
    """Places and fields, the longest run of words first; the rest is unknown, unless it only joins."""
    words = re.findall(r"[^\s,;]+|[,;]", left)
    unknown: list[list[str]] = [[]]
    at = 0
    while at < len(words):
        size, wish = _longest(words[at : at + LONGEST_NAME], wish, fields)
        if size == 0 and fold(words[at]) not in _FILLERS and words[at] not in ",;":
            unknown[-1].append(words[at])
        elif unknown[-1]:
            unknown.append([])
        at += size or 1
    runs = (" ".join(run).strip(" .!?:-–") for run in unknown)
    return replace(wish, unknown=tuple(run for run in runs if fold(run)))


def _longest(words: Sequence[str], wish: Wish, fields: tuple[PackField, ...]) -> tuple[int, Wish]:
    """How many of the words name a place or a field, and the wish with it."""
    for size in range(len(words), 0, -1):
        run = [word for word in words[:size] if word not in ",;"]
        if len(run) < size and words[size - 1] in ",;":
            continue
        if not run or fold(run[0]) in _FILLERS - {"the"} or (size == 1 and fold(run[0]) in _FILLERS):
            continue
        phrase = " ".join(run).strip(".!?:")
        if (field := field_named(phrase, fields)) is not None:
            return size, replace(wish, fields=tuple(dict.fromkeys((*(wish.fields or ()), field.id))))
        short = len(phrase) < 3 and not phrase.isupper()  # "is" is a word; "LA" is a city
        if wish.zone is None and not short and (found := known_zone(phrase)) and found.zone:
            return size, replace(wish, zone=found.zone, note=found.note)
    return 0, wish


def _cut(left: str, found: re.Match[str]) -> str:
    return f"{left[: found.start()]} , {left[found.end() :]}"
