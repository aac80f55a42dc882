"""A table: side by side where a phone can show it so, else each row under its own name."""

from __future__ import annotations

from bot.teams import limits
from bot.teams.text import Json, clean, paragraph, rich, size
from handlers.reply import Bold, Spans, Table

BLANK = "\u00a0"
"""What an empty cell holds."""


def table_elements(table: Table) -> list[Json]:
    """One Table of the 1.5 schema, with the stacked rows as its fallback; or the stacked rows themselves."""
    stacked = _stacked(table)
    if not stacked or not _fits(table):
        return stacked
    rows = [_row(table.columns, len(table.columns), bold=True)]
    rows += [_row(line, len(table.columns)) for line in table.rows]
    made: Json = {
        "type": "Table",
        "columns": [{"width": 2 if at else 1} for at in range(len(table.columns))],
        "rows": rows,
        "fallback": {"type": "Container", "items": stacked},
    }
    return [made] if size(made) <= limits.TABLE_BYTES else stacked


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
    """For each row its name, then a line for each further cell with the name of its column."""
    elements: list[Json] = []
    for line in table.rows:
        if name := paragraph(tuple(Bold(cell) for cell in line[:1])):
            elements.append(name)
        names = (*table.columns[1:], *("" for _ in line))
        for column, cell in zip(names, line[1:], strict=False):
            words: Spans = (f"{column}: ", cell) if column.strip() else (cell,)
            if cell.strip() and (told := paragraph(words)):
                elements.append(told | {"spacing": "small"})
    return elements
