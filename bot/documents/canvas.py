"""Render a document as the Markdown of a Slack canvas, within its limits.

Source: https://docs.slack.dev/surfaces/canvases
"""

from __future__ import annotations

from bot.documents.markdown import escape, render_part
from handlers.document import Bullets, Document, Line, Part, Table, Together

TABLE_CELLS = 300
"""Cells of one table, with its header."""
CANVAS_BYTES = 1024 * 1024
"""Bytes of a canvas in UTF-8."""


def render(document: Document) -> str | None:
    """The document as a canvas's Markdown; None if it's too long. A table with too many cells becomes a list."""
    parts = [markdown for part in document.parts if (markdown := render_part(_fitted(part)))]
    markdown = "\n\n".join([*parts, "---", escape(document.footer)]) + "\n"
    return markdown if len(markdown.encode()) <= CANVAS_BYTES else None


def _fitted(part: Part) -> Part:
    if isinstance(part, Together):
        return Together(tuple(map(_fitted, part.parts)))
    if not isinstance(part, Table) or len(part.columns) * (len(part.rows) + 1) <= TABLE_CELLS:
        return part
    return Bullets(
        tuple(
            Line(
                "; ".join(f"{name}: {cell}" for name, cell in zip(part.columns[1:], row[1:], strict=True)),
                f"{row[0]}: ",
            )
            for row in part.rows
        )
    )
