"""Find the country that a person means, by name, code or nationality: an answer, suggestions, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from content.lookup.query import clean
from handlers.parsing.gazetteer import LONGEST_KEY, MOST_SUGGESTIONS, Land, gazetteer, key_of, names_like

_ENDINGS = ("an", "ese", "ish", "ic", "ari", "ani", "ami", "aqi", "eli", "iti", "ali", "ti")
_IRREGULAR = frozenset((
    *("american", "brit", "british", "dane", "danish", "dutch", "emirati", "filipino", "finnish", "french", "greek"),
    *("irish", "pole", "saudi", "scottish", "spaniard", "swede", "swiss", "turk", "turkish", "welsh"),
))  # fmt: skip
SHARED_LETTERS = 4
"""First letters that a nationality shares with its country: "Kenyan", "Peruvian"."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory: its ISO 3166 code (optionally with a subdivision: "CH-GE") and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CountryMatch:
    """The country that was meant; if there is no single one, suggestions, best first."""

    typed: str
    country: Country | None = None
    suggestions: tuple[Country, ...] = ()


def find_country(typed: str) -> CountryMatch:
    """The country with this name or two- or three-letter code; a city suggests its country. Never raises."""
    key = key_of(clean(typed))[:LONGEST_KEY]
    lands = lands_named(key)
    if len(lands) == 1:
        return CountryMatch(typed, _country(lands[0]))
    cities = gazetteer().cities.get(key, ())
    lands = lands or [gazetteer().lands[city.country] for city in cities] or _lands_like(key)
    return CountryMatch(typed, suggestions=tuple(dict.fromkeys(map(_country, lands)))[:MOST_SUGGESTIONS])


def known_country(typed: str) -> Country | None:
    """Like `find_country`, but None without suggestions: fast enough to try many words."""
    lands = lands_named(key_of(clean(typed))[:LONGEST_KEY])
    return _country(lands[0]) if len(lands) == 1 else None


def is_code(typed: str) -> bool:
    """Whether a word is a country code and nothing else: "per" is Peru's code, "uk" is also a name."""
    world, key = gazetteer(), key_of(typed)
    return key in world.by_code and not (key in world.by_name or key in world.cities or key in world.usual)


def is_nationality(word: str) -> bool:
    """Whether a word is an adjective of a country: "Kenyan". A guess by its first letters and its ending."""
    plain = key_of(clean(word))
    if plain in _IRREGULAR:
        return True
    return len(plain) > SHARED_LETTERS and plain.endswith(_ENDINGS) and plain[:SHARED_LETTERS] in _country_starts()


@cache
def _country_starts() -> frozenset[str]:
    return frozenset(key[:SHARED_LETTERS] for key in gazetteer().by_name)


def country_name(code: str) -> str | None:
    """The name of a country by its two-letter code; None for a code that ISO 3166-1 doesn't have."""
    land = gazetteer().lands.get(code)
    return land.name if land else None


def lands_named(key: str) -> list[Land]:
    """The countries with this key, of a name or of a code."""
    coded = gazetteer().by_code.get(key)
    return gazetteer().by_name.get(key) or ([coded] if coded else [])


def _country(land: Land) -> Country:
    return Country(land.code, land.name)


def _lands_like(key: str) -> list[Land]:
    names = gazetteer().by_name
    return [land for name, _ in names_like(key, names) for land in names[name]]
