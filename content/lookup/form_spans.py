"""Finds forms inside a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from content.lookup.index import ARTICLES, LEVELS, Index, Tier
from content.lookup.lexicon import Lexicon
from content.lookup.normalize import squash
from content.lookup.query import Word

JOINED = 6  # letters: shorter words that only a missing space turns into a form ("he at") are chance
WIDEST = 12  # words of the longest form that is looked for in a sentence


@dataclass(frozen=True, slots=True)
class Span:
    """A form found in a sentence: words `start` (included) to `end` (excluded)."""

    start: int
    end: int
    key: str
    text: str
    shy: bool
    """An acronym in small letters: too easily another word to be believed beside other content."""


def find(words: Sequence[Word], index: Index, lexicon: Lexicon, foreign: frozenset[str] = frozenset()) -> list[Span]:
    """The forms in a sentence, the longer ones first where they overlap, in the order of the sentence.

    `foreign` are words of another language's grammar, where the sentence is in one.
    """
    small = lexicon.function | foreign if foreign else lexicon.function
    found: list[Span] = []
    free = [True] * len(words)
    for width in range(min(len(words), index.longest, WIDEST), 0, -1):
        for start in range(len(words) - width + 1):
            if all(free[start : start + width]) and (span := _span(words, start, start + width, index, small)):
                found.append(span)
                free[start : start + width] = [False] * width
    found.sort(key=lambda span: span.start)
    levels = {id(span) for span, following in pairwise(found) if _is_level(words, span, following, index)}
    return [span for span in found if id(span) not in levels]


def _span(words: Sequence[Word], start: int, end: int, index: Index, small: frozenset[str]) -> Span | None:
    window = words[start:end]
    key = squash(word.stem for word in window)
    if not index.has(key):
        return None
    text = " ".join(word.text for word in window)
    exact = len(window) > 1 and index.is_form(key, text)  # "up or out" and "the Commonwealth", as they are written
    if not exact and all(not word.capitals and word.text in small for word in window):
        return None
    if not exact and window[0].text in ARTICLES and index.has(squash(word.stem for word in window[1:])):
        return None  # "a visa" is a visa, whatever else is called so
    forms = index.forms.get(key, ())
    if len(window) > 1 and (_is_chance(window, key, index) or index.is_levelled(text.split())):
        return None
    acronym = len(window) == 1 and all(form.tier is Tier.ACRONYM for form in forms)
    named = bool(forms) or index.ambiguous[key].form.isupper()
    return Span(start, end, key, text, shy=acronym and named and not window[0].capitals)


def _is_chance(window: Sequence[Word], key: str, index: Index) -> bool:
    """Whether words only happen to stand beside each other as in a form: "he at", or "Second Secretary, Permanent
    Mission of Kenya", two things that a title strings together."""
    if any(word.apart for word in window[1:]) and index.tier(key) > Tier.ALIAS:
        return True
    text = " ".join(word.text for word in window)
    return len(key) < JOINED and all(form.text != text for form in index.forms.get(key, ()))


def _is_level(words: Sequence[Word], span: Span, following: Span, index: Index) -> bool:
    """Whether a form is only the level of the job behind it: "SR Political Officer"."""
    beside = span.end == following.start and not words[span.end].apart
    return beside and span.text in LEVELS and index.is_job(following.key)
