"""Parse what a person asks of `tips on`: time, zone, weekdays, fields and channel, in any word order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice, pairwise

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.lookup.typography import as_typed, plain, visible
from content.models import PackField
from handlers.channel_reference import find_channel
from handlers.parsing.calendar_names import month
from handlers.parsing.countries import is_code, known_country
from handlers.parsing.find_time_zone import find_zone, known_zone, may_begin_zone, zones_matching
from handlers.parsing.time_of_day import PARTS, take_time
from handlers.parsing.weekdays import NOT, take_days
from handlers.parsing.zone_names_and_offsets import Zone

LONGEST = 1000
"""Characters that are read. All days, all fields and the longest city need half of them."""
LONGEST_NAME = 6
"""Words in the longest name of a place or field."""
LONGEST_TEXT = 80
"""Characters of unknown text that are compared with the names of fields."""
MOST_WORDS = 48
"""Words tried as the start of a place or field. All field ids and a city are fewer."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHANNEL_NAME = re.compile(r"(?:\b(?:in|to|for)\s+)?(?<!\S)#(?P<name>[^\s<>]+)")
_START = re.compile(r"\b(?:(?P<surely>starting|beginning|start|begin|as of)\s+(?:(?:on|from|with)\s+)*|from\s+)", re.I)
"""Introduces the first day; after "from" there can also be a weekday or a place."""
_FIRST_DAY = re.compile(
    r"to(?:day|morrow)\b|next\s+\w+|[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}\b|[0-9]{1,2}([-/.])[0-9]{1,2}\2(?:[0-9]{4}|[0-9]{2})\b"
    r"|(?:[0-9]{1,2}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?P<month>[^\W\d_]{3,12})\b\.?"
    r"|(?P<month_first>[^\W\d_]{3,12})\.?\s+[0-9]{1,2}(?:st|nd|rd|th)?\b(?![:.h][0-9]|\s?[ap]\.?m))"
    r"(?:,?\s+[0-9]{4}\b)?",
    re.I,
)
_SOME_DAY = re.compile(r"[^\s,]+(?:\s+[a-z]{3,9}\b)?", re.I)
"""Anything after "starting": if it isn't a day, the person is asked."""
_HOLIDAYS = re.compile(
    rf"(?:\b{NOT}\s+(?:on\s+|the\s+)*)?(?:\b(?:public|bank|national|official)\s+)?\bholidays?\b(?:\s+(?:of|in|for))?(?:\s+(?P<names>[^,;]+))?",
    re.I,
)
_COUNTRY_BEFORE = re.compile(
    rf"(?:\b{NOT}\s)?(?:\b(?:on|the)\s){{0,2}}\b(?P<name>[^\W\d_]+)\s(?:public\s|bank\s|national\s)?holidays?\b", re.I
)
_ALL_FIELDS = re.compile(
    r"\b(?:all|every|any)(?:\s+(?:the\s+)?(?:fields?|topics?|subjects?))\b|\b(?:fields?|topics?):?\s+(?:all|any|every)\b"
    r"|\beverything\b",
    re.I,
)
_FIELDS = re.compile(r"\b(?:fields?|topics?|subjects?)\b:?", re.I)
_NOT = frozenset(("except", "excluding", "but", "without", "no", "not", "minus", "never"))
"""Words that negate the words after them."""
_FILLERS = frozenset(
    """
    a about all also an and are around at be can channel come comes could d daily day days do each every
    everybody everyone field for from get give have here i in instead is it its job jobs just let like ll me
    move my need now of on one only or our please pls post s send sending sent set sharp should starting teach
    team term terms thank thanks the them there these this those time tip tips to topic topics up us want we
    will with word words would you your zone
    """.split()
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for.

    None: not mentioned. `fields` empty: all fields. `without`: days to exclude, whatever the others are.
    `unclear_time`: text in place of a time that isn't one ("25:00", "morning"). `note`: a remark about the zone.
    `start`: the words for the first day. `unknown`: runs of words that mean nothing here.
    """

    time: time | None = None
    zone: Zone | None = None
    note: str = ""
    weekdays: frozenset[int] | None = None
    without: frozenset[int] = frozenset()
    fields: tuple[str, ...] | None = None
    channel: str | None = None
    channel_name: str = ""
    holidays: str | None = None
    unknown: tuple[str, ...] = ()
    unclear_time: str = ""
    start: str = ""

    @property
    def says_when(self) -> bool:
        """Whether it has a time, a zone or days."""
        return self.time is not None or self.zone is not None or self.weekdays is not None or bool(self.without)

    @property
    def says_nothing(self) -> bool:
        """Whether it is empty: nothing understood and nothing unknown."""
        present = (self.fields is not None, self.holidays is not None, self.unknown, self.unclear_time, self.start)
        return not self.says_when and not any(present)


def read(typed: str, library: Library) -> Wish:
    """Parse a request. Never raises."""
    typed = " ".join(visible(typed[: 2 * LONGEST]).split())[:LONGEST]
    left, wish = take_channel(plain(typed))
    left, start = _take_start(left)
    wish = replace(wish, start=start)
    left, holidays = _take_holidays(left)
    left, weekdays, without = take_days(left)
    left, at, unclear = take_time(left)
    wish = replace(wish, holidays=holidays, weekdays=weekdays, without=without, time=at, unclear_time=unclear)
    everything = _ALL_FIELDS.search(left) is not None
    left = _ALL_FIELDS.sub(" , ", left)
    named = _FIELDS.search(left) is not None or everything
    wish = _read_names(_FIELDS.sub(" ", left), replace(wish, fields=() if named else None), library.fields)
    return replace(
        wish,
        unknown=tuple(as_typed(run, typed) for run in wish.unknown),
        unclear_time=unclear if unclear in PARTS else as_typed(unclear, typed),
        start=as_typed(wish.start, typed),
    )


def _take_start(left: str) -> tuple[str, str]:
    """Remove the words for the first day. Returns the rest and these words, empty if there are none."""
    for introduction in _START.finditer(left):
        day = _FIRST_DAY.match(left, introduction.end())
        if day and (name := day["month"] or day["month_first"]) and month(name) is None:
            day = None  # "from 9 Geneva"
        day = day or (_SOME_DAY.match(left, introduction.end()) if introduction["surely"] else None)
        if day:
            return f"{left[: introduction.start()]} , {left[day.end() :]}", day[0]
    return left, ""


def _take_holidays(left: str) -> tuple[str, str | None]:
    """Remove a mention of holidays. Returns the rest and the country named, "" without one, None without a mention."""
    if (mention := _HOLIDAYS.search(left)) is None:
        return left, None
    before = _COUNTRY_BEFORE.search(left)  # "US holidays"
    if before and _is_country(before["name"]):
        return f"{left[: before.start()]} , {left[before.end() :]}", before["name"]
    words = (mention["names"] or "").split()[:LONGEST_NAME]
    for size in range(len(words), 0, -1):
        name = " ".join(words[:size])
        if _is_country(name):
            return f"{left[: mention.start()]} , {left[mention.start('names') + len(name) :]}", name
    if words and normalize(words[0]) not in _FILLERS:
        return f"{left[: mention.start()]} , {left[mention.start('names') + len(words[0]) :]}", words[0]
    return f"{left[: mention.start()]} , {left[mention.start('names') if words else mention.end() :]}", ""


def _is_country(name: str) -> bool:
    """Whether this is a country's name, or its code in capitals."""
    return (len(name) > 3 or name.isupper()) and known_country(name) is not None


def take_channel(left: str) -> tuple[str, Wish]:
    """Remove a reference to a channel or a name like "#general". Returns the rest and a wish with only the channel."""
    if mention := find_channel(left):
        return mention.rest, Wish(channel=mention.id or None)
    if name := _CHANNEL_NAME.search(left):
        return _cut(left, name), Wish(channel_name=name["name"])
    return left, Wish()


class FieldNames:
    """The content fields by id and name."""

    def __init__(self, fields: tuple[PackField, ...]) -> None:
        self._by_name = {normalize(name): field for field in reversed(fields) for name in (field.name, field.id)}
        self._words = [(field, set(normalize(f"{field.id} {field.name}").split())) for field in fields]
        self._known = {word for _, words in self._words for word in words}

    def may_begin(self, folded: str) -> bool:
        """Whether a field's name can begin with the first of these folded words."""
        return folded.split(maxsplit=1)[0] in self._known

    def find(self, typed: str) -> PackField | None:
        """The field with this id or name, otherwise the only one whose name contains all these words."""
        wanted = normalize(typed)
        if wanted in self._by_name:
            return self._by_name[wanted]
        words = set(wanted.split()) - _FILLERS - {"of", "work"}
        if not words or not words <= self._known:
            return None
        holding = [field for field, names in self._words if words <= names]
        return holding[0] if len(holding) == 1 else None


@lru_cache(maxsize=8)
def field_names(fields: tuple[PackField, ...]) -> FieldNames:
    """The names of these fields, indexed once per set of packs."""
    return FieldNames(fields)


def fields_near(words: str, library: Library) -> list[PackField]:
    """Fields that may be meant: by spelling, by a word of the name, or through an entry that the words name."""
    by_name = {normalize(name): field for field in library.fields for name in (field.id, field.name)}
    folded = normalize(words)[:LONGEST_TEXT]
    close = [by_name[name] for name in get_close_matches(folded, by_name, 2, 0.7)]
    long_words = {word for word in folded.split() if len(word) > 3}
    parts = {part: field for name, field in by_name.items() for part in name.split()}
    close += [parts[near] for word in sorted(long_words) for near in get_close_matches(word, parts, 1, 0.8)]
    match = library.match(words)
    entries = [entry for entry in (match.entry, *match.suggestions) if entry is not None]
    ids = {entry.field for entry in entries[:2]}
    close += [field for field in library.fields if field.id in ids]
    return list(dict.fromkeys(close))[:3]


def suggest_zones(typed: str, limit: int) -> list[str]:
    """Cities and zones to offer while a person types, each in a form that `read` understands."""
    return list(dict.fromkeys(zone_words(zone) for zone in zones_matching(plain(typed), limit)))


def zone_words(zone: Zone) -> str:
    """The city of a zone if it leads back to the same zone, otherwise the zone's IANA name."""
    city = zone.label.partition(" (")[0]
    meant = find_zone(city).zone
    return city if meant is not None and meant.name == zone.name else zone.name


def _read_names(left: str, wish: Wish, fields: tuple[PackField, ...]) -> Wish:
    """Read places and fields, trying the longest run of words first. Words that neither match nor join are unknown."""
    tokens = re.findall(r"[^\s,;]+|[,;]", left.replace(";", ","))
    words = [word for before, word in pairwise([",", *tokens]) if before != "," or word != ","]
    unknown: list[list[str]] = [[]]
    negated, unwanted = False, Wish()
    names = field_names(fields)
    at = 0
    while at < min(len(words), MOST_WORDS):
        if negated and (match := _longest(words[at : at + LONGEST_NAME], unwanted, names, places=False))[0]:
            size, unwanted = match
            while unknown[-1] and normalize(unknown[-1][-1]) in _NOT:  # "but not"
                unknown[-1].pop()
        elif negated:
            size = 0
        else:
            size, wish = _longest(words[at : at + LONGEST_NAME], wish, names)
        if size < 0:
            unknown[-1] += [word for word in words[at : at - size] if word != ","]
        elif size == 0 and normalize(words[at]) not in _FILLERS and words[at] != ",":
            unknown[-1].append(words[at])
            negated = negated or normalize(words[at]) in _NOT
        elif unknown[-1] and not (negated and size == 0):
            unknown.append([])
        at += abs(size) or 1
    unknown.append([word for word in words[at:] if word != ","])
    runs = (" ".join(run).strip(" .!?:-~") for run in unknown)
    wish = replace(wish, unknown=tuple(run for run in runs if normalize(run)))
    if unwanted.fields is None:
        return wish
    wanted = wish.fields or tuple(field.id for field in fields)
    return replace(wish, fields=tuple(field for field in wanted if field not in unwanted.fields))


def _longest(words: Sequence[str], wish: Wish, names: FieldNames, *, places: bool = True) -> tuple[int, Wish]:
    """How many leading words name a place or field, and the wish with it. Negative: that many words are ambiguous."""
    first = normalize(words[0])
    if not first or (first in _FILLERS and first != "the"):
        return 0, wish
    a_field = first == "the" or names.may_begin(first)
    a_place = places and wish.zone is None and (first == "the" or may_begin_zone(words[0]))
    if not (a_field or a_place):
        return 0, wish
    for size in range(len(words), 0, -1):
        if words[size - 1] == ",":
            continue
        run = [word for word in words[:size] if word != ","]
        phrase = " ".join(run).strip(".!?:")
        if a_field and (field := names.find(phrase)) is not None:
            return size, replace(wish, fields=tuple(dict.fromkeys((*(wish.fields or ()), field.id))))
        if not a_place or _is_everyday(run):
            continue
        if (match := known_zone(phrase)) is not None:
            return (size, replace(wish, zone=match.zone, note=match.note)) if match.zone else (-size, wish)
    return 0, wish


def _is_everyday(run: Sequence[str]) -> bool:
    """Whether these are more likely ordinary words than a place: "my time" isn't Malaysia's, "per" isn't Peru."""
    significant = list(islice((word.strip(".!?:") for word in run if normalize(word) not in _FILLERS), 2))
    if not significant:
        return True
    only = significant[0]
    if len(significant) > 1 or only.isupper():
        return False
    as_a_time = any(normalize(word) == "time" for word in run)  # "eastern time"
    if only.islower() and lexicon().is_english(only) and not as_a_time:
        return True  # ask about "nice" and "west"; "Nice" is a city
    return is_code(only) or (len(only) < 3 and known_country(only) is None)  # "uk" is a country's name


def _cut(left: str, match: re.Match[str]) -> str:
    return f"{left[: match.start()]} , {left[match.end() :]}"
