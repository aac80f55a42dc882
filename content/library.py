"""The content in memory, as handlers use it: entries by name, by field and by day, comparisons, and lookup."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from content.lookup.match import Match, Matcher
from content.lookup.normalize import normalize
from content.models import Comparison, Entry, PackField, PackInfo, Role


class Library:
    """All loaded packs with their indexes. Immutable: new content is a new library."""

    def __init__(
        self,
        packs: Iterable[PackInfo],
        entries: Iterable[Entry],
        comparisons: Iterable[Comparison] = (),
        fingerprint: str = "",
    ) -> None:
        """`fingerprint` tells which packs it was built from, where it comes out of a store."""
        self.fingerprint = fingerprint
        self.packs = tuple(packs)
        by_name = {
            normalize(entry.name): entry for entry in entries
        }  # a later pack's entry replaces one of the same name
        self.entries: tuple[Entry, ...] = tuple(sorted(by_name.values(), key=lambda entry: normalize(entry.name)))
        self.comparisons = tuple(comparisons)
        self._by_name = {entry.name: entry for entry in self.entries}
        self._matcher = Matcher(self.entries, [form for pack in self.packs for form in pack.ambiguous])
        self._compared = {self._key(comparison): comparison for comparison in self.comparisons}
        self._tips = sorted((entry for entry in self.entries if entry.tip), key=_shuffled)

    def match(self, query: str) -> Match:
        """What a query asks for: an entry, suggestions, or nothing."""
        return self._matcher.match(query)

    def is_form(self, text: str, *, as_written: bool = False) -> bool:
        """Whether a text is a form of an entry, or one to ask about, and nothing else."""
        return self._matcher.is_form(text, as_written=as_written)

    def leading_form(self, text: str) -> str:
        """The longest form with which a text begins, as it stands there; empty if it begins with none."""
        return self._matcher.leading_form(text)

    def by_name(self, name: str) -> Entry | None:
        """The entry of this name or alias, for links between entries."""
        return self._by_name.get(name) or self._matcher.by_name(name)

    def linked(self, names: Iterable[str]) -> list[Entry]:
        """The entries of these names that there are, in their order."""
        return [entry for name in names if (entry := self.by_name(name)) is not None]

    @property
    def roles(self) -> tuple[Role, ...]:
        """All roles, by name."""
        return tuple(entry for entry in self.entries if isinstance(entry, Role))

    @property
    def fields(self) -> tuple[PackField, ...]:
        """The fields that have an entry, in the order of their packs."""
        used = {entry.field for entry in self.entries}
        return tuple(field for pack in self.packs for field in pack.fields if field.id in used)

    def in_field(self, field: str) -> tuple[Entry, ...]:
        """The entries of a field, roles first, then by name."""
        found = (entry for entry in self.entries if entry.field == field)
        return tuple(sorted(found, key=lambda entry: not isinstance(entry, Role)))

    def comparison_of(self, entries: Sequence[Entry]) -> Comparison | None:
        """The curated comparison of exactly these entries, in whatever order."""
        return self._compared.get(frozenset(entry.name for entry in entries))

    def tip_of(self, day: date) -> Entry | None:
        """The entry whose tip is due on a day: all take turns in a fixed, shuffled order before one repeats."""
        return self._tips[day.toordinal() % len(self._tips)] if self._tips else None

    def _key(self, comparison: Comparison) -> frozenset[str]:
        return frozenset(entry.name for entry in self.linked(comparison.entries))


def _shuffled(entry: Entry) -> bytes:
    return hashlib.blake2b(f"{entry.pack}/{entry.id}".encode(), digest_size=8).digest()
