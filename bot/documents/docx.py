"""Render a document as Word (.docx): real headings, lists and tables, the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any, assert_never

import docx
from docx.document import Document as Word
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

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

WRITTEN = datetime(2000, 1, 1)
"""The time that the file gives as its own."""
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip entry can have."""
FONT = "Calibri"
INK = RGBColor(0x1F, 0x3A, 0x5F)
LINE_POINTS = 18
"""The height of a handwritten line."""
PAPER_WIDTH, PAPER_HEIGHT, MARGIN = Mm(210), Mm(297), Mm(19)
"""A4."""
TICK = "☐ "
CELL, TICK_LINE, BOX, RATING, SPACE = "Cell", "TickLine", "Box", "Rating", "Space"
"""Styles of ours, by their ids: text in tables, an item to tick, a box to write in, steps to choose from, and the space
after a table.

Boxes and ratings are paragraphs with a border: to a screen reader, a table of one row would promise more than it holds.
"""
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="{{width}}" w:space="4" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right")
)
"""Neighbours with the same border would share it, so those of boxes and ratings differ in width."""
_INSIDE = '<w:ind w:left="90" w:right="120"/>'
"""As far as the border is from its text and a little more, in twentieths of a point, so that a cell doesn't clip it."""
_TABS = "".join(f'<w:tab w:val="left" w:pos="{place}"/>' for place in (1200, 4000, 5700, 7400))
"""Where the steps of a rating begin, in twentieths of a point; the first has the longest text."""
_STYLES = {
    CELL: '<w:pPr><w:spacing w:after="0"/></w:pPr>',
    SPACE: '<w:pPr><w:spacing w:after="0" w:line="120" w:lineRule="exact"/></w:pPr>',
    TICK_LINE: '<w:pPr><w:spacing w:after="80"/><w:ind w:left="280"/><w:contextualSpacing/></w:pPr>',
    BOX: f'<w:pPr><w:keepLines/><w:pBdr>{_BORDERS.format(width=4)}</w:pBdr><w:spacing w:before="160" w:after="160" '
    f'w:line="{20 * LINE_POINTS}" w:lineRule="exact"/>{_INSIDE}</w:pPr><w:rPr><w:sz w:val="18"/></w:rPr>',
    RATING: f"<w:pPr><w:keepLines/><w:pBdr>{_BORDERS.format(width=6)}</w:pBdr><w:tabs>{_TABS}</w:tabs><w:spacing "
    f'w:before="80" w:after="160"/>{_INSIDE}</w:pPr><w:rPr><w:sz w:val="18"/></w:rPr>',
}
"""What the styles add to Normal, with elements in the order of the schema (ECMA-376, 17.3.1.26)."""
_NO_MARGINS = (
    f'<w:tblCellMar {nsdecls("w")}><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
)

_AIR = (
    f'<w:tblCellMar {nsdecls("w")}><w:top w:w="20" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="20" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
)
"""Margins of the cells of a grid, in twentieths of a point."""
_INDENT = f'<w:tblInd {nsdecls("w")} w:w="108" w:type="dxa"/>'
"""The left margin of a cell: without it, Word aligns the text of the first column with the page, not its border."""


def render(document: Document) -> bytes:
    """The document as a .docx file on A4 pages."""
    word = docx.Document()
    _set_up(word, document)
    breaks = False
    for part in document.parts:
        if isinstance(part, PageBreak):
            breaks = True
            continue
        _add(word, part, breaks=breaks)
        breaks = False
    return _stable(word)


def _set_up(word: Word, document: Document) -> None:
    properties = word.core_properties
    properties.title, properties.author, properties.last_modified_by = document.title, "Dragoman", "Dragoman"
    properties.created = properties.modified = WRITTEN
    properties.revision, properties.language, properties.comments = 1, "en-GB", ""
    section = word.sections[0]
    section.page_width, section.page_height = PAPER_WIDTH, PAPER_HEIGHT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.paragraph_format.space_after = Pt(4)
    _set_language(normal)
    for level, size in ((1, 20), (2, 13), (3, 11)):
        style = word.styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # they would win over the font's name
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12 if level > 1 else 0), Pt(4)
        style.paragraph_format.keep_with_next = True
    for name in _STYLES:
        word.styles.element.append(parse_xml(_style(name)))
    footer = section.footer.paragraphs[0]
    _run(footer, f"{document.footer} · page ", size=8)
    _field(footer, "PAGE")
    _run(footer, " of ", size=8)
    _field(footer, "NUMPAGES")


def _style(name: str) -> str:
    """The XML of a style of ours."""
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/>{_STYLES[name]}</w:style>'
    )


