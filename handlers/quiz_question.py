"""A riddle on an entry: what it is, told without its name, and what else it might be taken for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

from content.library import Library
from content.lookup.normalize import normalize, stems
from content.models import Entry, Role
from handlers.wording import ended, starts

CHOICES = 3
ROOT = 5
"""Letters that two words share at least to be of one family."""
SENTENCES = 2
ENOUGH = 100
"""Sentences and characters of the definition that a question tells at least: the answer tells it whole."""
GAP = "[…]"
"""What stands for the name."""

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?")
_SENTENCE = re.compile(r"\s[A-Z“\"(]|$")
_SMALL = frozenset(
    ["a", "an", "and", "at", "by", "d", "de", "des", "for", "in", "l", "la", "le", "of", "on", "or", "the", "to"]
)


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """What is told of an entry, and the entries to choose from, itself among them."""

    entry: Entry
    clues: tuple[str, ...]
    choices: tuple[Entry, ...]


def riddle_of(entry: Entry, library: Library) -> QuizQuestion | None:
    """The riddle on an entry, the same every time; None where its words cannot hide the name, or nothing is near."""
    hidden = [words for form in forms_of(entry) if (words := tuple(stems(normalize(form))))]
    kin = _kin(entry)
    clues = tuple(clue for told in _told(entry) if (clue := _masked(told, hidden, kin)))
    if len(clues) > 1 and GAP in clues[-1]:
        clues = clues[:-1]  # a picture with a hole in it is none
    if not clues:
        return None
    others = _others(entry, clues, library)
    if len(others) < CHOICES - 1:
        return None
    return QuizQuestion(entry, clues, tuple(sorted((entry, *others), key=lambda each: _draw(entry, each, "order"))))


def forms_of(entry: Entry) -> tuple[str, ...]:
    """All by which the entry is called: the name, other names, abbreviations and the same job's titles."""
    return (entry.name, *entry.aliases, *entry.acronyms, *entry.titles.same)


def gives_away(clue: str, entry: Entry) -> bool:
    """Whether a form of the entry stands in the text."""
    words = stems(normalize(clue))
    return any(_at(words, form) is not None for each in forms_of(entry) if (form := stems(normalize(each))))


def _told(entry: Entry) -> list[str]:
    picture = [ended(f"Think of it as {entry.picture.think_of}")] if entry.picture else []
    sentences = starts(entry.definition)
    told = next((said for said in sentences[SENTENCES - 1 :] if len(said) >= ENOUGH), sentences[-1])
    return [told, *picture]


def _kin(entry: Entry) -> tuple[str, ...]:
    """The beginnings of words that would give the name away: "mediator" of Mediation, "roster" of UN roster."""
    words = {word for word in _telling(entry) if len(word) >= ROOT and word not in _COMMON}
    return tuple(sorted(word[: max(ROOT, len(word) * 2 // 3)] for word in words))


def _masked(told: str, hidden: Sequence[tuple[str, ...]], kin: tuple[str, ...] = ()) -> str:
    """The text with a gap for each form; empty where too little would be left, or a form would still be there."""
    pieces = [(found.start(), found.end(), stems(normalize(found[0]))) for found in _WORD.finditer(told)]
    for form in sorted(hidden, key=len, reverse=True):
        pieces = _without(pieces, form)
    if kin:
        pieces = [(at, end, [GAP]) if words[0].startswith(kin) else (at, end, words) for at, end, words in pieces]
    masked, end = "", 0
    for start, stop, words in pieces:
        masked += told[end:start] + (_gap(told, stop) if words == [GAP] else told[start:stop])
        end = stop
    masked = _ARTICLE.sub(lambda found: f"{found[1]}(n) {GAP}", _RUN.sub(GAP, masked + told[end:]))
    left = stems(normalize(masked.replace(GAP, " ")))
    gone = any(_at(left, form) is not None for form in hidden)
    return "" if gone or masked.count(GAP) * 4 > len(pieces) else masked


def _gap(told: str, stop: int) -> str:
    """The gap, with the full stop of the sentence that ends in it."""
    return f"{GAP}." if told[stop - 1] == "." and _SENTENCE.match(told, stop) else GAP


_RUN = re.compile(r"\[…\](?:[ -]\[…\])+")
_ARTICLE = re.compile(r"\b([Aa])n? \[…\]")  # "a" or "an" would tell how the name begins
_COMMON = frozenset(
    stems("country state states office officer official nation nations international foreign government united service")
)
"""Words that most definitions need, and that tell little."""

Piece = tuple[int, int, list[str]]


def _without(pieces: list[Piece], form: Sequence[str]) -> list[Piece]:
    """The pieces with each run of them that reads as the form joined to a gap."""
    kept: list[Piece] = []
    at = 0
    while at < len(pieces):
        run: list[str] = []
        end = at
        while end < len(pieces) and len(run) < len(form):
            run += pieces[end][2]
            end += 1
        if run == list(form):
            kept.append((pieces[at][0], pieces[end - 1][1], [GAP]))
            at = end
        else:
            kept.append(pieces[at])
            at += 1
    return kept


def _at(words: Sequence[str], form: Sequence[str]) -> int | None:
    size = len(form)
    return next((at for at in range(len(words) - size + 1) if list(words[at : at + size]) == list(form)), None)


def _others(entry: Entry, clues: Iterable[str], library: Library) -> list[Entry]:
    """What it might be taken for: of its kind and field first, but nothing that the clues fit or name."""
    told = stems(normalize(" ".join(clues)))
    related = {entry.name, *(each.name for each in library.linked(entry.related))}
    ranked = sorted(library.entries, key=lambda each: _rank(entry, each))
    fitting = (each for each in ranked if each.name not in related and _is_another(entry, each, told))
    return list(islice(fitting, CHOICES - 1))


def _rank(entry: Entry, other: Entry) -> tuple[bool, bool, bool, bytes]:
    """The nearest first: of the same kind (a person or a thing), field and number, with a name of its own or not."""
    alike = _is_plural(other) == _is_plural(entry) and _is_proper(other) == _is_proper(entry)
    return type(other) is not type(entry), other.field != entry.field, not alike, _draw(entry, other, "other")


def _is_plural(entry: Entry) -> bool:
    last = entry.name.split()[-1].lower()
    return last.endswith("s") and not last.endswith(("ss", "us", "is"))


def _is_proper(entry: Entry) -> bool:
    """Whether it is one body or one text ("World Food Programme") rather than a kind of them ("press release")."""
    return not isinstance(entry, Role) and any(word[0].isupper() for word in entry.name.split()[1:])


def _is_another(entry: Entry, other: Entry, told: Sequence[str]) -> bool:
    """Whether the clues neither fit another entry ("Head of Mission", "Deputy Head of Mission") nor name it."""
    mine, theirs = _telling(entry), _telling(other)
    if mine <= theirs or theirs <= mine or entry.name in other.related or _shared(entry, other):
        return False
    return _at(told, stems(normalize(other.name))) is None


def _telling(entry: Entry) -> frozenset[str]:
    """The words of the name that say something."""
    return frozenset(stems(normalize(entry.name))) - _SMALL


def _shared(one: Entry, other: Entry) -> bool:
    """Whether both go by a same form."""
    return bool({form.casefold() for form in forms_of(one)} & {form.casefold() for form in forms_of(other)})


def _draw(entry: Entry, other: Entry, purpose: str) -> bytes:
    return blake2b(f"{entry.pack}/{entry.id}/{other.id}/{purpose}".encode(), digest_size=8).digest()
