"""Which entry is next in a channel: each has its turn once in a cycle, in an order of the channel's own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache

from content.library import Library
from content.models import Entry

_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Chosen:
    """An entry, and the cycle that it belongs to."""

    cycle: int
    entry: Entry


def key_of(entry: Entry) -> str:
    """What an entry is remembered by: a change of its name leaves it the same."""
    return f"{entry.pack}/{entry.id}"


class Rotation:
    """The entries of one library that have a tip, ready for many choices."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._entries = {key_of(entry): entry for entry in library.entries if entry.tip}
        self._of_fields: dict[tuple[str, ...], list[str]] = {}

    def entry(self, key: str | None) -> Entry | None:
        """The entry of this key, if it still is one and has a tip."""
        return self._entries.get(key) if key else None

    def next(
        self, subscription: int, cycle: int, fields: tuple[str, ...], used: Collection[str], last: str | None
    ) -> Chosen | None:
        """The entry whose turn it is. `used`: in this cycle; `last`: the one before, and not at once again.

        When all are used the next cycle begins. None where no entry of the fields has a tip.
        """
        candidates = self._candidates(fields)
        unused = [key for key in candidates if key not in used]
        if not unused and candidates:
            cycle, unused = cycle + 1, candidates
        if not unused:
            return None
        unused = [key for key in unused if key != last] or unused
        return Chosen(cycle, self._entries[min(unused, key=_order(subscription, cycle))])

    def _candidates(self, fields: tuple[str, ...]) -> list[str]:
        if fields not in self._of_fields:
            wanted = frozenset(fields)
            found = [key for key, entry in self._entries.items() if not wanted or entry.field in wanted]
            self._of_fields[fields] = found
        return self._of_fields[fields]


def choices(library: Callable[[], Library]) -> Callable[[], Rotation]:
    """The choice of the library in use, made anew only when that is another one."""
    held: list[Rotation] = []

    def current() -> Rotation:
        now = library()
        if not held or held[0].library is not now:
            held[:] = [Rotation(now)]
        return held[0]

    return current


def _order(subscription: int, cycle: int) -> Callable[[str], int]:
    """A shuffled order that every replica and every later release comes to alike."""
    seed = _hash(f"{subscription}.{cycle}") | 1  # times an odd number: a permutation, far cheaper than hashing each
    return lambda key: (_hash(key) * seed) & _MASK


@lru_cache(maxsize=16384)
def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
