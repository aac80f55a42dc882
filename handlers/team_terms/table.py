"""A team's terms as a CSV table, both ways: an export that is imported and exported again gives the same bytes.

Excel opens it: it begins with a byte order mark. A cell that a spreadsheet would run as a formula gets an apostrophe in
front, which the import takes away again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.team_terms.reading import UnclearError, checked
from handlers.team_terms.terms import Imported, Meaning, TeamTerm

COLUMNS = (
    *("id", "version", "name", "definition", "entry", "aliases", "titles", "questions", "link", "owner", "review_by"),
)
BOM = "\ufeff"
MOST_ROWS = 5_000
PROBLEMS_SHOWN = 10
_RUNS = ("=", "+", "-", "@", "\t", "\r", "'")
"""What a formula begins with (https://owasp.org/www-community/attacks/CSV_Injection), and our own apostrophe."""
_BETWEEN = " | "


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. `changed` are pairs of a term and its new meaning; `problems` say where and why not."""

    added: tuple[Meaning, ...] = ()
    changed: tuple[tuple[TeamTerm, Meaning], ...] = ()
    same: int = 0
    problems: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[Imported, ...]:
        """The changes to make."""
        new = [Imported(meaning) for meaning in self.added]
        return (*new, *(Imported(meaning, term.id, term.version) for term, meaning in self.changed))


def write_table(terms: Iterable[TeamTerm]) -> str:
    """The terms as CSV, in their order."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for term in terms:
        writer.writerow(map(_defused, _cells(term)))
    return BOM + written.getvalue()


def read_table(text: str, live: Sequence[TeamTerm]) -> Plan:
    """Compare a table with the live terms. Rows without an id are new; terms that the table lacks stay as they are."""
    rows = csv.DictReader(io.StringIO(text.lstrip(BOM).strip("\r\n")))
    if rows.fieldnames is None or not {"name", "definition"} <= {_header(name) for name in rows.fieldnames}:
        return Plan(problems=("The first line must name the columns; “name” and “definition” at least.",))
    rows.fieldnames = [_header(name) for name in rows.fieldnames]
    by_id = {term.id: term for term in live}
    known = {_same(term.meaning) for term in live}
    plan = Plan()
    seen: set[int] = set()
    try:
        for number, row in enumerate(rows, 2):
            if number > MOST_ROWS + 1:
                return replace(plan, problems=(*plan.problems, f"At most {MOST_ROWS:,} rows at a time."))
            plan = _with_row(plan, number, _stripped(row), by_id, known, seen)
    except csv.Error:
        return replace(plan, problems=(*plan.problems, "This isn’t a CSV table."))
    return plan


def _with_row(  # noqa: PLR0913, PLR0917 - what the rows are compared with
    plan: Plan, number: int, row: dict[str, str], by_id: dict[int, TeamTerm], known: set[Meaning], seen: set[int]
) -> Plan:
    try:
        term, meaning = _read(row, by_id, seen)
    except UnclearError as error:
        return replace(plan, problems=(*plan.problems, f"Line {number}: {error}"))
    if term is not None:
        seen.add(term.id)
        if meaning == term.meaning:
            return replace(plan, same=plan.same + 1)
        return replace(plan, changed=(*plan.changed, (term, meaning)))
    if _same(meaning) in known:
        return replace(plan, same=plan.same + 1)
    known.add(_same(meaning))
    return replace(plan, added=(*plan.added, meaning))


def _read(row: dict[str, str], by_id: dict[int, TeamTerm], seen: set[int]) -> tuple[TeamTerm | None, Meaning]:
    """The term of a row, None for a new one, and what the row says. Raises UnclearError."""
    term = None
    if row.get("id"):
        term = by_id.get(int(row["id"])) if row["id"].isdecimal() else None
        if term is None:
            raise UnclearError("no term has this id now. Empty the cell to add it as a new one.")
        if term.id in seen:
            raise UnclearError("this id is in the table twice.")
        if row.get("version") and row["version"] != str(term.version):
            raise UnclearError("it has been changed since this table was exported. Export again.")
    try:
        review = date.fromisoformat(row["review_by"]) if row.get("review_by") else None
    except ValueError:
        raise UnclearError("write the review date like 2027-01-31.") from None
    meaning = Meaning(
        name=row.get("name", ""),
        definition=row.get("definition", ""),
        aliases=_list(row.get("aliases", "")),
        titles=_list(row.get("titles", "")),
        questions=_list(row.get("questions", "")),
        link=row.get("link", ""),
        entry=row.get("entry", ""),
        owner=row.get("owner", ""),
        review_by=review,
    )
    return term, checked(meaning)


def _cells(term: TeamTerm) -> Iterator[str]:
    meaning = term.meaning
    yield from (str(term.id), str(term.version), meaning.name, meaning.definition, meaning.entry)
    yield from (_BETWEEN.join(values) for values in (meaning.aliases, meaning.titles, meaning.questions))
    yield from (meaning.link, meaning.owner, meaning.review_by.isoformat() if meaning.review_by else "")


def _defused(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RUNS) else cell


def _stripped(row: dict[str, str | None]) -> dict[str, str]:
    """The cells as they were before the export."""
    return {name: (value or "").strip().removeprefix("'") for name, value in row.items() if isinstance(name, str)}


def _header(name: str | None) -> str:
    return (name or "").strip().casefold()


def _list(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in cell.split("|"))))


def _same(meaning: Meaning) -> Meaning:
    """What makes two terms the same: the word and what it means."""
    return Meaning(meaning.name.casefold(), meaning.definition.casefold(), entry=meaning.entry.casefold())
