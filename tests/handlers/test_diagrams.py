"""Diagrams are built from the content, and found again by their names."""

from __future__ import annotations

from content.library import Library
from content.models import Chart, ChartPost
from handlers.diagram_data import Grid, Steps, Tree
from handlers.diagrams import NOT_EQUAL, chart_diagram, find_drawing, grades_diagram
from handlers.plain_text import plain_text_of
from handlers.reply import Diagram
from tests.bot.diagrams.test_drawings import every_diagram
from tests.conftest import Ask


def test_every_diagram_is_found_by_its_name(library: Library) -> None:
    diagrams = list(every_diagram(library))
    lost = [diagram.name for diagram in diagrams if find_drawing(diagram.name, library) != diagram.drawing]
    assert lost == []
    assert len({diagram.name for diagram in diagrams}) == len({(d.name, d.drawing) for d in diagrams})


def test_grades_of_two_employers_are_placed_by_years_and_called_unequal(library: Library) -> None:
    readings = [mention.readings[0] for mention in library.grades_in("P-3, NO-C and AD7")]
    diagram = grades_diagram(readings)
    assert diagram is not None
    assert isinstance(diagram.drawing, Grid)
    assert diagram.drawing.note == NOT_EQUAL
    rows = {row.label: [[step.label for step in cell] for cell in row.cells] for row in diagram.drawing.rows}
    assert rows["5+ years"] == [["P-3"], ["NO-C"], []]
    assert rows["No fixed years"] == [[], [], ["AD7, AD8"]]


def test_grades_without_an_order_are_not_drawn_as_a_ladder(library: Library) -> None:
    (mention,) = library.grades_in("NATO G17")
    assert grades_diagram([mention.readings[0]]) is None


def test_a_chart_that_is_no_tree_is_drawn_as_far_as_it_is_one() -> None:
    posts = [
        ChartPost(label="Head", entries=("X",)),
        ChartPost(label="Head", reports_to="Head", entries=("X",)),
        ChartPost(label="Lost", reports_to="Nobody", entries=("X",)),
    ]
    chart = Chart(id="c", name="C", organisations=("X",), answers_to="all", posts=tuple(posts), caveat="None.")
    drawing = chart_diagram(chart).drawing
    assert isinstance(drawing, Tree)
    assert [(post.label, post.depth) for post in drawing.posts] == [("Head", 0), ("Head", 1)]


async def test_a_picture_of_the_ladder_marks_the_rank(ask: Ask) -> None:
    (diagram,) = [block for block in (await ask("ladder counsellor")).blocks if isinstance(block, Diagram)]
    assert isinstance(diagram.drawing, Steps)
    assert [step.label for step in diagram.drawing.steps if step.here] == ["Counsellor"]
    assert diagram.drawing.steps[0].detail == "20+ years"


async def test_every_picture_has_the_same_in_words(ask: Ask) -> None:
    for line in ("ladder counsellor", "chart embassy", "chart political officer"):
        answer = await ask(line)
        (diagram,) = [block for block in answer.blocks if isinstance(block, Diagram)]
        assert diagram.url == ""
        words = plain_text_of(answer)
        shown = diagram.drawing.steps if isinstance(diagram.drawing, Steps) else diagram.drawing.posts  # type: ignore[union-attr]
        assert [step.label for step in shown if step.label not in words] == []
        assert diagram.drawing.note.split(". ")[-1] in words
