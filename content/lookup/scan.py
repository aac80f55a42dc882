"""Find the forms of all entries in a long text: a résumé, an advert, a requisition.

The text is split into words once, each word is folded to its stem (content/lookup/normalize.py), and one Aho-Corasick
automaton over the stems of all forms finds every candidate. Of overlapping candidates the longest wins. Forms that are
also ordinary English need other words of the field nearby:

- An acronym must be in capitals: "HE", never "he".
- Several ordinary words ("press release") need a sure word of the field somewhere in the text.
- An everyday word ("visa", "post") or a form with several meanings ("PR") needs one within NEAR characters.

The words around an ambiguous form decide on its meaning, or else the reader has to be asked.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import accumulate

from ahocorasick_rs import AhoCorasick, Implementation

from content.lookup.index import Tier, forms_of
from content.lookup.lexicon import lexicon
from content.lookup.match import Matcher
from content.lookup.normalize import normalize, squash, stem, stems
from content.models import Entry

NEAR = 220
"""Characters on each side in which an everyday word needs another word of the field: two or three lines of a résumé."""
WRAPPED = 30
"""Characters of a line after which a form may go on in the next line. A shorter line ends where its author wanted."""
ENOUGH = 2
"""Evidence that a text is about the field: one sure form, or two words that are rare elsewhere."""
CERTAIN = 6
"""Evidence from which job titles with several meanings are taken in their meaning here without a neighbour."""
SHORTEST_NAME = 4
"""Letters of an acronym that may be written like a name: "Unicef"."""
LONGEST_INTRODUCTION = 3
"""Letters of a capitalised word before a title that is no part of it: "As Minister"."""
SHORTEST_PROOF = 3
"""Letters of an acronym that proves something by itself. "EU" is in the adverts of every trade."""
CLOSE = 4
"""Words on each side that can give an ambiguous form a meaning outside the field: "brand ambassador"."""

_GAP = re.compile("([^\\w&\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufeff]+)")
"""What separates words. Invisible characters and combining accents belong to the word they are in."""
_INSIDE = frozenset(" \t\u00a0\u2009\u202f'’‘`´-‐‑‒–\"“”")
"""Characters that may stand between the words of a form, beside those in the form itself."""
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")
_ENDS = re.compile(r"[\n;|•·]|[.!?:]\s")
"""What ends a line or a sentence."""
_HYPHENS = frozenset("-‐‑")
_UNKNOWN = "\x00"
_SPLIT = ("co", "non", "counter", "peace", "anti", "vice", "inter", "multi", "under", "geo", "cyber")
"""Beginnings of words that some people separate by a hyphen."""
_ASIDE = frozenset(["deputy", "vice", "assistant", "under"])
"""Words that make another job of the title after them, unlike "senior"."""


class Need(IntEnum):
    """What a form needs besides itself to be taken for a word of the field."""

    NOTHING = 0
    FIELD_TEXT = 1
    """Another word of the field anywhere in the text."""
    NEIGHBOUR = 2
    """Another word of the field nearby."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A form in a text: code points `start` (included) to `end` (excluded), as written there.

    `entry` is None if the words around don't decide between `senses`, or if the form is only a neighbouring job title
    of the senses (`other_job`).
    """

    start: int
    end: int
    text: str
    entry: Entry | None
    senses: tuple[Entry, ...] = ()
    other_job: bool = False
    team: Entry | None = None
    """What the team has taught for the form, beside the reviewed `entry`."""


@dataclass(slots=True)
class Pattern:
    """A sequence of stems, and the forms that are spelled by it."""

    key: str
    words: int
    written: set[str] = field(default_factory=set)
    is_form: bool = False
    ambiguous: bool = False
    vouches: bool = False
    """Whether it is a word that only people of this field use, an employer above all."""
    need: Need = Need.NOTHING
    capitals: bool = False
    name_only: bool = False
    """Whether it is an ambiguous title that counts only with a capital and on its own: "Minister", "State"."""
    evidence: int = 0
    punctuation: frozenset[str] = frozenset()
    entry: Entry | None = None
    """Its meaning, if it has only one."""
    other_job: bool = False


@dataclass(slots=True)
class Candidate:
    """A place in the text where a pattern was found."""

    start: int
    end: int
    first: int
    last: int
    pattern: Pattern


class Scanner:
    """Finds forms in texts. Immutable; building it takes a moment, so do it once per library.

    `vouching` are words that mark a text as one of the field: its employers ("embassy").
    """

    def __init__(self, entries: Iterable[Entry], matcher: Matcher, vouching: Iterable[str] = ()) -> None:
        self._matcher, self._index, self._lexicon = matcher, matcher.index, lexicon()
        patterns: dict[str, Pattern] = {}
        for word in vouching:
            self._add(patterns, word).vouches = True
        for entry in entries:
            for written, _ in forms_of(entry):
                self._add_form(patterns, written)
        for ambiguous in self._index.ambiguous.values():
            self._add_form(patterns, ambiguous.form, ambiguous=True)
        self._patterns = list(patterns.values())
        for pattern in self._patterns:
            self._classify(pattern)
        self._fold = Fold(frozenset(word for text in patterns for word in text.split()))
        self._automaton = AhoCorasick(list(patterns), implementation=Implementation.ContiguousNFA)

    def scan(self, text: str) -> tuple[Mention, ...]:
        """All forms in the text, in its order, without overlaps. Never raises."""
        words = Words(text, self._fold)
        found = self._candidates(words)
        vouching = [candidate for candidate in found if candidate.pattern.vouches]
        chosen = _longest([candidate for candidate in found if candidate.pattern.is_form])
        accepted = self._accepted(chosen, vouching)
        return tuple(mention for candidate in accepted if (mention := self._mention(candidate, words)))

    def _add_form(self, patterns: dict[str, Pattern], written: str, *, ambiguous: bool = False) -> None:
        variants = () if ambiguous else _variants(written)
        for variant in (written, *variants):
            if not self._index.has(squash(_stems(variant))):
                continue  # a hyphen that divides a word in the wrong place
            pattern = self._add(patterns, variant)
            pattern.is_form = True
            pattern.ambiguous = pattern.ambiguous or ambiguous
            pattern.written.add(written)
        expanded = self._index.expand(words := _stems(written))
        if len(words) > 1 and expanded != words:
            pattern = self._add_stems(patterns, expanded)
            pattern.key = pattern.key if self._index.has(pattern.key) else squash(words)
            pattern.is_form = True
            pattern.written.add(" ".join(expanded))

    def _add(self, patterns: dict[str, Pattern], written: str) -> Pattern:
        return self._add_stems(patterns, _stems(written))

    def _add_stems(self, patterns: dict[str, Pattern], words: Sequence[str]) -> Pattern:
        return patterns.setdefault(_joined(words), Pattern(squash(words), len(words)))

    def _classify(self, pattern: Pattern) -> None:
        """Decide what a pattern needs to count, and what it proves."""
        index, lexicon = self._index, self._lexicon
        if not pattern.is_form:
            pattern.evidence = ENOUGH
            return
        forms = index.forms.get(pattern.key, [])
        ambiguous = pattern.ambiguous
        pattern.punctuation = frozenset(char for form in pattern.written for char in form if not char.isalnum())
        pattern.capitals = all(form.isupper() or _is_acronym(form) for form in pattern.written)
        pattern.name_only = (
            ambiguous
            and pattern.words == 1
            and not any(form.tier <= Tier.ALIAS for form in forms)
            and all(form[:1].isupper() for form in pattern.written)
        )
        pattern.other_job = not ambiguous and index.tier(pattern.key) is Tier.OTHER_JOB
        if not ambiguous and pattern.key not in index.ambiguous and len({id(form.entry) for form in forms}) == 1:
            pattern.entry = forms[0].entry
        plain = [word for form in pattern.written for word in normalize(form).split()]
        ordinary = all(lexicon.is_common(word) or word in lexicon.function for word in plain)
        if pattern.vouches:
            pattern.need = Need.NOTHING
        elif pattern.capitals:
            word = pattern.key
            weak = ambiguous or lexicon.is_word(word) or (len(word) < 3 and not forms)
            pattern.need = Need.NEIGHBOUR if weak else Need.NOTHING
        elif pattern.words == 1:
            english = all(lexicon.is_english(word) for word in plain)
            known = all(lexicon.is_word(word) for word in plain)
            if ordinary or ambiguous or english:
                pattern.need = Need.NEIGHBOUR
            elif known or index.tier(pattern.key) is not Tier.NAME:  # "négociation" proves nothing in a French text
                pattern.need = Need.FIELD_TEXT
                pattern.evidence = 1
        elif ambiguous or ordinary:
            pattern.need = Need.FIELD_TEXT
            pattern.evidence = int(not ambiguous and index.is_job(pattern.key, Tier.ALIAS))
        if pattern.need is Need.NOTHING and not pattern.other_job:
            short = pattern.capitals and len(pattern.key) < SHORTEST_PROOF
            pattern.evidence = 1 if short else ENOUGH

    def _candidates(self, words: Words) -> list[Candidate]:
        """Everything that the automaton finds, if it is spelled and punctuated like a form."""
        candidates = []
        for number, start, end in self._automaton.find_matches_as_indexes(words.folded, overlapping=True):
            pattern = self._patterns[number]
            first, last = bisect_right(words.folded_ends, start), bisect_left(words.folded_ends, end)
            if pattern.words > 1 and not words.is_joined(first, last, pattern.punctuation):
                continue
            if pattern.capitals and not self._is_in_capitals(words, first, last):
                continue
            if pattern.need is Need.NEIGHBOUR and pattern.words == 1 and words.is_hyphenated(first):
                continue
            if pattern.name_only and not words.is_alone(first):
                continue
            candidates.append(Candidate(words.start_of(first), words.end_of(last), first, last, pattern))
        return candidates

    def _is_in_capitals(self, words: Words, first: int, last: int) -> bool:
        """Whether an acronym is written as one: "UN", "MoU", "a.i.", "Unicef"; in a line of capitals, if no word."""
        written = "".join(words.words[first : last + 1])
        letters = [char for char in written if char.isalpha()]
        if first != last and all(len(word) == 1 for word in words.words[first : last + 1] if word.isalpha()):
            return "." in words.gaps[first] or all(char.isupper() for char in letters)
        if sum(char.isupper() for char in letters) > 1 or (len(letters) == 1 and letters[0].isupper()):
            return not (self._lexicon.is_word(normalize(written)) and self._is_shouted(words, first))
        name = written[:1].isupper() and len(written) >= SHORTEST_NAME
        return name and not self._lexicon.is_word(normalize(written))

    def _is_shouted(self, words: Words, number: int) -> bool:
        """Whether a word beside this one is an everyday word in capitals: "WHO WE ARE"."""
        beside = words.neighbours(number)
        return any(word.isupper() and len(word) > 1 and self._lexicon.is_common(word.lower()) for word in beside)

    def _accepted(self, chosen: list[Candidate], vouching: list[Candidate]) -> list[Candidate]:
        """The candidates whose needs are met."""
        proofs: dict[str, int] = {}
        for candidate in (*chosen, *vouching):
            proofs[candidate.pattern.key] = candidate.pattern.evidence
        total = sum(proofs.values())
        sure: list[Candidate] = list(vouching)
        for candidate in chosen:
            pattern = candidate.pattern
            in_field = pattern.need is Need.FIELD_TEXT and total >= ENOUGH
            if pattern.evidence >= ENOUGH or in_field:
                sure.append(candidate)
        sure.sort(key=lambda candidate: candidate.start)
        taken = {id(candidate) for candidate in sure}
        starts = [candidate.start for candidate in sure]
        return [
            candidate
            for candidate in chosen
            if id(candidate) in taken or self._is_accepted(candidate, total, sure, starts)
        ]

    def _is_accepted(self, candidate: Candidate, total: int, sure: Sequence[Candidate], starts: Sequence[int]) -> bool:
        """Whether a candidate that proves nothing itself has what it needs. `total` is the evidence of the text."""
        pattern = candidate.pattern
        if pattern.other_job:
            return total >= ENOUGH
        if pattern.need is Need.NEIGHBOUR:
            is_title = total >= CERTAIN and self._index.is_job(pattern.key)
            return is_title or _has_neighbour(candidate, sure, starts)
        return pattern.need is Need.NOTHING

    def _mention(self, candidate: Candidate, words: Words) -> Mention | None:
        """The mention with its meaning; None if it has another meaning here."""
        text = words.text[candidate.start : candidate.end]
        pattern = candidate.pattern
        if pattern.other_job:
            forms = self._index.forms.get(pattern.key, [])
            neighbours = tuple({id(form.entry): form.entry for form in forms}.values())
            return Mention(candidate.start, candidate.end, text, None, neighbours, other_job=True)
        if pattern.entry is not None:
            return Mention(candidate.start, candidate.end, text, pattern.entry, (pattern.entry,))
        near, close = words.stems_near(candidate, NEAR), words.stems_beside(candidate, CLOSE)
        senses = self._matcher.meaning(pattern.key, normalize(text), near, close)
        if not senses:
            return None
        entry = senses[0] if len(senses) == 1 else None
        return Mention(candidate.start, candidate.end, text, entry, senses)


class Words:
    """The words of a text with their places, and their stems as one string for the automaton.

    `folded` holds each known stem between spaces, and UNKNOWN for every other word, so that no form spans one.
    """

    def __init__(self, text: str, fold: Fold) -> None:
        self.text = text
        parts = _GAP.split(text.replace("_", " "))
        self.words, self.gaps = parts[::2], parts[1::2]
        self._ends = list(accumulate(map(len, parts)))[::2]
        folded = list(map(fold.__getitem__, self.words))
        self.folded = "".join(folded)
        self.folded_ends = list(accumulate(map(len, folded)))
        self._memo: dict[str, tuple[str, ...]] = {}

    def start_of(self, number: int) -> int:
        """Where a word starts in the text."""
        return self._ends[number] - len(self.words[number])

    def end_of(self, number: int) -> int:
        """Where a word ends in the text, with the last dot of an abbreviation: "a.i."."""
        end = self._ends[number]
        dotted = (
            len(self.words[number]) == 1 and self.text[end : end + 1] == "." and self.text[end - 2 : end - 1] == "."
        )
        return end + dotted

    def is_hyphenated(self, number: int) -> bool:
        """Whether the word is part of a longer one: "mission-critical", "post-doctoral"."""
        before = self.gaps[number - 1] if number else ""
        after = self.gaps[number] if number < len(self.gaps) else ""
        return before in _HYPHENS or (after in _HYPHENS and bool(self.words[number + 1]))

    def is_joined(self, first: int, last: int, punctuation: frozenset[str]) -> bool:
        """Whether nothing separates these words: no punctuation but the form's own, no end of a line."""
        for number in range(first, last):
            gap = self.gaps[number]
            if gap == " ":
                continue
            if "\n" in gap and not self._is_wrapped(number, gap):
                return False
            signs = set(gap) - _INSIDE - punctuation - {"\n", "\r"}
            if signs and not (signs == {"."} and len(self.words[number]) == 1):
                return False
        return True

    def _is_wrapped(self, number: int, gap: str) -> bool:
        """Whether the line broke only because it was full."""
        end = self._ends[number]
        start = max(self.text.rfind("\n", 0, end), 0)
        return gap.count("\n") == 1 and end - start >= WRAPPED

    def is_alone(self, number: int) -> bool:
        """Whether a word begins with a capital and isn't the end of a longer name: not "High Representative"."""
        word = self.words[number]
        before = self.words[number - 1] if number and self.gaps[number - 1] == " " else ""
        return word[:1].isupper() and not (before[:1].isupper() and len(before) > LONGEST_INTRODUCTION)

    def neighbours(self, number: int) -> tuple[str, ...]:
        """The words right before and after."""
        return tuple(self.words[max(number - 1, 0) : number] + self.words[number + 1 : number + 2])

    def stems_beside(self, candidate: Candidate, count: int) -> frozenset[str]:
        """The stems of the words right before and after, in the same line or sentence."""
        before: list[str] = []
        number = candidate.first
        while number > 0 and len(before) < count and not _ENDS.search(self.gaps[number - 1]):
            number -= 1
            before.append(self.words[number])
        after: list[str] = []
        number = candidate.last
        while number < len(self.gaps) and len(after) < count and not _ENDS.search(self.gaps[number]):
            number += 1
            after.append(self.words[number])
        return self._stems_of((*before, *after))

    def stems_near(self, candidate: Candidate, characters: int) -> frozenset[str]:
        """The stems of the words within this many characters."""
        first = bisect_left(self._ends, candidate.start - characters)
        last = bisect_left(self._ends, candidate.end + characters)
        near = (*self.words[first : candidate.first], *self.words[candidate.last + 1 : last])
        return self._stems_of(near)

    def _stems_of(self, words: Iterable[str]) -> frozenset[str]:
        memo = self._memo
        found: set[str] = set()
        for word in set(words):
            if word not in memo:
                memo[word] = tuple(stems(normalize(word)))
            found.update(memo[word])
        return frozenset(found)


