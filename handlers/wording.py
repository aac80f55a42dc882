"""How answers put things: sentences that end once, lists in one line, years."""

from __future__ import annotations

import re
from collections.abc import Sequence

from content.models import Level, Role

_SENTENCE_END = re.compile(r"(?<=[\w)”\]]{2}[.!?])\s+(?=[A-Z“\"(\[])")


def ended(words: str) -> str:
    """The words as a sentence: with a full stop, unless they end in one, as "chargé d'affaires a.i." does."""
    return words if words.endswith((".", "?", "!", "…")) else f"{words}."


def stop(words: str) -> str:
    """The full stop that is to follow the words where they are styled; empty if they end in one."""
    return ended(words)[len(words) :]


def first_sentence(paragraph: str) -> str:
    """The first sentence of a paragraph."""
    return _SENTENCE_END.split(paragraph, maxsplit=1)[0]


def starts(paragraph: str) -> list[str]:
    """The paragraph's first sentence, its first two, and so on to the whole."""
    sentences = _SENTENCE_END.split(paragraph)
    return [" ".join(sentences[: count + 1]) for count in range(len(sentences))]


def joined(parts: Sequence[str]) -> str:
    """The parts in one line, between commas; between semicolons where a part has a comma itself."""
    return ("; " if any("," in part for part in parts) else ", ").join(parts)


def in_years(years: float) -> str:
    """ "1 year", "1.5 years"."""
    return f"{years:g} year" if years == 1 else f"{years:g} years"


def is_early(role: Role, level: Level, years: float) -> bool:
    """Whether so many years stay below the first band of a role, so that its first level stands in."""
    guide = role.levels.get(level)
    return guide is not None and guide.years is not None and years < guide.years.low
