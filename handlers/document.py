"""A document: neutral pages to print or fill in, beside the reply that offers them.

bot/documents/ renders it as Markdown, Word and PDF. All text is plain text, whatever characters it has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 for a page, 2 for a part of it, 3 for a part of that."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or an item of a list. `lead` comes first, in bold; with a `url` the text is a link."""

    text: str
    lead: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Ticks:
    """A list with a box to tick before each item."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; the first row is the header. `widths` are the shares of the page's width, one per column.

    An empty cell is left for handwriting.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """A row of steps to choose one from, left blank: a step's name and what it means."""

    label: str
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """An empty box to write in, as high as this many lines."""

    label: str
    lines: int


@dataclass(frozen=True, slots=True)
class SmallPrint:
    """A caveat or a source, in small type."""

    text: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The end of a page."""


@dataclass(frozen=True, slots=True)
class Together:
    """Parts that stay on one page."""

    parts: tuple[Part, ...]


Part = Heading | Line | Bullets | Ticks | Table | Rating | Box | SmallPrint | PageBreak | Together


@dataclass(frozen=True, slots=True)
class Document:
    """Pages with a title, for a program's title bar and a screen reader, and a footer on each page.

    `name` is the file's name without its ending: lower-case letters, digits and hyphens. `line` is the command line
    that makes it again; with " as word" or " as pdf" after it, it asks for a file.
    """

    title: str
    name: str
    footer: str
    parts: tuple[Part, ...]
    line: str = ""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file for other programs, such as an export; `name` is the file's name, with its ending."""

    name: str
    title: str
    content_type: str
    content: bytes
