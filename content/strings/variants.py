"""Spelling variants of a title: British and American, with and without accents, "Third" and "3rd"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

_PAIRS = (
    ("counsellor", "counselor"),
    ("adviser", "advisor"),
    ("defence", "defense"),
    ("programme", "program"),
    ("organisation", "organization"),
    ("centre", "center"),
    ("labour", "labor"),
    ("licence", "license"),
)
"""British and American spelling of words in titles. Sites compare letters, so both must be in a query."""
_NOT_ENGLISH = re.compile(r"\b(?:d|de|des|du|et)\b", re.IGNORECASE)
"""Words of titles in French, whose "programme" has no American spelling."""
_ORDINALS = (("first", "1st"), ("second", "2nd"), ("third", "3rd"))
BEFORE_RESPELT = 2
"""Titles between a title and its next spelling: another title finds more people than another spelling."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_DASHES = re.compile("[-‐‑–—/]")


def as_typed(title: str) -> str:
    """A title as a query holds it: no hyphens, quotes, dots or brackets, which sites read as spaces."""
    plain = re.sub(r"[\"“”„().,]", " ", _DASHES.sub(" ", title).replace("’", "'"))
    return " ".join(plain.split())


def spellings(title: str) -> tuple[str, ...]:
    """A title in British and in American spelling, its own first; secretaries also with "3rd".

    "Third Secretary" → "Third Secretary", "3rd Secretary".
    """
    variants = [as_typed(title)]
    if _NOT_ENGLISH.search(variants[0]):
        return tuple(variants)
    for one, other in _PAIRS:
        variants += [swapped for variant in variants if (swapped := _swap(variant, one, other))]
    if variants[0].casefold().endswith("secretary"):
        for word, ordinal in _ORDINALS:
            variants += [swapped for variant in variants if (swapped := _swap(variant, word, ordinal))]
    return tuple(dict.fromkeys(variants))


def unaccented(title: str) -> str:
    """A title without accents, umlauts written out: "Attaché" → "Attache", "für" → "fuer"."""
    if title.isascii():
        return title
    title = title.translate(_UMLAUTS)
    letters = unicodedata.normalize("NFD", title)
    return unicodedata.normalize("NFC", "".join(char for char in letters if unicodedata.category(char) != "Mn"))


def with_variants(titles: Iterable[str], *, accents: bool) -> tuple[str, ...]:
    """Titles, each followed soon by its other spellings. With `accents`, unaccented copies come at the end."""
    placed = [
        (place + number * BEFORE_RESPELT, number, spelling)
        for place, title in enumerate(titles)
        for number, spelling in enumerate(spellings(title))
    ]
    spelt = list(dict.fromkeys(spelling for *_, spelling in sorted(placed, key=lambda one: one[:2])))
    plain = [copy for title in spelt if is_latin(title) and (copy := unaccented(title)) != title] if accents else []
    return tuple(dict.fromkeys([*spelt, *plain]))


def without_longer(titles: Iterable[str], clear: Collection[str] = ()) -> Iterator[str]:
    """Titles without those that contain another one: the shortest stands in their place and finds them all.

    A title in `clear` needs no anchor, so only another clear one finds as many people. `clear` is in lower case.
    """
    spelt = tuple(titles)
    padded = {title: f" {title.casefold()} " for title in spelt}
    needs_anchor = {title: title.casefold() not in clear for title in spelt}
    kept: set[str] = set()
    for title in spelt:
        shorter = (
            other for other in spelt if padded[other] in padded[title] and needs_anchor[other] <= needs_anchor[title]
        )
        shortest = min(shorter, key=len)
        if shortest.casefold() not in kept:
            kept.add(shortest.casefold())
            yield shortest


def _swap(title: str, one: str, other: str) -> str | None:
    """The title with one word for the other, or the other way round, in the same case; None if it has neither."""
    lower = title.casefold()
    if one not in lower and other not in lower:
        return None
    swaps = {one: other, other: one}
    swapped = re.sub(
        rf"\b({one}|{other})(?=s?\b)",
        lambda match: _in_case_of(match[0], swaps[match[0].casefold()]),
        title,
        flags=re.IGNORECASE,
    )
    return swapped if swapped != title else None


def _in_case_of(word: str, other: str) -> str:
    return other.capitalize() if word[0].isupper() else other


def is_latin(title: str) -> bool:
    """Whether a title is in Latin letters."""
    return title.isascii() or all(ord(char) < 0x250 or not char.isalpha() for char in title)
