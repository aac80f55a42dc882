"""Two or more entries side by side: the table of a written comparison, or one put together from the entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize, squash, stem, stems
from content.models import Comparison, Entry, Level, Role, Row
from handlers.entry_card import short_comparison
from handlers.entry_lines import lines_with
from handlers.lookup_replies import MOST_AT_ONCE, echo, reviewed_note, without_asking
from handlers.neighbouring_titles import where_beside
from handlers.ranks import order_of
from handlers.reply import Bold, Button, Heading, Reply, Table, Text, actions, items, note, reply, shorten, text
from handlers.topic import topic_of
from handlers.wording import short_answer

CELL_LENGTH = 160  # characters: a cell that a phone still shows without scrolling down
SHOWN_ROWS = 6  # of a written comparison before "all" is asked for: a phone screen
_SAME = dict.fromkeys(("paid", "pays", "earn", "earns", "salary"), "pay") | {
    "led": "lead",
    "leads": "lead",
    "binding": "bind",
}
"""Words of questions that are other forms or names of those of rows."""
_SAME_THING = re.compile(
    r"\b(?:the\s|one\sand\sthe\s)?same(?:\s(?:thing|job|role|post|person|office|body|term|title))?(?:\s(?:as|or)\b|\W*$)",
    re.I,
)
_ARTICLE = re.compile(r"^(?:an?|the)\s", re.I)
_VAGUE = frozenset(("one", "cv", "means", "work", "works", "search", "more", "gets"))


def curated(entries: list[Entry], library: Library) -> Comparison | None:
    """The comparison of exactly these entries, otherwise the smallest one that includes them all."""
    if exact := library.comparison_of(entries):
        return exact
    names = {entry.name for entry in entries}
    wider = [comparison for comparison in library.comparisons if names <= set(comparison.entries)]
    return min(wider, key=lambda comparison: len(comparison.entries), default=None)


def table(comparison: Comparison, asked: list[Entry], order: Text | None, *, whole: bool) -> Reply:
    """The requested columns, in the order asked for unless they are all, and its first rows."""
    columns = [comparison.entries.index(entry.name) for entry in asked]
    columns = sorted(columns) if len(columns) == len(comparison.entries) else columns
    shown = [comparison.entries[place] for place in columns]
    rows = comparison.rows if whole else comparison.rows[:SHOWN_ROWS]
    more = Button(f"All {len(comparison.rows)} rows", f"compare {', '.join(shown)} all")
    return reply(
        Heading(comparison.name if len(shown) == len(comparison.entries) else " and ".join(shown)),
        order,
        text(comparison.summary),
        Table(("Aspect", *shown), tuple(_row(row, columns) for row in rows)),
        note(Bold("Remember: "), comparison.remember) if comparison.remember else None,
        reviewed_note(comparison),
        actions(
            more if len(rows) < len(comparison.rows) else None, *(Button(name, f"define {name}") for name in shown)
        ),
        topic=topic_of(*asked),
    )


def rows_about(words: str, entries: list[Entry], library: Library) -> tuple[Row, ...]:
    """The rows of a curated comparison whose aspect has one of the words: "Paid?" for "which earns more"."""
    written = curated(entries, library)
    asked = set(_subjects(words))
    rows = written.rows if written else ()
    by_aspect = tuple(row for row in rows if asked.intersection(_subjects(row.aspect)))
    return by_aspect or tuple(row for row in rows if asked and asked <= set(_subjects(" ".join(row.cells))))


def _subjects(words: str) -> Iterator[str]:
    for word in normalize(words).split():
        if word not in lexicon().function and word not in _VAGUE:
            yield _SAME.get(word, stem(word))


def some_rows(comparison: Comparison, asked: list[Entry], rows: tuple[Row, ...]) -> Reply:
    """Some rows of a written comparison, for the entries asked about."""
    columns = [comparison.entries.index(entry.name) for entry in asked]
    shown = [entry.name for entry in asked]
    return reply(
        Heading(" and ".join(shown)),
        Table(("Aspect", *shown), tuple(_row(row, columns) for row in rows)),
        reviewed_note(comparison),
        actions(
            Button(f"All {len(comparison.rows)} rows", f"compare {', '.join(shown)} all"),
            *(Button(name, f"define {name}") for name in shown),
        ),
        topic=replace(topic_of(*asked), command="compare"),  # so no word is named as left out
    )


def _row(row: Row, columns: list[int]) -> tuple[str, ...]:
    return (row.aspect, *(row.cells[place] for place in columns))


def cards(entries: list[Entry], order: Text | None) -> Reply:
    """A table built from the entries, if nobody has written a comparison."""
    rows: list[tuple[str, Callable[[Entry], str]]] = [
        ("In short", lambda entry: short_answer(entry.definition)),
        ("Like", lambda entry: short_comparison(entry) or "–"),
        ("Don't confuse", lambda entry: entry.is_not[0] if entry.is_not else "–"),
        ("Senior from", _senior_from),
    ]
    filled = [(label, [shorten(cell(entry), CELL_LENGTH) for entry in entries]) for label, cell in rows]
    return reply(
        Heading(" and ".join(entry.name for entry in entries)),
        order,
        Table(
            ("Aspect", *(entry.name for entry in entries)),
            tuple((label, *cells) for label, cells in filled if set(cells) != {"–"}),
        ),
        note("Put together from their own entries: nobody has written this comparison yet."),
        actions(*(Button(entry.name, f"define {entry.name}") for entry in entries)),
        topic=topic_of(*entries),
    )


def asks_same(typed: str) -> bool:
    """Whether a line asks if two things are one."""
    return _SAME_THING.search(typed) is not None


def with_verdict(order: Text | None, typed: str) -> Text | None:
    """The line on the order of several entries, after that they aren't the same if that is asked."""
    if not asks_same(typed):
        return order
    verdict = Bold("No, not the same: each has an entry of its own.")
    return text(verdict, " ", *order.spans) if order else text(verdict)


