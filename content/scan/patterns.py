"""The forms of all entries as patterns of stems, and what each needs to count in a long text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

import yaml

from content.lookup.index import Form, Index, Tier, forms_of
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize, squash
from content.models import Entry
from content.scan.words import form_stems

ENOUGH = 2
"""Evidence that a text is about the field: one sure form, or two words that are rare elsewhere."""
SHORTEST_PROOF = 3
"""Letters of an acronym that proves something by itself. "EU" is in the adverts of every trade."""
LONG_SHORT_FORM = 6
"""Letters of a shortened form such as "DipTel" that is unmistakable without capitals."""

_CODE = re.compile(r"[A-Z]{1,3}[- ]?\d{1,2}")
"""A step of a scale: "P-3", "AD7"."""
SCALE = 2
"""Codes of an entry that make a scale of them: "G-5" and "G-6", but not "G20" alone."""
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")
_CAPITALS = re.compile(r"\b[A-Z]{2,5}\b")
_NUMBERED = re.compile(r"\b([A-Z]{1,3})(\d)")
_TWO_TITLES = re.compile(r"[A-Z][a-z]{5,}-(?!General)[A-Z][a-z]{5,}")
"""Two words that are a title in small letters as well: "minister-counsellor", not "secretary-general"."""
_HYPHENATED = re.compile(r"(?<=\w)-(?=\w)")
_BEGINNING = re.compile(r"\b(counter|co|non|peace|anti|vice|inter|multi|under|geo|cyber)(?=[a-z]{4})", re.IGNORECASE)
"""Beginnings of words that some people separate by a hyphen."""


class Need(IntEnum):
    """What a form needs besides itself to be taken for a word of the field."""

    NOTHING = 0
    FIELD_TEXT = 1
    """Another word of the field anywhere in the text."""
    NEIGHBOUR = 2
    """Another word of the field nearby."""
    GRADED = 3
    """A job or a word such as "grade" right beside, in a text of the field: "P3", "A2"."""


@dataclass(slots=True)
class Pattern:
    """A sequence of stems, and the forms that are spelled by it."""

    key: str
    words: int
    written: set[str] = field(default_factory=set)
    is_form: bool = False
    is_everyday: bool = False
    """Whether it is a phrase in which a form means nothing of the field."""
    trades: tuple[str, ...] = ()
    """The other trades that it is a word of: "loot" of games."""
    ambiguous: bool = False
    vouches: bool = False
    """Whether it is a word that only people of this field use, an employer above all."""
    need: Need = Need.NOTHING
    capitals: bool = False
    sure_forms: frozenset[str] = frozenset()
    """Spellings that need no look at the words around them."""
    accented: bool = False
    """Whether it is another word in English without its accents: "réserve"; "Charge" may still be a chargé."""
    ends_in_s: bool = False
    """Whether it is an acronym whose last letter only looks like a plural: "EEAS", which "EEA" isn't."""
    name_only: bool = False
    """Whether it is an ambiguous title that counts only with a capital and on its own: "Minister", "State"."""
    evidence: int = 0
    punctuation: frozenset[str] = frozenset()
    entry: Entry | None = None
    """Its meaning, if it has only one."""
    senses: tuple[Entry, ...] = ()
    """Its meaning, or the jobs that it is only a neighbour of; empty if the text has to decide."""
    other_job: bool = False

    strict: bool = False
    """Whether stems and capitals don't tell it from another word."""

    @property
    def is_free(self) -> bool:
        """Whether it counts in every text and proves nothing: a team's own word."""
        return self.need is Need.NOTHING and not self.evidence and not self.other_job


