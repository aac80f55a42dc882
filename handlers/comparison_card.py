"""Two or more entries side by side: the table of a written comparison, or one put together from the entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from content.library import Library
from content.lookup.index import Tier, forms_of
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize, squash, stem, stems
from content.models import Comparison, Entry, Level, Role, Row
from handlers.entry_card import short_comparison
from handlers.lookup_replies import echo, reviewed_note, without_asking
from handlers.ranks import order_of
from handlers.reply import Bold, Button, Heading, Reply, Table, Text, actions, note, reply, shorten, text
from handlers.topic import topic_of
from handlers.wording import short_answer

CELL_LENGTH = 160  # characters: a cell that a phone still shows without scrolling down
SHOWN_ROWS = 6  # of a written comparison before "all" is asked for: a phone screen
_SAME = {"paid": "pay", "pays": "pay", "earn": "pay", "earns": "pay", "salary": "pay", "led": "lead", "leads": "lead"}
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


def two_names(parts: list[str], entry: Entry, typed: str) -> Reply:
    """Say that the parts of a comparison are names of one entry: "DHM and DCM, the same thing?"."""
    tiers = [_tier(part, entry) for part in parts[:2]]
    is_similar = Tier.OTHER_JOB in tiers
    verdict = "Not quite: " if is_similar else "Yes: " if None not in tiers else ""
    names = list({_key(part): Bold(f"“{echo(without_asking(part))}”") for part in parts[:2]}.values())
    both = (names[0], " and ", names[1], " lead to the same entry, ") if len(names) > 1 else (names[0], " leads to ")
    similar = " They're similar jobs, not the same." if is_similar else ""
    return reply(
        Heading(entry.name),
        text(Bold(verdict if asks_same(typed) else ""), *both, Bold(entry.name), f".{similar}"),
        text(short_answer(entry.definition)),
        actions(Button(entry.name, f"define {entry.name}"), Button("More", f"details {entry.name}")),
        topic=topic_of(entry),
    )


def _tier(part: str, entry: Entry) -> Tier | None:
    """Which kind of name of an entry a part of a line is; None if it's none as written."""
    return next((tier for form, tier in forms_of(entry) if _key(form) == _key(part)), None)


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
