"""Lay a drawing out as shapes, narrow and tall, so that its text can be read on a phone."""

from __future__ import annotations

from itertools import pairwise
from typing import assert_never

from bot.diagrams.shapes import Box, Label, Line, Measure, Shape, Sheet
from bot.diagrams.themes import Colour, Theme
from handlers.diagram_data import Bar, Bars, Drawing, Grid, Post, Row, Step, Steps, Tree, years

WIDTH = 360.0  # logical pixels: a phone shows an image at 320 to 360
MARGIN = 16.0
GAP = 8.0
PADDING = 7.0  # between a box and its text
INDENT = 18.0  # of a post below the one it reports to
TITLE, NAME, SMALL = 18.0, 15.0, 14.0
"""Sizes of text. Even at 320 pixels the smallest is more than 12 pixels high."""
LEADING = 1.35  # height of a line of text, by its size
ROW_LABEL = 76.0  # width of the first column of a grid
BAR = 14.0  # height of a bar
HERE = "here"
MARK_EVERY = 5  # years between the marks of a scale
OPEN_END = 5  # years for which an open range goes on


def lay_out(drawing: Drawing, theme: Theme, measure: Measure) -> Sheet:
    """The shapes of a drawing. Text is wrapped, so the height depends on it; the width is always `WIDTH`."""
    page = _Page(theme, measure)
    page.paragraph(drawing.title, TITLE, bold=True)
    page.space(GAP)
    match drawing:
        case Steps(steps=steps):
            _draw_steps(page, steps)
        case Tree(posts=posts):
            _draw_tree(page, posts)
        case Bars(bars=bars):
            _draw_bars(page, bars)
        case Grid(columns=columns, rows=rows):
            _draw_grid(page, columns, rows)
        case _:
            assert_never(drawing)
    if drawing.note:
        page.space(GAP)
        page.paragraph(drawing.note, SMALL, muted=True)
    return page.close()


