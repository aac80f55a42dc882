"""Render a document as Markdown."""

from __future__ import annotations

import re
from typing import assert_never

from handlers.document import (
    Box,
    Bullets,
    Document,
    Heading,
    Line,
    PageBreak,
    Part,
    Rating,
    SmallPrint,
    Table,
    Ticks,
    Together,
)

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")
BLANK = "…"
"""Where to write."""


def render(document: Document) -> str:
    """The document as Markdown with tables and task lists, as GitHub and Slack read them. Ends with the footer."""
    parts = [markdown for part in document.parts if (markdown := render_part(part))]
    return "\n\n".join([*parts, "---", escape(document.footer)]) + "\n"


def render_part(part: Part) -> str:  # noqa: PLR0911 - one return per kind of part
    """One part, which may be several lines."""
    match part:
        case Heading(text=text, level=level):
            return f"{'#' * level} {escape(text)}"
        case Line():
            return _line(part)
        case Bullets(lines=lines):
            return "\n".join(f"- {_line(line)}" for line in lines)
        case Ticks(items=items):
            return "\n".join(f"- [ ] {escape(item)}" for item in items)
        case Table(columns=columns, rows=rows):
            return "\n".join([_row(columns), _row(tuple("---" for _ in columns)), *map(_row, rows)])
        case Rating(label=label, steps=steps):
            return f"**{escape(label)}:** " + " · ".join(f"☐ {escape(name)} ({escape(text)})" for name, text in steps)
        case Box(label=label):
            return f"**{escape(label)}**\n\n{BLANK}"
        case SmallPrint(text=text):
            return f"*{escape(text)}*"
        case PageBreak():
            return "---"
        case Together(parts=parts):
            return "\n\n".join(map(render_part, parts))
        case _:
            assert_never(part)


def escape(text: str) -> str:
    """Plain text with the characters that Markdown reads as markup escaped."""
    return _SPECIAL.sub(r"\\\1", text)


def _line(line: Line) -> str:
    text = escape(line.text)
    if line.url:
        text = f"[{text}]({line.url.replace(')', '%29').replace(' ', '%20')})"
    lead = line.lead.rstrip()
    space = " " if text and lead != line.lead else ""
    return (f"**{escape(lead)}**{space}" if lead else "") + text


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell if cell == '---' else escape(cell) for cell in cells)} |"
