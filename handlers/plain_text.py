"""The plain text of a reply, which screen readers, notifications and agents read instead of its blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import assert_never

from handlers.reply import (
    Actions,
    Block,
    Diagram,
    Divider,
    Facts,
    Folded,
    Heading,
    Items,
    Note,
    Reply,
    Table,
    Text,
    TextToCopy,
    Tiles,
    plain,
    shorten,
)

NAME = "Dragoman"  # the text of a reply without words
SUMMARY_LENGTH = 300  # characters that fit in a notification


def plain_text_of(reply: Reply) -> str:
    """The whole answer without markup or actions, one line per paragraph, item and row; never blank."""
    return "\n".join(_lines_of(reply)) or NAME


def summary_of(reply: Reply) -> str:
    """The first two lines in at most `SUMMARY_LENGTH` characters, small print only if that is all; never blank."""
    large = replace(reply, blocks=tuple(block for block in reply.blocks if not isinstance(block, Note)))
    lines = list(islice(_lines_of(large), 2)) or list(islice(_lines_of(reply), 2))
    return shorten(" · ".join(lines) or NAME, SUMMARY_LENGTH)


def _lines_of(reply: Reply) -> Iterator[str]:
    return (line for block in reply.blocks for line in _lines(block) if line.strip())


def _lines(block: Block) -> list[str]:  # noqa: PLR0911 - one return for each kind of block
    match block:
        case Heading(text=value) | TextToCopy(text=value):
            return [value]
        case Text(spans=spans) | Note(spans=spans):
            return [plain(spans)]
        case Items(items=rows, ordered=ordered, start=start):
            return [
                f"{number}. {plain(row)}" if ordered else f"• {plain(row)}" for number, row in enumerate(rows, start)
            ]
        case Facts(pairs=pairs):
            return [f"{label}: {plain(spans)}" for label, spans in pairs]
        case Table(columns=columns, rows=rows):
            return [_row(columns, row) for row in rows]
        case Diagram() | Folded() | Tiles():
            return [line for part in block.instead for line in _lines(part)]
        case Divider() | Actions():
            return []
        case _:
            assert_never(block)


def _row(columns: tuple[str, ...], row: tuple[str, ...]) -> str:
    """A row as one line that names each cell by its column: "Head: Embassy: ambassador; Consulate: consul"."""
    cells = (f"{name}: {cell}" if name else cell for name, cell in zip(columns[1:], row[1:], strict=False))
    return ": ".join(filter(None, (row[0] if row else "", "; ".join(cells))))
