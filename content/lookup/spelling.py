"""Finds the words of a vocabulary that differ from a misspelt one by a few letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

# (minimum length, allowed edits). An edit is one letter inserted, deleted or replaced, or two neighbours swapped (OSA).
WORD_EDITS = ((8, 2), (4, 1))
PHRASE_EDITS = ((16, 3), (9, 2), (5, 1))
LONGEST = 100  # letters; the number of allowed edits stops growing there
OTHER_END = 0.25  # penalty for a different last letter: most typos are inside a word
OTHER_START = 0.5  # penalty for a different first letter, which people get right even more often


def edits(length: int, table: tuple[tuple[int, int], ...]) -> int:
    """Number of edits that a table allows in a text of this many letters."""
    return next((allowed for least, allowed in table if length >= least), 0)


class Speller:
    """A vocabulary bucketed by length and first letter, so that a word is compared with a small part of it only.

    With `starts`, it is bucketed by last letter too, to find words whose first letter is wrong, missing or extra.
    """

    def __init__(self, words: Iterable[str], table: tuple[tuple[int, int], ...], starts: bool = False) -> None:
        self._edits = [edits(length, table) for length in range(LONGEST + 1)]
        by_first: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        by_last: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for word in words:
            by_first[word[0], len(word)].append(word)
            if starts:
                by_last[word[-1], len(word)].append(word)
        # Tuples of strings cost the garbage collector nothing, and each team has a vocabulary of its own.
        self._by_first = {key: tuple(bucket) for key, bucket in by_first.items()}
        self._by_last = {key: tuple(bucket) for key, bucket in by_last.items()}

    def near(self, word: str, most: int = 9) -> list[tuple[float, str]]:
        """Words within the allowed edits, and within `most` edits, as (distance, word), nearest first."""
        distances: dict[str, float] = {}
        size = min(len(word), LONGEST)
        reach = min(most, self._edits[min(size + 1, LONGEST)])
        for length in range(size - reach, size + reach + 1):
            allowed = min(most, self._edits[min(max(size, length), LONGEST)])
            for bucket in (self._by_first.get((word[0], length)), self._by_last.get((word[-1], length))):
                if bucket and allowed:
                    hits = extract(word, bucket, scorer=OSA.distance, score_cutoff=allowed, limit=None)
                    distances.update((other, distance) for other, distance, _ in hits)
        distances.pop(word, None)
        return sorted((distance + _penalty(word, other), other) for other, distance in distances.items())


def _penalty(word: str, other: str) -> float:
    return (OTHER_START if word[0] != other[0] else 0) + (OTHER_END if word[-1] != other[-1] else 0)
