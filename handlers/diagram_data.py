"""Drawings: what a picture shows, as plain data without a layout. bot/diagrams draws them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never


@dataclass(frozen=True, slots=True)
class Step:
    """One rank or grade. `here`: the one that is asked about."""

    label: str
    detail: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """Ranks or grades in order, the highest first."""

    title: str
    steps: tuple[Step, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One post of an organisation chart; `depth` counts the posts above it, 0 for the head."""

    label: str
    detail: str = ""
    depth: int = 0
    here: bool = False


@dataclass(frozen=True, slots=True)
class Tree:
    """Who reports to whom: each post comes after the one it reports to, before that one's next report."""

    title: str
    posts: tuple[Post, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A range of years from `low` to `high`; None if it is open."""

    label: str
    low: int
    high: int | None
    here: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Ranges of years on one scale."""

    title: str
    bars: tuple[Bar, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a grid: its label, and the steps in each column."""

    label: str
    cells: tuple[tuple[Step, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Grades of several employers in columns; the rows are years of experience."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""


Drawing = Steps | Tree | Bars | Grid


def alt_text(drawing: Drawing) -> str:
    """Everything that the picture shows, as sentences for screen readers."""
    match drawing:
        case Steps(steps=steps):
            shown = f"from the top: {_listed(_step(step) for step in steps)}"
        case Tree(posts=posts):
            shown = _listed(_reports(posts))
        case Bars(bars=bars):
            shown = _listed(f"{bar.label} {years(bar.low, bar.high)}{_here(bar.here)}" for bar in bars)
        case Grid(columns=columns, rows=rows):
            shown = _listed(f"{row.label} – {_cells(columns, row)}" for row in rows)
        case _:
            assert_never(drawing)
    return " ".join(part for part in (f"{drawing.title}: {shown}.", drawing.note) if part)


def years(low: int, high: int | None) -> str:
    """ "8–12 years", or "20+ years" without an end."""
    return f"{low}+ years" if high is None else f"{low}–{high} years"


def _step(step: Step) -> str:
    return f"{step.label}{f' ({step.detail})' if step.detail else ''}{_here(step.here)}"


def _here(here: bool) -> str:
    return " ← here" if here else ""


def _reports(posts: tuple[Post, ...]) -> Iterable[str]:
    above: list[str] = []
    for post in posts:
        del above[post.depth :]
        detail = f" ({post.detail})" if post.detail else ""
        yield f"{post.label}{detail}{f' reports to {above[-1]}' if above else ''}{_here(post.here)}"
        above.append(post.label)


def _cells(columns: tuple[str, ...], row: Row) -> str:
    cells = zip(columns, row.cells, strict=True)
    return ", ".join(f"{name}: {' and '.join(_step(step) for step in steps)}" for name, steps in cells if steps)


def _listed(parts: Iterable[str]) -> str:
    return "; ".join(parts)
