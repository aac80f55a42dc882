"""Measures the lookup against TinyDB's search and rapidfuzz's extractOne, at 500, 10,000 and 100,000 entries."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from time import perf_counter

from rapidfuzz.fuzz import WRatio
from rapidfuzz.process import extractOne
from tinydb import TinyDB, where
from tinydb.storages import MemoryStorage

from content.lookup.match import Matcher
from content.models import Entry, Term, Titles

SIZES = (500, 10_000, 100_000)
QUERIES = 400
RIVAL_COMPARISONS = 1_000_000  # entries that a scanning rival compares per size: keeps the whole run below two minutes
ROUNDS = 3
SEED = 1961

_FIRST = """
amber ancient arctic autumn basic bilateral blue border bright bronze calm central civil coastal common copper crystal
deep digital eastern economic electric external federal final flat formal forward garden general golden granite green
harbour hidden hollow honorary internal iron joint lateral lesser linear lunar major marble maritime medical mobile
modern mountain mutual naval neutral northern ocean open outer parallel permanent plain polar primary private public
quiet rapid regional resident river royal rural scarlet second secret senior silent silver simple solar southern special
standing static summer supreme tidal timber urban valley velvet vertical western white winter wooden
"""
_SECOND = """
access account archive asset aviation balance banking barter bridge budget cabinet cargo census charter circuit climate
code colony compass contract copyright corridor council court credit customs dairy debate defence delivery design desert
dialogue disaster dispute drainage energy engine equity estate export fabric factory fishery forest freight frontier
fuel fund grain grant habitat health heritage housing hygiene import income industry insurance island journal justice
labour language lantern ledger licence lineage liquid literacy logistics machine market memory mercury migration mineral
museum network nursery office orchard passport pension pepper permit pilot planet policy pottery quarry quota railway
ranger reform refuge registry relief revenue safety salary science seed session shelter signal spectrum stadium statute
storage survey tariff telegraph textile theatre tourism transit treasury treaty tribunal tunnel utility vaccine vessel
veteran village vintage visa voyage warehouse welfare wetland
"""
_HEAD = """
accord adviser agency agent analyst assembly assistant attache auditor authority board broker bureau chamber chancellor
clerk commission committee compact convention coordinator counsellor courier curator delegate delegation deputy desk
director envoy examiner facilitator forum foundation governor guild inspector institute interpreter liaison mediator
memorandum minister mission monitor negotiator note notary observer officer office ombudsman panel planner procedure
protocol rapporteur registrar regime representative review secretary service session speaker steward summit surveyor
translator treaty tribunal trustee unit verifier warden
"""
_FOREIGN = """
kubernetes | senior java developer | coffee | what is a sprint retrospective? | registered nurse | pizza | figma | lunch
brand ambassador program | hello there | how do I reset my password | aws solutions architect | forklift operator | GDPR
salary negotiation tips | what does a product owner do? | asdfgh | machine learning engineer in berlin | thanks a lot!
truck driver | who won the game yesterday | credit card payments | head of marketing | explain REST API
screen resolution of my laptop | the quick brown fox jumps over the lazy dog
"""


def synthetic(count: int) -> list[Entry]:
    """That many entries made of common words, no two with one name; the same ones every time."""
    chance = random.Random(SEED)
    names = [f"{a} {b} {c}" for a in _FIRST.split() for b in _SECOND.split() for c in _HEAD.split()]
    return [_entry(name, chance) for name in chance.sample(names, count)]


def _entry(name: str, chance: random.Random) -> Entry:
    first, second, head = name.split()
    words = chance.choices(_SECOND.split(), k=8)
    return Term(
        id=name.replace(" ", "-"),
        name=name.title(),
        aliases=(f"{head} of {first} {second}", f"{second} {head} ({first})"),
        titles=Titles(same=(f"{name} specialist",)),
        definition=f"A {head} that looks after the {' and '.join(words[:4])} of a {' or '.join(words[4:])}.",
    )


def mixed_queries(entries: Sequence[Entry], count: int = QUERIES) -> list[str]:
    """Names as they are, misspelt and in sentences, and what is no entry at all, in equal parts."""
    chance = random.Random(SEED)
    foreign = cycle(query.strip() for query in _FOREIGN.replace("\n", " | ").split("|") if query.strip())
    kinds: tuple[Callable[[str], str], ...] = (
        lambda name: name.upper() if chance.random() < 0.5 else name,
        lambda name: _misspelt(name, chance),
        lambda name: chance.choice(("what does a {} do?", "questions for a senior {}", "pls explain {}")).format(name),
        lambda _: next(foreign),
    )
    chosen = chance.choices(entries, k=count)
    return [kind(entry.name.lower()) for kind, entry in zip(islice(cycle(kinds), count), chosen, strict=True)]


def _misspelt(name: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(name) - 1)
    slip = chance.choice(("", name[place] * 2, "e" if name[place] != "e" else "a", name[place + 1] + name[place]))
    return name[:place] + slip + name[place + (2 if len(slip) == 2 and slip[0] != slip[1] else 1) :]


def _forms(entry: Entry) -> list[str]:
    return [form.casefold() for form in (entry.name, *entry.aliases, *entry.titles)]


def _tinydb(entries: Sequence[Entry]) -> Callable[[str], object]:
    """The usual first solution: a scan of the documents for the query as a part of one of their forms."""
    table = TinyDB(storage=MemoryStorage).table("entries", cache_size=0)
    table.insert_multiple({"name": entry.name, "forms": _forms(entry)} for entry in entries)

    def search(query: str) -> object:
        wanted = query.casefold()
        return table.search(where("forms").test(lambda forms: any(wanted in form for form in forms)))

    return search


def _wratio(entries: Sequence[Entry]) -> Callable[[str], object]:
    forms = [form for entry in entries for form in _forms(entry)]
    return lambda query: extractOne(query.casefold(), forms, scorer=WRatio, score_cutoff=91)


def _times(find: Callable[[str], object], queries: Iterable[str]) -> list[float]:
    """Milliseconds of each query, sorted. The best of ROUNDS counts: the code is measured, not the machine's mood."""
    return sorted(min(_time(find, query) for _ in range(ROUNDS)) for query in queries)


