"""What is known of English and of how people ask: the word lists in content/words/."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from content.fold import stem

_FOLDER = Path(__file__).parent / "words"


def _read(name: str, part: int = 0) -> frozenset[str]:
    """The words of a list; a line that begins with # is a remark, and "---" separates parts."""
    lines = (_FOLDER / name).read_text(encoding="utf-8").split("\n---\n")[part].splitlines()
    return frozenset(" ".join(line for line in lines if not line.startswith("#")).split())


class Lexicon:
    """Word classes. All words are given folded; use `lexicon()`, which reads the lists once."""

    def __init__(self) -> None:
        self._common = _read("common.txt")
        self._english = self._common | _read("english.txt")
        self._words = self._english | _read("rare.txt")
        self.function = _read("function.txt")
        self.question = _read("question.txt")
        self.narrowing = _read("context.txt")
        self.generic = _read("generic.txt")
        self.openers = _read("foreign.txt")
        self.foreign = self.openers | _read("foreign.txt", 1)
        self.around = self.function | self.question | self.narrowing | _read("context.txt", 1)
        """All that may stand around a term without being part of what is asked about."""

    def is_common(self, word: str) -> bool:
        """Whether everybody uses the word every day: SCOWL up to size 20, 9,000 words without plurals."""
        return word in self._common or stem(word) in self._common

    def is_english(self, word: str) -> bool:
        """Whether a newspaper uses the word: SCOWL up to size 35, 30,000 words."""
        return word in self._english or stem(word) in self._english

    def is_word(self, word: str) -> bool:
        """Whether a dictionary has the word, so that it is no misspelling: SCOWL up to size 50, 50,000 words."""
        return word in self._words or stem(word) in self._words


@cache
def lexicon() -> Lexicon:
    """The one lexicon of the process."""
    return Lexicon()
