"""Finds the words of a vocabulary that differ from a misspelt one by a few letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

# Least length and allowed edits. An edit is a letter too many, too few or wrong, or two neighbours swapped (OSA).
WORD_EDITS = ((8, 2), (4, 1))
PHRASE_EDITS = ((16, 3), (9, 2), (5, 1))
LONGEST = 100  # letters, beyond which the allowed edits no longer grow
OTHER_END = 0.25  # ranks an edit at the last letter behind one inside the word, where most slips happen
OTHER_START = 0.5  # the same for the first letter, which people get right even more often


def edits(length: int, table: tuple[tuple[int, int], ...]) -> int:
    """How many edits a table allows in a text of this many letters."""
    return next((allowed for least, allowed in table if length >= least), 0)


class Speller:
    """A vocabulary by length and first letter, so that only a small part of it is compared with a word.

    With `starts` also by last letter, to find words of which the first letter is wrong, missing or one too many.
    """

    def __init__(self, words: Iterable[str], table: tuple[tuple[int, int], ...], starts: bool = False) -> None:
        self._edits = [edits(length, table) for length in range(LONGEST + 1)]
        self._by_first: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        self._by_last: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for word in words:
            self._by_first[word[0], len(word)].append(word)
            if starts:
                self._by_last[word[-1], len(word)].append(word)

    def near(self, word: str, most: int = 9) -> list[tuple[float, str]]:
        """The words within the allowed edits (and at most `most`), each with its distance, the nearest first."""
        found: dict[str, float] = {}
        size = min(len(word), LONGEST)
        reach = min(most, self._edits[min(size + 1, LONGEST)])
        for length in range(size - reach, size + reach + 1):
            allowed = min(most, self._edits[min(max(size, length), LONGEST)])
            for bucket in (self._by_first.get((word[0], length)), self._by_last.get((word[-1], length))):
                if bucket and allowed:
                    hits = extract(word, bucket, scorer=OSA.distance, score_cutoff=allowed, limit=None)
                    found.update((other, distance) for other, distance, _ in hits)
        found.pop(word, None)
        return sorted((distance + _oddness(word, other), other) for other, distance in found.items())


def _oddness(word: str, other: str) -> float:
    return (OTHER_START if word[0] != other[0] else 0) + (OTHER_END if word[-1] != other[-1] else 0)
