"""Find the terms of the field that a text uses, so that a reader can open them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
        parts = [normalize(word).split() for word in words]
        at = 0
        while at < len(words):
            for width in range(min(WIDEST, len(words) - at), 0, -1):
                phrase = " ".join(words[at : at + width]).strip("\"“”'‘’().,;:?!")
                entry = _named(phrase, parts[at : at + width], library)
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


def _named(phrase: str, parts: Sequence[list[str]], library: Library) -> Entry | None:
    """The entry whose form this phrase is, unless the phrase is an everyday word. `parts` are its words, normalized."""
    known = lexicon()
    if len(phrase) < SHORTEST or not parts[0] or not parts[-1]:
        return None
    if parts[0][0] in known.function or parts[-1][-1] in known.function:
        return None
    is_word = len(parts) == 1 and len(parts[0]) == 1
    if (is_word and known.is_english(parts[0][0])) or not library.is_form(phrase):
        return None
    match = library.match(phrase)
    return match.team or match.entry
