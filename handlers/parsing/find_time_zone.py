"""Find the time zone that a person means by a place, a zone's name or an offset: an answer, suggestions, or nothing.

A zone is matched in this order: IANA name, abbreviation, UTC offset, country, city, city with country, end of an IANA
name. A misspelt name, or a city with a namesake of similar size in another zone, is only ever suggested. A capital or
the seat of an organisation counts as twenty times its size: "Athens" is in Greece.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache
from heapq import nsmallest

from content.lookup.normalize import normalize
from content.lookup.query import clean
from handlers.parsing.countries import lands_named
from handlers.parsing.gazetteer import (
    LONGEST_KEY,
    MOST_SUGGESTIONS,
    NOISE,
    SHORTEST_LIKE,
    City,
    folded_key,
    gazetteer,
    key_of,
    names_like,
)
from handlers.parsing.zone_names_and_offsets import (
    Zone,
    ZoneMatch,
    at_offset,
    by_abbreviation,
    by_iana_name,
    city_zone,
    distinct,
    dominant,
    duty_stations,
    land_zones,
    match_of,
)

_FOREIGN = 20  # divisor for alternative names: "e" means Erbil rather than "El Cairo"
_MOST_WORDS = 12  # words searched for a city and its country
_AREAS = frozenset(
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"]
)
_WINDS = frozenset(("east", "north", "south", "west"))  # in old names such as "Australia/West"


def find_zone(typed: str, now: datetime | None = None) -> ZoneMatch:
    """The zone of a place, an IANA name in any case, an abbreviation or a UTC offset. Never raises.

    `now` (aware; defaults to the clock) decides which places are at "UTC+2" today.
    """
    text = " ".join(clean(typed).split())
    key = key_of(text)[:LONGEST_KEY]
    match = _known(text, key, now)
    if match is None:
        match = ZoneMatch(typed, suggestions=tuple(_beside_others(text) or _zones_like(key, normalize(text))))
    return replace(match, typed=typed, suggestions=match.suggestions[:MOST_SUGGESTIONS])


def known_zone(typed: str) -> ZoneMatch | None:
    """Like `find_zone`, but None for an unknown name, without suggestions: fast enough to try many words."""
    text = " ".join(clean(typed).split())
    return at_offset(text, None) or _known_name(text)


@lru_cache(maxsize=512)
def _known_name(text: str) -> ZoneMatch | None:
    """The zone of a name, whatever the time. Cached, because a line is parsed in several steps that try its words."""
    return _by_name(text, key_of(text)[:LONGEST_KEY])


def may_begin_zone(word: str) -> bool:
    """Whether a place, zone, abbreviation or UTC offset ("+2") can begin with this word."""
    first = next((part for part in normalize(word).split() if part not in NOISE), None)
    return first is None or first in _first_words() or (len(word) < 10 and word[:1] in "+-−–")


@cache
def _first_words() -> frozenset[str]:
    """First words of places, zones and abbreviations; a name without its spaces counts as one word."""
    world = gazetteer()
    names = [*world.by_name, *world.by_code, *world.usual, *world.cities, *(name for name, _, _ in world.names)]
    names += [*map(normalize, world.zones), *_endings(), *(normalize(land.name) for land in world.lands.values())]
    return frozenset(word for name in names for word in name.split()[:1])


def _known(text: str, key: str, now: datetime | None) -> ZoneMatch | None:
    return at_offset(text, now) or _by_name(text, key)


def _by_name(text: str, key: str) -> ZoneMatch | None:
    match = by_iana_name(text) or by_abbreviation(key)
    if match is None and (zones := _zones_named(key) or _with_country(text) or _ends_of_names(key)):
        return match_of(zones)
    return match


def zones_matching(typed: str, limit: int = 20) -> tuple[Zone, ...]:
    """Zones to offer while a person types, best first; the duty stations while nothing is typed."""
    begun = normalize(clean(typed))[:LONGEST_KEY]
    if not begun:
        return tuple(map(city_zone, duty_stations()))[:limit]
    world, match = gazetteer(), find_zone(typed)
    first = (match.zone,) if match.zone else ()
    hits = [
        (not name.startswith(begun), city.weight // -(_FOREIGN if other else 1), city)
        for name, other, city in world.names
        if _is_in(begun, name)
    ]
    cities = [city_zone(city) for *_, city in nsmallest(limit, hits)]
    lands = [zone for land in world.lands.values() if _is_in(begun, normalize(land.name)) for zone in land_zones(land)]
    names = sorted(name for lower, name in world.zones.items() if "/" in name and _is_in(begun, normalize(lower)))
    zones = distinct((*first, *cities, *lands, *(Zone(name, name) for name in names)))
    return (zones or match.suggestions)[:limit]


def _zones_named(key: str) -> Sequence[Zone]:
    """The zones of countries and cities with this name; a single one if it is clear which is meant."""
    lands = gazetteer().by_name.get(key, [])
    cities = gazetteer().cities.get(key, [])
    if lands:
        codes = {land.code for land in lands}
        own = _chosen([city for city in cities if city.country in codes])
        return distinct((*own, *(zone for land in lands for zone in land_zones(land))), by_zone=True)
    if cities:
        return _chosen(cities)
    coded = None if key in NOISE else gazetteer().by_code.get(key)
    return land_zones(coded) if coded else ()


def _chosen(cities: Sequence[City]) -> Sequence[Zone]:
    """The zone of the namesake that is clearly meant, otherwise those of all, heaviest first."""
    meant = dominant(cities)
    return distinct(map(city_zone, [meant] if meant else cities), by_zone=True)


def _with_country(text: str) -> Sequence[Zone]:
    """The zones of a city written with its country, in either order: "San José, Costa Rica"."""
    for cities, rest in _cities_in(text):
        codes = {land.code for land in lands_named(rest)}
        if own := [city for city in cities if city.country in codes]:
            return distinct(map(city_zone, own), by_zone=True)
    return ()


def _beside_others(text: str) -> Sequence[Zone]:
    """The zones of cities next to words that aren't their country: "Geneva Illinois"."""
    groups = [cities for cities, _ in _cities_in(text)]
    return distinct(city_zone(city) for cities in reversed(groups) for city in cities)


