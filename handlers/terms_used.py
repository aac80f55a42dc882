"""Find the terms of the field that a text uses, so that a reader can open them."""

from __future__ import annotations

from collections.abc import Iterable

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.models import Entry, Question

WIDEST = 4
"""Words in the longest form that is tried."""
SHORTEST = 3
"""Letters in the shortest form that is tried."""


def terms_used(texts: Iterable[str], library: Library, leave_out: Iterable[Entry] = ()) -> list[Entry]:
    """The entries that the texts name, in order. Everyday words ("visa", "post") are no jargon, so they don't count."""
    found: dict[str, Entry] = {}
    without = {entry.name for entry in leave_out}
    for text in texts:
        words = text.replace("/", " ").split()
        at = 0
        while at < len(words):
            for width in range(min(WIDEST, len(words) - at), 0, -1):
                entry = _named(" ".join(words[at : at + width]).strip("\"“”'‘’().,;:?!"), library)
                if entry is not None:
                    if entry.name not in without:
                        found.setdefault(entry.name, entry)
                    at += width - 1
                    break
            at += 1
    return list(found.values())


def texts_of(question: Question) -> tuple[str, ...]:
    """Everything that an interviewer reads in a question and its guide."""
    return (question.text, question.listen_for, *question.ticks, question.weak, question.stop, question.probe)


def _named(phrase: str, library: Library) -> Entry | None:
    """The entry whose form this phrase is, unless the phrase is an everyday word."""
    words, known = normalize(phrase).split(), lexicon()
    if len(phrase) < SHORTEST or not words or {words[0], words[-1]} & known.function:
        return None
    if (len(words) == 1 and known.is_english(words[0])) or not library.is_form(phrase):
        return None
    match = library.match(phrase)
    return match.team or match.entry
