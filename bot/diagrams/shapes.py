"""The shapes of a drawn diagram, in logical pixels: boxes, lines and lines of text, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.diagrams.themes import Colour


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle with rounded corners."""

    left: float
    top: float
    right: float
    bottom: float
    fill: Colour
    outline: Colour | None = None
    radius: float = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    left: float
    top: float
    right: float
    bottom: float
    fill: Colour


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text and the rectangle that it covers; `behind` is the colour of its background."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    fill: Colour
    behind: Colour


Shape = Box | Line | Label


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawn diagram: shapes from back to front on a canvas."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    @property
    def labels(self) -> tuple[Label, ...]:
        """All texts."""
        return tuple(shape for shape in self.shapes if isinstance(shape, Label))


class Measure(Protocol):
    """Measures text as it will be drawn."""

    def __call__(self, text: str, size: float, *, bold: bool) -> float:
        """The width of one line of text."""
