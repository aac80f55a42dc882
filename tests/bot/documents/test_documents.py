"""Documents in every format: complete, valid, accessible, and the same bytes each time."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import get_args

import docx
import pytest
from PIL import Image, ImageOps

from bot.documents import canvas, markdown
from bot.documents import formats as documents
from bot.documents.formats import CONTENT_TYPES
from content.errors import OperatorError
from content.library import Library
from content.models import Level
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
from tests.bot.documents.conftest import MakeKit
from tests.support.hypothesis_profiles import some

MARKUP = r"#title *bold* _it_ `code` <b> $x$ @ref \back | [link](x) ~ “quoted” é chargé d'affaires"
LEAST_MARGIN = 28
"""Points, a centimetre: printers need half of it."""
ALL_PARTS = Document(
    title=MARKUP,
    name="all-parts",
    footer=MARKUP,
    parts=(
        Heading(MARKUP),
        Line(MARKUP, f"{MARKUP}: "),
        Line(MARKUP, url="https://example.com/a(b)?c=1&d=2"),
        Bullets((Line(MARKUP), Line("", MARKUP))),
        PageBreak(),
        Line("On a new page"),
        PageBreak(),
        Heading(MARKUP, 2),
        Table((MARKUP, "Two"), ((MARKUP, ""), ("", MARKUP)), (1, 2)),
        Together((Heading(MARKUP, 3), Ticks((MARKUP,)), Rating(MARKUP, (("1", MARKUP), ("2", "b"))), Box(MARKUP, 3))),
        SmallPrint(MARKUP),
    ),
)


@pytest.fixture(params=["kit", "all parts"])
def document(request: pytest.FixtureRequest, kit: MakeKit) -> Document:
    return kit("Head of Mission", panel=3) if request.param == "kit" else ALL_PARTS


def squeezed(text: str) -> str:
    """The text without white space, since programs break lines where they like."""
    return re.sub(r"\s", "", text.replace("ﬁ", "fi").replace("ﬀ", "ff").replace("ﬂ", "fl"))


def texts(document: Document) -> list[str]:
    """Every text of a document, in order."""
    found: list[str] = []

    def read(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, tuple):
            for inner in value:
                read(inner)
        elif isinstance(value, Heading | Line | Bullets | Table | Ticks | Rating | Box | SmallPrint | Together):
            for name in value.__slots__:
                if name != "url":
                    read(getattr(value, name))

    read(document.parts)
    return [text for text in found if text]


def test_all_parts_has_every_kind_of_part() -> None:
    together = [part for part in ALL_PARTS.parts if isinstance(part, Together)]
    inside = [inner for part in together for inner in part.parts]
    assert {type(part) for part in (*ALL_PARTS.parts, *inside)} == set(get_args(Part))


@pytest.mark.parametrize("name", CONTENT_TYPES)
def test_the_same_content_gives_the_same_bytes(name: str, document: Document) -> None:
    assert documents.render(document, name) == documents.render(document, name)


def test_word_has_real_headings_and_header_rows(kit: MakeKit) -> None:
    word = docx.Document(io.BytesIO(documents.render(kit("Consul", panel=2), "docx")))
    headings = [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == [
        "Interview kit: Consul, senior",
        "Interviewer 1",
        "Interviewer 2",
        "Debrief",
        "Terms and sources",
    ]
    assert word.core_properties.title == headings[0]
    tables = [table for table in word.tables if len(table.rows) > 1]
    assert tables
    for table in tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert "w:lang" in word.styles["Normal"].element.xml


ORDER = {
    "pPr": (
        "pStyle",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "pBdr",
        "tabs",
        "spacing",
        "ind",
        "contextualSpacing",
    ),
    "tblPr": ("tblStyle", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook"),
    "trPr": ("cantSplit", "trHeight", "tblHeader"),
    "style": ("name", "basedOn", "pPr", "rPr"),
}
"""Elements in the order of the schema (ECMA-376), which Word insists on; trPr's may come in any order."""


def test_word_elements_have_the_order_of_the_schema(document: Document) -> None:
    word = docx.Document(io.BytesIO(documents.render(document, "docx")))
    ours = [style.element for style in word.styles if style.style_id in {"Cell", "TickLine", "Box", "Rating"}]
    assert len(ours) == 4
    for root in (word.element.body, *ours):
        for name, order in ORDER.items():
            for element in [*root.iter(f"{{*}}{name}")]:
                children = [child.tag.rpartition("}")[2] for child in element]
                assert set(children) <= set(order), name
                assert name == "trPr" or children == sorted(children, key=order.index), name


def test_word_contains_every_text(document: Document) -> None:
    word = docx.Document(io.BytesIO(documents.render(document, "docx")))
    visible = squeezed("".join(text.text or "" for text in word.element.body.iter("{*}t")))
    for text in texts(document):
        assert squeezed(text) in visible
    footer = word.sections[0].footer.paragraphs[0].text
    assert footer.startswith(document.footer)


