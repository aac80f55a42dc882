"""Measures a team's own words over the shared content: what they cost a lookup, the memory, and a first answer."""

from __future__ import annotations

import asyncio
import gc
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import process_time

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import GC_THRESHOLDS
from bot.db.engine import database_url, open_engine
from bot.db.migrate import upgrade
from bot.team_terms.overlays import Overlays, entries_of
from bot.team_terms.rows import term_values
from bot.team_terms.tables import team_terms, team_workspaces
from content.library import Library
from content.models import Entry
from content.packs import BUILT_IN, load_pack
from handlers.request import Person
from handlers.team_terms.terms import Meaning, TeamTerm
from tests.bench.lookup import mixed_queries, synthetic

SIZES = (1, 100, 1_000)
WORKSPACES, TERMS, POOL = 1_000, 100, 10_000
ROUNDS = 5


@cache
def _pool() -> list[Entry]:
    return synthetic(POOL)


def _terms(count: int, seed: int = 0) -> list[TeamTerm]:
    """Terms with a name, an alias and a definition each."""
    start = seed * count % (POOL - count)
    entries = _pool()[start : start + count]
    return [
        TeamTerm(number, 1, Meaning(entry.name, entry.definition, aliases=entry.aliases[:1]))
        for number, entry in enumerate(entries, 1)
    ]


def _p50(finds: Sequence[Callable[[str], object]], queries: Sequence[str]) -> list[float]:
    """The medians in milliseconds. Each query goes to all in turn, and the best of a few rounds counts."""
    taken = [[[_seconds(find, query) for find in finds] for _ in range(ROUNDS)] for query in queries]
    best = [[min(rounds[which] for rounds in query) for query in taken] for which in range(len(finds))]
    return [statistics.median(seconds) * 1000 for seconds in best]


def _seconds(find: Callable[[str], object], query: str) -> float:
    started = process_time()
    find(query)
    return process_time() - started


def _build(library: Library, count: int) -> tuple[float, Library]:
    entries, aliases = entries_of(_terms(count))
    best, overlaid = 9.0, library
    for _ in range(ROUNDS):
        started = process_time()
        overlaid = library.overlaid(entries, aliases)
        best = min(best, process_time() - started)
    return best * 1000, overlaid


async def _fill(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        rows = [{"id": n + 1, "platform": "slack", "workspace": f"T{n}", "revision": 1} for n in range(WORKSPACES)]
        await connection.execute(insert(team_workspaces), rows)
        for n in range(WORKSPACES):
            values = [{"workspace_id": n + 1, "version": 1, **term_values(term.meaning)} for term in _terms(TERMS, n)]
            await connection.execute(insert(team_terms), values)


def _resident_mb() -> float:
    """The memory of this process (Linux only)."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


async def _cold(library: Library) -> tuple[list[float], float]:
    """The first answers of cold workspaces in milliseconds, the fastest first, and the memory of all in MB."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(database_url(None, Path(folder)))
        await upgrade(engine)
        await _fill(engine)
        overlays = Overlays(engine, lambda: library)
        query = library.entries[0].name
        library.match(query)
        before, taken = _resident_mb(), []
        for n in range(WORKSPACES):
            started = process_time()
            (await overlays.of(Person("slack", f"T{n}", "U1"))).match(query)
            taken.append((process_time() - started) * 1000)
        more = _resident_mb() - before
        await engine.dispose()
    return sorted(taken), more


@dataclass(frozen=True, slots=True)
class Overlay:
    """What was measured, in milliseconds and MB. `ratio`: a lookup with 1,000 terms to one without any."""

    build: dict[int, float]
    without: float
    with_terms: float
    ratio: float
    cold: float
    cold_p99: float
    cold_worst: float
    memory: float

    def as_json(self) -> dict[str, object]:
        """What was measured, as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}

    def lines(self) -> list[str]:
        """The same for people."""
        builds = ", ".join(f"{count:,}: {milliseconds:.2f}" for count, milliseconds in self.build.items())
        return [
            f"team terms until they are live, ms: {builds}",
            f"lookup p50 {self.without:.4f} ms, with 1,000 terms {self.with_terms:.4f} ms: {self.ratio:.2f} times",
            f"first answer of a cold workspace with {TERMS} terms: p50 {self.cold:.1f} ms, p99 {self.cold_p99:.1f} ms, "
            f"worst {self.cold_worst:.1f} ms",
            f"memory of {WORKSPACES:,} workspaces with {TERMS} terms each: {self.memory:.0f} MB more",
        ]


def measure() -> Overlay:
    """Measure everything in half a minute."""
    pack = load_pack(BUILT_IN)
    library = Library([pack.info], pack.entries, pack.comparisons, pack.grades)
    _pool()
    gc.collect()
    gc.freeze()  # as the bot does once it has loaded its content (bot/app.py)
    gc.set_threshold(*GC_THRESHOLDS)
    builds = {count: _build(library, count) for count in SIZES}
    overlaid, queries = builds[SIZES[-1]][1], mixed_queries(library.entries)
    _p50([library.match, overlaid.match], queries)
    without, with_terms = _p50([library.match, overlaid.match], queries)
    cold, memory = asyncio.run(_cold(library))
    return Overlay(
        build={count: milliseconds for count, (milliseconds, _) in builds.items()},
        without=without,
        with_terms=with_terms,
        ratio=with_terms / without,
        cold=statistics.median(cold),
        cold_p99=cold[int(len(cold) * 0.99)],
        cold_worst=cold[-1],
        memory=memory,
    )
