"""Find the forms of entries in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from content.lookup.index import ARTICLES, LEVELS, Index, Tier
from content.lookup.lexicon import Lexicon
from content.lookup.normalize import GLUE, squash
from content.lookup.query import Word

SHORTEST_JOINED = 6  # letters; several words that make a shorter form when joined ("he at") do so by chance
ELIDED = frozenset(["d", "qu"])
FOREIGN_ARTICLES = frozenset(["un", "una", "uno"])
"""Articles that are acronyms in English."""
WIDEST = 12  # words; longer forms are not searched for in a sentence


@dataclass(frozen=True, slots=True)
class Span:
    """A form found in a sentence, from word `start` (included) to word `end` (excluded)."""

    start: int
    end: int
    key: str
    text: str
    lower_acronym: bool
    """Whether it is an acronym in lower case, which beside other words is more likely an ordinary word."""


def find_spans(
    words: Sequence[Word], index: Index, lexicon: Lexicon, foreign: frozenset[str] = frozenset()
) -> list[Span]:
    """The forms in a sentence, in its order. Of overlapping forms, the longest is taken.

    `foreign` are the function words of the sentence's language if it is not English.
    """
    function_words = lexicon.function | foreign if foreign else lexicon.function
    spans: list[Span] = []
    free = [True] * len(words)
    for width in range(min(len(words), index.longest, WIDEST), 0, -1):
        for start in range(len(words) - width + 1):
            end = start + width
            if all(free[start:end]) and (span := _span(words, start, end, index, function_words)):
                spans.append(span)
                free[start:end] = [False] * width
    spans.sort(key=lambda span: span.start)
    levels = {id(span) for span, following in pairwise(spans) if _is_level(words, span, following, index)}
    return [span for span in spans if id(span) not in levels]


def _span(words: Sequence[Word], start: int, end: int, index: Index, function_words: frozenset[str]) -> Span | None:
    """The span of these words if together they are a form, and not by chance."""
    window = words[start:end]
    key = squash(word.stem for word in window)
    if not index.has(key):
        return None
    text = " ".join(word.text for word in window)
    exact = len(window) > 1 and index.is_form(key, text)  # "up or out" and "the Commonwealth" are forms as they are
    if not exact and all(not word.capitals and word.text in function_words for word in window):
        return None
    if not exact and window[0].text in ARTICLES and index.has(squash(word.stem for word in window[1:])):
        return None  # "a visa" is about a visa, even if "AVISA" is a form
    forms = index.forms.get(key, ())
    if len(window) > 1 and (_is_chance(window, key, index) or index.is_levelled(text.split())):
        return None
    if (
        len(window) == 1
        and start
        and words[start - 1].text in ELIDED
        and not window[0].capitals
        and text in FOREIGN_ARTICLES
    ):
        return None  # "d'un consul" is not about the UN
    acronym = len(window) == 1 and all(form.tier is Tier.ACRONYM for form in forms)
    acronym = acronym and (bool(forms) or index.ambiguous[key].form.isupper())
    return Span(start, end, key, text, lower_acronym=acronym and not window[0].capitals)


def _is_chance(window: Sequence[Word], key: str, index: Index) -> bool:
    """Whether words make a form only because they happen to be neighbours: "he at", "consul at" (a "consulat"), or the
    two separate things in "Second Secretary, Permanent Mission of Kenya", which some entry has as one title."""
    if any(word.apart for word in window[1:]) and index.tier(key) > Tier.ALIAS:
        return True
    text = " ".join(word.text for word in window)
    by_chance = len(key) < SHORTEST_JOINED or window[0].text in GLUE or window[-1].text in GLUE
    return by_chance and all(form.text != text for form in index.forms.get(key, ()))


def _is_level(words: Sequence[Word], span: Span, following: Span, index: Index) -> bool:
    """Whether a form is only the level of the job that follows: "SR Political Officer"."""
    adjacent = span.end == following.start and not words[span.end].apart
    return adjacent and span.text in LEVELS and index.is_job(following.key)