class Patterns:
    """Patterns by their stems."""

    def __init__(self, index: Index) -> None:
        self.index, self._lexicon = index, lexicon()
        self._by_stems: dict[tuple[str, ...], Pattern] = {}
        self._scales: dict[str, bool] = {}

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(self._by_stems)

    def classified(self) -> list[Pattern]:
        """The patterns in their order, after all forms have been added."""
        for pattern in self._by_stems.values():
            self._classify(pattern)
        return list(self._by_stems.values())

    def add_vouching(self, word: str) -> None:
        """Add a word that marks a text as one of the field."""
        self._add(word).vouches = True

    def add_everyday(self, phrase: str) -> None:
        """Add a phrase in which a form means nothing of the field: "post holder"."""
        pattern = self._add(phrase)
        pattern.is_everyday = not pattern.is_form

    def add_other_trades(self) -> None:
        """Add the words of other trades, unless they are forms."""
        trades = yaml.safe_load(Path(__file__).with_name("other_trades.yaml").read_text(encoding="utf-8"))
        for trade, words in trades.items():
            for word in words:
                self._add(word).trades += (trade,)

    def add_form(self, written: str, *, ambiguous: bool = False) -> None:
        """Add a form of an entry in all its spellings, unless it is made of forms that explain more by themselves."""
        words = form_stems(written)
        if not ambiguous and self._is_composed(words):
            return
        variants = () if ambiguous else map(form_stems, _variants(written))
        for spelled in (words, *variants):
            if not self.index.has(squash(spelled)):
                continue  # a hyphen that divides a word in the wrong place
            pattern = self._add_stems(spelled)
            pattern.is_form = True
            pattern.ambiguous = pattern.ambiguous or ambiguous
            pattern.written.add(written)
        for other in (self.index.expand(words), *(() if ambiguous else self.index.contractions(words))):
            if len(words) > 1 and len(other) > 1 and other != words:
                pattern = self._add_stems(other)
                pattern.key = pattern.key if self.index.has(pattern.key) else squash(words)
                pattern.is_form = True
                pattern.written.add(" ".join(other))

    def _is_english_phrase(self, pattern: Pattern, plain: Sequence[str]) -> bool:
        """Whether a pattern is a phrase of English words, and no name or title: "seating plan", "courtesy call"."""
        known = self._lexicon
        english = all(known.is_english(word) or word in known.function for word in plain)
        return english and all(form[1:].islower() for form in pattern.written)

    def _is_english_without_accents(self, pattern: Pattern) -> bool:
        """Whether all forms have accents, and are English words without them."""
        foreign = not any(form.isascii() for form in pattern.written)
        return foreign and all(self._lexicon.is_english(normalize(form)) for form in pattern.written)

    def _is_code(self, pattern: Pattern, forms: Sequence[Form]) -> bool:
        """Whether a pattern is a step of a scale of grades, and nothing else."""
        return all(map(_CODE.fullmatch, pattern.written)) and all(self._is_scale(form.entry) for form in forms)

    def _is_scale(self, entry: Entry) -> bool:
        if entry.name not in self._scales:
            codes = {form for form, _ in forms_of(entry) if _CODE.fullmatch(form)}
            self._scales[entry.name] = len(codes) >= SCALE
        return self._scales[entry.name]

    def _is_acronym(self, written: str) -> bool:
        """Whether a form must be in capitals: "MoU", "Secretary-General".

        People write a shortened form such as "diptel", which is no word, as they like.
        """
        initials = " " not in written and sum(map(str.isupper, written)) > 1 and not _TWO_TITLES.fullmatch(written)
        unmistakable = written.isalpha() and not written.isupper() and len(written) >= LONG_SHORT_FORM
        return initials and not (unmistakable and not self._lexicon.is_word(normalize(written)))

    def _is_no_word(self, acronym: str) -> bool:
        return not self._lexicon.is_word(normalize(acronym))

    def _is_composed(self, words: Sequence[str]) -> bool:
        """Whether a neighbouring title is a level and a job ("Senior Consul") or two jobs ("Ambassador and Consul")."""
        if self.index.tier(squash(words)) is not Tier.OTHER_JOB:
            return False
        if self.index.is_levelled(words):
            return True
        place = words.index("and") if "and" in words else 0
        return bool(place) and all(self.index.is_job(squash(part)) for part in (words[:place], words[place + 1 :]))

    def _add(self, written: str) -> Pattern:
        return self._add_stems(form_stems(written))

    def _add_stems(self, words: Sequence[str]) -> Pattern:
        return self._by_stems.setdefault(tuple(words), Pattern(squash(words), len(words)))

    def _classify(self, pattern: Pattern) -> None:
        """Decide what a pattern means, what it needs to count, and what it proves."""
        if not pattern.is_form:
            pattern.evidence = ENOUGH if pattern.vouches else 0
            return
        forms = self.index.forms.get(pattern.key, [])
        self._read_spelling(pattern, forms)
        self._find_meanings(pattern, forms)
        self._weigh(pattern, forms)
        pattern.sure_forms = self._sure_forms(pattern)

    def _sure_forms(self, pattern: Pattern) -> frozenset[str]:
        """The written forms that count as they stand: several words, or an acronym that is no word in small letters."""
        if pattern.capitals and pattern.words == 1 and pattern.need is not Need.NEIGHBOUR and not pattern.name_only:
            return frozenset(filter(self._is_no_word, filter(has_capitals, pattern.written)))
        return frozenset() if pattern.capitals or pattern.words == 1 else frozenset(pattern.written)

    def _read_spelling(self, pattern: Pattern, forms: Sequence[Form]) -> None:
        """Note what the written forms have in common."""
        pattern.punctuation = frozenset(char for form in pattern.written for char in form if not char.isalnum())
        pattern.capitals = all(form.isupper() or self._is_acronym(form) for form in pattern.written)
        pattern.accented = pattern.words == 1 and self._is_english_without_accents(pattern)
        pattern.ends_in_s = pattern.capitals and all(form[-1:] == "S" for form in pattern.written)
        pattern.name_only = (
            pattern.ambiguous
            and pattern.words == 1
            and not any(form.tier <= Tier.ALIAS for form in forms)
            and all(form[:1].isupper() for form in pattern.written)
        )
        pattern.strict = pattern.accented or pattern.ends_in_s

    def _find_meanings(self, pattern: Pattern, forms: Sequence[Form]) -> None:
        """Find the entries that a pattern may mean, and the only one if there is no doubt."""
        index, ambiguous = self.index, pattern.ambiguous
        pattern.other_job = not ambiguous and index.tier(pattern.key) is Tier.OTHER_JOB
        meanings = tuple({id(form.entry): form.entry for form in forms}.values())
        if pattern.other_job:
            pattern.senses = meanings
        elif not ambiguous and pattern.key not in index.ambiguous and len(meanings) == 1:
            pattern.entry, pattern.senses = meanings[0], meanings

    def _weigh(self, pattern: Pattern, forms: Sequence[Form]) -> None:
        """Decide what a pattern needs beside it to count, and what it proves of the text."""
        index, known_words, ambiguous = self.index, self._lexicon, pattern.ambiguous
        plain = [word for form in pattern.written for word in normalize(form).split()]
        ordinary = all(known_words.is_common(word) or word in known_words.function for word in plain)
        if pattern.vouches:
            pattern.need = Need.NOTHING
        elif pattern.capitals:
            word = pattern.key
            weak = ambiguous or known_words.is_word(word) or (len(word) < 3 and not forms)
            pattern.need = Need.NEIGHBOUR if weak else Need.NOTHING
        elif pattern.words == 1:
            english = all(known_words.is_english(word) for word in plain)
            known = all(known_words.is_word(word) for word in plain)
            if ordinary or ambiguous or english:
                pattern.need = Need.NEIGHBOUR
            elif known or index.tier(pattern.key) is not Tier.NAME:  # "négociation" proves nothing in a French text
                pattern.need = Need.FIELD_TEXT
                pattern.evidence = 1
        elif ambiguous or ordinary or self._is_english_phrase(pattern, plain):
            pattern.need = Need.FIELD_TEXT
            pattern.evidence = int(not ambiguous and index.is_job(pattern.key, Tier.ALIAS))
        if self._is_code(pattern, forms):
            pattern.need, pattern.evidence = Need.GRADED, 0
        elif pattern.need is Need.NOTHING and not pattern.other_job:
            short = pattern.capitals and len(pattern.key) < SHORTEST_PROOF
            pattern.evidence = 1 if short else ENOUGH


def has_capitals(word: str) -> bool:
    """Whether a word is written as an acronym: "UN", "MoU"."""
    return not word.islower() and (word.isupper() or sum(map(str.isupper, word)) > 1)


def _variants(written: str) -> Iterator[str]:
    """Other ways to write a form: acronyms with and without dots, and hyphens as spaces or left out."""
    if _DOTTED.search(written):
        yield _DOTTED.sub(lambda match: match[0].replace(".", ""), written)
    if _CAPITALS.search(written):
        yield _CAPITALS.sub(lambda match: ".".join(match[0]) + ".", written)
    if _NUMBERED.search(written):
        yield _NUMBERED.sub(r"\1-\2", written)
    if "-" in written:
        yield _HYPHENATED.sub("", written)
    for beginning in _BEGINNING.findall(written):
        yield re.sub(rf"\b({beginning})(?=[a-z]{{4}})", r"\1-", written)
