"""Extract the text of Word's and OpenDocument's XML with expat, element by element, without building a tree.

Only local names count: Word has two namespaces for the same elements. A document type is refused, so there are no
entities to expand or fetch.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.parsers import expat

from bot.files import limits, problems
from bot.files.errors import UnreadableFileError


@dataclass(frozen=True, slots=True)
class Markup:
    """The elements of an XML format, by local name.

    `text`: elements whose text is read. `paragraphs` end with a line break. `breaks` are replaced by a character.
    `cells` and `rows` are those of tables. `apart`: elements whose text comes after the paragraph that contains them,
    such as text boxes. `skipped`: elements that are not part of the document as it is shown.
    """

    text: frozenset[str]
    paragraphs: frozenset[str]
    breaks: dict[str, str]
    cells: frozenset[str]
    rows: frozenset[str]
    apart: frozenset[str]
    skipped: frozenset[str]


DOCX = Markup(
    text=frozenset({"t"}),
    paragraphs=frozenset({"p"}),
    breaks={"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"},
    cells=frozenset({"tc"}),
    rows=frozenset({"tr"}),
    apart=frozenset({"txbxContent"}),
    # Fallback repeats a text box for old programs; pPr has tab stops, which are not tabs.
    skipped=frozenset({"Fallback", "del", "moveFrom", "pPr", "rPr", "sectPr", "tblPr"}),
)
ODT = Markup(
    text=frozenset({"p", "h"}),
    paragraphs=frozenset({"p", "h"}),
    breaks={"tab": "\t", "line-break": "\n", "s": " "},
    cells=frozenset({"table-cell"}),
    rows=frozenset({"table-row"}),
    apart=frozenset({"text-box", "note-body"}),
    skipped=frozenset({"tracked-changes", "annotation", "note-citation", "meta", "title", "desc"}),
)


def read_xml(data: bytes, markup: Markup) -> str:
    """The text, with line breaks after paragraphs and tabs between cells. Raises UnreadableFileError."""
    reader = _Reader(markup)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnreadableFileError(problems.BROKEN) from error
    return reader.text


def _refuse(*declaration: object) -> None:
    raise UnreadableFileError(problems.BROKEN)


class _Reader:
    """Handlers for expat that collect the text."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self._depth = self._skipping = self._in_text = self._length = 0
        self._parts: list[str] = []
        self._outer: list[tuple[list[str], int]] = []
        """The unfinished paragraphs around a text box, each with its nesting of text elements."""
        self._apart: list[str] = []

    @property
    def text(self) -> str:
        return "".join((*self._parts, *self._apart))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name, markup = _local(name), self._markup
        self._depth += 1
        if self._depth > limits.MAX_DEPTH:
            raise UnreadableFileError(problems.BROKEN)
        if self._skipping or name in markup.skipped:
            self._skipping += 1
            return
        if name in markup.apart:
            self._outer.append((self._parts, self._in_text))
            self._parts, self._in_text = [], 0
        if name in markup.breaks:
            self._add(markup.breaks[name])
        if name in markup.text:
            self._in_text += 1

    def end(self, name: str) -> None:
        name, markup = _local(name), self._markup
        self._depth -= 1
        if self._skipping:
            self._skipping -= 1
            return
        if name in markup.text:
            self._in_text -= 1
        if name in markup.apart:
            self._apart.append("".join(self._parts))
            self._parts, self._in_text = self._outer.pop()
        if name in markup.paragraphs:
            self._add("\n")
            if not self._outer:
                self._parts += self._apart
                self._apart = []
        if name in markup.cells:
            self._replace_end("\t")
        if name in markup.rows:
            self._replace_end("\n")

    def characters(self, text: str) -> None:
        if self._in_text and not self._skipping:
            self._add(text)

    def _add(self, text: str) -> None:
        self._length += len(text)
        if self._length > limits.MAX_TEXT_LENGTH:
            raise UnreadableFileError(problems.TOO_LONG)
        self._parts.append(text)

    def _replace_end(self, separator: str) -> None:
        """Replace the line break or tab at the end of a cell or row by its separator."""
        if self._parts and self._parts[-1] in ("\n", "\t"):
            self._parts.pop()
        self._add(separator)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