class _Page:
    """Collects shapes from the top down; `y` is where the next one begins."""

    def __init__(self, theme: Theme, measure: Measure) -> None:
        self.theme, self.measure = theme, measure
        self.shapes: list[Shape] = []
        self.y = MARGIN

    def space(self, height: float) -> None:
        self.y += height

    def paragraph(self, text: str, size: float, *, bold: bool = False, muted: bool = False) -> None:
        """Text over the whole width."""
        fill = self.theme.muted if muted else self.theme.text
        lines = self.wrap(text, size, WIDTH - 2 * MARGIN, bold=bold)
        self.lines(lines, MARGIN, self.y, size, bold=bold, fill=fill, behind=self.theme.background)
        self.y += height(len(lines), size)

    def lines(  # noqa: PLR0913 - the look of a text
        self, lines: list[str], left: float, top: float, size: float, *, bold: bool, fill: Colour, behind: Colour
    ) -> None:
        """Lines of text, one below the other."""
        for number, line in enumerate(lines):
            y = top + height(number, size)
            right = left + self.measure(line, size, bold=bold)
            self.shapes.append(Label(line, left, y, right, y + height(1, size), size, bold, fill, behind))

    def wrap(self, text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
        """Break a text into lines of at most `width`. A longer word is broken too."""
        lines: list[str] = []
        line = ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if self.measure(longer, size, bold=bold) <= width:
                line = longer
                continue
            lines += [line] if line else []
            line = word
            while self.measure(line, size, bold=bold) > width and len(line) > 1:
                cut = next(
                    (at for at in range(len(line) - 1, 1, -1) if self.measure(line[:at], size, bold=bold) <= width), 1
                )
                lines.append(line[:cut])
                line = line[cut:]
        return [*lines, line] if line else lines

    def panel(self, label: str, detail: str, left: float, *, here: bool) -> None:
        """A box with a name and a detail, beside each other if both fit into one line; dark if it is asked about."""
        theme = self.theme
        fill = theme.accent if here else theme.panel
        ink, quiet = (theme.on_accent, theme.on_accent) if here else (theme.text, theme.muted)
        inner, right = left + PADDING, WIDTH - MARGIN - PADDING
        marked = f"{label} · {HERE}" if here else label
        room = right - inner
        beside = (
            detail and self.measure(marked, NAME, bold=True) + 2 * GAP + self.measure(detail, SMALL, bold=False) <= room
        )
        names = self.wrap(marked, NAME, room, bold=True)
        details = [] if beside or not detail else self.wrap(detail, SMALL, room)
        bottom = self.y + PADDING + height(len(names), NAME) + height(len(details), SMALL) + PADDING
        self.shapes.append(Box(left, self.y, WIDTH - MARGIN, bottom, fill))
        top = self.y + PADDING
        self.lines(names, inner, top, NAME, bold=True, fill=ink, behind=fill)
        if beside:
            start = right - self.measure(detail, SMALL, bold=False)
            self.lines([detail], start, top, SMALL, bold=False, fill=quiet, behind=fill)
        self.lines(details, inner, top + height(len(names), NAME), SMALL, bold=False, fill=quiet, behind=fill)
        self.y = bottom

    def close(self) -> Sheet:
        bottom = self.y + MARGIN
        frame = Box(0, 0, WIDTH, bottom, self.theme.background, self.theme.border, 10)
        return Sheet(WIDTH, bottom, (frame, *self.shapes))


def height(lines: int, size: float) -> float:
    """The height of this many lines of text."""
    return lines * size * LEADING


def _draw_steps(page: _Page, steps: tuple[Step, ...]) -> None:
    for step in steps:
        page.panel(step.label, step.detail, MARGIN, here=step.here)
        page.space(GAP / 2)


def _draw_tree(page: _Page, posts: tuple[Post, ...]) -> None:
    """Boxes, indented by depth, each tied to the one it reports to."""
    ends: list[float] = []  # by depth: where the line down from a box starts
    for post in posts:
        left = MARGIN + post.depth * INDENT
        del ends[post.depth :]
        if ends:
            x = MARGIN + (post.depth - 1) * INDENT + INDENT / 2
            middle = page.y + PADDING + height(1, NAME) / 2
            page.shapes.append(Line(x, ends[-1], x, middle, page.theme.line))
            page.shapes.append(Line(x, middle, left, middle, page.theme.line))
        page.panel(post.label, post.detail, left, here=post.here)
        ends.append(page.y)
        page.space(GAP - 2)


def _draw_bars(page: _Page, bars: tuple[Bar, ...]) -> None:
    """A bar for each range on one scale of years; a range without an end goes on to the edge.

    If one range is asked about, the others are pale.
    """
    theme = page.theme
    asked = any(bar.here for bar in bars)
    last = max((bar.low + OPEN_END if bar.high is None else bar.high) for bar in bars)
    last += -last % MARK_EVERY
    left, right = MARGIN, WIDTH - MARGIN

    def at(year: float) -> float:
        return left + (right - left) * year / last

    for bar in bars:
        name = f"{bar.label} · {HERE}" if bar.here else bar.label
        page.lines([name], left, page.y, NAME, bold=True, fill=theme.text, behind=theme.background)
        span = years(bar.low, bar.high)
        start = right - page.measure(span, SMALL, bold=False)
        page.lines([span], start, page.y, SMALL, bold=False, fill=theme.muted, behind=theme.background)
        page.space(height(1, NAME) + 2)
        page.shapes.append(Box(left, page.y, right, page.y + BAR, theme.panel))
        end = right if bar.high is None else at(bar.high)
        page.shapes.append(
            Box(at(bar.low), page.y, end, page.y + BAR, theme.accent if bar.here or not asked else theme.line)
        )
        page.space(BAR + GAP)
    _draw_scale(page, last)


def _draw_scale(page: _Page, last: int) -> None:
    theme, left, right = page.theme, MARGIN, WIDTH - MARGIN
    page.shapes.append(Line(left, page.y, right, page.y, theme.line))
    step = MARK_EVERY if last <= 6 * MARK_EVERY else 2 * MARK_EVERY
    for year in range(0, last + 1, step):
        x = left + (right - left) * year / last
        page.shapes.append(Line(x, page.y, x, page.y + 4, theme.line))
        wide = page.measure(str(year), SMALL, bold=False)
        start = min(max(x - wide / 2, left), right - wide)
        page.lines([str(year)], start, page.y + 5, SMALL, bold=False, fill=theme.muted, behind=theme.background)
    page.space(5 + height(1, SMALL))


def _draw_grid(page: _Page, columns: tuple[str, ...], rows: tuple[Row, ...]) -> None:
    """A column for each scheme, a row for each number of years."""
    theme = page.theme
    start = MARGIN + ROW_LABEL
    width = (WIDTH - MARGIN - start) / len(columns)
    edges = [start + width * number for number in range(len(columns) + 1)]
    heads = [page.wrap(name, SMALL, width - GAP, bold=True) for name in columns]
    for lines, left in zip(heads, edges, strict=False):
        page.lines(lines, left + GAP / 2, page.y, SMALL, bold=True, fill=theme.text, behind=theme.background)
    page.space(height(max(map(len, heads)), SMALL) + GAP / 2)
    for row in rows:
        page.shapes.append(Line(MARGIN, page.y, WIDTH - MARGIN, page.y, theme.line))
        top = page.y + GAP - 2
        label = page.wrap(row.label, SMALL, ROW_LABEL - GAP)
        page.lines(label, MARGIN, top, SMALL, bold=False, fill=theme.muted, behind=theme.background)
        bottoms = [top + height(len(label), SMALL)]
        for steps, (left, right) in zip(row.cells, pairwise(edges), strict=True):
            bottoms.append(_draw_cell(page, steps, left + GAP / 2, right - GAP / 2, top - GAP / 4))
        page.y = max(bottoms) + GAP / 4


def _draw_cell(page: _Page, steps: tuple[Step, ...], left: float, right: float, top: float) -> float:
    """Draw the grades of one cell below each other, and return where they end."""
    theme = page.theme
    for step in steps:
        fill, ink = (theme.accent, theme.on_accent) if step.here else (theme.panel, theme.text)
        lines = page.wrap(step.label, SMALL, right - left - GAP, bold=step.here)
        bottom = top + height(len(lines), SMALL) + GAP / 2
        page.shapes.append(Box(left, top, right, bottom, fill, radius=4))
        page.lines(lines, left + GAP / 2, top + GAP / 4, SMALL, bold=step.here, fill=ink, behind=fill)
        top = bottom + GAP / 2
    return top