def two_names(parts: list[str], entry: Entry, typed: str, library: Library) -> Reply:
    """Say whether names that lead to one entry mean the same ("DHM and DCM"), and if not, what tells them apart."""
    by_key = {_key(part): without_asking(part) for part in parts[:2]}
    names, own = list(by_key.values()), set(map(_key, (entry.name, *entry.acronyms, *entry.aliases)))
    shown = [Bold(f"“{echo(name)}”") for name in names]
    rank = _rank_apart(names, library)
    is_same = rank is None and own.issuperset(by_key)
    lines = [] if is_same else list(_apart(names, entry, library))
    others = [name for key, name in by_key.items() if key not in own]
    near = next(((name, where) for name in others if (where := where_beside(name, entry))), None)
    said: tuple[Bold | str, ...]
    if len(names) == 1:
        said = (shown[0], " leads to ", Bold(entry.name), ".")
    elif is_same:
        said = (shown[0], " and ", shown[1], " mean the same: both lead to the same entry, ", Bold(entry.name), ".")
    elif near:
        differ = f" aren't the same: for me, “{echo(near[0])}” is {near[1]} "
        said = (shown[0], " and ", shown[1], differ, Bold(entry.name), ".")
    else:
        said = ("My entry on ", Bold(entry.name), " treats ", shown[0], " and ", shown[1], " together.")
    verdict = ("Yes: " if is_same else "Not quite: ") if asks_same(typed) else ""
    buttons = dict.fromkeys((entry.name, *(found.name for found, _ in lines)))
    return reply(
        Heading(entry.name),
        text(Bold(verdict), *said),
        rank,
        None if is_same or rank or lines else text("None of its lines says how they differ."),
        text(short_answer(entry.definition)),
        text("Lines on one of them:") if lines else None,
        items((Bold(f"{found.name}: "), line) for found, line in lines),
        actions(*(Button(name, f"define {name}") for name in buttons), Button("More", f"details {entry.name}")),
        topic=topic_of(entry),
    )


def _rank_apart(names: Sequence[str], library: Library) -> Text | None:
    """Which rank is above the other if all that two names differ in are ranks: "labour counsellor, labour attaché"."""
    if len(names) < 2:
        return None
    one, other = (normalize(name).split() for name in names)
    ranks = [
        library.by_name(" ".join(word for word in words if word not in others))
        for words, others in ((one, other), (other, one))
    ]
    return order_of(ranks[0], ranks[1], library) if ranks[0] and ranks[1] and ranks[0] != ranks[1] else None


def _apart(names: Sequence[str], entry: Entry, library: Library) -> Iterator[tuple[Entry, str]]:
    """The lines that tell two names of an entry apart: its own on one of them, and of an entry on a part of one."""
    one, other = (set(stems(normalize(name))) for name in (*names, *names)[:2])
    own = set(stems(normalize(entry.name)))
    for name, words in zip(names, (one - other - own, other - one - own), strict=False):
        for line in lines_with(name, entry)[:MOST_AT_ONCE] if words else ():
            yield entry, line
        for near in library.entries if words and where_beside(name, entry) else ():
            if entry.name in near.related and words <= set(stems(normalize(near.name))):
                yield near, short_answer(near.definition)


def _key(part: str) -> str:
    return squash(stems(normalize(_ARTICLE.sub("", without_asking(part)))))


def _senior_from(entry: Entry) -> str:
    guide = entry.levels.get(Level.SENIOR) if isinstance(entry, Role) else None
    return f"{guide.years.low} years" if guide and guide.years else "–"


def side_by_side(entries: list[Entry], library: Library) -> Reply:
    """The written comparison of some entries, or else their own lines; for two, with their order."""
    order = order_of(entries[0], entries[1], library) if len(entries) == 2 else None
    written = curated(entries, library)
    return table(written, entries, order, whole=False) if written else cards(entries, order)
