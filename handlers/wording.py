"""Shared wording of answers: full stops, lists in one line, years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from content.models import Level, Role

SHORTEST_ANSWER = 40
"""Characters of a sentence that says what something is, about one line on a phone; a shorter one leads up to it."""

_SENTENCE_END = re.compile(r"(?<=[\w)”\]]{2}[.!?])\s+(?=[A-Z“\"(\[])")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

EMPLOYERS_OWN_RULES = "These are one employer's own rules. Check the law where you hire before you screen on them."
"""Below every published condition, because screening on nationality or age is unlawful for most other employers."""


def with_full_stop(words: str) -> str:
    """Add a full stop, unless the words already end with one, as "chargé d'affaires a.i." does."""
    return words if words.endswith((".", "?", "!", "…")) else f"{words}."


def stop(words: str) -> str:
    """The full stop to put after styled words; empty if they already end with one."""
    return with_full_stop(words)[len(words) :]


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph."""
    return _SENTENCE_END.split(paragraph)


def leading_sentences(paragraph: str) -> list[str]:
    """The first sentence, the first two, and so on up to the whole paragraph."""
    parts = sentences(paragraph)
    return [" ".join(parts[: count + 1]) for count in range(len(parts))]


def short_answer(definition: str) -> str:
    """The first sentence of a definition, and the second if the first is a hook ("The word leads two lives.")."""
    sentences = leading_sentences(definition)
    return next((sentence for sentence in sentences[:2] if len(sentence) >= SHORTEST_ANSWER), sentences[0])


def join_phrases(parts: Sequence[str]) -> str:
    """Join with commas, or with semicolons if a phrase contains a comma."""
    return ("; " if any("," in part for part in parts) else ", ").join(parts)


def a_or_an(words: str) -> str:
    """The article before words: "an Economic Officer", "a UN Legal Officer"."""
    return "an" if words[:1].lower() in "aeio" or re.match(r"u[^ns]", words) else "a"


def counted(count: int, noun: str) -> str:
    """ "three posts"."""
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{number} {noun}{'' if count == 1 else 's'}"


def format_date(day: date) -> str:
    """ "9 Nov 2026"."""
    return f"{day.day} {day:%b %Y}"


def format_years(years: float) -> str:
    """ "1 year", "1.5 years"."""
    return f"{years:g} year" if years == 1 else f"{years:g} years"


def is_early(role: Role, level: Level, years: float) -> bool:
    """Whether this is less experience than the role's first level asks for, so that the first level is used anyway."""
    guide = role.levels.get(level)
    return guide is not None and guide.years is not None and years < guide.years.low
