"""Recognize the kind of a file by its content; its name and declared type may be wrong."""

from __future__ import annotations

from enum import Enum

from bot.files import problems
from bot.files.errors import UnreadableFileError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and new ones with a password
_PICTURES = (
    *(b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*"),
    *(b"8BPS", b"\x00\x00\x01\x00", b"\x00\x00\x00\x0cjP  "),
)
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"avif", b"msf1")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
_HTML = ("<!doctype html", "<html", "<head", "<body")
PDF_HEADER_WITHIN = 1024  # readers accept other bytes before the header


class Kind(Enum):
    """A kind of file that can be read."""

    PDF = "pdf"
    ARCHIVE = "zip"
    RTF = "rtf"
    TEXT = "text"


def kind_of(data: bytes) -> Kind:
    """The kind of a file. Raises UnreadableFileError for a kind that can't be read."""
    if not data:
        raise UnreadableFileError(problems.EMPTY)
    if b"%PDF-" in data[:PDF_HEADER_WITHIN]:
        return Kind.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ARCHIVE
    if data.startswith(b"{\\rtf"):
        return Kind.RTF
    if data.startswith(_OLE):
        raise UnreadableFileError(_problem_of_ole(data))
    if _is_picture(data):
        raise UnreadableFileError(problems.IMAGE)
    if data.startswith(_ARCHIVES):
        raise UnreadableFileError(problems.ARCHIVE)
    return Kind.TEXT


def is_html(text: str) -> bool:
    """Whether a text is an HTML page, such as a login page in place of a file."""
    start = text[:1024].lstrip("\ufeff \t\r\n").casefold()
    while start.startswith("<!--") or start.startswith("<?"):
        start = start.partition(">")[2].lstrip()
    return start.startswith(_HTML)


def _problem_of_ole(data: bytes) -> str:
    """The problem of an OLE file; a stream named EncryptedPackage is a new Office file with a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return problems.PASSWORD
    if "WordDocument".encode("utf-16-le") in data:
        return problems.OLD_WORD
    if "Workbook".encode("utf-16-le") in data:
        return problems.SPREADSHEET
    if "PowerPoint Document".encode("utf-16-le") in data:
        return problems.SLIDES
    return problems.UNKNOWN_KIND


def _is_picture(data: bytes) -> bool:
    return (
        data.startswith(_PICTURES)
        or (data.startswith(b"RIFF") and data[8:12] == b"WEBP")
        or (data.startswith(b"BM") and data[6:10] == b"\x00\x00\x00\x00")
        or (data[4:8] == b"ftyp" and data[8:12] in _PICTURE_BRANDS)
    )
