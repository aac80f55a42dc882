"""`compare`: two or more entries side by side, from a curated comparison or from their cards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product

from content.library import Library
from content.models import Comparison, Entry, Level, Role
from handlers.command import Command, Request, Services
from handlers.lookup import find_entry
from handlers.reply import Bold, Button, Choice, Heading, Option, Reply, Table, actions, note, reply, shorten, text

CELL_LENGTH = 160  # characters: a cell that a phone still shows without scrolling down
MOST = 4  # entries side by side

_SPLIT = re.compile(r"\s*(?:[,;/&]|\b(?:vs|versus|different from|compared to|and|or|with|to|from)\b\.?)\s*", re.I)
_OPENING = re.compile(r"^\s*(?:the\s+)?(?:difference\s+)?(?:between\s+)?", re.I)


async def run(request: Request, services: Services) -> Reply:
    """A table of the entries named, or of what can be compared with the one that was named."""
    library = services.library
    typed = _OPENING.sub("", request.text).strip(" ?.!")
    if not typed:
        return _overview(library, "What shall I compare?")
    found = _read(typed, library)
    if len(found) > 1:
        curated = _curated(found, library)
        return _table(curated, library) if curated else _cards(found)
    return await _one(typed, services)


def _read(typed: str, library: Library) -> list[Entry]:
    """The entries in a line such as "A, B and C"; names may themselves hold an "and"."""
    separators = list(_SPLIT.finditer(typed))[: MOST + 2]
    best: list[Entry] = []
    for cuts in sorted(product((True, False), repeat=len(separators)), key=sum):
        entries = [_answer(part, library) for part in _parts(typed, separators, cuts)]
        known = list(dict.fromkeys(entry.name for entry in entries if entry is not None))
        if None not in entries and len(best) < len(known) <= MOST:
            best = library.linked(known)
    return best


def _parts(typed: str, separators: list[re.Match[str]], cuts: tuple[bool, ...]) -> Iterator[str]:
    start = 0
    for separator, cut in zip(separators, cuts, strict=True):
        if cut:
            if part := typed[start : separator.start()].strip():
                yield part
            start = separator.end()
    if part := typed[start:].strip():
        yield part


def _answer(part: str, library: Library) -> Entry | None:
    return library.by_name(part) or library.match(part).entry


def _curated(entries: list[Entry], library: Library) -> Comparison | None:
    """The comparison of exactly these entries, else the smallest that has them all."""
    if exact := library.comparison_of(entries):
        return exact
    names = {entry.name for entry in entries}
    wider = [each for each in library.comparisons if names <= set(_names(each, library))]
    return min(wider, key=lambda each: len(each.entries), default=None)


def _table(comparison: Comparison, library: Library) -> Reply:
    entries = library.linked(comparison.entries)
    return reply(
        Heading(comparison.name),
        text(comparison.summary),
        Table(("Aspect", *comparison.entries), tuple((row.aspect, *row.cells) for row in comparison.rows)),
        note(Bold("Remember: "), comparison.remember) if comparison.remember else None,
        actions(*(Button(entry.name, f"define {entry.name}") for entry in entries)),
    )


def _cards(entries: list[Entry]) -> Reply:
    """A table made of what the entries' own cards say, where nobody has written a comparison."""
    rows: list[tuple[str, Callable[[Entry], str]]] = [
        ("In short", lambda entry: _first_sentence(entry.definition)),
        ("Think of", lambda entry: entry.picture.think_of if entry.picture else "–"),
        ("Mind", lambda entry: entry.is_not[0] if entry.is_not else "–"),
        ("Senior from", _senior_from),
    ]
    filled = [(label, [shorten(cell(entry), CELL_LENGTH) for entry in entries]) for label, cell in rows]
    return reply(
        Heading(" and ".join(entry.name for entry in entries)),
        Table(
            ("Aspect", *(entry.name for entry in entries)),
            tuple((label, *cells) for label, cells in filled if set(cells) != {"–"}),
        ),
        note("Side by side from their cards; nobody has written a comparison of these yet."),
        actions(*(Button(entry.name, f"define {entry.name}") for entry in entries)),
    )


def _first_sentence(definition: str) -> str:
    return re.split(r"(?<=[.!?])\s", definition, maxsplit=1)[0]


def _senior_from(entry: Entry) -> str:
    guide = entry.levels.get(Level.SENIOR) if isinstance(entry, Role) else None
    return f"{guide.years.low} years" if guide and guide.years else "–"


async def _one(typed: str, services: Services) -> Reply:
    entry = find_entry(_unknown_part(typed, services.library), services, "define")
    if isinstance(entry, Reply):
        return entry
    return _overview(services.library, f"{entry.name}: compare it with what?", entry)


def _unknown_part(typed: str, library: Library) -> str:
    """The part that is not known, so that the answer speaks of it alone."""
    parts = [part for part in _SPLIT.split(typed) if part]
    return next((part for part in parts if _answer(part, library) is None), typed)


def _overview(library: Library, question: str, entry: Entry | None = None) -> Reply:
    known = [each for each in library.comparisons if entry is None or entry.name in _names(each, library)]
    options = tuple(Option(each.name, f"compare {', '.join(each.entries)}") for each in known)
    related = [(entry, other) for other in library.linked(entry.related)] if entry else []
    return reply(
        text(question),
        actions(Choice("Comparisons", options)) if options else None,
        actions(*(Button(other.name, f"compare {one.name}, {other.name}") for one, other in related[:4])),
        shareable=False,
    )


def _names(comparison: Comparison, library: Library) -> list[str]:
    return [entry.name for entry in library.linked(comparison.entries)]


command = Command(
    name="compare",
    summary="Puts two or more terms side by side",
    usage="compare <term> and <term>",
    examples=("compare embassy and permanent mission",),
    run=run,
    synonyms=("difference", "diff"),
    cues=("difference between", "differences between", " compared to ", " vs ", " versus ", " different from "),
    order=70,
)
