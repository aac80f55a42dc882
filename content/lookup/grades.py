"""Find grades in a text in any spelling: "P-3", "p3", "P 3", "P–3"; never inside a word, a date or a count of years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from content.lookup.typography import plain
from content.models import Grade, GradeScheme

_JOIN = r" ?-? ?"
_PARTS = re.compile(
    rf"(?P<letters>(?:[a-z]+ ){{0,3}}?[a-z]+?)(?P<join>{_JOIN})(?P<rank>\d{{1,2}}|[a-e]|[ivx]{{1,4}})", re.I
)
_BEFORE = r"(?<![\w@#$&'.+])(?<!\w-)"
_COUNTED = re.compile(
    r"\s?(?:%|(?:y|yrs?|years?|months?|weeks?|days?|hours?|h|mins?|minutes?|people|persons?|questions?|times)\b)", re.I
)
"""What follows a number that counts something: "a 2 year contract"."""
_AFTER = r"(?![\w&'+@])(?![.,:-]\d)"
_SERIES = r"(?!(?:19|20)\d\d)[0-2]\d{3} ?- ?"
"""The number of an occupation that US agencies write into a grade: "GS-0130-14", "LE - 0305 - 7"."""
_WORDS = frozenset({"of", "or"})
"""Letters of grades that are words too: "OF-5" and "OR2" are ranks, "a team of 5" and "STAFF OF 5" are none."""


class GradeReading(NamedTuple):
    """A grade, the scheme it belongs to, and its own name if the grade covers several."""

    scheme: GradeScheme
    grade: Grade
    name: str


@dataclass(frozen=True, slots=True)
class GradeMention:
    """A part of a text that is spelled like a grade. `readings` has several if more than one employer uses the form.

    `loose`: the spelling alone proves little, as in "a 2" or "SEO", so the rest of the text has to speak for a grade.
    """

    start: int
    end: int
    text: str
    readings: tuple[GradeReading, ...]
    loose: bool = False


class GradeReader:
    """Finds the grades of the given schemes. Immutable."""

    def __init__(self, schemes: Iterable[GradeScheme]) -> None:
        self._by_name: dict[str, GradeReading] = {}
        self._ranked: dict[tuple[str, str], list[GradeReading]] = {}
        self._words: dict[str, list[GradeReading]] = {}
        for scheme in schemes:
            for grade in scheme.grades:
                for name in grade.names:
                    reading = GradeReading(scheme, grade, name)
                    self._by_name.setdefault(name, reading)
                    for form in (name, *_other_prefixes(name, scheme)):
                        self._add(form, reading)
                for form in grade.also:
                    name = grade.names[0] if len(grade.names) == 1 else form
                    self._add(form, GradeReading(scheme, grade, name))
        self._pattern = self._compile()

    def by_name(self, name: str) -> GradeReading | None:
        """The grade with exactly this name; None if there is none."""
        return self._by_name.get(name)

    def find(self, text: str) -> tuple[GradeMention, ...]:
        """All grades in the text, in order. Never raises."""
        return tuple(self._mentions(text)) if self._pattern else ()

    def _mentions(self, text: str) -> Iterator[GradeMention]:
        if self._pattern is None:
            return
        whole, at = plain(text), 0
        while match := self._pattern.search(whole, at):
            letters, rank, word = match["letters"], match["rank"], match["word"]
            counts = " " in match[0] and _COUNTED.match(whole, match.end())
            is_text = " " in match[0] and letters and letters.casefold() in _WORDS
            readings = [] if counts or is_text else self._words[_word_key(word)] if word else self._read(letters, rank)
            # what looks like a grade and is none may hide one: "a D" in "is a D 1"
            at = match.end() if readings else match.start() + 1
            if readings:
                loose = word.isalpha() if word else _is_loose(match[0], letters, rank)
                yield GradeMention(
                    match.start(), match.end(), text[match.start() : match.end()], tuple(readings), loose
                )

    def _read(self, letters: str, rank: str) -> list[GradeReading]:
        """The grades with this rank. A zero is taken literally: FS-04 is American, FS-4 may be either."""
        key = letters.casefold()
        exact = self._ranked.get((key, rank.casefold()), [])
        if not rank.isdecimal() or (exact and rank.startswith("0")):
            return exact
        padded = [] if rank.startswith("0") else self._ranked.get((key, f"0{rank}"), [])
        bare = self._ranked.get((key, rank.lstrip("0")), []) if rank.startswith("0") else []
        return [*exact, *padded, *bare]

    def _add(self, form: str, reading: GradeReading) -> None:
        parts = _PARTS.fullmatch(form)
        if parts and (parts["join"] or parts["rank"].isdecimal()):
            key = (parts["letters"].casefold(), parts["rank"].casefold())
            self._ranked.setdefault(key, []).append(reading)
        else:
            self._words.setdefault(_word_key(form), []).append(reading)

    def _compile(self) -> re.Pattern[str] | None:
        letters = _alternatives({key for key, _ in self._ranked})
        words = _alternatives(set(self._words)).replace("\\ ", " ").replace(" ", "[ -]")
        if not letters and not words:
            return None
        ranked = rf"(?P<letters>{letters or '(?!)'}){_JOIN}(?:{_SERIES})?(?P<rank>\d{{1,2}}|[a-e]|[ivx]{{1,4}})"
        spaced = _alternatives({key for key, _ in self._ranked if " " in key})  # "SCS pay band 1" is more than "SCS"
        word = rf"(?!(?:{spaced or '(?!)'}){_JOIN}\d)(?P<word>{words or '(?!)'})(?!{_JOIN}\d)"
        return re.compile(rf"{_BEFORE}(?:{word}|{ranked}){_AFTER}", re.I)


def _other_prefixes(name: str, scheme: GradeScheme) -> Iterator[str]:
    parts = _PARTS.fullmatch(name)
    if parts:
        yield from (f"{other}-{parts['rank']}" for other in scheme.prefixes.get(parts["letters"], ()))


def _is_loose(written: str, letters: str, rank: str) -> bool:
    """Whether this could be plain words: "a 2", "no a", "nod"; but "A2", "P 3" and "no-a" are spelled like grades."""
    if " " in letters:  # "function group IV"
        return False
    if rank.isdecimal():
        return " " in written and "-" not in written and not letters.isupper()
    return "-" not in written and not written.replace(" ", "").isupper()


def _word_key(form: str) -> str:
    return form.casefold().replace("-", " ")


def _alternatives(forms: set[str]) -> str:
    return "|".join(map(re.escape, sorted(forms, key=lambda form: (-len(form), form))))
