"""Word classes for lookup: how common an English word is, and which words belong to the way people ask.

The lists are in content/lookup/words/. They are plain files because lookup needs graded lists (everyday, newspaper,
dictionary) that work offline and may be redistributed; SCOWL is exactly that. See the README there.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from content.lookup.normalize import GLUE, normalize, stem

_FOLDER = Path(__file__).parent / "words"

_GRADED = ("common", "english", "rare")
_START = 4  # letters; words with the same start share a string, which a lookup searches in microseconds

INVERTED = frozenset(["do", "does", "did", "can", "could", "will", "would", "shall", "should", "must", "may", "might"])
"""Verbs before the subject of a question. The word after the subject is then a verb, not a noun that narrows it."""

COPULA = frozenset(["is", "are", "was", "were"])
ADVERBS = frozenset(["why", "when", "where", "how"])
"""A copula at the start of a question, or after one of these adverbs, is inverted too: "why is a vice consul unpaid".
After other words it is not: "what is a visa card"."""

APOSTROPHE_PARTS = frozenset(["d", "l", "m", "s", "t"])
"""Letters split off by an apostrophe: "PNG'd", "l'ambassade"."""

NARROWED_BY = frozenset(["of", "skill", "skills", "training"])
"""Words that give the everyday word before them another sense: "delegation of tasks", "delegation skills"."""

NEUTRAL = frozenset(["new", "good", "great", "excellent", "young", "old", "real", "normal", "regular", "ordinary"])
"""Adjectives that don't change the job after them, as "front" does in "front desk officer"."""

PLACES = frozenset(["at", "in", "into", "to", "from", "by", "with", "under", "within", "inside", "near", "on"])
"""Prepositions before a form that is only the setting: "a first secretary at an embassy"."""

CONNECTORS = GLUE | PLACES
"""Words between the parts of a name, or between a job and its place: "Consul of Italy at Lyon"."""


def _read(name: str, part: int = 0) -> frozenset[str]:
    """One part of a word list. Lines that start with # are comments; "---" lines separate the parts."""
    return frozenset(_plain(name, part).split())


def _plain(name: str, part: int = 0) -> str:
    lines = (_FOLDER / name).read_text(encoding="utf-8").split("\n---\n")[part].splitlines()
    return " ".join(line for line in lines if not line.startswith("#"))


class WordList:
    """Many words in little memory: a set of the 46,000 words here would take 4 MB more."""

    def __init__(self, name: str) -> None:
        """Read a file of sorted words, one a line."""
        words = (_FOLDER / name).read_text(encoding="utf-8").split()
        self._by_start = {
            start: "\n".join(["", *group, ""]) for start, group in groupby(words, key=itemgetter(slice(_START)))
        }

    def __contains__(self, word: str) -> bool:
        return f"\n{word}\n" in self._by_start.get(word[:_START], "")


class Lexicon:
    """Word classes, for normalized words. Call `lexicon()` for the shared instance: reading the lists takes time."""

    def __init__(self) -> None:
        self._common, self._english, self._rare = (WordList(f"{grade}.txt") for grade in _GRADED)
        """Disjoint lists."""
        self.function = _read("function.txt")
        self.question = _read("question.txt")
        self.narrowing = _read("context.txt")
        self.generic = _read("generic.txt")
        self.first_of_job = _read("jobs.txt", 1) | _read("jobs.txt", 2)
        self.jobs = self.first_of_job | _read("jobs.txt")
        self.sections = _read("sections.txt")
        self.before_sections = _read("sections.txt", 1)
        self.whole_sections = frozenset(heading.strip() for heading in _plain("sections.txt", 2).split(","))
        self.openers = _read("foreign.txt")
        self.closers = _read("foreign.txt", 2)
        self.foreign = self.openers | _read("foreign.txt", 1)
        self.context = self.narrowing | _read("context.txt", 1)
        self.companions = _read("context.txt", 2)
        """Words that count as context only next to a word of `context`: "pay range", "gaps in CV"."""
        self.pairs = frozenset(tuple(pair.split("-")) for pair in _read("context.txt", 3))
        """Words that count as context only as a pair: "notice period"."""
        self._countries = frozenset(map(normalize, _plain("countries.txt").split(",")))
        lines = (_FOLDER / "same.txt").read_text(encoding="utf-8").splitlines()
        self.groups = tuple(tuple(line.split()) for line in lines if not line.startswith("#"))
        """Everyday words that mean about the same."""
        self.around = self.function | self.question | self.context
        """Words that may surround a term without being part of it."""

    def is_country(self, name: str) -> bool:
        """Whether a name is a country's, and not its capital's as well: "Polonia", not "Singapore"."""
        return normalize(name) in self._countries

    def is_common(self, word: str) -> bool:
        """Whether the word is in everyday use: SCOWL up to size 20, 9,000 words without plurals."""
        return word in self._common or stem(word) in self._common

    def is_english(self, word: str) -> bool:
        """Whether the word is used in newspapers: SCOWL up to size 35, 30,000 words."""
        return self.is_common(word) or word in self._english or stem(word) in self._english

    def is_word(self, word: str) -> bool:
        """Whether the word is in a dictionary, and so not a misspelling: SCOWL up to size 50, 50,000 words."""
        return self.is_english(word) or word in self._rare or stem(word) in self._rare


@cache
def lexicon() -> Lexicon:
    """The shared lexicon, read once per process."""
    return Lexicon()
