"""Open zip archives within limits, and read Word (.docx) and OpenDocument (.odt) files from them."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

from bot.files import limits, problems
from bot.files.errors import UnreadableFileError
from bot.files.xml_text import DOCX, ODT, read_xml

_DOCX_PART = re.compile(r"word/(header|document|footnotes|endnotes|footer)\d*\.xml")
_DOCX_ORDER = ("header", "document", "footnotes", "endnotes", "footer")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_OPEN_DOCUMENT_PROBLEMS = {b"spreadsheet": problems.SPREADSHEET, b"presentation": problems.SLIDES}
_CHUNK = 256 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, ValueError, OSError, KeyError)


def read(data: bytes) -> str:
    """The text of a Word or OpenDocument file. Raises UnreadableFileError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            return _read(_Archive(opened))
    except _BROKEN as error:
        raise UnreadableFileError(problems.BROKEN) from error


class _Archive:
    """A zip archive of which at most `MAX_UNPACKED_BYTES` are unpacked, whatever sizes it declares."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        entries = opened.infolist()
        if len(entries) > limits.MAX_ARCHIVE_ENTRIES:
            raise UnreadableFileError(problems.TOO_BIG_INSIDE)
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise UnreadableFileError(problems.PASSWORD)
        self._opened, self._left = opened, limits.MAX_UNPACKED_BYTES
        self.names = frozenset(entry.filename for entry in entries)

    def unpack(self, name: str) -> bytes:
        """The bytes of one file. Raises UnreadableFileError beyond the limit."""
        parts = []
        with self._opened.open(name) as entry:
            while part := entry.read(min(_CHUNK, self._left + 1)):
                self._left -= len(part)
                if self._left < 0:
                    raise UnreadableFileError(problems.TOO_BIG_INSIDE)
                parts.append(part)
        return b"".join(parts)


def _read(archive: _Archive) -> str:
    names = archive.names
    if any(name.startswith("word/") for name in names):
        return _read_docx(archive)
    if any(name.startswith("xl/") for name in names):
        raise UnreadableFileError(problems.SPREADSHEET)
    if any(name.startswith("ppt/") for name in names):
        raise UnreadableFileError(problems.SLIDES)
    if "Index/Document.iwa" in names:  # Apple Pages
        raise UnreadableFileError(problems.UNKNOWN_KIND)
    kind = archive.unpack("mimetype").strip() if "mimetype" in names else b""
    if not kind.startswith(_OPEN_DOCUMENT):
        raise UnreadableFileError(problems.ARCHIVE)
    kind = kind.removeprefix(_OPEN_DOCUMENT)
    if not kind.startswith(b"text"):
        raise UnreadableFileError(_OPEN_DOCUMENT_PROBLEMS.get(kind, problems.UNKNOWN_KIND))
    return _read_odt(archive)


def _read_docx(archive: _Archive) -> str:
    """Headers, body, notes and footers. A header that repeats for the first and for even pages is read once."""
    parts = {name: match[1] for name in sorted(archive.names) if (match := _DOCX_PART.fullmatch(name))}
    if "document" not in parts.values():
        raise UnreadableFileError(problems.BROKEN)
    ordered = sorted(parts, key=lambda name: _DOCX_ORDER.index(parts[name]))
    texts = [read_xml(archive.unpack(name), DOCX).strip() for name in ordered]
    return "\n".join(dict.fromkeys(filter(None, texts)))


def _read_odt(archive: _Archive) -> str:
    """Headers and footers (in styles.xml), then the body. Raises UnreadableFileError for a password."""
    if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.unpack("META-INF/manifest.xml"):
        raise UnreadableFileError(problems.PASSWORD)
    if "content.xml" not in archive.names:
        raise UnreadableFileError(problems.BROKEN)
    names = [name for name in ("styles.xml", "content.xml") if name in archive.names]
    texts = [read_xml(archive.unpack(name), ODT).strip() for name in names]
    return "\n".join(filter(None, texts))
