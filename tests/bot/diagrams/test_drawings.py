"""Every diagram of the built-in pack is drawn: inside its canvas, nothing overlapping, readable on a phone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import combinations

import pytest
from PIL import Image

from bot.diagrams.layout import WIDTH, lay_out
from bot.diagrams.paint import SCALE, measure, png
from bot.diagrams.shapes import Box, Label, Sheet
from bot.diagrams.themes import THEMES
from bot.slack.limits import IMAGE_ALT_TEXT
from content.library import Library
from content.lookup.grades import GradeReading
from handlers.diagram_data import Bar, Bars, Drawing, Grid, Post, Row, Step, Steps, Tree, alt_text
from handlers.diagrams import (
    chart_diagram,
    charts,
    grades_diagram,
    ladder_diagram,
    ladders,
    levels_diagram,
    scheme_diagram,
)
from handlers.reply import Diagram

NARROW = 320  # CSS pixels of an image in a chat on a phone that is 390 pixels wide
SMALLEST = 12  # CSS pixels
CONTRAST = 4.5
LONG = "Commissioner-General-for-the-Coordination-of-Everything of the ministry, acting"
EXTREMES: dict[str, Drawing] = {
    "empty": Steps("", ()),
    "long words": Steps(LONG, (Step(LONG, LONG, here=True), Step("A", "1 year")), LONG * 4),
    "deep tree": Tree(LONG, tuple(Post(LONG, LONG, depth) for depth in range(6)), LONG),
    "one bar": Bars("Years", (Bar(LONG[:30], 0, None),)),
    "many years": Bars("Years", (Bar("Junior", 0, 1), Bar("Mid", 1, 55, here=True), Bar("Senior", 55, None))),
    "four columns": Grid(
        LONG, ("Commissioner", "UN", "US", "UK"), (Row("No fixed years", ((Step(LONG),), (), (), (Step("A"),))),)
    ),
    "other scripts": Steps("Дипломаты · Διπλωμάτες", (Step("Первый секретарь", "6–14"), Step("Ατασέ", here=True))),
}


def every_diagram(library: Library) -> Iterator[Diagram]:
    """The diagrams that answers can have, with one pair of grades for each pair of schemes."""
    for ladder in ladders(library):
        yield ladder_diagram(ladder, library)
        yield from (ladder_diagram(ladder, library, entry) for entry in library.linked(ladder.entries))
    for chart in charts(library):
        yield chart_diagram(chart)
        yield from (chart_diagram(chart, post) for post in chart.posts)
    firsts = [GradeReading(scheme, scheme.grades[0], scheme.grades[0].names[0]) for scheme in library.grades]
    found = [
        *(scheme_diagram(scheme) for scheme in library.grades),
        *(grades_diagram([reading]) for reading in firsts),
        *(grades_diagram(pair) for pair in combinations(firsts, 2)),
        grades_diagram(firsts[:4]),
        *(levels_diagram(role) for role in library.roles),
        *(levels_diagram(role, level) for role in library.roles[:5] for level in role.levels),
    ]
    yield from (diagram for diagram in found if diagram is not None)


def problems(sheet: Sheet) -> list[str]:
    """What is wrong with the places, sizes and colours of the texts."""
    found = [
        f"{label.text!r} is outside the canvas"
        for label in sheet.labels
        if label.left < 0 or label.top < 0 or label.right > sheet.width or label.bottom > sheet.height
    ]
    found += [f"{label.text!r} is small" for label in sheet.labels if label.size * NARROW / WIDTH < SMALLEST]
    found += [
        f"{label.text!r} is hard to read" for label in sheet.labels if contrast(label.fill, label.behind) < CONTRAST
    ]
    found += [f"{label.text!r} is not on {label.behind}" for label in sheet.labels if not stands_on(label, sheet)]
    found += [f"{one.text!r} overlaps {two.text!r}" for one, two in combinations(sheet.labels, 2) if overlap(one, two)]
    return found


def overlap(one: Label, two: Label) -> bool:
    """Whether two texts share more than an edge."""
    beside = min(one.right, two.right) - max(one.left, two.left)
    above = min(one.bottom, two.bottom) - max(one.top, two.top)
    return beside > 0.01 and above > 0.01


def stands_on(label: Label, sheet: Sheet) -> bool:
    """Whether the last box that covers the start of a text has the colour that the text expects."""
    middle = (label.top + label.bottom) / 2
    below = [
        shape
        for shape in sheet.shapes
        if isinstance(shape, Box) and shape.left <= label.left < shape.right and shape.top <= middle < shape.bottom
    ]
    return below[-1].fill == label.behind and label.right <= below[-1].right


def contrast(one: str, two: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2)."""
    darker, lighter = sorted(luminance(colour) for colour in (one, two))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", THEMES)
def test_every_diagram_is_readable(library: Library, theme: str) -> None:
    diagrams = list(every_diagram(library))
    assert len(diagrams) > 150
    found = {
        diagram.name: wrong
        for diagram in diagrams
        if (wrong := problems(lay_out(diagram.drawing, THEMES[theme], measure)))
    }
    assert found == {}


def test_every_diagram_has_an_alt_text_that_fits(library: Library) -> None:
    lengths = {diagram.name: len(diagram.alt) for diagram in every_diagram(library)}
    assert {name: length for name, length in lengths.items() if not 0 < length <= IMAGE_ALT_TEXT} == {}


@pytest.mark.parametrize("name", EXTREMES)
@pytest.mark.parametrize("theme", THEMES)
def test_extreme_drawings_are_readable(name: str, theme: str) -> None:
    assert problems(lay_out(EXTREMES[name], THEMES[theme], measure)) == []
    assert png(EXTREMES[name], theme)


@pytest.mark.parametrize("kind", ["ladder", "chart", "grades", "levels"])
@pytest.mark.parametrize("theme", THEMES)
def test_an_image_is_narrow_and_the_same_each_time(library: Library, kind: str, theme: str) -> None:
    diagram = next(diagram for diagram in every_diagram(library) if diagram.name.startswith(f"{kind}/"))
    image = png(diagram.drawing, theme)
    assert image == png(diagram.drawing, theme)
    picture = Image.open(io.BytesIO(image))
    assert (picture.format, picture.width) == ("PNG", WIDTH * SCALE)
    assert len(image) < 100_000


def test_the_alt_text_says_all_that_the_picture_shows() -> None:
    tree = Tree("House", (Post("Head"), Post("Deputy", "runs it", 1), Post("Desk", "", 2, here=True)), "Differs.")
    assert alt_text(tree) == "House: Head; Deputy (runs it) reports to Head; Desk reports to Deputy ← here. Differs."
    bars = Bars("Levels", (Bar("Junior", 0, 5), Bar("Senior", 5, None, here=True)))
    assert alt_text(bars) == "Levels: Junior 0–5 years; Senior 5+ years ← here."
    grid = Grid("Grades", ("UN", "EU"), (Row("5+ years", ((Step("P-3", here=True),), ())),), "Not equal.")
    assert alt_text(grid) == "Grades: 5+ years – UN: P-3 ← here. Not equal."
