"""Build the multiple-choice questions about an entry: find its name by clues, or its meaning among three.

Names are hidden in clues and meanings, and the wrong choices are similar entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby, islice

from content.library import Library
from content.lookup.normalize import normalize, stems
from content.models import Entry, Role
from handlers.wording import leading_sentences, with_full_stop

CHOICES = 3
MIN_ROOT = 5
"""Letters that two words must share to count as the same word family."""
MIN_SENTENCES = 2
MIN_CHARACTERS = 100
"""The least a clue shows of the definition, in sentences and characters; the answer shows all of it."""
MIN_MEANING = 50
"""The least that a meaning shows of the definition, in characters."""
GAP = "[…]"
"""Replaces the entry's name, with its article: "a" or "an" would reveal how the name begins."""

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?")
_SENTENCE = re.compile(r"\s[A-Z“\"(]|$")
_SMALL = frozenset(
    ["a", "an", "and", "at", "by", "d", "de", "des", "for", "in", "l", "la", "le", "of", "on", "or", "the", "to"]
)


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """The clues about an entry, and the entries to choose from, including the right one, each with its meaning."""

    entry: Entry
    clues: tuple[str, ...]
    choices: tuple[Entry, ...]
    meanings: tuple[str, ...]


def quiz_question_on(entry: Entry, library: Library) -> QuizQuestion | None:
    """The same question each time; None if the clues can't hide the name or no similar entry exists."""
    forms, family = _stemmed_forms(entry), _word_family(entry)
    clues = tuple(clue for text in _clue_texts(entry) if (clue := _hide_name(text, forms, family)))
    if len(clues) > 1 and GAP in clues[-1]:
        clues = clues[:-1]  # drop an analogy in which the name had to be masked
    if not clues or not _meaning(entry):
        return None
    others = _others(entry, clues, library)
    if len(others) < CHOICES - 1:
        return None
    choices = tuple(sorted((entry, *others), key=lambda choice: _hash(entry, choice, "order")))
    return QuizQuestion(entry, clues, choices, tuple(_meaning(choice) for choice in choices))


def forms_of(entry: Entry) -> tuple[str, ...]:
    """Every form of the entry: name, aliases, abbreviations, what leads to it, and titles of the same job."""
    return (entry.name, *entry.aliases, *entry.acronyms, *entry.found_by, *entry.titles.same)


def gives_away(clue: str, entry: Entry) -> bool:
    """Whether the text contains a form of the entry."""
    words = stems(normalize(clue))
    return any(_position_of(words, form) is not None for name in forms_of(entry) if (form := stems(normalize(name))))


def _clue_texts(entry: Entry) -> list[str]:
    analogy = [with_full_stop(f"Like {entry.picture.think_of}")] if entry.picture else []
    sentences = leading_sentences(entry.definition)
    opening = next((text for text in sentences[MIN_SENTENCES - 1 :] if len(text) >= MIN_CHARACTERS), sentences[-1])
    return [opening, *analogy]


def _meaning(entry: Entry) -> str:
    """The start of the definition with the name hidden; empty if it can't be hidden."""
    forms, family = _stemmed_forms(entry), _word_family(entry)
    sentences = leading_sentences(entry.definition)
    starts = [text for text in sentences if len(text) >= MIN_MEANING] or sentences[-1:]
    return next((hidden for text in starts if (hidden := _hide_name(text, forms, family))), "")


def _stemmed_forms(entry: Entry) -> list[tuple[str, ...]]:
    return [stemmed for form in forms_of(entry) if (stemmed := tuple(stems(normalize(form))))]


