"""Suggests entries whose names and definitions speak of the words of a query (BM25); it never answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from math import log
from sys import intern

from content.lookup.index import Tier, forms_of
from content.lookup.lexicon import Lexicon
from content.lookup.normalize import normalize, stem, stems
from content.lookup.query import Word
from content.models import Entry, Role

ROOT = 7  # letters that words of one family share: diplomat, diplomatic, diplomacy
POSTINGS = 400  # entries kept for a word, the most telling ones: bounds the work for a common word
SATURATION, LENGTH = 1.2, 0.6  # k1 and b of BM25
TYPICAL = 30  # words of an entry's forms and definition
NAME_WEIGHT = 3  # times that a word of a name counts
DESCRIPTION = 3  # words from which on a query may describe an entry without naming it
ENOUGH = 0.45  # share of the query's weight that an entry must cover


class TopicIndex:
    """An inverted index over what entries say."""

    def __init__(self, entries: Sequence[Entry], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._entries = entries
        postings: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
        holders: Counter[str] = Counter()
        self._named: list[tuple[str, ...]] = []  # the roots in the names of each entry
        for place, entry in enumerate(entries):
            names = self._names(entry)
            self._named.append(tuple({intern(root) for root in names}))
            words = self._bag(entry, names)
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
        places = self._best(asked.keys(), needed)[: most * 4]
        if len(needed) < DESCRIPTION:  # a few words must name an entry; only more of them describe one
            places = [place for place in places if not needed.keys().isdisjoint(self._named[place])]
        return [self._entries[place] for place in places[:most]]

    def _best(self, asked: Iterable[str], needed: Mapping[str, float]) -> list[int]:
        """The places of entries that have enough of the needed words, by the score of all that was asked."""
        scores: defaultdict[int, float] = defaultdict(float)
        covered: defaultdict[int, list[float]] = defaultdict(list)
        for root in asked:
            for weight, negative in self._postings.get(root, ()):
                scores[-negative] += weight * self._rarity[root]
                if root in needed:
                    covered[-negative].append(needed[root])
        least, enough = min(2, len(needed)), ENOUGH * sum(needed.values())
        good = [place for place, hits in covered.items() if len(hits) >= least and sum(hits) >= enough]
        return sorted(good, key=lambda place: (-scores[place], place))

    def _weight(self, root: str, word: Word) -> float:
        """How much it says that an entry has a word. One that nobody knows may be a slip: it counts half."""
        known = root in self._rarity or self._lexicon.is_english(word.text)
        return self._rarity.get(root, self._unknown) * (1 if known else 0.5)

    def profile(self, entry: Entry) -> set[str]:
        """The stems of words that go with an entry: those of its forms, anchors and neighbours, and the rarer ones
        of its definition."""
        anchors = entry.search.anchors if isinstance(entry, Role) else ()
        near = [*(form for form, tier in forms_of(entry) if tier < Tier.OTHER_JOB), *anchors, *entry.related]
        rare = (word for word in normalize(entry.definition).split() if not self._lexicon.is_common(word))
        return {word for text in near for word in stems(normalize(text))} | {stem(word) for word in rare}

    def _bag(self, entry: Entry, names: Iterable[str]) -> Counter[str]:
        words = Counter(names)
        words.update(self._roots(entry.name) * (NAME_WEIGHT - 1))
        words.update(self._roots(entry.definition))
        return words

    def _names(self, entry: Entry) -> list[str]:
        return [root for form, tier in forms_of(entry) if tier <= Tier.ALIAS for root in self._roots(form)]

    def _roots(self, text: str) -> list[str]:
        return [_root(word) for word in stems(normalize(text)) if word not in self._lexicon.function]


def _root(word: str) -> str:
    return word[:ROOT]
