"""Files that are broken, enormous, locked or something else, each with the problem that the person should read."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from bot.files import problems as p
from tests.bot.files.documents import MC, W, docx, odt, paragraph, part, pdf, stream, written, zipped

FIXTURES = Path(__file__).parent / "fixtures"
MARKER = "Zyxwvutmarker"
"""A word in most of the files, which must be nowhere afterwards."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOGIN_PAGE = (
    f"<!DOCTYPE html>\n<html lang=en><title>Sign in {MARKER}</title><form action=/login></form></html>".encode()
)
REPEATED = "&a{0};" * 10
LAUGHS = "".join(f'<!ENTITY a{number + 1} "{REPEATED.format(number)}">' for number in range(11))


def _zeros(megabytes: int) -> bytes:
    """A zlib stream that unpacks to zeros, without holding them in memory."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(megabytes)) + packer.flush()


def _docx_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as entry:
        entry.write(part(f"<w:p><w:t>{MARKER}").encode()[:200])
        for _ in range(200):
            entry.write(b" " * 1024 * 1024)
    return buffer.getvalue()


def _many_entries() -> bytes:
    return zipped({f"word/{number}.xml": MARKER for number in range(10_500)})


def _lying_size() -> bytes:
    """A Word file whose directory declares one byte for a part of 60 MB."""
    data = bytearray(zipped({"word/document.xml": b" " * 60_000_000 + MARKER.encode()}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data[at : at + 4] = struct.pack("<I", 1)
    return bytes(data)


def _locked_zip() -> bytes:
    data = bytearray(docx(paragraph(MARKER)))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            data[at + offset] |= 1
    return bytes(data)


def _unknown_compression() -> bytes:
    data = bytearray(docx(paragraph(MARKER)))
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            data[at + offset] = 97
    return bytes(data)


def _damaged(data: bytes) -> bytes:
    """The file with bytes in its middle overwritten."""
    middle = len(data) // 2
    return data[: middle - 40] + bytes(80) + data[middle + 40 :]


def _declared(declaration: str, body: str, encoding: str = "utf-8") -> bytes:
    """A Word file whose document has a document type."""
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w:document [{declaration}]>'
    xml += (
        f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body><w:p><w:t>{MARKER} {body}</w:t></w:p></w:body></w:document>'
    )
    return zipped({"word/document.xml": xml.encode(encoding)})


def _nested_word(depth: int) -> bytes:
    return docx("<w:sdt>" * depth + paragraph(MARKER) + "</w:sdt>" * depth)


def _looping_pages() -> bytes:
    return pdf(written(MARKER), objects={2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"})


def _looping_form() -> bytes:
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] "
    form += b"/Resources << /XObject << /X 5 0 R >> >> /Length 5 >>\nstream\n/X Do\nendstream"
    return pdf(b"/X Do /X Do", objects={5: form}, resources="/XObject << /X 5 0 R >>")


def _nameless_glyphs() -> bytes:
    """A PDF whose font has glyph names that mean nothing, so that its codes are not letters."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    names = " ".join(f"/g{number}" for number in range(len(letters)))
    font = (
        "<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Odd /FirstChar 65 "
        f"/Encoding << /Type /Encoding /Differences [ 65 {names} ] >> >>"
    )
    shuffled = random.Random(7)
    lines = [" ".join("".join(shuffled.choices("BCDFGHJKLMNPQRSTVWXZ", k=7)) for _ in range(9)) for _ in range(20)]
    return pdf(written(*lines), font=font)


def _object_stream_bomb() -> bytes:
    packed = _zeros(1500)
    bomb = b"<< /Type /ObjStm /N 2 /First 10 /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (
        len(packed),
        packed,
    )
    return pdf(
        written(MARKER), objects={5: bomb, 4: b"<< /Type /ObjStm /Extends 5 0 R /Length 0 >>\nstream\n\nendstream"}
    )


def _rtf(body: str) -> bytes:
    return f"{{\\rtf1\\ansi\\ansicpg1252 {body}}}".encode()


