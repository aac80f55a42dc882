"""Suggests entries whose names and definitions speak of the words of a query (BM25); it never answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from heapq import nlargest
from math import log

from content.fold import fold, stem, stems
from content.index import Tier, forms_of
from content.lexicon import Lexicon
from content.models import Entry, Role
from content.query import Word

ROOT = 6  # letters that words of one family share: diplomat, diplomatic, diplomacy
POSTINGS = 400  # entries kept for a word, the most telling ones: bounds the work for a common word
SATURATION, LENGTH = 1.2, 0.6  # k1 and b of BM25
TYPICAL = 30  # words of an entry's forms and definition
NAME_WEIGHT = 3  # times that a word of a name counts
ENOUGH = 0.45  # share of the query's weight that an entry must cover


class Meaning:
    """An inverted index over what entries say."""

    def __init__(self, entries: Sequence[Entry], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._entries = entries
        postings: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
        holders: Counter[str] = Counter()
        for place, entry in enumerate(entries):
            words = self._bag(entry)
            slow = SATURATION * (1 - LENGTH + LENGTH * words.total() / TYPICAL)
            holders.update(words.keys())
            for word, count in words.items():
                postings[word].append((count * (SATURATION + 1) / (count + slow), -place))
                if len(postings[word]) > 4 * POSTINGS:
                    postings[word] = nlargest(POSTINGS, postings[word])
        self._postings = {word: nlargest(POSTINGS, found) for word, found in postings.items()}
        self._rarity = {word: log(1 + len(entries) / count) for word, count in holders.items()}
        self._unknown = log(2 + len(entries))

    def suggest(self, words: Sequence[Word], most: int) -> list[Entry]:
        """The entries that speak of enough of the query's words, best first.

        Words that may belong to the way of asking count where an entry has them, but need not be covered.
        """
        asked = {_root(word.stem): word for word in words if word.text not in self._lexicon.function}
        around = self._lexicon.around
        needed = {root: self._weight(root, word) for root, word in asked.items() if word.text not in around}
        total = sum(needed.values())
        scores: defaultdict[int, float] = defaultdict(float)
        covered: defaultdict[int, float] = defaultdict(float)
        hits: Counter[int] = Counter()
        for root in asked.keys() & self._postings.keys():
            for weight, negative in self._postings[root]:
                place = -negative
                scores[place] += weight * self._rarity[root]
                covered[place] += needed.get(root, 0)
                hits[place] += 1
        least = min(2, len(needed))
        good = [place for place in scores if hits[place] >= least and covered[place] >= ENOUGH * total > 0]
        good.sort(key=lambda place: (-scores[place], place))
        return [self._entries[place] for place in good[:most]]

    def _weight(self, root: str, word: Word) -> float:
        """How much it says that an entry has a word. One that nobody knows may be a slip: it counts half."""
        known = root in self._rarity or self._lexicon.is_english(word.text)
        return self._rarity.get(root, self._unknown) * (1 if known else 0.5)

    def profile(self, entry: Entry) -> set[str]:
        """The stems of words that go with an entry: those of its forms, anchors and neighbours, and the rarer ones
        of its definition."""
        anchors = entry.search.anchors if isinstance(entry, Role) else ()
        near = [*(form for form, tier in forms_of(entry) if tier < Tier.OTHER_JOB), *anchors, *entry.related]
        rare = (word for word in fold(entry.definition).split() if not self._lexicon.is_common(word))
        return {word for text in near for word in stems(fold(text))} | {stem(word) for word in rare}

    def _bag(self, entry: Entry) -> Counter[str]:
        words: Counter[str] = Counter()
        for form, tier in forms_of(entry):
            if tier <= Tier.ALIAS:
                words.update(self._roots(form) * (NAME_WEIGHT if tier is Tier.NAME else 1))
        words.update(self._roots(entry.definition))
        return words

    def _roots(self, text: str) -> list[str]:
        return [_root(word) for word in stems(fold(text)) if word not in self._lexicon.function]


def _root(word: str) -> str:
    return word[:ROOT]