def _cities_in(text: str) -> Iterator[tuple[Sequence[City], str]]:
    """Cities at the beginning or end of the text, shortest name first, each with the key of the rest."""
    words = normalize(text).split()[:_MOST_WORDS]
    for cut in range(1, len(words)):
        for city, rest in ((words[:cut], words[cut:]), (words[-cut:], words[:-cut])):
            if cities := gazetteer().cities.get(folded_key(" ".join(city))):
                yield cities, folded_key(" ".join(rest))


def _ends_of_names(key: str) -> Sequence[Zone]:
    """Zones whose IANA name ends like this or has no area: "Lord Howe", "EST5EDT"."""
    return [Zone(name, name) for name in _endings().get(key, ())]


@cache
def _endings() -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for name in sorted(gazetteer().zones.values()):
        area, slash, end = name.rpartition("/")
        if not slash or (area.partition("/")[0] in _AREAS and end.lower() not in _WINDS):
            names.setdefault(key_of(end), []).append(name)
    return names


def _zones_like(key: str, folded: str) -> Sequence[Zone]:
    """The zones of places whose names start like this or are spelt similarly, most likely first."""
    if len(key) < SHORTEST_LIKE:
        return ()
    world = gazetteer()
    likely = [
        (-round(like, 1), -city.weight, city_zone(city))
        for name, like in names_like(key, world.cities)
        for city in world.cities[name]
    ]
    names = world.names if len(folded) <= LONGEST_KEY else ()
    begun = nsmallest(MOST_SUGGESTIONS, [(-city.weight, city) for name, _, city in names if name.startswith(folded)])
    likely += [(-0.9, weight, city_zone(city)) for weight, city in begun]
    for name, like in names_like(key, world.by_name):
        likely += [(-round(like, 1), 0, zone) for land in world.by_name[name] for zone in land_zones(land)]
    return distinct(zone for *_, zone in sorted(likely, key=lambda hit: hit[:2]))


def _is_in(begun: str, name: str) -> bool:
    """Whether a word of a folded name starts like this."""
    return name.startswith(begun) or f" {begun}" in name
