"""Public holidays by country: which dates, what they are called, and which country somebody means.

The `holidays` library is loaded on first use: at start it would cost 0.1 s and most subscriptions have no holidays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.parsing.gazetteer import key_of
from handlers.parsing.places import MOST_SUGGESTIONS, Country, CountryMatch, country_name, find_country

_LIKENESS = 0.7  # below that share of common letters, a name is another one rather than misspelt
_MOST_WORDS = 12  # that are read for a country and its part


class UnknownCalendarError(ValueError):
    """A country, or a part of one, whose holidays are not known; the message names it."""


def is_holiday(code: str, day: date) -> bool:
    """Whether a day is a public holiday of a country ("CH") or a part of one ("CH-GE"), or observed as one.

    UnknownCalendarError where there is no such calendar. A year that the calendar does not reach has no holidays.
    """
    return day in _year(code, day.year)


def holiday_on(code: str, day: date) -> str | None:
    """The name of the public holiday on a day, in English where the library has it; None on other days."""
    return _year(code, day.year).get(day)


def name_of(code: str) -> str:
    """The name of the country, with its part: "Switzerland (Genève)"; UnknownCalendarError."""
    country, part = _checked(code)
    name = country_name(country) or country
    return f"{name} ({_part_name(country, part)})" if part else name


def find_calendar(typed: str) -> CountryMatch:
    """The country, or the part of one, whose holidays somebody means: "CH", "CH-GE", "Switzerland, Genève".

    Never raises. A country is known here only if its holidays are.
    """
    found = find_country(typed)
    if found.country:
        if not _is_known(found.country.code):
            return CountryMatch(typed)
        part = _part_of(found.country.code, key_of(typed), typos=False)  # "Scotland" names the country and its part
        return CountryMatch(typed, _calendar(found.country.code, part[0]) if part else found.country)
    return _with_part(typed) or CountryMatch(typed, suggestions=_suggestions(typed, found.suggestions))


def _with_part(typed: str) -> CountryMatch | None:
    """The part of a country that stands beside its country: "CH-GE", "Switzerland Geneva", "Genève, CH"."""
    words = typed[:200].replace("-", " ", 1).replace("_", " ", 1).split()[:_MOST_WORDS]
    for cut in range(len(words) - 1, 0, -1):
        for land, part in ((words[:cut], words[cut:]), (words[-cut:], words[:-cut])):
            country = find_country(" ".join(land)).country
            if country is None or not _is_known(country.code):
                continue
            parts = _part_of(country.code, key_of(" ".join(part)))
            exact = _part_of(country.code, key_of(" ".join(part)), typos=False)
            if exact:
                return CountryMatch(typed, _calendar(country.code, exact[0]))
            offers = [*(_calendar(country.code, part) for part in parts), country]
            return CountryMatch(typed, suggestions=tuple(offers)[:MOST_SUGGESTIONS])
    return None


def _suggestions(typed: str, countries: tuple[Country, ...]) -> tuple[Country, ...]:
    """What is known of the suggested countries, with the part that the typed city may stand for: Geneva, GE."""
    offers: list[Country] = []
    for country in countries:
        if _is_known(country.code):
            offers += [_calendar(country.code, part) for part in _part_of(country.code, key_of(typed))[:1]]
            offers.append(country)
    return tuple(dict.fromkeys(offers))[:MOST_SUGGESTIONS]


def _calendar(country: str, part: str) -> Country:
    code = f"{country}-{part}"
    return Country(code, name_of(code))


def _part_of(country: str, key: str, *, typos: bool = True) -> list[str]:
    """The codes of the parts of a country that go by a name or code, or by one spelled like it, the likeliest first."""
    entity = _entity(country)
    parts = {key_of(part): part for part in reversed(_parts(country))}
    named = {key_of(name): part for name, part in entity.subdivisions_aliases.items()} | parts
    if key in named:
        return [named[key]]
    if not typos or len(key) < 3:
        return []
    found = process.extract(key, list(named), scorer=OSA.normalized_similarity, score_cutoff=_LIKENESS)
    return list(dict.fromkeys(named[name] for name, *_ in found))


def _part_name(country: str, part: str) -> str:
    names = (name for name, code in _entity(country).subdivisions_aliases.items() if code == part)
    return next(names, part)


def _checked(code: str) -> tuple[str, str]:
    country, _, part = code.partition("-")
    if not _is_known(country) or (part and part not in _parts(country)):
        raise UnknownCalendarError(f"no holidays are known of {code!r:.80}")
    return country, part


def _is_known(country: str) -> bool:
    return country in _countries()


def _parts(country: str) -> tuple[str, ...]:
    return tuple(_entity(country).subdivisions)


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    """The countries that the library knows, by their codes of ISO 3166-1 alpha-2."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415

    return frozenset(code for _, code, *_ in COUNTRIES.values())


@lru_cache(maxsize=512)
def _entity(country: str) -> Any:
    """The library's calendar of a country, without any year yet."""
    from holidays import country_holidays  # noqa: PLC0415

    return country_holidays(country)


@lru_cache(maxsize=2048)  # a year of a calendar is some 2 kB
def _year(code: str, year: int) -> Mapping[date, str]:
    """The public holidays of a year, whatever else the library could tell: no bank holidays, no half days."""
    from holidays import country_holidays  # noqa: PLC0415

    country, part = _checked(code)
    languages = _entity(country).supported_languages
    english = next((language for language in ("en_US", "en_GB") if language in languages), None)
    known = country_holidays(country, subdiv=part or None, years=year, expand=False, language=english)
    return {day: name for day, name in known.items() if day.year == year}
