"""Suggest entries whose names and definitions contain the words of a query, ranked by BM25. Never answers.

Why no library: rank-bm25 is unmaintained, needs numpy and scores every document, while an inverted index with bounded
postings scores only the entries that share a word.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from math import log
from sys import intern

from content.lookup.index import Tier, forms_of
from content.lookup.lexicon import Lexicon
from content.lookup.normalize import normalize, stem, stems
from content.lookup.query import Word
from content.models import Entry, Role

ROOT = 7  # letters compared, so that related words match: diplomat, diplomatic, diplomacy
POSTINGS = 400  # entries per word, the best ones; bounds the work for a common word
SATURATION, LENGTH = 1.2, 0.6  # k1 and b of BM25
TYPICAL = 30  # words in the forms and definition of a typical entry
NAME_WEIGHT = 3  # weight of a word in an entry's name
DESCRIPTION = 3  # words; a query with at least as many may describe an entry without naming it
ENOUGH = 0.45  # share of the query's weight that an entry must cover


@dataclass(frozen=True, slots=True)
class Postings:
    """For each word the weights and positions of its best entries, and its rarity; for each entry the words of its
    names."""

    best: Mapping[str, tuple[array[float], array[int]]]
    rarity: Mapping[str, float]
    name_roots: Sequence[tuple[str, ...]]


class TopicIndex:
    """An inverted index over the names and definitions of entries, made when it is first asked for suggestions.

    Making it takes a fifth of the time in which a library is read, and many runs of the program need none.
    """

    def __init__(self, entries: Sequence[Entry], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._entries = entries
        self._unknown = log(2 + len(entries))
        self._profiles: dict[str, frozenset[str]] = {}

    @cached_property
    def _words(self) -> Postings:
        """The entries of each word."""
        postings: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
        document_counts: Counter[str] = Counter()
        name_roots: list[tuple[str, ...]] = []
        for place, entry in enumerate(self._entries):
            names = self._names(entry)
            name_roots.append(tuple({intern(root) for root in names}))
            words = self._count_roots(entry, names)
            damping = SATURATION * (1 - LENGTH + LENGTH * words.total() / TYPICAL)
            document_counts.update(words.keys())
            for word, count in words.items():
                postings[word].append((count * (SATURATION + 1) / (count + damping), -place))
                if len(postings[word]) > 4 * POSTINGS:
                    postings[word] = nlargest(POSTINGS, postings[word])
        best = {word: _compact(nlargest(POSTINGS, scored)) for word, scored in postings.items()}
        rarity = {word: log(1 + len(self._entries) / count) for word, count in document_counts.items()}
        return Postings(best, rarity, name_roots)

    def suggest(self, words: Sequence[Word], most: int) -> list[Entry]:
        """Up to `most` entries that contain enough of the query's words, best first.

        Words that may belong to the way of asking add to the score but are not required.
        """
        roots = {_root(word.stem): word for word in words if word.text not in self._lexicon.function}
        around = self._lexicon.around
        needed = {root: self._weight(root, word) for root, word in roots.items() if word.text not in around}
        places = self._best(roots.keys(), needed)[: most * 4]
        if len(needed) < DESCRIPTION:  # so few words must be in an entry's name
            places = [place for place in places if not needed.keys().isdisjoint(self._words.name_roots[place])]
        return [self._entries[place] for place in places[:most]]

    def _best(self, roots: Iterable[str], needed: Mapping[str, float]) -> list[int]:
        """Positions of the entries that contain enough of the needed roots, by their score for all roots."""
        scores: defaultdict[int, float] = defaultdict(float)
        covered: defaultdict[int, list[float]] = defaultdict(list)
        index = self._words
        for root in roots:
            for weight, place in zip(*index.best.get(root, ((), ())), strict=True):
                scores[place] += weight * index.rarity[root]
                if root in needed:
                    covered[place].append(needed[root])
        least, enough = min(2, len(needed)), ENOUGH * sum(needed.values())
        places = [place for place, weights in covered.items() if len(weights) >= least and sum(weights) >= enough]
        return sorted(places, key=lambda place: (-scores[place], place))

    def _weight(self, root: str, word: Word) -> float:
        """Weight of a query word: its rarity. An unknown word may be a typo, so it counts half."""
        rarity = self._words.rarity
        known = root in rarity or self._lexicon.is_english(word.text)
        return rarity.get(root, self._unknown) * (1 if known else 0.5)

    def profile(self, entry: Entry) -> frozenset[str]:
        """Stems that are typical of an entry: from its forms, anchors and related entries, and the less common ones of
        its definition."""
        if entry.name not in self._profiles:
            self._profiles[entry.name] = frozenset(self._typical(entry))
        return self._profiles[entry.name]

    def _typical(self, entry: Entry) -> set[str]:
        anchors = entry.search.anchors if isinstance(entry, Role) else ()
        texts = [*(form for form, tier in forms_of(entry) if tier < Tier.OTHER_JOB), *anchors, *entry.related]
        uncommon = (word for word in normalize(entry.definition).split() if not self._lexicon.is_common(word))
        return {word for text in texts for word in stems(normalize(text))} | {stem(word) for word in uncommon}

    def _count_roots(self, entry: Entry, names: Iterable[str]) -> Counter[str]:
        words = Counter(names)
        words.update(self._roots(entry.name) * (NAME_WEIGHT - 1))
        words.update(self._roots(entry.definition))
        return words

    def _names(self, entry: Entry) -> list[str]:
        return [root for form, tier in forms_of(entry) if tier <= Tier.ALIAS for root in self._roots(form)]

    def _roots(self, text: str) -> list[str]:
        return [_root(word) for word in stems(normalize(text)) if word not in self._lexicon.function]


def _compact(postings: Sequence[tuple[float, int]]) -> tuple[array[float], array[int]]:
    """Weights and positions, side by side. Tuples of objects would take 3 MB more."""
    return array("d", [weight for weight, _ in postings]), array("l", [-negative for _, negative in postings])


def _root(word: str) -> str:
    return word[:ROOT]
