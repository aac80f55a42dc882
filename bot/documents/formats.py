"""The formats of a document: each renderer is loaded when it is first used."""

from __future__ import annotations

from importlib.util import find_spec

from content.errors import OperatorError
from handlers.document import Document

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
}
"""The formats by their file ending, with their media types."""
LABELS = {"docx": "Word", "pdf": "PDF", "md": "Text"}
"""What the formats are called in a chat."""
PDF_MISSING = (
    "PDF needs the extra “kit” (a typesetter of 80 MB): pip install 'dragoman[kit]', or build the container with "
    "--build-arg PDF=1. Or save the Word file as PDF"
)


def available() -> tuple[str, ...]:
    """The formats that this installation can render."""
    return tuple(name for name in CONTENT_TYPES if name != "pdf" or find_spec("typst"))


def render(document: Document, name: str) -> bytes:
    """The document as a file in a format. Raises OperatorError for PDF if its library isn't installed."""
    if name == "docx":
        from bot.documents import docx  # noqa: PLC0415 - takes a tenth of a second to load

        return docx.render(document)
    if name == "pdf":
        if "pdf" not in available():
            raise OperatorError(PDF_MISSING)
        from bot.documents import pdf  # noqa: PLC0415 - an optional extra

        return pdf.render(document)
    from bot.documents import markdown  # noqa: PLC0415 - like the others

    return markdown.render(document).encode()
