"""Write small PDF, Word, OpenDocument and zip files by hand."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
ODT_TYPE = b"application/vnd.oasis.opendocument.text"


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip archive with these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def paragraph(*texts: str) -> str:
    """A Word paragraph with one run per text."""
    runs = "".join(f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' for text in texts)
    return f"<w:p>{runs}</w:p>"


def table(rows: Iterable[Iterable[str]]) -> str:
    """A Word table."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def text_box(*texts: str) -> str:
    """A paragraph with a text box, which Word writes twice: once more for old programs."""
    box = "<w:txbxContent>" + "".join(map(paragraph, texts)) + "</w:txbxContent>"
    return (
        "<w:p><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )


def part(body: str, root: str = "document") -> str:
    """One XML part of a Word file."""
    inner = f"<w:body>{body}</w:body>" if root == "document" else body
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{W}" xmlns:mc="{MC}">{inner}</w:{root}>'


def docx(body: str, **parts: str) -> bytes:
    """A Word file; `parts` are headers, footers and notes ("header1") by their bodies."""
    roots = {"header": "hdr", "footer": "ftr", "footnotes": "footnotes", "endnotes": "endnotes"}
    others = {f"word/{name}.xml": part(text, roots[name.rstrip("0123456789")]) for name, text in parts.items()}
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": part(body), **others})


def odt(body: str, *, styles: str = "", manifest: str = "") -> bytes:
    """An OpenDocument text; `styles` is the XML of its headers, `manifest` what says that it has a password."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "draw")
    )
    parts: dict[str, bytes | str] = {
        "mimetype": ODT_TYPE,
        "content.xml": f"<office:document-content {spaces}>{body}</office:document-content>",
        "styles.xml": f"<office:document-styles {spaces}>{styles}</office:document-styles>",
    }
    return zipped(parts | ({"META-INF/manifest.xml": manifest} if manifest else {}))


def pdf(
    *streams: bytes,
    pages: int = 1,
    font: str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    objects: Mapping[int, bytes] | None = None,
    resources: str = "",
) -> bytes:
    """A PDF in which each of `pages` pages has the first stream; `objects` replace or add some by number."""
    kids = " ".join(f"{10 + number} 0 R" for number in range(pages))
    body: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        3: font.encode(),
        4: stream(streams[0]) if streams else stream(b""),
    }
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        f"/Resources << /Font << /F1 3 0 R >> {resources} >> >>"
    )
    body |= dict.fromkeys(range(10, 10 + pages), page.encode())
    body |= objects or {}
    out = bytearray(b"%PDF-1.7\n")
    offsets = {}
    for number, content in sorted(body.items()):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    size = max(body) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(out)


def stream(content: bytes, *, packed: bytes | None = None) -> bytes:
    """A compressed stream object; `packed`: the compressed bytes, if they exist already."""
    packed = zlib.compress(content) if packed is None else packed
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


def written(*lines: str) -> bytes:
    """A content stream that writes lines of Latin-1 text below each other."""
    shown = (
        line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") for line in lines
    )
    return b"BT /F1 9 Tf 12 TL 40 760 Td " + b" ".join(b"(%s) Tj T*" % line for line in shown) + b" ET"
