"""Take the languages and places out of a search: "conference interpreter arabic geneva"."""

from __future__ import annotations

import re

from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.strings.compose import Wanted
from handlers.parsing.countries import is_code, known_country
from handlers.parsing.gazetteer import City, gazetteer, key_of
from handlers.parsing.languages import known_language

LONGEST_PLACE = 3
"""Words in the longest name of a place that is tried."""
LARGE = 300
"""Thousands of people from which a city's name alone, without "in" before it, is taken for a place."""
_BEFORE_PLACE = frozenset(("in", "at", "near", "around", "within"))
_AROUND = frozenset((
    "in", "at", "near", "around", "within", "based", "located", "living", "and", "or", "with", "who", "speaks", "speak",
    "speaking", "speaker", "speakers", "fluent", "native", "from", "for", "language", "languages", "to", "into", "city",
    "area", "only",
))  # fmt: skip
"""Words around a language or a place that go with it."""
LONGEST_WISH = 5
"""Words behind a language that say how much it is wanted."""
_WISH = re.compile(
    r"(?:is\s|would\sbe\s|are\s)?(?:(?:an?\s)?(?:big\s|strong\s)?(?:plus|asset|must|advantage|bonus)"
    r"|nice\sto\shave|must\shave|required|desirable|desired|preferred|preferable|mandatory|essential|needed|helpful|ideally)\b"
)
_ARTICLES = frozenset(("a", "an", "the"))
_OF_NATION = re.compile(r"nationals?|nationality|citizens?|citizenship|passports?|descent|origin")
"""Words behind a nation."""


def take_languages_and_places(text: str) -> tuple[str, Wanted]:
    """The text without its languages and places, and these, in the order in which they were typed.

    A word that is both English and a place ("nice", "reading") is a place only after "in".
    """
    chunks = text.split()
    kept: list[str] = []
    languages: list[str] = []
    places: list[str] = []
    at = 0
    while at < len(chunks):
        language = None if _names_nation(chunks, at) else known_language(chunks[at].strip(",.;:!?()"))
        place, length = (None, 1) if language else _place_at(chunks, at)
        if language or place:
            _drop_introduction(kept)
            (languages if language else places).append(language or place or "")
            at += length
            while at < len(chunks) and normalize(chunks[at]) in {"speaking", "speaker", "speakers", "language"}:
                at += 1
            if language:
                at += _wish_at(chunks, at)
        else:
            kept.append(chunks[at])
            at += 1
    wanted = Wanted(tuple(dict.fromkeys(languages)), tuple(dict.fromkeys(places)))
    return (" ".join(kept), wanted) if wanted.words else (text, wanted)


def _names_nation(chunks: list[str], at: int) -> bool:
    """Whether a word says where somebody is from rather than what they speak: "Dutch national"."""
    return at + 1 < len(chunks) and _OF_NATION.fullmatch(normalize(chunks[at + 1])) is not None


def _wish_at(chunks: list[str], at: int) -> int:
    """How many words behind a language only say how much it is wanted: "French an asset"."""
    wish = _WISH.match(normalize(" ".join(chunks[at : at + LONGEST_WISH])))
    return len(wish[0].split()) if wish else 0


def _place_at(chunks: list[str], at: int) -> tuple[str | None, int]:
    """The place whose name starts at this chunk, and how many chunks it has; the longest name wins."""
    introduced = at > 0 and normalize(chunks[at - 1]) in _BEFORE_PLACE
    if at == 0 or (at == 1 and not introduced and normalize(chunks[0]) in _ARTICLES):
        return None, 1  # "Geneva Conventions"
    for length in range(min(LONGEST_PLACE, len(chunks) - at), 0, -1):
        name = " ".join(chunks[at : at + length]).strip(",.;:!?()")
        words = normalize(name).split()
        if not words or words[0] in _AROUND or not name[:1].isalpha():
            continue
        city = next(iter(gazetteer().cities.get(key_of(name), ())), None)
        is_citys = city is not None and city.people >= LARGE and key_of(name) in gazetteer().by_code  # "LA"
        if not is_citys and (country := known_country(name)):
            if introduced or (len(name) > 2 and (name.isupper() or not is_code(name))):  # "IT", "can"
                return country.name, length
            continue
        if city and (introduced or _is_plainly(city, words)):
            short = city.name.removesuffix(" City")  # nobody writes "New York City" on a profile
            return (short if city in gazetteer().cities.get(key_of(short), ()) else city.name), length
    return None, 1


def _is_plainly(city: City, words: list[str]) -> bool:
    known = lexicon()
    return (city.foremost or city.people >= LARGE) and not all(known.is_english(word) for word in words)


def _drop_introduction(kept: list[str]) -> None:
    while kept and normalize(kept[-1]) in _AROUND:
        kept.pop()
