"""Read a zone's name, abbreviation or UTC offset ("Europe/Zurich", "CET", "UTC+2"), and label zones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from handlers.parsing.gazetteer import MOST_SUGGESTIONS, City, Land, gazetteer, key_of

DUTY_STATIONS = (
    *("Geneva", "New York", "Vienna", "Nairobi", "The Hague", "Brussels", "Washington", "Paris", "London", "Rome"),
    *("Addis Ababa", "Bangkok", "Beirut", "Santiago", "Montreal", "Copenhagen", "Bonn", "Cairo", "Dakar", "Beijing"),
)
"""Where most diplomats and international civil servants are posted; offered while nothing is typed."""

_DOMINANT = 10  # a city this many times heavier than its namesakes is meant by the bare name
_OFFSET = re.compile(r"(?:utc|gmt)? ?([+\-−–]) ?(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
_LABEL = re.compile(r"\(([\w+/-]{1,60})\)$")
_REVERSED = re.compile(r"Etc/GMT([+-])(\d+)")


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone by its IANA name, and its label: "Geneva (Europe/Zurich)"."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class ZoneMatch:
    """The zone that was meant; without a `zone`, suggestions, best first, possibly none.

    `note` is a sentence to show with either if needed ("I take CET as …"), otherwise empty.
    """

    typed: str
    zone: Zone | None = None
    suggestions: tuple[Zone, ...] = ()
    note: str = ""


def by_iana_name(text: str) -> ZoneMatch | None:
    """The zone of an IANA name with a slash, alone or in parentheses at the end of a label."""
    labelled = _LABEL.search(text)
    name = gazetteer().zones.get((labelled[1] if labelled else text).replace(" ", "_").casefold())
    if name is None or "/" not in name:
        return None
    note = ""
    if turned := _REVERSED.fullmatch(name):
        note = f"{name} is UTC{'-' if turned[1] == '+' else '+'}{turned[2]}: these names count the other way round."
    return match_of([Zone(name, name)], note)


def by_abbreviation(key: str) -> ZoneMatch | None:
    """The zone of an abbreviation, or the zones it can mean: "CET", "Eastern"."""
    usual = gazetteer().usual.get(key)
    return match_of([largest_of(zone) for zone in usual.zones], usual.note) if usual else None


def at_offset(text: str, now: datetime | None) -> ZoneMatch | None:
    """Places at a UTC offset today, duty stations and the largest first, and the zone that has it all year."""
    match = _OFFSET.fullmatch(text)
    if not match:
        return None
    sign = "+" if match[1] == "+" else "-"
    hours, minutes = int(match[2]), int(match[3] or 0)
    if not hours and not minutes:
        return match_of([Zone("UTC", "UTC")])
    ahead = timedelta(hours=hours, minutes=minutes)
    offset = ahead if sign == "+" else -ahead
    fixed = None if minutes else gazetteer().zones.get(f"etc/gmt{'-' if sign == '+' else '+'}{hours}")
    always = [Zone(fixed, f"UTC{sign}{hours} all year ({fixed})")] if fixed else []
    moment = now or datetime.now(UTC)
    at = _by_offset(moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)).get(offset, ())
    zones = [city_zone(city) for city in islice(at, MOST_SUGGESTIONS - len(always))] + always
    return ZoneMatch("", suggestions=tuple(zones), note="Most places change with summer time." if zones else "")


@lru_cache(maxsize=2)
def _by_offset(quarter: datetime) -> dict[timedelta, list[City]]:
    """Cities to offer for each UTC offset, in order. Clocks change only at quarter hours, so a quarter is the key."""
    cities: dict[timedelta, list[City]] = {}
    for city, zone in _zoned_cities():
        offset = quarter.astimezone(zone).utcoffset()
        if offset is not None:
            cities.setdefault(offset, []).append(city)
    return cities


@cache
def _zoned_cities() -> list[tuple[City, ZoneInfo]]:
    """One city per zone, duty stations and the largest first. Cached because `zoneinfo` caches only eight zones."""
    cities: dict[str, City] = {}
    for city in (*duty_stations(), *sorted(gazetteer().largest.values(), key=lambda city: -city.people)):
        cities.setdefault(city.zone, city)
    return [(city, ZoneInfo(zone)) for zone, city in cities.items()]


def match_of(zones: Sequence[Zone], note: str = "") -> ZoneMatch:
    """A single zone is the answer, several are suggestions."""
    if len(zones) == 1:
        return ZoneMatch("", zones[0], note=note)
    return ZoneMatch("", suggestions=tuple(zones), note=note)


def land_zones(land: Land) -> Sequence[Zone]:
    """The zones of a country: one, labelled with the country, or several, each labelled with its largest city."""
    if len(land.zones) == 1:
        return (Zone(land.zones[0], f"{land.name} ({land.zones[0]})"),)
    return tuple(map(largest_of, land.zones))


def largest_of(zone: str) -> Zone:
    """A zone, labelled with its largest city."""
    city = gazetteer().largest.get(zone)
    return city_zone(city) if city else Zone(zone, zone)


def city_zone(city: City) -> Zone:
    """A city's zone, labelled with the country if the name alone is ambiguous or means another city."""
    plain = dominant(gazetteer().cities[key_of(city.name)]) is city
    country = "" if plain else f", {gazetteer().lands[city.country].name}"
    return Zone(city.zone, f"{city.name}{country} ({city.zone})")


def duty_stations() -> list[City]:
    """The cities of DUTY_STATIONS, in their order."""
    return [gazetteer().cities[key_of(place)][0] for place in DUTY_STATIONS]


def dominant(cities: Sequence[City]) -> City | None:
    """The first of namesakes sorted by weight, if none in another zone comes close; otherwise None."""
    if not cities:
        return None
    rival = max((city.weight for city in cities if city.zone != cities[0].zone), default=0)
    return cities[0] if cities[0].weight >= _DOMINANT * rival else None


def distinct(zones: Iterable[Zone], *, by_zone: bool = False) -> tuple[Zone, ...]:
    """Drop zones with a repeated label, or with a repeated IANA name if `by_zone`."""
    seen: dict[str, Zone] = {}
    for zone in zones:
        seen.setdefault(zone.name if by_zone else zone.label, zone)
    return tuple(seen.values())