NOISE = random.Random(5).randbytes(40_000)

HOSTILE: dict[str, tuple[Callable[[], bytes], str, tuple[str, ...]]] = {
    "an empty file": (lambda: b"", "a.txt", (p.EMPTY,)),
    "white space": (lambda: b" \r\n\t" * 500, "a.txt", (p.NO_TEXT,)),
    "zero bytes": (lambda: bytes(5000), "a.txt", (p.BROKEN, p.UNKNOWN_KIND)),
    "random bytes": (lambda: NOISE, "a.bin", (p.UNKNOWN_KIND,)),
    "random bytes with the name of a PDF": (lambda: NOISE, "cv.pdf", (p.BROKEN,)),
    "a program": (lambda: b"\x7fELF\x02\x01\x01" + NOISE, "a", (p.UNKNOWN_KIND,)),
    "11 MB": (lambda: MARKER.encode() * 900_000, "a.txt", (p.TOO_LARGE,)),
    "a text of a million characters": (lambda: f"{MARKER} consul ".encode() * 50_000, "a.txt", (p.TOO_LONG,)),
    "a login page in place of a file": (lambda: LOGIN_PAGE, "cv.pdf", (p.WEB_PAGE,)),
    "a login page in UTF-16": (lambda: LOGIN_PAGE.decode().encode("utf-16"), "cv.pdf", (p.WEB_PAGE,)),
    "UTF-16 with a lone surrogate": (lambda: b"\xff\xfeC\x00\x00\xd8V\x00" * 50, "a.txt", (p.BROKEN,)),
    "a PNG picture": (lambda: b"\x89PNG\r\n\x1a\n" + NOISE, "cv.png", (p.IMAGE,)),
    "a photo with the name of a PDF": (lambda: b"\xff\xd8\xff\xe0" + NOISE, "cv.pdf", (p.IMAGE,)),
    "a photo of a phone": (lambda: b"\x00\x00\x00\x18ftypheic" + NOISE, "cv.heic", (p.IMAGE,)),
    "a RAR archive": (lambda: b"Rar!\x1a\x07\x00" + NOISE, "cv.rar", (p.ARCHIVE,)),
    "a gzip archive": (lambda: b"\x1f\x8b\x08" + NOISE, "cv.gz", (p.ARCHIVE,)),
    "a zip archive": (lambda: zipped({"cv.docx": docx(paragraph(MARKER))}), "cv.zip", (p.ARCHIVE,)),
    "an empty zip archive": (lambda: zipped({}), "cv.docx", (p.ARCHIVE, p.BROKEN)),
    "a zip bomb": (_docx_bomb, "cv.docx", (p.TOO_BIG_INSIDE,)),
    "a zip bomb that lies about its size": (_lying_size, "cv.docx", (p.TOO_BIG_INSIDE, p.BROKEN)),
    "a zip archive with 10,500 files": (_many_entries, "cv.docx", (p.TOO_BIG_INSIDE,)),
    "a spreadsheet": (lambda: zipped({"xl/workbook.xml": MARKER}), "a.xlsx", (p.SPREADSHEET,)),
    "an OpenDocument spreadsheet": (
        lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "a.ods",
        (p.SPREADSHEET,),
    ),
    "a document of Apple Pages": (lambda: zipped({"Index/Document.iwa": MARKER}), "a.pages", (p.UNKNOWN_KIND,)),
    "slides": (lambda: zipped({"ppt/presentation.xml": MARKER}), "a.pptx", (p.SLIDES,)),
    "a Word file without a document": (lambda: zipped({"word/styles.xml": MARKER}), "a.docx", (p.BROKEN,)),
    "a Word file cut in half": (lambda: docx(paragraph(MARKER))[:250], "a.docx", (p.BROKEN,)),
    "a damaged Word file": (lambda: _damaged(docx(paragraph(MARKER) * 50)), "a.docx", (p.BROKEN,)),
    "a Word file with broken XML": (lambda: docx(f"<w:p><w:t>{MARKER}</w:p>"), "a.docx", (p.BROKEN,)),
    "a Word file with unknown compression": (_unknown_compression, "a.docx", (p.BROKEN,)),
    "a Word file of a zip with a password": (_locked_zip, "a.docx", (p.PASSWORD,)),
    "a billion laughs": (lambda: _declared(f'<!ENTITY a0 "ha">{LAUGHS}', "&a11;"), "a.docx", (p.BROKEN,)),
    "an external entity": (
        lambda: _declared('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"),
        "a.docx",
        (p.BROKEN,),
    ),
    "a document type in UTF-16": (lambda: _declared('<!ENTITY x "ha">', "&x;", "utf-16"), "a.docx", (p.BROKEN,)),
    "XML nested 100,000 times": (lambda: _nested_word(100_000), "a.docx", (p.BROKEN,)),
    "a Word file with a million characters": (lambda: docx(paragraph("consul " * 150_000)), "a.docx", (p.TOO_LONG,)),
    "a Word file without text": (lambda: docx("<w:p/>"), "a.docx", (p.NO_TEXT,)),
    "an old Word file": (lambda: OLE + "WordDocument".encode("utf-16-le") + NOISE, "a.doc", (p.OLD_WORD,)),
    "a Word file with a password": (
        lambda: OLE + "EncryptedPackage".encode("utf-16-le") + NOISE,
        "a.docx",
        (p.PASSWORD,),
    ),
    "an OpenDocument with a password": (
        lambda: odt("", manifest="<manifest:encryption-data/>"),
        "a.odt",
        (p.PASSWORD,),
    ),
    "RTF groups nested 100,000 times": (lambda: _rtf("{" * 100_000 + MARKER), "a.rtf", (p.BROKEN,)),
    "RTF with binary data beyond its end": (lambda: _rtf("\\bin2000000000 " + MARKER), "a.rtf", (p.NO_TEXT,)),
    "RTF with only a picture": (lambda: _rtf("{\\pict\\pngblip 8950}"), "a.rtf", (p.NO_TEXT,)),
    "a PDF header and nothing else": (lambda: b"%PDF-1.7\n", "a.pdf", (p.BROKEN,)),
    "a PDF cut in half": (lambda: (FIXTURES / "typst-1.pdf").read_bytes()[:7000], "a.pdf", (p.BROKEN, p.NO_TEXT)),
    "a PDF with a password": ((FIXTURES / "locked.pdf").read_bytes, "a.pdf", (p.PASSWORD,)),
    "a PDF of a picture": ((FIXTURES / "scanned.pdf").read_bytes, "a.pdf", (p.SCANNED,)),
    "an empty PDF": (lambda: pdf(b""), "a.pdf", (p.NO_TEXT,)),
    "10,000 pages": (lambda: pdf(written(MARKER), pages=10_000), "a.pdf", (p.TOO_MANY_PAGES,)),
    "a PDF whose page unpacks to 1.5 GB": (
        lambda: pdf(objects={4: stream(b"", packed=_zeros(1500))}),
        "a.pdf",
        (p.BROKEN, p.TOO_SLOW, p.NO_TEXT),
    ),
    "a PDF with an object stream of 1.5 GB": (_object_stream_bomb, "a.pdf", (p.BROKEN, p.TOO_SLOW, p.NO_TEXT)),
    "a PDF whose pages contain themselves": (_looping_pages, "a.pdf", (p.BROKEN, p.NO_TEXT)),
    "a PDF whose form contains itself": (_looping_form, "a.pdf", (p.BROKEN, p.NO_TEXT)),
    "a PDF with a page of a million characters": (
        lambda: pdf(written(*["consul " * 1500] * 100)),
        "a.pdf",
        (p.TOO_LONG,),
    ),
    "a PDF with fonts that don't name their letters": (_nameless_glyphs, "a.pdf", (p.UNREADABLE_FONTS,)),
}
