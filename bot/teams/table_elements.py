"""Render a table as a Table element if it fits a phone's screen, else stacked: each row under its name."""

from __future__ import annotations

from bot.teams import limits
from bot.teams.text import Json, clean, paragraph, rich, size
from handlers.reply import Bold, Spans, Table

BLANK = "\u00a0"
"""The text of an empty cell."""


def table_elements(table: Table) -> list[Json]:
    """A Table element with the stacked rows as its fallback, or only the stacked rows."""
    stacked = _stacked(table)
    if not stacked or not _fits(table):
        return stacked
    rows = [_row(table.columns, len(table.columns), bold=True)]
    rows += [_row(line, len(table.columns)) for line in table.rows]
    element: Json = {
        "type": "Table",
        "columns": [{"width": 2 if at else 1} for at in range(len(table.columns))],
        "rows": rows,
        "fallback": {"type": "Container", "items": stacked},
    }
    return [element] if size(element) <= limits.TABLE_BYTES else stacked


def _fits(table: Table) -> bool:
    cells = [cell for line in (table.columns, *table.rows) for cell in line]
    return (
        1 < len(table.columns) <= limits.TABLE_COLUMNS
        and all(len(line) <= len(table.columns) for line in table.rows)
        and all(len(cell) <= limits.TABLE_CELL for cell in cells)
    )


def _row(line: tuple[str, ...], width: int, *, bold: bool = False) -> Json:
    cells = (*line, *("" for _ in range(width - len(line))))
    style: Json = {"weight": "bolder"} if bold else {}
    runs = [{"type": "TextRun", "text": clean(cell).strip() or BLANK, **style} for cell in cells]
    return {"type": "TableRow", "cells": [{"type": "TableCell", "items": [rich([run])]} for run in runs]}


def _stacked(table: Table) -> list[Json]:
    """For each row, its name in bold, then a line "column: cell" for each other cell."""
    elements: list[Json] = []
    for line in table.rows:
        if name := paragraph(tuple(Bold(cell) for cell in line[:1])):
            elements.append(name)
        names = (*table.columns[1:], *("" for _ in line))
        for column, cell in zip(names, line[1:], strict=False):
            words: Spans = (f"{column}: ", cell) if column.strip() else (cell,)
            if cell.strip() and (line_element := paragraph(words)):
                elements.append(line_element | {"spacing": "small"})
    return elements
