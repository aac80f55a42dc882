"""Guesses what a misspelt or shortened query means, without ever making one English word of another by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from content.lookup.index import Index, Tier
from content.lookup.lexicon import Lexicon
from content.lookup.normalize import GLUE, squash, stem, stems
from content.lookup.query import Word

MOST_WORDS = 12  # words of a query that are worth correcting; a longer one is a sentence
MOST_COMBINATIONS = 256  # of corrections that are tried
MOST_OPTIONS = 12  # corrections or completions of one word
SHORTEST_START = 3  # letters of an abbreviation
SHORTEST_WORD_START = 5  # letters of a single word that is completed
OTHER_START = 5  # letters: another first letter makes another word of a shorter one that stands alone: "Lisa", "visa"
ACRONYM = 5  # letters: an acronym up to this length is never a misspelt word, and from it on may be swapped


@dataclass(frozen=True, slots=True)
class FuzzyMatch:
    """A key that the query may mean. Only a sure one may answer; the others suggest."""

    cost: float
    key: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Option:
    """What one word may stand for."""

    stem: str
    cost: float = 0
    guarded: bool = False
    """The word as typed is a real English word: to read it as another needs support from its neighbours."""


class FuzzyMatcher:
    """Corrects queries against an index."""

    def __init__(self, index: Index, lexicon: Lexicon) -> None:
        self._index = index
        self._lexicon = lexicon

    def spelled(self, words: Sequence[Word]) -> list[FuzzyMatch]:
        """Forms whose words, in any order, are those of the query with few letters wrong."""
        content = _content(words)
        return self._combined(words, [self._corrections(word, len(content) == 1) for word in content])

    def shortened(self, words: Sequence[Word]) -> list[FuzzyMatch]:
        """Forms of several words that begin as those of the query: "perm rep"."""
        content = _content(words)
        return self._combined(words, [self._completions(word) for word in content]) if len(content) > 1 else []

    def joined(self, words: Sequence[Word]) -> list[FuzzyMatch]:
        """Forms that differ from the query as a whole in few letters, wherever its spaces are."""
        content = _content(words)
        foreign = sum(word.stem not in self._index.words and self._is_real(word, len(content) == 1) for word in content)
        if foreign > 1 or len(words) > MOST_WORDS:
            return []  # two real words that no form knows: no slip explains that
        key = squash(word.stem for word in words)
        return [
            FuzzyMatch(distance, other, self._bridges(content, other, distance))
            for distance, other in self._index.phrase_speller.near(key, 1 if foreign else 9)
            if _same_numerals(other, key)
        ]

    def begun(self, words: Sequence[Word]) -> list[FuzzyMatch]:
        """Forms that begin with the query: "vienna convention on dip". A form of as many words comes first."""
        *whole, last = words
        key = squash(word.stem for word in whole) + last.text
        if len(key) < SHORTEST_WORD_START or (whole and len(last.text) < SHORTEST_START):
            return []
        keys = self._index.phrases_from(key, MOST_OPTIONS * 4)
        sure = not self._is_real(last, alone=not whole) or len(_content(whole)) > 1
        complete = not whole and last.stem in self._index.words  # "Hague" is no short form of "Hague apostille"
        guesses = []
        for other in keys:
            form = min(self._index.forms[other], key=lambda form: form.tier)
            longer = len(form.text.split()) != len(words)
            most = Tier.NAME if complete and longer else Tier.ALIAS
            guesses.append(FuzzyMatch(1 + longer + form.tier / 10, other, sure and form.tier <= most))
        return sorted(guesses, key=lambda guess: guess.cost)

    def corrected(self, word: Word) -> Word:
        """The word as a sentence may have meant it: itself, unless it is unknown and one known word is nearest."""
        if len(word.text) <= ACRONYM or word.stem in self._index.words or self._is_fixed(word) or self._is_real(word):
            return word
        near = self._near(word)
        if not near or (len(near) > 1 and near[0].cost == near[1].cost):
            return word
        return replace(word, text=near[0].stem, stem=near[0].stem)

    def _combined(self, words: Sequence[Word], options: list[list[Option]]) -> list[FuzzyMatch]:
        if not options or len(words) > MOST_WORDS or prod(map(len, options)) not in range(1, MOST_COMBINATIONS):
            return []
        guesses: dict[str, FuzzyMatch] = {}
        for chosen in product(*options):
            stems_ = [option.stem for option in chosen]
            key = " ".join(sorted(stems_)) if len(stems_) > 1 else stems_[0]
            if key in self._index.forms:
                guess = FuzzyMatch(sum(option.cost for option in chosen), key, self._is_supported(chosen, key))
                guesses[key] = min(guess, guesses.get(key, guess), key=lambda guess: guess.cost)
        return sorted(guesses.values(), key=lambda guess: guess.cost)

    def _is_supported(self, chosen: Sequence[Option], key: str) -> bool:
        """Whether a real word may be read as another: one at most, in its place, beside a telling word as it is."""
        guarded = sum(option.guarded for option in chosen)
        if not guarded:
            return True
        order = [option.stem for option in chosen]
        forms = [[part for part in stems(form.text) if part not in GLUE] for form in self._index.forms[key]]
        told = any(not option.cost and option.stem not in self._lexicon.generic for option in chosen)
        return guarded == 1 and order in forms and told

    def _corrections(self, word: Word, alone: bool) -> list[Option]:
        known = word.stem in self._index.words
        options = [Option(word.stem)] if known else []
        if self._is_fixed(word):
            return options + [Option(swap, 1) for swap in self._swaps(word)]
        if known and not self._is_real(word, alone):
            return options
        return options + self._near(word, alone)

    def _near(self, word: Word, alone: bool = True) -> list[Option]:
        """The stems of known words that differ in few letters from the word as typed, or from its singular."""
        real = self._is_real(word, alone)
        nearest: dict[str, float] = {}
        for typed in {word.text, word.stem}:
            for cost, other in self._index.word_speller.near(typed, 1 if real else 9):
                nearest[stem(other)] = min(cost, nearest.get(stem(other), cost))
        nearest.pop(word.stem, None)
        own_start = alone and len(word.text) < OTHER_START
        ordered = sorted((cost, o) for o, cost in nearest.items() if o[0] == word.text[0] or not own_start)
        return [Option(other, cost, real) for cost, other in ordered[:MOST_OPTIONS]]

    def _completions(self, word: Word) -> list[Option]:
        options = [Option(word.stem)] if word.stem in self._index.words else []
        if len(word.text) < SHORTEST_START or not word.text.isalpha():
            return options
        longer = {stem(other) for other in self._index.words_from(word.text, MOST_OPTIONS)} - {word.stem}
        return options + [Option(other, 1, self._is_real(word, alone=False)) for other in sorted(longer)]

    def _swaps(self, word: Word) -> list[str]:
        """Known acronyms of which this one swaps two neighbouring letters: "UNCHR"."""
        text = word.text
        if word.stem in self._index.words or len(text) < ACRONYM:
            return []
        swapped = {text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(len(text) - 1)}
        return sorted(other for other in swapped if other in self._index.words)

    def _bridges(self, content: Sequence[Word], key: str, distance: float) -> bool:
        """Whether a query may differ so from a form: the real words of English among its words must be in both."""
        inside = {part for form in self._index.forms[key] for part in stems(form.text)}
        outside = [word for word in content if word.stem not in inside]
        missing = inside - {word.stem for word in content}
        if (outside and not missing) or (missing - GLUE and not outside) or any(word.capitals for word in outside):
            return False  # a word too many or too few is no slip
        alone = len(content) == 1
        telling = [word for word in outside if word.text not in self._lexicon.function]
        strangers = [word for word in telling if self._is_real(word, alone)]
        if not strangers:
            return True
        shared = any(word.stem in inside and word.stem not in self._lexicon.generic for word in content)
        slip = any(word.stem not in self._index.words and not self._is_real(word, alone) for word in outside)
        return (shared or slip) and len(strangers) == 1 and distance < 2

    def _is_fixed(self, word: Word) -> bool:
        return not word.text.isalpha() or len(word.text) < 4 or (word.capitals and len(word.text) <= ACRONYM)

    def _is_real(self, word: Word, alone: bool = True) -> bool:
        """Whether the word is what somebody meant to type. Beside other words, a rare one is more likely a slip."""
        return not word.accented and (self._lexicon.is_word if alone else self._lexicon.is_english)(word.text)


def _content(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if word.text not in GLUE]


def _same_numerals(one: str, other: str) -> bool:
    """Whether no digit is different, nor a Roman numeral at the end: "trackii" is no slip for "tracki"."""
    digits = ["".join(sign for sign in key if sign.isdigit()) for key in (one, other)]
    roman = {key[len(key.rstrip("ivx")) :] for key in (one, other)}
    return digits[0] == digits[1] and (len(roman) == 1 or "" in roman)
