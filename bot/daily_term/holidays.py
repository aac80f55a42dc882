"""Public holidays: check a date, and find the country, or part of one, that somebody means.

The `holidays` library is imported on first use: at start it would cost 0.1 s, and most subscriptions have no holidays.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.parsing.countries import Country, CountryMatch, country_name, find_country
from handlers.parsing.gazetteer import MOST_SUGGESTIONS, key_of

_LIKENESS = 0.7  # least similarity for a misspelt name; below it, the names are different
_MOST_WORDS = 12  # how many words are read as a country and its part


class UnknownCalendarError(ValueError):
    """A country, or part of one, without a known holiday calendar. The message names it."""


def is_holiday(code: str, day: date) -> bool:
    """Whether a day is a public holiday, or observed as one, in a country ("CH") or part of one ("CH-GE").

    Raises UnknownCalendarError if there is no such calendar. A year outside the calendar has no holidays.
    """
    return day in _year(code, day.year)


def name_of(code: str) -> str:
    """Return the name of a country, with its part: "Switzerland (Genève)". Raises UnknownCalendarError."""
    country, part = _checked(code)
    name = country_name(country) or country
    return f"{name} ({_part_name(country, part)})" if part else name


def find_calendar(typed: str) -> CountryMatch:
    """Find the country, or part of one, whose holidays somebody means: "CH", "CH-GE", "Switzerland, Genève".

    Never raises. Only countries with a holiday calendar are found or suggested.
    """
    match = find_country(typed)
    if match.country:
        if not _is_known(match.country.code):
            return CountryMatch(typed)
        parts = _parts_named(match.country.code, key_of(typed), typos=False)  # "Scotland" names a country and its part
        return CountryMatch(typed, _calendar(match.country.code, parts[0]) if parts else match.country)
    return _with_part(typed) or CountryMatch(typed, suggestions=_suggestions(typed, match.suggestions))


def _with_part(typed: str) -> CountryMatch | None:
    """Find a part of a country written next to its country: "CH-GE", "Switzerland Geneva", "Genève, CH"."""
    words = typed[:200].replace("-", " ", 1).replace("_", " ", 1).split()[:_MOST_WORDS]
    for cut in range(len(words) - 1, 0, -1):
        for country_words, part_words in ((words[:cut], words[cut:]), (words[-cut:], words[:-cut])):
            country = find_country(" ".join(country_words)).country
            if country is None or not _is_known(country.code):
                continue
            key = key_of(" ".join(part_words))
            parts = _parts_named(country.code, key)
            exact = _parts_named(country.code, key, typos=False)
            if exact:
                return CountryMatch(typed, _calendar(country.code, exact[0]))
            offers = [*(_calendar(country.code, part) for part in parts), country]
            return CountryMatch(typed, suggestions=tuple(offers)[:MOST_SUGGESTIONS])
    return None


def _suggestions(typed: str, countries: tuple[Country, ...]) -> tuple[Country, ...]:
    """The suggested countries that have a calendar, each after the part that the text may mean: Geneva, GE."""
    offers: list[Country] = []
    for country in countries:
        if _is_known(country.code):
            offers += [_calendar(country.code, part) for part in _parts_named(country.code, key_of(typed))[:1]]
            offers.append(country)
    return tuple(dict.fromkeys(offers))[:MOST_SUGGESTIONS]


def _calendar(country: str, part: str) -> Country:
    code = f"{country}-{part}"
    return Country(code, name_of(code))


def _parts_named(country: str, key: str, *, typos: bool = True) -> list[str]:
    """The codes of a country's parts with this name or code, or with a similar one, the most similar first."""
    entity = _entity(country)
    parts = {key_of(part): part for part in reversed(_parts(country))}
    named = {key_of(name): part for name, part in entity.subdivisions_aliases.items()} | parts
    if key in named:
        return [named[key]]
    if not typos or len(key) < 3:
        return []
    similar = process.extract(key, list(named), scorer=OSA.normalized_similarity, score_cutoff=_LIKENESS)
    return list(dict.fromkeys(named[name] for name, *_ in similar))


def _part_name(country: str, part: str) -> str:
    names = (name for name, code in _entity(country).subdivisions_aliases.items() if code == part)
    return next(names, part)


def _checked(code: str) -> tuple[str, str]:
    country, _, part = code.partition("-")
    if not _is_known(country) or (part and part not in _parts(country)):
        raise UnknownCalendarError(f"no holiday calendar {code!r:.80}")
    return country, part


def _is_known(country: str) -> bool:
    return country in _countries()


def _parts(country: str) -> tuple[str, ...]:
    return tuple(_entity(country).subdivisions)


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    """The countries that the library knows, as ISO 3166-1 alpha-2 codes."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415

    return frozenset(code for _, code, *_ in COUNTRIES.values())


@lru_cache(maxsize=512)
def _entity(country: str) -> Any:
    """The library's calendar for a country, with no year loaded yet."""
    from holidays import country_holidays  # noqa: PLC0415

    return country_holidays(country)


@lru_cache(maxsize=2048)  # about 2 kB per calendar and year
def _year(code: str, year: int) -> frozenset[date]:
    """The public holidays of a year, without the library's other categories, such as bank holidays or half days."""
    from holidays import country_holidays  # noqa: PLC0415

    country, part = _checked(code)
    days = country_holidays(country, subdiv=part or None, years=year, expand=False)
    return frozenset(day for day in days if day.year == year)