def test_word_entries_have_no_time(document: Document) -> None:
    with zipfile.ZipFile(io.BytesIO(documents.render(document, "docx"))) as file:
        assert file.testzip() is None
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.process
def test_libreoffice_opens_the_word_file(tmp_path: Path, kit: MakeKit) -> None:
    program = shutil.which("soffice")
    if program is None or not shutil.which("pdftoppm"):
        pytest.skip("needs LibreOffice and poppler")
    documents_by_name = {"two": kit("Consul", panel=2), "three": kit("Head of Mission", panel=3)}
    for name, document in documents_by_name.items():
        (tmp_path / f"{name}.docx").write_bytes(documents.render(document, "docx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        *(str(tmp_path / f"{name}.docx") for name in documents_by_name),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    for name, document in documents_by_name.items():
        assert_pages(pages_of(tmp_path / f"{name}.pdf"), document)
        assert_printable(tmp_path / f"{name}.pdf")


@pytest.mark.process
def test_pdf_contains_every_text(tmp_path: Path, document: Document) -> None:
    pytest.importorskip("typst", reason="needs the extra “kit”")
    if not shutil.which("pdftoppm"):
        pytest.skip("needs poppler")
    (tmp_path / "kit.pdf").write_bytes(documents.render(document, "pdf"))
    assert_pages(pages_of(tmp_path / "kit.pdf"), document)
    assert_printable(tmp_path / "kit.pdf")


def test_pdf_is_tagged_and_has_no_date() -> None:
    pytest.importorskip("typst", reason="needs the extra “kit”")
    file = documents.render(ALL_PARTS, "pdf")
    assert file.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in file
    assert b"/Lang" in file
    assert b"/CreationDate" not in file


def pages_of(file: Path) -> list[str]:
    """The text of each page of a PDF."""
    run = subprocess.run(["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True, timeout=60)
    return run.stdout.decode().removesuffix("\f").split("\f")


def assert_printable(file: Path) -> None:
    """Assert that every word and every mark is inside the margins of its page, and no page is empty."""
    run = subprocess.run(["pdftotext", "-bbox", str(file), "-"], check=True, capture_output=True, timeout=60)
    for page in re.split(r"(?=<page )", run.stdout.decode())[1:]:
        width, height = (float(value) for value in re.findall(r'<page width="([\d.]+)" height="([\d.]+)"', page)[0])
        assert abs(width - 595.3) < 1, "A4"
        for x, y, right, bottom, word in re.findall(
            r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', page
        ):
            assert float(x) > LEAST_MARGIN, word
            assert float(right) < width - LEAST_MARGIN, word
            assert float(y) > LEAST_MARGIN, word
            assert float(bottom) < height - LEAST_MARGIN, word
    command = ["pdftoppm", "-r", "36", "-gray", str(file), str(file.with_suffix(""))]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    for picture in sorted(file.parent.glob(f"{file.stem}-*.pgm")):
        with Image.open(picture) as image:
            inked = ImageOps.invert(image).point(lambda value: 255 if value > 60 else 0).getbbox()
            assert inked, "an empty page"
            assert inked[0] >= LEAST_MARGIN / 2, "36 dots an inch are half a dot a point"
            assert inked[2] <= image.width - LEAST_MARGIN / 2


def assert_pages(pages: list[str], document: Document) -> None:
    """Assert that no text is cut off, that pages begin where they should, and that each has the footer and its number.

    What belongs together, such as a question with its box and rating, is on one page.
    """
    breaks = [after for part, after in pairwise(document.parts) if isinstance(part, PageBreak)]
    flat = [squeezed(page) for page in pages]
    for part in breaks:
        assert any(page.startswith(squeezed("".join(texts(replace(document, parts=(part,)))))) for page in flat)
    for part in document.parts:
        if isinstance(part, Together) and not any(isinstance(inner, Table) for inner in part.parts):
            inside = [squeezed(text) for text in texts(replace(document, parts=(part,)))]
            assert any(all(text in page for text in inside) for page in flat), inside[0]
    visible = squeezed("".join(pages))
    footer = squeezed(document.footer)
    for text in texts(document):
        if squeezed(text) not in visible:  # a page may end within a paragraph
            assert squeezed(text) in visible.replace(footer, ""), text
    for number, page in enumerate(flat, 1):
        assert footer in page
        assert re.search(rf"[Pp]age{number}of{len(pages)}", page)


def test_markdown_shows_every_text_as_it_is_written() -> None:
    rendered = markdown.render(ALL_PARTS)
    for text in texts(ALL_PARTS):
        assert markdown.escape(text.strip()) in rendered
    assert "# \\#title \\*bold\\*" in rendered
    assert "(https://example.com/a(b%29?c=1&d=2)" in rendered
    assert "- [ ] \\#title" in rendered


def test_a_canvas_has_smaller_tables_and_no_deeper_headings(kit: MakeKit) -> None:
    rows = tuple((f"Row {number}", "yes", "no") for number in range(150))
    rendered = canvas.render(Document("T", "t", "f", (Table(("Name", "One", "Two"), rows, (1, 1, 1)),)))
    assert rendered is not None
    assert "| Row 1 |" not in rendered
    assert "- **Row 149:** One: yes; Two: no" in rendered
    assert canvas.render(Document("T", "t", "f", (Line("x" * canvas.CANVAS_BYTES),))) is None
    whole = canvas.render(kit("Consul", panel=4))
    assert whole is not None
    assert not re.search(r"^####", whole, re.M)


def test_pdf_without_its_library_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "find_spec", lambda _: None)
    assert documents.available() == ("docx", "md")
    with pytest.raises(OperatorError, match=r"dragoman\[kit\]"):
        documents.render(ALL_PARTS, "pdf")


@pytest.mark.hypothesis
def test_every_role_renders(library: Library, kit: MakeKit) -> None:
    for number, role in enumerate(some(library.roles, every=9)):
        document = kit(role.name, list(Level)[number % 3], (30, 45, 60, 90)[number % 4], 1 + number % 4)
        assert canvas.render(document) is not None
        for name in documents.available():
            assert documents.render(document, name)
