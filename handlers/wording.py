"""Shared wording of answers: full stops, lists in one line, years."""

from __future__ import annotations

import re
from collections.abc import Sequence

from content.models import Level, Role

_SENTENCE_END = re.compile(r"(?<=[\w)”\]]{2}[.!?])\s+(?=[A-Z“\"(\[])")


def with_full_stop(words: str) -> str:
    """Add a full stop, unless the words already end with one, as "chargé d'affaires a.i." does."""
    return words if words.endswith((".", "?", "!", "…")) else f"{words}."


def stop(words: str) -> str:
    """The full stop to put after styled words; empty if they already end with one."""
    return with_full_stop(words)[len(words) :]


def first_sentence(paragraph: str) -> str:
    """The first sentence of a paragraph."""
    return _SENTENCE_END.split(paragraph, maxsplit=1)[0]


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph."""
    return _SENTENCE_END.split(paragraph)


def leading_sentences(paragraph: str) -> list[str]:
    """The first sentence, the first two, and so on up to the whole paragraph."""
    parts = sentences(paragraph)
    return [" ".join(parts[: count + 1]) for count in range(len(parts))]


def join_phrases(parts: Sequence[str]) -> str:
    """Join with commas, or with semicolons if a phrase contains a comma."""
    return ("; " if any("," in part for part in parts) else ", ").join(parts)


def format_years(years: float) -> str:
    """ "1 year", "1.5 years"."""
    return f"{years:g} year" if years == 1 else f"{years:g} years"


def is_early(role: Role, level: Level, years: float) -> bool:
    """Whether this is less experience than the role's first level asks for, so that the first level is used anyway."""
    guide = role.levels.get(level)
    return guide is not None and guide.years is not None and years < guide.years.low