def _add(word: Word | _Cell, part: Part, *, breaks: bool) -> None:  # noqa: PLR0912 - one branch per kind of part
    """Add a part; `breaks`: on a new page."""
    if breaks:
        if isinstance(part, Heading):
            _heading(word, part).paragraph_format.page_break_before = True
            return
        word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    match part:
        case Heading():
            _heading(word, part)
        case Line():
            _line(word.add_paragraph(), part)
        case Bullets(lines=lines):
            for line in lines:
                _line(_styled(word.add_paragraph(), "ListBullet"), line)
        case Ticks(items=items):
            for item in items:
                _styled(word.add_paragraph(TICK + item), TICK_LINE)
        case Table():
            _table(word, part)
        case Rating(label=label, steps=steps):
            paragraph = _styled(word.add_paragraph(), RATING)
            _run(paragraph, label, bold=True)
            for name, text in steps:
                _run(paragraph, f"\t{TICK}{name}: ", bold=True)
                _run(paragraph, text)
        case Box(label=label, lines=lines):
            _styled(word.add_paragraph(label + "\n" * (lines - 1)), BOX)
        case SmallPrint(text=text):
            _run(word.add_paragraph(), text, size=9, italic=True)
        case PageBreak():
            pass
        case Together(parts=parts):
            _together(word, parts)
        case _:
            assert_never(part)


def _together(word: Word | _Cell, parts: Sequence[Part]) -> None:
    """Add parts that stay on one page: the heading, and the rest in the only cell of a row that isn't split.

    Word would need no cell, but LibreOffice splits long chains of paragraphs that are to be kept together. Parts with a
    table get no cell: its rows may be on two pages if they must.
    """
    first, *rest = parts
    _add(word, first, breaks=False)
    place: Word | _Cell = word
    if not any(isinstance(part, Table) for part in rest):
        frame = _add_table(word, 1, 1)
        frame._tbl.tblPr.xpath("./w:tblLook")[0].addprevious(parse_xml(_NO_MARGINS))  # the schema's order
        _keep_on_page(frame)
        place = frame.rows[0].cells[0]
    for part in rest:
        _add(place, part, breaks=False)
    if isinstance(place, _Cell):
        place._tc.remove(place.paragraphs[0]._p)  # the empty one that a cell begins with


def _heading(word: Word | _Cell, part: Heading) -> Paragraph:
    return _styled(word.add_paragraph(part.text), f"Heading{part.level}")


def _styled(paragraph: Paragraph, style: str) -> Paragraph:
    """The paragraph in a style by its id: looking styles up by name would take half of the time of a kit."""
    paragraph._p.style = style
    return paragraph


def _add_table(word: Word | _Cell, rows: int, columns: int) -> WordTable:
    table: WordTable = word.add_table(rows, columns)
    return table


def _grid(word: Word | _Cell, rows: int, columns: int) -> WordTable:
    table = _add_table(word, rows, columns)
    table._tbl.tblStyle_val = "TableGrid"
    properties = table._tbl.tblPr  # its elements have an order in the schema
    properties.xpath("./w:tblW")[0].addnext(parse_xml(_INDENT))
    properties.xpath("./w:tblLook")[0].addprevious(parse_xml(_AIR))
    return table


def _line(paragraph: Paragraph, line: Line) -> None:
    if line.lead:
        _run(paragraph, line.lead, bold=True)
    if line.url:
        _link(paragraph, line.text, line.url)
    elif line.text:
        _run(paragraph, line.text)


def _table(word: Word | _Cell, part: Table) -> None:
    table = _grid(word, 1 + len(part.rows), len(part.columns))
    table.autofit = False
    widths = [Emu(PAPER_WIDTH - 2 * MARGIN) * share // sum(part.widths) for share in part.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(width)
    header, *rows = table.rows
    header._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # screen readers announce it; Word repeats it
    for row, texts in zip((header, *rows), (part.columns, *part.rows), strict=True):
        if "" in texts[1:]:
            row.height = Pt(2 * LINE_POINTS)
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Emu(width)
            _fill(cell, text, bold=row is header)
            if row is header:
                _shade(cell)
    _keep_on_page(table)
    _space(word)


def _fill(cell: _Cell, text: str, *, bold: bool = False) -> None:
    _run(_styled(cell.paragraphs[0], CELL), text, bold=bold)


def _run(
    paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: float | None = None
) -> None:
    run = paragraph.add_run(text)
    if bold:  # setting what is already so would add elements, and a tenth to the time of a kit
        run.bold = True
    if italic:
        run.italic = True
    if size:
        run.font.size = Pt(size)


def _space(word: Word | _Cell) -> None:
    """Space after a table, which has none of its own."""
    _styled(word.add_paragraph(), SPACE)


def _keep_on_page(table: WordTable) -> None:
    """Don't break rows across pages."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _link(paragraph: Paragraph, text: str, url: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(text)
    run.font.underline, run.font.color.rgb = True, INK
    link.append(run._r)
    paragraph._p.append(link)


def _shade(cell: _Cell) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E8EDF3")):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that the program fills in: PAGE or NUMPAGES."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1")
    run.font.size = Pt(8)
    field.append(run._r)
    paragraph._p.append(field)


def _set_language(style: Any) -> None:
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    style.element.get_or_add_rPr().append(language)


def _stable(word: Word) -> bytes:
    """The file with its entries sorted and without their times, so that the same content gives the same bytes."""
    saved, stable = io.BytesIO(), io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(stable, "w", zipfile.ZIP_DEFLATED) as target:
        first = "[Content_Types].xml"  # readers expect it at the start
        for name in sorted(source.namelist(), key=lambda name: (name != first, name)):
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            target.writestr(entry, source.read(name))
    return stable.getvalue()
