"""A grade beside a rank, a job or a term: what can be compared, since no official table ties the two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from content.library import Library
from content.lookup.grades import GradeReading
from content.models import Entry, GradeScheme, Level, Role
from content.models.comparison import Row
from handlers.grade_cards import CELL_LENGTH, line_of, topic_of_grades
from handlers.left_out import unused_words
from handlers.parsing.grade import GradeRequest
from handlers.reply import Bold, Button, Heading, Reply, Table, Text, actions, note, reply, shorten, text
from handlers.topic import topic_of
from handlers.wording import short_answer, stop

_LIKE = re.compile(
    r"=|~|≈|\b(?:like|about|around|roughly|basically|similar|comparable|equals?|equivalent|same|level|rank|par|matche?s?"
    r"|corresponds?|(?:as|so)\s(?:senior|junior|high|low|good|important)\sas|and|or|vs|versus)\b",
    re.I,
)
"""What sets a grade beside a rank: "is FS-01 like a counsellor"."""


def beside_rank(asked: GradeRequest, library: Library) -> Reply | None:
    """The answer to a line that asks whether a grade is like a rank or a job; None for other lines."""
    if asked.first is None or len(asked.grades) > 1 or not _LIKE.search(asked.rest):
        return None
    beside = " ".join(_LIKE.sub(" ", asked.rest).split())
    entry = library.match(beside).meant
    is_named = isinstance(entry, Role) and not unused_words(beside, entry)
    return beside_entry(asked.first, entry, library) if entry and is_named else None


def beside_entry(reading: GradeReading, entry: Entry, library: Library) -> Reply:
    """A grade beside a rank, a job or a term: no official table ties the two."""
    scheme, grade, name = reading
    if employer := _employer_of_grades(entry, scheme, library):
        return reply(
            Heading(f"{name} and {employer} grades"),
            text(Bold(f"No official table makes {name} equal to any {employer} grade.")),
            text(scheme.no_table),
            actions(
                Button(name, f"grade {line_of(reading, library)}"),
                Button(f"{employer} grades", f"grade {employer} grades"),
            ),
            topic=topic_of_grades([reading], library),
        )
    senior = entry.levels.get(Level.SENIOR) if isinstance(entry, Role) else None
    years = f"Senior from {senior.years.low} years" if senior and senior.years else "–"
    return reply(
        Heading(f"{name} and {entry.name}"),
        text(Bold(_together(name, entry, library))),
        Table(
            ("Aspect", name, entry.name),
            (
                ("What it is", grade.summary, shorten(short_answer(entry.definition), CELL_LENGTH)),
                ("Experience", grade.asks or "Not fixed", years),
                ("Reads as", str(grade.level), "Depends on the person" if isinstance(entry, Role) else "–"),
            ),
        ),
        _in_table_of_ranks(name, entry, library),
        note(scheme.no_table),
        actions(
            Button(name, f"grade {line_of(reading, library)}"),
            Button(entry.name, f"define {entry.name}"),
            Button("Levels", f"levels {entry.name}") if isinstance(entry, Role) else None,
        ),
        topic=replace(topic_of(entry), entries=(line_of(reading, library), entry.name)),
    )


def _employer_of_grades(entry: Entry, own: GradeScheme, library: Library) -> str | None:
    """The employer with grades of its own that an entry is; None if it's something else, or the employer of `own`."""
    employers = (scheme.employers[0] for scheme in library.grades if scheme.employers != own.employers)
    return next((employer for employer in employers if library.match(employer).entry is entry), None)


def _together(name: str, entry: Entry, library: Library) -> str:
    """Whether a grade and a rank go together, in a sentence."""
    if any(rank == entry.name for _, named in _in_tables_of_ranks(name, entry, library) for rank in named):
        return f"{name} and {entry.name} often go together, but one is a grade and the other a title at a post."
    return f"No official table makes {name} equal to {entry.name}{stop(entry.name)}"


def _in_table_of_ranks(name: str, entry: Entry, library: Library) -> Text | None:
    """What the first table of ranks with the grade has on it and on the rank."""
    for row, named in _in_tables_of_ranks(name, entry, library):
        comparison = next(one for one in library.comparisons if row in one.rows)
        own = {entry.name: row.cells[comparison.entries.index(entry.name)]}
        said = "; ".join(f"{rank}: {cell}" for rank, cell in (named | own).items())
        return text(Bold(f"In my table of ranks, {row.aspect}: "), said, stop(said))
    return None


def _in_tables_of_ranks(name: str, entry: Entry, library: Library) -> Iterator[tuple[Row, dict[str, str]]]:
    """The rows of comparisons of a rank that have the grade, with the cells that have it, each by its rank."""
    code = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    for comparison in library.comparisons:
        for row in comparison.rows if entry.name in comparison.entries else ():
            cells = zip(comparison.entries, row.cells, strict=True)
            if named := {rank: cell for rank, cell in cells if code.search(cell)}:
                yield row, named
