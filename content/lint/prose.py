"""Extract a pack's prose: the texts that authors wrote, the paths of their fields, and their words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, NamedTuple

from pydantic import BaseModel

from content.models import Entry
from content.packs import Pack, Page

RUN = 8
"""Words in a row that make a copy."""

_NOT_PROSE = frozenset({
    "id", "pack", "kind", "name", "field", "aliases", "acronyms", "found_by", "titles", "typical_title", "search",
    "related", "roles", "entries", "competency", "level", "title", "aspect", "years", "bands_from", "sources",
    "confidence", "reviewed_on", "source", "names", "also", "entry", "employers", "prefixes", "pay_scale", "shows_in",
})  # fmt: skip

_WORD = re.compile(r"[A-Za-z0-9]+")
_ACCENT = re.compile("[\u0300-\u036f]")  # combining marks, as NFKD splits them off


class Passage(NamedTuple):
    """A paragraph of a page and the path of its field, such as `questions.junior.0.probe`."""

    page: Page
    path: str
    text: str


def list_pages(pack: Pack) -> tuple[Page, ...]:
    """All entries, comparisons and grade schemes of a pack."""
    return (*pack.entries, *pack.comparisons, *pack.grades)


def list_passages(pack: Pack) -> Iterator[Passage]:
    """All prose of a pack, without names, titles and sources."""
    for page in list_pages(pack):
        for path, text in prose_of(page):
            yield Passage(page, path, text)


def prose_of(page: Page) -> Iterator[tuple[str, str]]:
    """The prose of one page as (path, text)."""
    yield from _texts(page, "")


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and not isinstance(value, Enum):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name not in _NOT_PROSE:
                yield from _texts(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, f"{path}.{key}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(item, f"{path}.{index}")


def own_names(entry: Entry) -> Iterator[tuple[str, str]]:
    """The name, aliases, acronyms and what else leads to an entry, as (path, form)."""
    yield "name", entry.name
    for field in ("aliases", "acronyms", "found_by"):
        for index, form in enumerate(getattr(entry, field)):
            yield f"{field}.{index}", form


def list_asked(pack: Pack) -> Iterator[tuple[Entry, str, str]]:
    """All interview questions and probes of a pack as (entry, path, text)."""
    for entry in pack.entries:
        for level, questions in entry.questions.items():
            for index, question in enumerate(questions):
                path = f"questions.{level}.{index}"
                yield entry, f"{path}.text", question.text
                yield entry, f"{path}.probe", question.probe


def list_words(text: str) -> list[str]:
    """The words of a text in lower-case ASCII letters and digits, without accents. Apostrophes separate words."""
    return [word.lower() for word in list_cased_words(text)]


def list_cased_words(text: str) -> list[str]:
    """Like list_words, but in their original case."""
    return _WORD.findall(text if text.isascii() else _ACCENT.sub("", unicodedata.normalize("NFKD", text)))


def runs_of(words: list[str]) -> Iterator[str]:
    """Every run of RUN words."""
    for start in range(len(words) - RUN + 1):
        yield " ".join(words[start : start + RUN])


def quote(text: str, length: int = 60) -> str:
    """Put a text in quotation marks, truncated at a word boundary after `length` characters."""
    if len(text) > length:
        text = text[:length].rsplit(" ", 1)[0] + " …"
    return f'"{text}"'
