"""The content in memory, as handlers use it: entries by name, field and day, comparisons, grades, and lookup."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from datetime import date
from functools import cache
from heapq import merge
from itertools import count

from content.lookup.descriptions import Fit
from content.lookup.grades import GradeMention, GradeReader, GradeReading
from content.lookup.match import Match, Matcher
from content.lookup.normalize import normalize, stem
from content.lookup.overlay import OverlayMatcher
from content.models import (
    Comparison,
    Competency,
    Directory,
    Entry,
    GradeScheme,
    MarketNote,
    PackField,
    PackInfo,
    Role,
)
from content.scan.overlay import OverlayScanner
from content.scan.scanner import Mention, Scanner
from content.team_terms import TeamEntry

_numbers = count(1)


class Library:
    """All loaded packs with their indexes. Immutable: new content means a new library."""

    def __init__(
        self,
        packs: Iterable[PackInfo],
        entries: Iterable[Entry],
        comparisons: Iterable[Comparison] = (),
        grades: Iterable[GradeScheme] = (),
        fingerprint: str = "",
    ) -> None:
        """Index the entries. An entry of a later pack replaces an earlier one of the same name.

        `fingerprint` identifies the pack files of a stored library (see content.packs.fingerprint); empty otherwise.
        """
        self.fingerprint = fingerprint
        self.packs = tuple(packs)
        by_name = {normalize(entry.name): entry for entry in entries}
        self.entries: tuple[Entry, ...] = tuple(sorted(by_name.values(), key=lambda entry: normalize(entry.name)))
        self.fields = self._used_fields()
        """The fields that have at least one entry, in the order of their packs."""
        self.comparisons = tuple(comparisons)
        self.grades = tuple(grades)
        self._grade_reader = GradeReader(self.grades)
        self._grades_of: dict[str, list[GradeScheme]] = {}
        for scheme in self.grades:
            for name in {scheme.entry, *(grade.entry for grade in scheme.grades if grade.entry)}:
                self._grades_of.setdefault(name, []).append(scheme)
        self._by_name = {entry.name: entry for entry in self.entries}
        self._matcher = Matcher(self.entries, [form for pack in self.packs for form in pack.ambiguous])
        self._by_compared = {self._compared_names(comparison): comparison for comparison in self.comparisons}
        self._competencies = {known.name: known for pack in self.packs for known in pack.competencies}
        self._links: Counter[str] = Counter()
        self._with_tip = sorted((entry for entry in self.entries if entry.tip), key=_shuffle_key)
        self._matches: dict[str, Match] | None = None
        self._forms: dict[str, bool] | None = None
        self._scanner: Callable[[], Scanner] = cache(self._scanner_of_packs)
        """Builds the scanner when it is first used. All copies of this library for one line share it."""
        self._sorted_names = [normalize(entry.name) for entry in self.entries]
        self.reviewed: Library = self
        """This content without a team's words."""
        self.team_entries: tuple[TeamEntry, ...] = ()
        self.number = next(_numbers)
        """Identifies this content within the process; another team's, or a later state of it, has another number."""

    def for_one_line(self) -> Library:
        """The same content, which looks up each query only once. For one line: it must not remember what was typed."""
        library = copy(self)
        library._matches, library._forms = {}, {}
        return library

    def overlaid(self, entries: Sequence[TeamEntry], aliases: Iterable[tuple[str, str]] = ()) -> Library:
        """The same content with a team's words over it. `aliases` are pairs of a word and the name of an entry.

        Everything shared stays shared: a team costs what its own words take.
        """
        library = copy(self)
        library.reviewed, library.team_entries, library.number = self, tuple(entries), next(_numbers)
        pairs = sorted((normalize(entry.name), place, entry) for place, entry in enumerate(entries))
        shared = zip(self._sorted_names, range(-len(self.entries), 0), self.entries, strict=True)
        library.entries = tuple(entry for _, _, entry in merge(shared, pairs))
        library.fields = library._used_fields()
        words = [(word, entry) for word, name in aliases if (entry := self.by_name(name)) is not None]
        matcher = OverlayMatcher(self._matcher, entries, words)
        library._matcher, library._links = matcher, Counter()
        library._scanner = cache(lambda: OverlayScanner(self._scanner(), matcher, words))
        return library

    def may_name(self, words: Iterable[str]) -> bool:
        """Whether one of these words is in a form of an entry. Always with a team's own words, which aren't indexed."""
        if isinstance(self._matcher, OverlayMatcher):
            return True
        return not self._matcher.index.words.isdisjoint(map(stem, words))

    def match(self, query: str) -> Match:
        """Look up a query: an entry, suggestions, or nothing."""
        if self._matches is None:
            return self._matcher.match(query)
        if (match := self._matches.get(query)) is None:
            match = self._matches[query] = self._matcher.match(query)
        return match

    def described(self, description: str, most: int) -> list[Entry]:
        """Up to `most` entries whose names and definitions have the words of a description, best first."""
        return self._matcher.described(description, most)

    def fitting(self, description: str, most: int) -> list[Fit]:
        """Up to `most` entries that an everyday description fits, best first, each with a score from 0 to 1."""
        return self._matcher.fitting(description, most)

    def scan(self, text: str) -> tuple[Mention, ...]:
        """All forms of entries in a long text, in its order. The first call takes a moment: it builds the scanner."""
        return self._scanner().scan(text)

    def prepare_scan(self) -> None:
        """Build the scanner, unless it is built: a few tenths of a second that can be spent in a thread."""
        self._scanner()

    def _scanner_of_packs(self) -> Scanner:
        words = [word for pack in self.packs for word in pack.employer_words]
        phrases = [phrase for pack in self.packs for phrase in pack.everyday_phrases]
        return Scanner(self.entries, self._matcher, words, phrases)

    def is_form(self, text: str, *, as_written: bool = False) -> bool:
        """Whether the whole text is a form of an entry, or an ambiguous form. `as_written` compares it exactly."""
        if self._forms is None or as_written:
            return self._matcher.is_form(text, as_written=as_written)
        if (known := self._forms.get(text)) is None:
            known = self._forms[text] = self._matcher.is_form(text)
        return known

    def senses(self, text: str) -> tuple[Entry, ...]:
        """All meanings that the whole text may have, as a form in a long text."""
        return self._matcher.senses(text)

    def is_ambiguous(self, text: str) -> bool:
        """Whether the whole text is a form whose meaning the words around it decide."""
        return self._matcher.is_ambiguous(text)

    def leading_form(self, text: str) -> str:
        """The longest form that the text starts with, as written there; empty if there is none."""
        return self._matcher.leading_form(text)

    def grades_in(self, text: str) -> tuple[GradeMention, ...]:
        """Everything in the text that is spelled like a grade, in order."""
        return self._grade_reader.find(text)

    def grade(self, name: str) -> GradeReading | None:
        """The grade with exactly this name; None if there is none."""
        return self._grade_reader.by_name(name)

    def by_name(self, name: str) -> Entry | None:
        """The entry with this name or alias, for links between entries."""
        return self._by_name.get(name) or self._matcher.by_name(name)

    def grades_of(self, entry: Entry) -> Sequence[GradeScheme]:
        """The grade schemes that an entry explains, or a grade of them."""
        return self._grades_of.get(entry.name, ())

    @property
    def links(self) -> Mapping[str, int]:
        """How many entries lead to each name as related."""
        if not self._links:
            self._links = Counter(name for entry in self.entries for name in entry.related)
        return self._links

    def linked(self, names: Iterable[str]) -> list[Entry]:
        """The entries with these names, in their order. Unknown names are skipped."""
        return [entry for name in names if (entry := self.by_name(name)) is not None]

    def competency(self, name: str) -> Competency | None:
        """The competency with this name; None if no pack lists it."""
        return self._competencies.get(name)

    def market_notes(self, entry: Entry) -> tuple[MarketNote, ...]:
        """What changes hiring now for an entry: its own notes, then those that it shares, each by date."""
        shared = (note for pack in self.packs for note in pack.market_notes if entry.name in note.entries)
        return (*entry.market_notes, *sorted(shared, key=lambda note: note.since))

    @property
    def directories(self) -> tuple[Directory, ...]:
        """The public lists of people of all packs."""
        return tuple(directory for pack in self.packs for directory in pack.directories)

    @property
    def roles(self) -> tuple[Role, ...]:
        """All roles, sorted by name."""
        return tuple(entry for entry in self.entries if isinstance(entry, Role))

    def _used_fields(self) -> tuple[PackField, ...]:
        used = {entry.field for entry in self.entries}
        return tuple(field for pack in self.packs for field in pack.fields if field.id in used)

    @property
    def snippets(self) -> tuple[str, ...]:
        """What newcomers can try, by the last pack that has anything."""
        return next((pack.snippets for pack in reversed(self.packs) if pack.snippets), ())

    def in_field(self, field: str) -> tuple[Entry, ...]:
        """The entries of a field: roles first, then terms, each sorted by name."""
        entries = (entry for entry in self.entries if entry.field == field)
        return tuple(sorted(entries, key=lambda entry: not isinstance(entry, Role)))

    def comparison_of(self, entries: Sequence[Entry]) -> Comparison | None:
        """The curated comparison of exactly these entries, in any order."""
        return self._by_compared.get(frozenset(entry.name for entry in entries))

    def tip_of(self, day: date) -> Entry | None:
        """The entry whose tip is due on a day; None if no entry has a tip.

        The order is fixed and shuffled, and every entry comes once before any comes again.
        """
        return self._with_tip[day.toordinal() % len(self._with_tip)] if self._with_tip else None

    def _compared_names(self, comparison: Comparison) -> frozenset[str]:
        return frozenset(entry.name for entry in self.linked(comparison.entries))


def _shuffle_key(entry: Entry) -> bytes:
    return hashlib.blake2b(f"{entry.pack}/{entry.id}".encode(), digest_size=8).digest()
