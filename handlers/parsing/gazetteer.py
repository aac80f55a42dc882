"""The world's cities, countries and time zones, loaded from handlers/parsing/geography on first use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple
from zoneinfo import available_timezones

from rapidfuzz import process
from rapidfuzz.distance import OSA

from content.lookup.normalize import normalize

NOISE = frozenset(("the", "in", "at", "local", "time", "times", "timezone", "zone", "standard", "daylight", "summer"))
"""Words around a place that don't change which place is meant."""
_NO_PLACES = frozenset(("Factory", "localtime"))  # a placeholder, and this machine's own setting
MOST_SUGGESTIONS = 5  # one row of buttons
LONGEST_KEY = 60  # letters; the longest name has 49
SHORTEST_LIKE = 3  # letters of the shortest name that is taken for a misspelt or shortened one
_LIKENESS = 0.7  # similarity below which it is another name rather than a misspelling
_FOREMOST = 20  # factor by which a capital or seat counts for more when places are sorted


class City(NamedTuple):
    """A city. `people` in thousands. `foremost`: a capital, or the seat of an international organisation."""

    name: str
    country: str
    zone: str
    people: int
    foremost: bool

    @property
    def weight(self) -> int:
        """How likely the city is meant; places are sorted by it, heaviest first."""
        return self.people * (_FOREMOST if self.foremost else 1)


class Land(NamedTuple):
    """A country or territory of ISO 3166-1. `zones`: those with rules of their own, most populous first."""

    code: str
    name: str
    zones: tuple[str, ...]


class Abbreviation(NamedTuple):
    """An abbreviation or other common name of zones, and a remark to show with it."""

    zones: tuple[str, ...]
    note: str


class Gazetteer:
    """All places by key. Immutable once loaded."""

    def __init__(self) -> None:
        self.zones = {name.casefold(): name for name in available_timezones() - _NO_PLACES}
        self.cities: dict[str, list[City]] = defaultdict(list)
        """By the key of each name, heaviest first."""
        self.largest: dict[str, City] = {}
        """The most populous city of each zone."""
        self.names: list[tuple[str, bool, City]] = []
        """Each name of each city, folded but with spaces, and whether it is an alternative name."""
        self.lands: dict[str, Land] = {}
        self.by_name: dict[str, list[Land]] = defaultdict(list)
        self.by_code: dict[str, Land] = {}
        self.country_names: list[tuple[str, str]] = []
        """Each name of each country, folded but with spaces, and its code."""
        self.usual = {
            key_of(name): Abbreviation(tuple(zones.split()), note)
            for name, zones, note in _rows("abbreviations.tsv", 3)
        }
        self._read_lands()
        self._read_cities()

    def _read_lands(self) -> None:
        for code, longer, name, zones, others in _rows("countries.tsv", 5):
            land = Land(code, name, tuple(zones.split()))
            self.lands[code] = self.by_code[code.lower()] = self.by_code[longer.lower()] = land
            names = (name, *filter(None, others.split("; ")))
            self.country_names += [(normalize(one), code) for one in names]
            for key in dict.fromkeys(map(key_of, names)):
                self.by_name[key].append(land)

    def _read_cities(self) -> None:
        for name, country, zone, people, mark, others in _rows("cities.tsv", 6):
            city = City(name, country, zone, int(people), mark == "*")
            self.largest.setdefault(zone, city)
            names = f"{name}; {others}" if others else name
            for position, folded in enumerate(dict.fromkeys(map(normalize, names.lower().split("; ")))):
                self.cities[folded_key(folded)].append(city)
                self.names.append((folded, position > 0, city))
        for cities in self.cities.values():
            if len(cities) > 1:
                cities.sort(key=lambda city: -city.weight)


def key_of(text: str) -> str:
    """The key of a name, ignoring case, accents, spaces and words such as "the" and "time"."""
    return folded_key(normalize(text))


def folded_key(folded: str) -> str:
    """The key of a name that is already folded."""
    if " " not in folded:
        return folded
    words = folded.split()
    return "".join([word for word in words if word not in NOISE] or words)


def names_like(key: str, names: Collection[str]) -> list[tuple[str, float]]:
    """Names spelt similarly, with their similarity, most similar first."""
    if len(key) < SHORTEST_LIKE:
        return []
    matches = process.extract(key, list(names), scorer=OSA.normalized_similarity, score_cutoff=_LIKENESS, limit=20)
    return [(name, like) for name, like, _ in matches]


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The places, loaded on first use (about 40 ms and 4 MB of memory)."""
    return Gazetteer()


def _rows(name: str, columns: int) -> Iterator[list[str]]:
    """The rows of a table, padded to this many columns."""
    text = files("handlers.parsing").joinpath("geography", name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            cells = line.split("\t")
            yield cells + [""] * (columns - len(cells))
