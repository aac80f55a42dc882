"""Zones by what they are called themselves: IANA's names, abbreviations, distances from UTC; and how they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from handlers.parsing.gazetteer import City, Land, gazetteer, key_of

MOST_SUGGESTIONS = 5  # what fits into one row of buttons

DUTY_STATIONS = (
    *("Geneva", "New York", "Vienna", "Nairobi", "The Hague", "Brussels", "Washington", "Paris", "London", "Rome"),
    *("Addis Ababa", "Bangkok", "Beirut", "Santiago", "Montreal", "Copenhagen", "Bonn", "Cairo", "Dakar", "Beijing"),
)
"""Where most diplomats and international civil servants are posted; offered while nothing is typed."""

_DOMINANT = 10  # as many times the weight of its next namesake, and a city is meant by its bare name
_OFFSET = re.compile(r"(?:utc|gmt)? ?([+\-−–]) ?(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
_LABEL = re.compile(r"\(([\w+/-]{1,60})\)$")
_REVERSED = re.compile(r"Etc/GMT([+-])(\d+)")


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone by its IANA name, and how to show it: "Geneva (Europe/Zurich)"."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class ZoneMatch:
    """Which zone was meant; without a `zone` the suggestions, best first, of which there may be none.

    `note` is a sentence to show with either where it needs one ("I take CET as …"), else empty.
    """

    typed: str
    zone: Zone | None = None
    suggestions: tuple[Zone, ...] = ()
    note: str = ""


def by_its_name(text: str) -> ZoneMatch | None:
    """The zone of an IANA name with a slash, alone or at the end of a label of ours."""
    labelled = _LABEL.search(text)
    name = gazetteer().zones.get((labelled[1] if labelled else text).replace(" ", "_").casefold())
    if name is None or "/" not in name:
        return None
    note = ""
    if turned := _REVERSED.fullmatch(name):
        note = f"{name} is UTC{'-' if turned[1] == '+' else '+'}{turned[2]}: these names count the other way round."
    return match_of([Zone(name, name)], note)


def by_usual_name(key: str) -> ZoneMatch | None:
    """The zone of an abbreviation, or those that it may mean: "CET", "Eastern"."""
    usual = gazetteer().usual.get(key)
    return match_of([largest_of(zone) for zone in usual.zones], usual.note) if usual else None


def at_offset(text: str, now: datetime | None) -> ZoneMatch | None:
    """The places that are at a distance from UTC today, duty stations and the largest first; and what always is."""
    found = _OFFSET.fullmatch(text)
    if not found:
        return None
    sign = "+" if found[1] == "+" else "-"
    hours, minutes = int(found[2]), int(found[3] or 0)
    if not hours and not minutes:
        return match_of([Zone("UTC", "UTC")])
    offset = timedelta(hours=hours, minutes=minutes) * int(f"{sign}1")
    fixed = None if minutes else gazetteer().zones.get(f"etc/gmt{'-' if sign == '+' else '+'}{hours}")
    always = [Zone(fixed, f"UTC{sign}{hours} all year ({fixed})")] if fixed else []
    moment = now or datetime.now(UTC)
    at = _by_offset(moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)).get(offset, ())
    zones = [city_zone(city) for city in islice(at, MOST_SUGGESTIONS - len(always))] + always
    return ZoneMatch("", suggestions=tuple(zones), note="Most places change with summer time." if zones else "")


@lru_cache(maxsize=2)
def _by_offset(quarter: datetime) -> dict[timedelta, list[City]]:
    """The cities to offer for each distance from UTC, in their order; clocks change at quarters of an hour only."""
    found: dict[timedelta, list[City]] = {}
    for city, zone in _zoned_cities():
        offset = quarter.astimezone(zone).utcoffset()
        if offset is not None:
            found.setdefault(offset, []).append(city)
    return found


@cache
def _zoned_cities() -> list[tuple[City, ZoneInfo]]:
    """One city of each zone, duty stations and the largest first; `zoneinfo` itself keeps no more than eight zones."""
    cities: dict[str, City] = {}
    for city in (*duty_stations(), *sorted(gazetteer().largest.values(), key=lambda city: -city.people)):
        cities.setdefault(city.zone, city)
    return [(city, ZoneInfo(zone)) for zone, city in cities.items()]


def match_of(zones: Sequence[Zone], note: str = "") -> ZoneMatch:
    """One zone is the answer, several are suggestions."""
    if len(zones) == 1:
        return ZoneMatch("", zones[0], note=note)
    return ZoneMatch("", suggestions=tuple(zones), note=note)


def land_zones(land: Land) -> Sequence[Zone]:
    """The zones of a country: one, shown with its name, or several, each shown with its largest city."""
    if len(land.zones) == 1:
        return (Zone(land.zones[0], f"{land.name} ({land.zones[0]})"),)
    return tuple(map(largest_of, land.zones))


def largest_of(zone: str) -> Zone:
    """A zone, shown with its largest city."""
    city = gazetteer().largest.get(zone)
    return city_zone(city) if city else Zone(zone, zone)


def city_zone(city: City) -> Zone:
    """A city's zone, shown with its country where the bare name would mean another, or be asked about."""
    plain = dominant(gazetteer().cities[key_of(city.name)]) is city
    country = "" if plain else f", {gazetteer().lands[city.country].name}"
    return Zone(city.zone, f"{city.name}{country} ({city.zone})")


def duty_stations() -> list[City]:
    """The cities of DUTY_STATIONS, in their order."""
    return [gazetteer().cities[key_of(place)][0] for place in DUTY_STATIONS]


def dominant(cities: Sequence[City]) -> City | None:
    """The first of namesakes, the heaviest first, if none in another zone comes near it."""
    if not cities:
        return None
    rival = max((city.weight for city in cities if city.zone != cities[0].zone), default=0)
    return cities[0] if cities[0].weight >= _DOMINANT * rival else None


def distinct(zones: Iterable[Zone], *, by_zone: bool = False) -> tuple[Zone, ...]:
    """Each zone as it is shown once, or as it is shown first."""
    seen: dict[str, Zone] = {}
    for zone in zones:
        seen.setdefault(zone.name if by_zone else zone.label, zone)
    return tuple(seen.values())