def _time(find: Callable[[str], object], query: str) -> float:
    start = perf_counter()
    find(query)
    return (perf_counter() - start) * 1000


def _row(name: str, size: int, build: float, taken: Sequence[float]) -> dict[str, object]:
    middle, high = taken[len(taken) // 2], taken[min(len(taken) - 1, int(len(taken) * 0.99))]
    return {
        "lookup": name,
        "entries": size,
        "build s": round(build, 2),
        "queries": len(taken),
        "p50 ms": round(middle, 4),
        "p99 ms": round(high, 3),
    }


@dataclass(frozen=True)
class Lookup:
    """One row for each lookup and size: median and 99th percentile in milliseconds."""

    rows: tuple[Mapping[str, object], ...]

    def as_json(self) -> dict[str, object]:
        """What was measured, as plain values."""
        return {"rows": [dict(row) for row in self.rows]}

    def lines(self) -> list[str]:
        """The same as a table for a terminal."""
        head = "".join(f"{column:>18}" for column in self.rows[0])
        return [head, *("".join(f"{value!s:>18}" for value in row.values()) for row in self.rows)]


def measure() -> Lookup:
    """Builds and times everything, in about a minute; prints nothing."""
    rows = []
    for size in SIZES:
        entries = synthetic(size)
        queries = mixed_queries(entries)
        few = queries[: max(8, RIVAL_COMPARISONS // size)]
        for name, make, asked in (
            ("dragoman", lambda entries: Matcher(entries).match, queries),
            ("TinyDB search", _tinydb, few),
            ("rapidfuzz WRatio", _wratio, few),
        ):
            start = perf_counter()
            find = make(entries)
            build = perf_counter() - start
            find(queries[0])
            rows.append(_row(name, size, build, _times(find, asked)))
    return Lookup(tuple(rows))


if __name__ == "__main__":
    print("\n".join(measure().lines()))
