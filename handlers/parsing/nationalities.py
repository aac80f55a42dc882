"""Compare a nationality with the country of a place: "Polish" and "Amman". In doubt they are taken to fit."""

from __future__ import annotations

import re
from functools import cache

from content.lookup.normalize import normalize
from handlers.parsing.countries import known_country
from handlers.parsing.gazetteer import gazetteer, key_of

SHARED = 3
"""First letters that a nationality shares with a word of its country's name: "Polish", "Salvadoran"."""
_OTHERS = {
    **{"burmese": "MM", "malagasy": "MG", "dutch": "NL", "filipino": "PH", "filipina": "PH", "basotho": "LS"},
    **{"mosotho": "LS", "batswana": "BW", "motswana": "BW", "swazi": "SZ", "monegasque": "MC", "khmer": "KH"},
}
"""Nationalities that don't begin as their country does."""
_PLAIN = frozenset(("the", "and", "united", "republic", "democratic", "people", "islands", "island", "north", "south"))
"""Words of the names of many countries."""
_WORD = re.compile(r"[^\W\d_]{3,20}")


def is_other_country(nationality: str, place: str) -> bool:
    """Whether a nationality, or several ("Polish, British"), can't be that of the country of a place."""
    code = country_of_place(place)
    codes = [codes for word in _WORD.findall(normalize(nationality)) if (codes := _countries_of(word))]
    return bool(code and codes) and not any(code in one for one in codes)


def country_of_place(place: str) -> str | None:
    """The code of the country of a place as a résumé has it, "Amman" or "Goma, DRC"; None if it can't be told."""
    parts = [part.strip() for part in place.split(",") if part.strip()]
    if named := next((country for part in reversed(parts) if (country := known_country(part))), None):
        return named.code[:2]
    cities = gazetteer().cities.get(key_of(parts[0]), []) if parts else []
    is_sure = cities and (cities[0].foremost or len({city.country for city in cities}) == 1)
    return cities[0].country if is_sure else None


def _countries_of(nationality: str) -> frozenset[str]:
    """The codes of the countries whose people a word may name."""
    other = _OTHERS.get(nationality)
    return frozenset([other]) if other else _by_beginning().get(nationality[:SHARED], frozenset())


@cache
def _by_beginning() -> dict[str, frozenset[str]]:
    """The countries by the first letters of each word of their names."""
    found: dict[str, set[str]] = {}
    for name, code in gazetteer().country_names:
        for word in _WORD.findall(name):
            if word not in _PLAIN:
                found.setdefault(word[:SHARED], set()).add(code)
    return {beginning: frozenset(codes) for beginning, codes in found.items()}