class Fold(dict[str, str]):
    """Words as the automaton reads them.

    Only words of the content and of the dictionary are remembered from one text to the next, never a typed name.
    """

    def __init__(self, known: frozenset[str]) -> None:
        super().__init__({"s": "", "": ""})
        self._known = known
        self._lexicon = lexicon()

    def __missing__(self, word: str) -> str:
        known = self._known
        plain = word.isascii() and word.isalpha() and not (word[-1] == "s" and word[-2:-1].isupper())  # "MoUs"
        words = [stem(word.lower())] if plain else stems(normalize(word))
        folded = "".join(f" {part} " if part in known else _UNKNOWN for part in words)
        if _UNKNOWN not in folded or (plain and self._lexicon.is_word(word.lower())):
            self[word] = folded
        return folded


def _stems(written: str) -> list[str]:
    """The stems of a form, word by word as in a text: "h.e." is two words, and the "s" of "ambassador's" is none."""
    words = _GAP.split(written.replace("_", " "))[::2]
    return [stem for word in words if word != "s" for stem in stems(normalize(word))]


def _joined(words: Iterable[str]) -> str:
    return "".join(f" {word} " for word in words)


def _variants(written: str) -> Iterator[str]:
    """Other ways to write a form: acronyms with and without dots, and hyphens as spaces or left out."""
    if _DOTTED.search(written):
        yield _DOTTED.sub(lambda match: match[0].replace(".", ""), written)
    spelled = re.sub(r"\b[A-Z]{2,5}\b", lambda match: ".".join(match[0]) + ".", written)
    if spelled != written:
        yield spelled
    if re.search(r"[A-Z]\d", written):
        yield re.sub(r"\b([A-Z]{1,3})(\d)", r"\1-\2", written)
    if "-" in written:
        yield re.sub(r"(?<=\w)-(?=\w)", "", written)
    for beginning in _SPLIT:
        parts = re.sub(rf"\b({beginning})(?=[a-z]{{4}})", r"\1-", written, flags=re.I)
        if parts != written:
            yield parts


def _is_acronym(written: str) -> bool:
    return " " not in written and sum(char.isupper() for char in written) > 1


def _longest(candidates: list[Candidate]) -> list[Candidate]:
    """Candidates without overlaps, in the order of the text: of overlapping ones the longest."""
    taken: list[Candidate] = []
    free_from: dict[int, bool] = {}
    for candidate in sorted(candidates, key=lambda one: (one.first - one.last, one.start)):
        places = range(candidate.first, candidate.last + 1)
        if not any(place in free_from for place in places):
            free_from.update(dict.fromkeys(places, True))
            taken.append(candidate)
    return sorted(taken, key=lambda candidate: candidate.start)


def _has_neighbour(candidate: Candidate, sure: Sequence[Candidate], starts: Sequence[int]) -> bool:
    """Whether a sure word of the field stands within NEAR characters."""
    first, last = bisect_left(starts, candidate.start - NEAR), bisect_right(starts, candidate.end + NEAR)
    return any(other.pattern.key != candidate.pattern.key for other in sure[first:last])
