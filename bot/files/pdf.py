"""Extract the text of PDF files with PDFium, page by page; columns that were printed line by line are put in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from bot.files import limits, problems
from bot.files.errors import UnreadableFileError
from bot.files.garbled import is_garbled

GAP = 2.0
"""Times the height of a character: a wider gap within a line separates columns."""
COLUMN_SHARE = 0.25
"""The share of the text's width that a column has at least. Dates in front of their lines take less."""
COLUMN_LINES = 5
"""Lines that two columns have beside each other at least."""


@dataclass(slots=True)
class Run:
    """Characters of a line without a wide gap, in points from the lower left corner of the page."""

    text: str
    left: float
    right: float
    same_line: bool
    """Whether it continues the line of the run before."""

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left


def read(data: bytes) -> str:
    """The text of all pages. Raises UnreadableFileError."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        raise UnreadableFileError(problems.PASSWORD if is_locked else problems.BROKEN) from error
    if len(document) > limits.MAX_PAGES:
        raise UnreadableFileError(problems.TOO_MANY_PAGES)
    pages, length, pictures = [], 0, False
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError as error:
            raise UnreadableFileError(problems.BROKEN) from error
        pages.append(_page_text(page))
        length += len(pages[-1])
        if length > limits.MAX_TEXT_LENGTH:
            raise UnreadableFileError(problems.TOO_LONG)
        pictures = pictures or _has_picture(page)
        page.close()
    text = "\n\n".join(pages)
    if not text.strip():
        raise UnreadableFileError(problems.SCANNED if pictures else problems.NO_TEXT)
    if is_garbled(text):
        raise UnreadableFileError(problems.UNREADABLE_FONTS)
    return text


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    return next(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3), None) is not None


def _page_text(page: pypdfium2.PdfPage) -> str:
    text_page = page.get_textpage()
    if text_page.count_chars() > limits.MAX_PAGE_CHARACTERS:
        raise UnreadableFileError(problems.TOO_LONG)
    runs = list(_runs(text_page))
    text_page.close()
    gutter = _gutter(runs)
    if gutter is not None:
        return "\n".join(run.text for run in _by_column(runs, gutter))
    return "".join(("\t" if run.same_line else "\n") + run.text for run in runs).lstrip("\n")


def _runs(text_page: pypdfium2.PdfTextPage) -> Iterator[Run]:
    """The runs of a page, in the order of the file, which is the order of reading in most."""
    raw = text_page.raw
    run: Run | None = None
    same_line = False
    for index in range(text_page.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(raw, index))
        if character in "\r\n":
            if run is not None:
                yield run
            run, same_line = None, False
            continue
        if pdfium.FPDFText_IsGenerated(raw, index) == 1:  # a space that PDFium found; it has no box
            if run is not None:
                run.text += character
            continue
        left, right, _, height = _box(text_page, index)
        if run is not None and left - run.right > GAP * height > 0:
            yield run
            run, same_line = None, True
        if run is None:
            run = Run(character, left, right, same_line)
        else:
            run.text += character
            run.right = max(run.right, right)
    if run is not None:
        yield run


def _box(text_page: pypdfium2.PdfTextPage, index: int) -> tuple[float, float, float, float]:
    """Left, right, bottom and height of a character."""
    left, bottom, right, top = text_page.get_charbox(index, loose=True)
    return left, right, bottom, top - bottom


def _gutter(runs: list[Run]) -> float | None:
    """The x between two columns of prose that the file has line by line; None if the order of the file is right."""
    pairs = [(one, other) for one, other in pairwise(runs) if other.same_line]
    if len(pairs) < COLUMN_LINES:
        return None
    left, right = max(one.right for one, _ in pairs), min(other.left for _, other in pairs)
    if left >= right:
        return None
    width = max(run.right for run in runs) - min(run.left for run in runs)
    narrowest = min(median(one.width for one, _ in pairs), median(other.width for _, other in pairs))
    return (left + right) / 2 if narrowest >= COLUMN_SHARE * width else None


def _by_column(runs: list[Run], gutter: float) -> Iterator[Run]:
    """The runs of the left column, then of the right one; a run across both comes after what is above it."""
    right_column: list[Run] = []
    for run in runs:
        if run.left >= gutter:
            right_column.append(run)
            continue
        if run.right > gutter:
            yield from right_column
            right_column = []
        yield run
    yield from right_column
