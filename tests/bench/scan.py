"""Measures the scan of a long text: at the size of the pack and at 100,000 synthetic entries."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from content.lookup.index import Tier, forms_of
from content.lookup.match import Matcher
from content.lookup.normalize import GLUE
from content.lookup.scan import Scanner
from content.models import Entry
from content.packs import BUILT_IN, load_pack
from tests.bench.lookup import synthetic

LARGE = 100_000
WORDS = 16_000  # words of a text: about 100 kB
EVERY = 25  # words between two planted terms
ROUNDS = 5
SEED = 1961
_PLAIN = """
after again always asked because before began better between brought called changed city clear close company could day
during each early ended every first found four from gave great group half hand held home house into kept large last led
left letter line little long made many met money month more most moved near never night often only open other over paid
part people place plan quite rather read report road room said same school set several short side since small some soon
staff still such taken team than that their then there these they thing this those three through time took town turned
under until very wanted water week well went were when where which while whole with within without work world would year
"""


def text_with(entries: Sequence[Entry]) -> str:
    """About 100 kB of plain words with a form of an entry after every few of them, always the same."""
    chance = random.Random(SEED)
    plain = [*_PLAIN.split(), *GLUE]
    forms = [form for entry in entries for form, tier in forms_of(entry) if tier < Tier.TITLE]
    words = [chance.choice(plain) if number % EVERY else chance.choice(forms) for number in range(WORDS)]
    lines = (" ".join(words[start : start + 12]) for start in range(0, len(words), 12))
    return ".\n".join(lines)


def _measure(name: str, entries: Sequence[Entry], vouching: Sequence[str]) -> dict[str, object]:
    matcher = Matcher(entries)
    started = perf_counter()
    scanner = Scanner(entries, matcher, vouching)
    build = perf_counter() - started
    text = text_with(entries)
    size = len(text.encode())
    seconds = []
    for _ in range(ROUNDS):
        started = perf_counter()
        found = len(scanner.scan(text))
        seconds.append(perf_counter() - started)
    best = min(seconds)
    return {
        "terms": name,
        "entries": len(entries),
        "build_s": round(build, 2),
        "found": found,
        "ms": round(best * 1000, 2),
        "mb_per_s": round(size / best / 1e6, 1),
    }


@dataclass(frozen=True, slots=True)
class Scan:
    """One row for each size."""

    rows: tuple[dict[str, object], ...]

    def lines(self) -> list[str]:
        """A table for people."""
        return [
            f"{row['terms']:>9} {row['entries']:>7} entries  {row['mb_per_s']} MB/s  "
            f"{row['ms']} ms for 100 kB with {row['found']} mentions  build {row['build_s']} s"
            for row in self.rows
        ]

    def as_json(self) -> list[dict[str, object]]:
        """The rows for programs."""
        return list(self.rows)


def measure() -> Scan:
    """Scan the same kind of text at both sizes; the best of a few rounds."""
    pack = load_pack(BUILT_IN)
    return Scan(
        (
            _measure("the pack", pack.entries, pack.info.employer_words),
            _measure("synthetic", synthetic(LARGE), ()),
        )
    )
