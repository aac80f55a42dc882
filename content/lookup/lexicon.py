"""What is known of English and of how people ask: the word lists in content/lookup/words/."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from content.lookup.normalize import GLUE, stem

_FOLDER = Path(__file__).parent / "words"

INVERTED = frozenset(["do", "does", "did", "can", "could", "will", "would", "shall", "should", "must", "may", "might"])
"""What stands before the subject of a question: after the subject comes a verb, not a noun that narrows it."""

COPULA = frozenset(["is", "are", "was", "were"])
ADVERBS = frozenset(["why", "when", "where", "how"])
"""So does a copula that opens the question or follows one of these; but "what is a … hotel" goes on with a noun."""

REMAINS = frozenset(["d", "l", "m", "s", "t"])
"""What an apostrophe leaves behind: "PNG'd", "l'ambassade"."""

COMPLETED = frozenset(["of", "skill", "skills", "training"])
"""What goes on to say which one of an everyday word is meant: "delegation of tasks", "delegation skills"."""

MILD = frozenset(["new", "good", "great", "excellent", "young", "old", "real"])
"""What leaves a job the same job, where "front" makes another of a desk officer."""

PLACES = frozenset(["at", "in", "into", "to", "from", "by", "with", "under", "within", "inside", "near", "on"])
"""What makes a form the scene rather than the subject: "a first secretary at an embassy"."""

NAMING = GLUE | PLACES
"""What stands between the parts of a name, and between a job and its place: "Consul of Italy at Lyon"."""


def _read(name: str, part: int = 0) -> frozenset[str]:
    """The words of a list; a line that begins with # is a remark, and "---" separates parts."""
    lines = (_FOLDER / name).read_text(encoding="utf-8").split("\n---\n")[part].splitlines()
    return frozenset(" ".join(line for line in lines if not line.startswith("#")).split())


class Lexicon:
    """Word classes. All words are given folded; use `lexicon()`, which reads the lists once."""

    def __init__(self) -> None:
        self._common, self._english, self._rare = _read("common.txt"), _read("english.txt"), _read("rare.txt")
        """No word is in two of them: joined they would take 3 MB more."""
        self.function = _read("function.txt")
        self.question = _read("question.txt")
        self.narrowing = _read("context.txt")
        self.generic = _read("generic.txt")
        self.openers = _read("foreign.txt")
        self.foreign = self.openers | _read("foreign.txt", 1)
        self.context = self.narrowing | _read("context.txt", 1)
        self.companions = _read("context.txt", 2)
        """They belong to the way of asking beside a word of `context` only: "pay range", "gaps in CV"."""
        self.pairs = frozenset(tuple(pair.split("-")) for pair in _read("context.txt", 3))
        """They belong to it together only: "notice period"."""
        self.around = self.function | self.question | self.context
        """All that may stand around a term without being part of what is asked about."""

    def is_common(self, word: str) -> bool:
        """Whether everybody uses the word every day: SCOWL up to size 20, 9,000 words without plurals."""
        return word in self._common or stem(word) in self._common

    def is_english(self, word: str) -> bool:
        """Whether a newspaper uses the word: SCOWL up to size 35, 30,000 words."""
        return self.is_common(word) or word in self._english or stem(word) in self._english

    def is_word(self, word: str) -> bool:
        """Whether a dictionary has the word, so that it is no misspelling: SCOWL up to size 50, 50,000 words."""
        return self.is_english(word) or word in self._rare or stem(word) in self._rare


@cache
def lexicon() -> Lexicon:
    """The one lexicon of the process."""
    return Lexicon()
