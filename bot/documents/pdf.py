"""Render a document as PDF with Typst: tagged for screen readers, its fonts embedded, the same bytes each time."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import typst

from handlers.document import Document, Part, Together

TEMPLATE = Path(__file__).parent / "document.typ"


def render(document: Document) -> bytes:
    """The document as a PDF on A4 pages."""
    data = {
        "title": document.title,
        "footer": document.footer,
        "parts": [_as_data(part) for part in document.parts],
    }
    rendered = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,  # its own fonts are the same on every machine
        sys_inputs={"document": json.dumps(data)},
    )
    assert isinstance(rendered, bytes)
    return rendered


def _as_data(part: Part) -> dict[str, object]:
    """The part's fields and its `type` in lower case."""
    fields = {"parts": [_as_data(inner) for inner in part.parts]} if isinstance(part, Together) else asdict(part)
    return {"type": type(part).__name__.lower(), **fields}
