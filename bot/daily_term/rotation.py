"""Choose the next entry for a channel: each entry once per cycle, in an order of the channel's own.

Each cycle begins with the team's own words, if the channel wants them. Then comes what recruiters read in CVs: jobs,
ranks and grades, then terms with an abbreviation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from content.library import Library
from content.models import Entry, Role

_MASK = (1 << 64) - 1
_FIRST = -1
"""The group of the team's own words: before those of the reviewed entries."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An entry and its cycle."""

    cycle: int
    entry: Entry


def key_of(entry: Entry) -> str:
    """An entry's key in the ledger. It survives a change of the entry's name."""
    return f"{entry.pack}/{entry.id}"


class Rotation:
    """The entries of one library that have a tip."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._entries = {key_of(entry): entry for entry in library.entries if entry.tip}
        ranks = _ranks(library)
        self._group = {key: _group(entry, ranks) for key, entry in self._entries.items()}
        self._of_fields: dict[tuple[str, ...], list[str]] = {}

    def entry(self, key: str | None) -> Entry | None:
        """Return the entry with this key, if the library still has it and it has a tip."""
        return self._entries.get(key) if key else None

    def next(  # noqa: PLR0913, PLR0917 - what the choice depends on
        self,
        subscription: int,
        cycle: int,
        fields: tuple[str, ...],
        used: Collection[str],
        last: str | None,
        own: Sequence[Entry] = (),
    ) -> Chosen | None:
        """Choose the next entry. A new cycle begins once all are used. None if no entry of the fields has a tip.

        `used`: keys used in this cycle. `last`: the previous key, not repeated at once unless it is the only one.
        `own`: the team's own words, which come first, whatever the fields.
        """
        own_words = {key_of(entry): entry for entry in own}
        candidates = [*own_words, *self._candidates(fields)]
        unused = [key for key in candidates if key not in used]
        if not unused and candidates:
            cycle, unused = cycle + 1, candidates
        if not unused:
            return None
        unused = [key for key in unused if key != last] or unused
        order = _order(subscription, cycle)
        first = min(unused, key=lambda key: (_FIRST if key in own_words else self._group[key], order(key)))
        return Chosen(cycle, own_words.get(first) or self._entries[first])

    def _candidates(self, fields: tuple[str, ...]) -> list[str]:
        if fields not in self._of_fields:
            wanted = frozenset(fields)
            keys = [key for key, entry in self._entries.items() if not wanted or entry.field in wanted]
            self._of_fields[fields] = keys
        return self._of_fields[fields]


def current_rotation(library: Callable[[], Library]) -> Callable[[], Rotation]:
    """Return a function for the current library's rotation, built again only when the library was replaced."""
    rotation: Rotation | None = None

    def current() -> Rotation:
        nonlocal rotation
        now = library()
        if rotation is None or rotation.library is not now:
            rotation = Rotation(now)
        return rotation

    return current


def _ranks(library: Library) -> frozenset[str]:
    """The names of the entries that explain a rank or a grade."""
    ladders = [ladder for pack in library.packs for ladder in pack.ladders]
    names = {name for ladder in ladders for name in (*ladder.entries, *ladder.explained_by)}
    grades = {entry for scheme in library.grades for entry in (scheme.entry, *(grade.entry for grade in scheme.grades))}
    return frozenset(entry.name for entry in library.linked({*names, *(name for name in grades if name)}))


def _group(entry: Entry, ranks: frozenset[str]) -> int:
    """Which part of a cycle the entry belongs to: 0 comes first."""
    if isinstance(entry, Role) or entry.name in ranks:
        return 0
    return 1 if entry.acronyms else 2


def _order(subscription: int, cycle: int) -> Callable[[str], int]:
    """A sort key for a shuffled order that is the same in every replica and every later release."""
    seed = _hash(f"{subscription}.{cycle}") | 1  # multiplying by an odd number permutes, far cheaper than hashing
    return lambda key: (_hash(key) * seed) & _MASK


@lru_cache(maxsize=16384)
def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
