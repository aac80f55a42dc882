"""Measures the scan of a long text: at the size of the pack and at 100,000 synthetic entries.

Two libraries find the same forms in the same text, exactly as they are spelled: no stems, no other spellings, no choice
between meanings. They show what the matching alone costs. Times are of the processor, the best of a few rounds.
"""

from __future__ import annotations

import gc
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter, process_time

import ahocorasick  # type: ignore[import-not-found]  # has no types
from flashtext2 import KeywordProcessor

from content.lookup.index import Tier, forms_of
from content.lookup.match import Matcher
from content.lookup.normalize import GLUE
from content.models import Entry
from content.packs import BUILT_IN, load_pack
from content.scan.scanner import Scanner
from tests.bench.lookup import synthetic

LARGE = 100_000
WORDS = 16_000  # words of a text: about 100 kB
EVERY = 25  # words between two planted terms
ROUNDS = 25
SEED = 1961
Find = Callable[[str], Iterable[object]]
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
    plain = [*_PLAIN.split(), *sorted(GLUE)]
    forms = [form for entry in entries for form, tier in forms_of(entry) if tier < Tier.TITLE]
    words = [chance.choice(plain) if number % EVERY else chance.choice(forms) for number in range(WORDS)]
    lines = (" ".join(words[start : start + 12]) for start in range(0, len(words), 12))
    return ".\n".join(lines)


def _measure(name: str, entries: Sequence[Entry], vouching: Sequence[str]) -> list[dict[str, object]]:
    text = text_with(entries)
    forms = sorted({form for entry in entries for form, _ in forms_of(entry)})
    matcher = Matcher(entries)
    return [
        _row(name, len(entries), text, lambda: Scanner(entries, matcher, vouching).scan),
        _row(f"{name}: flashtext2", len(entries), text, lambda: _flashtext(forms)),
        _row(f"{name}: pyahocorasick", len(entries), text, lambda: _automaton(forms)),
    ]


def _row(name: str, entries: int, text: str, build: Callable[[], Find]) -> dict[str, object]:
    started = perf_counter()
    find = build()
    built = perf_counter() - started
    gc.freeze()  # as the bot does once it has started
    size = len(text.encode())
    seconds = []
    for _ in range(ROUNDS):
        started = process_time()
        found = len(list(find(text)))
        seconds.append(process_time() - started)
    best = min(seconds)
    return {
        "terms": name,
        "entries": entries,
        "build_s": round(built, 2),
        "found": found,
        "ms": round(best * 1000, 2),
        "mb_per_s": round(size / best / 1e6, 1),
    }


def _flashtext(forms: Sequence[str]) -> Find:
    processor = KeywordProcessor(case_sensitive=False)
    for form in forms:
        processor.add_keyword(form)
    return lambda text: list(processor.extract_keywords_with_span(text))


def _automaton(forms: Sequence[str]) -> Find:
    automaton = ahocorasick.Automaton()
    for form in forms:
        automaton.add_word(form.lower(), form)
    automaton.make_automaton()
    return lambda text: list(automaton.iter(text.lower()))


@dataclass(frozen=True, slots=True)
class Scan:
    """One row for each size."""

    rows: tuple[dict[str, object], ...]

    def lines(self) -> list[str]:
        """A table for people."""
        return [
            f"{row['terms']:<24} {row['entries']:>7} entries  {row['mb_per_s']} MB/s  "
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
            *_measure("the pack", pack.entries, pack.info.employer_words),
            *_measure("synthetic", synthetic(LARGE), ()),
        )
    )
