"""Find entries by an everyday description: "the one who runs the embassy while the boss is away".

Each phrase of `described_as` and the first sentence of a definition is one description. A line fits a description if it
has most of its words, and few others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from content.lookup.index import Tier, forms_of
from content.lookup.lexicon import Lexicon
from content.lookup.normalize import normalize, stem
from content.models import Entry

ROOT = 7
"""Letters compared, so that related words match: diplomat, diplomatic, diplomacy."""
UNKNOWN = 0.5
"""Share of the highest weight for a word that no description has: it may be a slip, or a detail."""
FEWEST = 2
"""Words that a line and a description must share."""
OF_LINE, OF_PHRASE = 0.7, 0.3
"""What the shared part of the line and that of the description weigh."""
_TELLING = frozenset(("away", "without", "between", "behind", "under", "while", "before", "after", "new", "off", "out"))
"""Function words that tell a description from another: "while the ambassador is away"."""
_LIGHT = frozenset(
    "become becomes becoming called calls call name named names thing things stuff say says said gets".split()
)
"""Everyday words that describe nothing."""
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ied|ies|ed|es|er|e|y|s)$")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Fit:
    """An entry and how well a line describes it, from 0 to 1."""

    entry: Entry
    score: float


@dataclass(frozen=True, slots=True)
class _Description:
    place: int
    own: frozenset[str]
    """The roots of the description."""
    named: frozenset[str]
    """The roots of the entry's names, which may stand in a line as well."""


class Descriptions:
    """The descriptions of all entries, indexed when a line is first compared with them."""

    def __init__(self, entries: Sequence[Entry], lexicon: Lexicon) -> None:
        self._entries = entries
        self._lexicon = lexicon
        self._same = {_bare(word): _bare(group[0]) for group in lexicon.groups for word in group}

    def fitting(self, line: str, most: int) -> list[Fit]:
        """Up to `most` entries that a line describes, best first."""
        wanted = self._roots(line)
        if len(wanted) < FEWEST:
            return []
        by_root, rarity = self._index
        unknown = log(1 + len(self._entries)) * UNKNOWN
        whole = sum(rarity.get(root, unknown) for root in wanted)
        best: dict[int, float] = {}
        for one in {id(one): one for root in wanted for one in by_root.get(root, ())}.values():
            shared = wanted & (one.own | one.named)
            if len(shared) < FEWEST or not wanted & one.own:
                continue
            of_line = sum(rarity[root] for root in shared) / whole
            own = sum(rarity[root] for root in one.own)
            of_phrase = sum(rarity[root] for root in wanted & one.own) / own
            score = OF_LINE * of_line + OF_PHRASE * of_phrase
            best[one.place] = max(score, best.get(one.place, 0))
        places = sorted(best, key=lambda place: (-best[place], place))[:most]
        return [Fit(self._entries[place], best[place]) for place in places]

    @cached_property
    def _index(self) -> tuple[Mapping[str, list[_Description]], Mapping[str, float]]:
        """The descriptions with each root, and how rare each root is among the entries."""
        by_root: defaultdict[str, list[_Description]] = defaultdict(list)
        entries_with: defaultdict[str, set[int]] = defaultdict(set)
        for one in self._descriptions():
            for root in one.own:
                by_root[root].append(one)
            for root in one.own | one.named:
                entries_with[root].add(one.place)
        rarity = {root: log(1 + len(self._entries) / len(places)) for root, places in entries_with.items()}
        return by_root, rarity

    def _descriptions(self) -> Iterator[_Description]:
        for place, entry in enumerate(self._entries):
            named = frozenset(self._roots(" ".join(form for form, tier in forms_of(entry) if tier <= Tier.ALIAS)))
            for phrase in entry.described_as:
                yield _Description(place, frozenset(self._roots(phrase)), named)
            first = _SENTENCE_END.split(entry.definition)[0]
            if own := frozenset(self._roots(first)) - named:  # a line that only has the name describes nothing
                yield _Description(place, own, named)

    def _roots(self, text: str) -> set[str]:
        words = normalize(text).split()
        left_out = (self._lexicon.function | self._lexicon.question | _LIGHT) - _TELLING
        return {self._root(word) for word in words if word not in left_out and len(word) > 1}

    def _root(self, word: str) -> str:
        return self._same.get(bare := _bare(word), bare)


def _bare(word: str) -> str:
    """A word without its ending, and at most its first letters."""
    return _ENDING.sub("", stem(word))[:ROOT]