def _word_family(entry: Entry) -> tuple[str, ...]:
    """Prefixes of words that would give the name away: "mediator" for Mediation, "roster" for UN roster."""
    words = {word for word in _main_words(entry) if len(word) >= MIN_ROOT and word not in _COMMON}
    return tuple(sorted(word[: max(MIN_ROOT, len(word) * 2 // 3)] for word in words))


def _hide_name(text: str, forms: Sequence[tuple[str, ...]], family: tuple[str, ...] = ()) -> str:
    """Replace each form with a gap. Empty if too little would be left, or a form would still be there."""
    pieces = [(match.start(), match.end(), stems(normalize(match[0]))) for match in _WORD.finditer(text)]
    for form in sorted(forms, key=len, reverse=True):
        pieces = _without(pieces, form)
    if family:
        pieces = [(at, end, [GAP]) if words[0].startswith(family) else (at, end, words) for at, end, words in pieces]
    masked, end = "", 0
    for start, stop, words in pieces:
        masked += text[end:start] + (_gap(text, stop) if words == [GAP] else text[start:stop])
        end = stop
    masked = _ARTICLE.sub(GAP, _RUN.sub(GAP, masked + text[end:]))
    left = stems(normalize(masked.replace(GAP, " ")))
    revealed = any(_position_of(left, form) is not None for form in forms)
    return "" if revealed or masked.count(GAP) * 4 > len(pieces) else masked


def _gap(text: str, stop: int) -> str:
    """The gap, followed by the full stop if the name ends a sentence."""
    return f"{GAP}." if text[stop - 1] == "." and _SENTENCE.match(text, stop) else GAP


_RUN = re.compile(r"\[…\](?:[ -]\[…\])+")
_ARTICLE = re.compile(r"\b[Aa]n? \[…\]")
_COMMON = frozenset(
    stems("country state states office officer official nation nations international foreign government united service")
)
"""Words that most definitions need and that give nothing away."""

Piece = tuple[int, int, list[str]]


def _without(pieces: list[Piece], form: Sequence[str]) -> list[Piece]:
    """Join each run of pieces that matches the form into one gap."""
    result: list[Piece] = []
    index = 0
    while index < len(pieces):
        run: list[str] = []
        end = index
        while end < len(pieces) and len(run) < len(form):
            run += pieces[end][2]
            end += 1
        if run == list(form):
            result.append((pieces[index][0], pieces[end - 1][1], [GAP]))
            index = end
        else:
            result.append(pieces[index])
            index += 1
    return result


def _position_of(words: Sequence[str], form: Sequence[str]) -> int | None:
    size = len(form)
    return next((at for at in range(len(words) - size + 1) if list(words[at : at + size]) == list(form)), None)


def _others(entry: Entry, clues: Iterable[str], library: Library) -> list[Entry]:
    """Wrong choices: similar entries first, skipping any that the clues fit or name, or whose meaning names one."""
    clue_words = stems(normalize(" ".join(clues)))
    related = {entry.name, *(other.name for other in library.linked(entry.related))}
    candidates = (
        other
        for other in _by_likeness(entry, library)
        if other.name not in related and _is_another(entry, other, clue_words)
    )
    return list(islice((other for other in candidates if _hides(other, entry)), CHOICES - 1))


def _hides(other: Entry, entry: Entry) -> bool:
    """Whether the other entry's meaning can hide its own name, and doesn't name the entry."""
    meaning = _meaning(other)
    return bool(meaning) and not gives_away(meaning, entry)


def _by_likeness(entry: Entry, library: Library) -> Iterator[Entry]:
    """All entries, the most similar first: same kind (person or thing), then field, then number and sort of noun."""
    plural, proper = _is_plural(entry.name), _is_proper(entry)

    def unlikeness(other: Entry) -> tuple[bool, bool, bool]:
        alike = _is_plural(other.name) == plural and _is_proper(other) == proper
        return type(other) is not type(entry), other.field != entry.field, not alike

    for _, equals in groupby(sorted(library.entries, key=unlikeness), unlikeness):
        yield from sorted(equals, key=lambda other: _hash(entry, other, "other"))


@lru_cache(maxsize=4096)
def _is_plural(name: str) -> bool:
    last = name.rsplit(maxsplit=1)[-1].lower()
    return last.endswith("s") and not last.endswith(("ss", "us", "is"))


def _is_proper(entry: Entry) -> bool:
    """Whether it names one body or text ("World Food Programme") rather than a kind of thing ("press release")."""
    return not isinstance(entry, Role) and any(word[0].isupper() for word in entry.name.split()[1:])


def _is_another(entry: Entry, other: Entry, clue_words: Sequence[str]) -> bool:
    """Whether the clues neither fit the other entry ("Head of Mission", "Deputy Head of Mission") nor name it."""
    mine, theirs = _main_words(entry), _main_words(other)
    if mine <= theirs or theirs <= mine or entry.name in other.related or _share_a_form(entry, other):
        return False
    return _position_of(clue_words, stems(normalize(other.name))) is None


def _main_words(entry: Entry) -> frozenset[str]:
    """The words of the name, without articles and prepositions."""
    return frozenset(stems(normalize(entry.name))) - _SMALL


def _share_a_form(one: Entry, other: Entry) -> bool:
    """Whether both entries have a form in common."""
    return bool({form.casefold() for form in forms_of(one)} & {form.casefold() for form in forms_of(other)})


def _hash(entry: Entry, other: Entry, purpose: str) -> bytes:
    return blake2b(f"{entry.pack}/{entry.id}/{other.id}/{purpose}".encode(), digest_size=8).digest()
