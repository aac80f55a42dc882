"""Names of days and months in English, German, French and Spanish, and small numbers in words."""

from __future__ import annotations

from difflib import get_close_matches

from content.lookup.normalize import normalize

WEEKDAYS: tuple[tuple[str, ...], ...] = (
    ("monday", "mon", "mo", "m", "montag", "lundi", "lun", "lunes"),
    ("tuesday", "tue", "tues", "tu", "dienstag", "di", "mardi", "mar", "martes"),
    ("wednesday", "wed", "weds", "we", "w", "mittwoch", "mi", "mercredi", "mer", "miercoles"),
    ("thursday", "thu", "thur", "thurs", "th", "donnerstag", "do", "jeudi", "jeu", "jueves"),
    ("friday", "fri", "fr", "f", "freitag", "vendredi", "ven", "viernes", "vie"),
    ("saturday", "sat", "sa", "samstag", "samedi", "sam", "sabado", "sab"),
    ("sunday", "sun", "su", "so", "sonntag", "dimanche", "dim", "domingo", "dom"),
)
MONTHS: tuple[tuple[str, ...], ...] = (
    ("january", "januar", "janvier", "enero", "jan", "janv", "ene"),
    ("february", "februar", "fevrier", "febrero", "feb", "fevr", "fev"),
    ("march", "marz", "maerz", "mars", "marzo", "mar", "mrz"),
    ("april", "avril", "abril", "apr", "avr", "abr"),
    ("may", "mai", "mayo"),
    ("june", "juni", "juin", "junio", "jun"),
    ("july", "juli", "juillet", "julio", "jul", "juil"),
    ("august", "aout", "agosto", "aug", "ago"),
    ("september", "septembre", "septiembre", "sep", "sept"),
    ("october", "oktober", "octobre", "octubre", "oct", "okt"),
    ("november", "novembre", "noviembre", "nov"),
    ("december", "dezember", "decembre", "diciembre", "dec", "dez", "dic"),
)
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

_DAY_OF = {name: number for number, names in enumerate(WEEKDAYS) for name in names}
_MONTH_OF = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
_ALIKE = 0.8
_SHORTEST_MISSPELT = 5  # letters: shorter words resemble too many names
_EVERYDAY = frozenset(
    ["m", "w", "f", "mo", "we", "do", "so", "mi", "di", "th", "tu", "fr", "sa", "su", "mar", "sam", "dom", "mer", "vie"]
)
"""Short forms that are also ordinary words: they count as days only next to other days."""


def weekday(word: str, *, alone: bool = True) -> int | None:
    """Monday as 0. `alone`: there are no other days next to it, so "so" and "we" aren't days."""
    key = _key(word)
    if alone and key in _EVERYDAY:
        return None
    return _DAY_OF.get(key, _DAY_OF.get(key.removesuffix("s")) if len(key) > _SHORTEST_MISSPELT else None)


def weekday_like(word: str) -> int | None:
    """The day closest to a misspelt word."""
    return _nearest(_key(word).removesuffix("s"), _DAY_OF)


def month(word: str) -> int | None:
    """January as 1, also if misspelt."""
    key = _key(word)
    return _MONTH_OF.get(key) or _nearest(key, _MONTH_OF)


def number(word: str) -> int | None:
    """A number in digits or, up to twelve, in words."""
    if word.isascii() and word.isdigit():
        return int(word)
    key = normalize(word)
    return 1 if key in ("a", "an") else NUMBERS.index(key) + 1 if key in NUMBERS else None


def _key(word: str) -> str:
    return normalize(word).strip(". ")


def _nearest(key: str, names: dict[str, int]) -> int | None:
    if len(key) < _SHORTEST_MISSPELT:
        return None
    near = get_close_matches(key, [name for name in names if len(name) >= _SHORTEST_MISSPELT], 1, _ALIKE)
    return names[near[0]] if near else None
