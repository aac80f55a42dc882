"""Fuzzy matching of misspelt and shortened queries. An English word alone is never corrected into another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from content.lookup.index import Index, Tier
from content.lookup.lexicon import Lexicon
from content.lookup.normalize import GLUE, squash, stem, stems
from content.lookup.query import Word

MOST_WORDS = 12  # words; a longer query is a sentence and is not corrected as a whole
MOST_COMBINATIONS = 256  # combinations of corrections to try
MOST_OPTIONS = 12  # corrections or completions per word
SHORTEST_START = 3  # letters of an abbreviation
SHORTEST_WORD_START = 5  # letters needed to complete a query of a single word
OTHER_START = 5  # letters; in a shorter single word a different first letter makes a different word: "Lisa", "visa"
SHORTEST_SLIP = 4  # letters of an abbreviation that may have a slip
LETTERS = 6  # letters of an abbreviation that another letter makes another one
ACRONYM = 5  # letters; an acronym up to this length is never a misspelt word, and from this length may have a swap


@dataclass(frozen=True, slots=True)
class FuzzyMatch:
    """A key that the query may mean, with its cost (lower is closer). Only a sure match may answer; others suggest."""

    cost: float
    key: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Option:
    """A possible reading of one word."""

    stem: str
    cost: float = 0
    from_real_word: bool = False
    """The typed word is real English, so reading it as another word needs support from its neighbours."""


class FuzzyMatcher:
    """Match queries against an index, allowing for typos, abbreviations and misplaced spaces."""

    def __init__(self, index: Index, lexicon: Lexicon) -> None:
        self._index = index
        self._lexicon = lexicon

    def match_misspelt(self, words: Sequence[Word]) -> list[FuzzyMatch]:
        """Forms with the words of the query, in any order, with typos corrected."""
        content = _content(words)
        return self._combine(words, [self._corrections(word, len(content) == 1) for word in content])

    def match_shortened(self, words: Sequence[Word]) -> list[FuzzyMatch]:
        """Forms of several words that start like those of the query: "perm rep"."""
        content = _content(words)
        return self._combine(words, [self._completions(word) for word in content]) if len(content) > 1 else []

    def match_joined(self, words: Sequence[Word]) -> list[FuzzyMatch]:
        """Forms that differ from the whole query in few letters, ignoring spaces."""
        content = _content(words)
        unknown = sum(word.stem not in self._index.words and self._is_real(word, len(content) == 1) for word in content)
        if unknown > 1 or len(words) > MOST_WORDS:
            return []  # two real words that are in no form cannot both be typos
        key = squash(word.stem for word in words)
        is_short = len(key) <= LETTERS
        slips = self._slips(words[0]) if is_short and len(words) == 1 else []
        return slips or [
            FuzzyMatch(distance, other, self._may_be_typo(content, other, distance))
            for distance, other in self._index.phrase_speller.near(key, 1 if unknown else 9)
            if _same_numerals(other, key)
            and (is_slip(key, other) or not (is_short and (words[0].capitals or other in self._index.letters)))
        ]

    def has_typo(self, words: Sequence[Word]) -> bool:
        """Whether a word is neither English nor in any form."""
        return any(word.stem not in self._index.words and not self._is_real(word) for word in words)

    def match_prefix(self, words: Sequence[Word]) -> list[FuzzyMatch]:
        """Forms that start with the query: "vienna convention on dip". Forms with equally many words come first."""
        *whole, last = words
        key = squash(word.stem for word in whole) + last.text
        if len(key) < SHORTEST_WORD_START or (whole and len(last.text) < SHORTEST_START):
            return []
        keys = self._index.phrases_from(key, MOST_OPTIONS * 4)
        sure = not self._is_real(last, alone=not whole) or len(_content(whole)) > 1
        cut = last.text if last.capitals and not whole else ""  # "NATOO" isn't "NATO O…"
        complete = not whole and last.stem in self._index.words  # "Hague" is not short for "Hague apostille"
        matches = []
        for other in keys:
            if other not in self._index.forms:
                continue
            form = min(self._index.forms[other], key=lambda form: form.tier)
            if not form.text.startswith(cut):
                continue
            longer = len(form.text.split()) != len(words)
            most = Tier.NAME if complete and longer else Tier.ALIAS
            matches.append(FuzzyMatch(1 + longer + form.tier / 10, other, sure and form.tier <= most))
        return sorted(matches, key=lambda match: match.cost)

    def correct_word(self, word: Word) -> Word:
        """Correct one word of a sentence, if it is unknown and a single known word is nearest to it."""
        if len(word.text) <= ACRONYM or word.stem in self._index.words or self._is_fixed(word) or self._is_real(word):
            return word
        near = self._near(word)
        if not near or (len(near) > 1 and near[0].cost == near[1].cost):
            return word
        return replace(word, text=near[0].stem, stem=near[0].stem)

    def _combine(self, words: Sequence[Word], options: list[list[Option]]) -> list[FuzzyMatch]:
        """The forms that some combination of the words' options makes, cheapest first."""
        if not options or len(words) > MOST_WORDS or prod(map(len, options)) not in range(1, MOST_COMBINATIONS):
            return []
        matches: dict[str, FuzzyMatch] = {}
        for combination in product(*options):
            order = [option.stem for option in combination]
            key = self._index.key_of(order)
            if self._index.has(key):
                cost = sum(option.cost for option in combination)
                match = FuzzyMatch(cost, key, self._is_supported(combination, key))
                matches[key] = min(match, matches.get(key, match), key=lambda match: match.cost)
        return sorted(matches.values(), key=lambda match: match.cost)

    def _is_supported(self, combination: Sequence[Option], key: str) -> bool:
        """Whether real words may be read as others: at most one, with the words in the form's order, and next to an
        unchanged word that is specific enough."""
        real_words = sum(option.from_real_word for option in combination)
        if not real_words:
            return True
        order = [option.stem for option in combination]
        forms = [[part for part in stems(text) if part not in GLUE] for text in self._index.texts(key)]
        anchored = any(not option.cost and option.stem not in self._lexicon.generic for option in combination)
        return real_words == 1 and order in forms and anchored

    def _corrections(self, word: Word, alone: bool) -> list[Option]:
        known = word.stem in self._index.words
        options = [Option(word.stem)] if known else []
        if self._is_fixed(word):
            return options + [Option(swap, 1) for swap in self._swaps(word)]
        if known and not self._is_real(word, alone):
            return options
        return options + self._near(word, alone)

    def _near(self, word: Word, alone: bool = True) -> list[Option]:
        """Known words within few edits of the word as typed, or of its singular, nearest first."""
        real = self._is_real(word, alone)
        nearest: dict[str, float] = {}
        for typed in {word.text, word.stem}:
            for cost, other in self._index.word_speller.near(typed, 1 if real else 9):
                nearest[stem(other)] = min(cost, nearest.get(stem(other), cost))
        nearest.pop(word.stem, None)
        own_start = alone and len(word.text) < OTHER_START
        ordered = sorted((cost, other) for other, cost in nearest.items() if other[0] == word.text[0] or not own_start)
        return [Option(other, cost, real) for cost, other in ordered[:MOST_OPTIONS]]

    def _completions(self, word: Word) -> list[Option]:
        options = [Option(word.stem)] if word.stem in self._index.words else []
        if len(word.text) < SHORTEST_START or not word.text.isalpha():
            return options
        longer = {stem(other) for other in self._index.words_from(word.text, MOST_OPTIONS)} - {word.stem}
        return options + [Option(other, 1, self._is_real(word, alone=False)) for other in sorted(longer)]

    def _swaps(self, word: Word) -> list[str]:
        """Known acronyms that differ in two swapped neighbouring letters: "UNCHR"."""
        text = word.text
        if word.stem in self._index.words or len(text) < ACRONYM:
            return []
        swapped = {text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(len(text) - 1)}
        return sorted(other for other in swapped if other in self._index.words)

    def _slips(self, word: Word) -> list[FuzzyMatch]:
        """Offers of the abbreviations that one has with two letters swapped or a letter doubled: "NAOT", "OECCD"."""
        text = word.text
        if not word.capitals or len(text) < SHORTEST_SLIP:
            return []
        swapped = {text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(len(text) - 1)}
        single = {text[:at] + text[at + 1 :] for at in range(len(text) - 1) if text[at] == text[at + 1]}
        known = {key for other in swapped | single if (key := stem(other)) in self._index.letters}
        return [FuzzyMatch(1, key, sure=False) for key in sorted(known)]

    def _may_be_typo(self, content: Sequence[Word], key: str, distance: float) -> bool:
        """Whether the query may be a mistyped form. With few exceptions, its real English words must be in the form."""
        in_form = {part for text in self._index.texts(key) for part in stems(text)}
        extra = [word for word in content if word.stem not in in_form]
        missing = in_form - {word.stem for word in content}
        if (extra and not missing) or (missing - GLUE and not extra) or any(word.capitals for word in extra):
            return False  # a word too many or too few is not a typo
        named = [word for word in extra if len(word.text) > ACRONYM and self._index.has(word.stem)]
        if named and len(content) > 1 and distance >= 2:
            return False  # "accession negotiations" are no access negotiations: the word is a name itself
        alone = len(content) == 1
        extra_real = [word for word in extra if word.text not in self._lexicon.function and self._is_real(word, alone)]
        if not extra_real:
            return True
        shared = any(word.stem in in_form and word.stem not in self._lexicon.generic for word in content)
        typo = any(word.stem not in self._index.words and not self._is_real(word, alone) for word in extra)
        return (shared or typo) and len(extra_real) == 1 and distance < 2

    def _is_fixed(self, word: Word) -> bool:
        """Whether a word is never corrected letter by letter: it has digits, is short, or is an acronym."""
        return not word.text.isalpha() or len(word.text) < 4 or (word.capitals and len(word.text) <= ACRONYM)

    def _is_real(self, word: Word, alone: bool = True) -> bool:
        """Whether the word is real English, not a typo. Next to other words, a rare word is more likely a typo."""
        return not word.accented and (self._lexicon.is_word if alone else self._lexicon.is_english)(word.text)


def _content(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if word.text not in GLUE]


def is_slip(typed: str, known: str) -> bool:
    """Whether letters differ as those of a slip of the fingers do: two swapped, one doubled, or one left out.

    Another letter makes another abbreviation: "USAID" isn't UNAIDS.
    """
    if len(typed) == len(known):
        at = next((place for place, pair in enumerate(zip(typed, known, strict=True)) if pair[0] != pair[1]), 0)
        return typed[:at] + typed[at + 1 : at + 2] + typed[at : at + 1] + typed[at + 2 :] == known
    longer, shorter = (typed, known) if len(typed) > len(known) else (known, typed)
    cuts = [at for at in range(len(longer)) if longer[:at] + longer[at + 1 :] == shorter]
    return bool(cuts) and (longer is known or len(cuts) > 1)


def _same_numerals(one: str, other: str) -> bool:
    """Whether two keys have the same digits and the same final Roman numeral: "trackii" is not a typo of "tracki"."""
    digits = ["".join(char for char in key if char.isdigit()) for key in (one, other)]
    roman = {key[len(key.rstrip("ivx")) :] for key in (one, other)}
    return digits[0] == digits[1] and (len(roman) == 1 or "" in roman)
