"""A team's terms as CSV: an import of an export changes nothing, and no cell runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.router import fold_space
from handlers.team_terms.reading import UnclearError, checked
from handlers.team_terms.table import BOM, read_table, write_table
from handlers.team_terms.terms import Meaning, TeamTerm
from tests.support.hypothesis_profiles import examples

CHARACTERS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cf"], exclude_characters="|")
LINES = st.text(CHARACTERS | st.sampled_from(list("=+-@'\",;")), min_size=1, max_size=30)
MEANINGS = st.builds(
    Meaning,
    name=LINES,
    definition=LINES,
    aliases=st.lists(LINES, max_size=3).map(tuple),
    titles=st.lists(LINES, max_size=3).map(tuple),
    questions=st.lists(LINES, max_size=3).map(tuple),
    link=st.sampled_from(["", "https://wiki.example/rec?a=1,2"]),
    entry=st.sampled_from(["", "Consul"]),
    owner=st.sampled_from(["", "U1"]),
    review_by=st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)),
)
REC = TeamTerm(1, 3, Meaning("REC", "Resource Efficiency Cell", aliases=("cell",)))


def storable(meanings: list[Meaning]) -> list[TeamTerm]:
    """Terms of the meanings that can be stored, as they would be."""
    terms = []
    for number, meaning in enumerate(meanings, 1):
        try:
            terms.append(TeamTerm(number, number % 3 + 1, checked(meaning)))
        except UnclearError:
            continue
    return terms


@examples(100)
@example([Meaning("word", "what it means", titles=('0_"\u00a0',))])
@given(st.lists(MEANINGS, max_size=5))
def test_an_import_of_an_export_changes_nothing_and_exports_the_same_bytes(meanings: list[Meaning]) -> None:
    terms = storable(meanings)
    table = write_table(terms)
    for text in (table, fold_space(table)):  # a message loses line ends and the mark
        plan = read_table(text, terms)
        assert plan.problems == ()
        assert (plan.added, plan.changed, plan.same) == ((), (), len(terms))
    emptied = [row | {"id": "", "version": ""} for row in csv.DictReader(io.StringIO(table.lstrip(BOM)))]
    written = io.StringIO()
    writer = csv.DictWriter(written, ["id", "version", *list(emptied[0])[2:]] if emptied else ["name", "definition"])
    writer.writeheader()
    writer.writerows(emptied)
    new = read_table(written.getvalue(), [])
    kept = dict.fromkeys(new.added)
    again = write_table(replace(term, meaning=meaning) for term, meaning in zip(terms, kept, strict=False))
    if len(kept) == len(terms):
        assert again.encode() == table.encode()


@examples(100)
@given(MEANINGS)
def test_no_cell_begins_like_a_formula(meaning: Meaning) -> None:
    table = write_table(storable([meaning]))
    for row in list(csv.reader(io.StringIO(table.lstrip(BOM))))[1:]:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_a_difference_is_named_before_anything_is_stored() -> None:
    table = write_table([REC]).replace("Resource Efficiency Cell", "The cell upstairs")
    plan = read_table(f"{table},,HUB,Where we eat,,,,,,,\r\n", [REC])
    assert [(before.meaning.definition, after.definition) for before, after in plan.changed] == [
        ("Resource Efficiency Cell", "The cell upstairs")
    ]
    assert [meaning.name for meaning in plan.added] == ["HUB"]
    assert [(change.term, change.version) for change in plan.changes] == [(None, None), (1, 3)]


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("REC,Resource Efficiency Cell", "The first line must name the columns"),
        ("name,definition\n,Cell", "Line 2: The word is missing"),
        ("name,definition\nREC,", "Line 2: The meaning is missing"),
        (f"name,definition\nREC,{'x' * 501}", "at most 500 characters"),
        ("id,name,definition\n9,REC,Cell", "Line 2: no term has this id now"),
        ("id,name,definition\nx,REC,Cell", "Line 2: no term has this id now"),
        ("id,version,name,definition\n1,2,REC,Cell", "has been changed since"),
        ("id,name,definition\n1,REC,Cell\n1,REC,Cell", "Line 3: this id is in the table twice"),
        ("name,definition,review_by\nREC,Cell,soon", "like 2027-01-31"),
        ("name,definition,link\nREC,Cell,javascript:alert(1)", "https://"),
    ],
)
def test_a_problem_says_where_it_is_and_what_to_do(table: str, problem: str) -> None:
    (found,) = read_table(table, [REC]).problems
    assert problem in found
