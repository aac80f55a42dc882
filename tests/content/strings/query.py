"""Read a Boolean query as a search site does, and tell which texts it finds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from content.strings.sites import Site

_TOKEN = re.compile(r'(-?)(?:"([^"]*)"|([()])|([^\s()"]+))')
_WORD = re.compile(r"[^\W_]+")


class QueryError(ValueError):
    """A query that the site would refuse or misread."""


@cache
def words_of(text: str, *, fold: bool) -> tuple[str, ...]:
    """The words of a text in lower case, without accents if the site ignores them. A hyphen separates words."""
    if fold:
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if unicodedata.category(char) != "Mn")
    return tuple(_WORD.findall(unicodedata.normalize("NFC", text).casefold()))


def page_of(fields: Iterable[str], *, fold: bool) -> str:
    """The words of a profile, each between spaces, a field a line, so that no phrase runs from one into the next."""
    return "".join(f" {' '.join(words_of(field, fold=fold))} \n" for field in fields)


class Pages:
    """Profiles as a site reads them. What one phrase finds is looked up once, whichever queries have it."""

    def __init__(self, pages: Iterable[str]) -> None:
        self._pages = tuple(pages)
        self.every = frozenset(range(len(self._pages)))
        self._having: dict[str, frozenset[int]] = {}

    def having(self, text: str) -> frozenset[int]:
        """The numbers of the pages that have this text."""
        if text not in self._having:
            self._having[text] = frozenset(number for number, page in enumerate(self._pages) if text in page)
        return self._having[text]


@dataclass(frozen=True)
class Phrase:
    """Words in a row, in one field of a profile, each between spaces as on a page."""

    text: str

    def found_in(self, pages: Pages) -> frozenset[int]:
        return pages.having(self.text)


@dataclass(frozen=True)
class Not:
    """Anything but this."""

    part: Node

    def found_in(self, pages: Pages) -> frozenset[int]:
        return pages.every - self.part.found_in(pages)


@dataclass(frozen=True)
class Every:
    """All of these."""

    parts: tuple[Node, ...]

    def found_in(self, pages: Pages) -> frozenset[int]:
        return frozenset.intersection(*(part.found_in(pages) for part in self.parts))


@dataclass(frozen=True)
class Some:
    """One or more of these."""

    parts: tuple[Node, ...]

    def found_in(self, pages: Pages) -> frozenset[int]:
        return frozenset().union(*(part.found_in(pages) for part in self.parts))


Node = Phrase | Not | Every | Some


@dataclass
class Query:
    """A query on a site. Raises QueryError for one that breaks the site's rules."""

    text: str
    site: Site
    root: Node = field(init=False)

    def __post_init__(self) -> None:
        text = self.text.removeprefix(self.site.prefix)
        if self.site.prefix and text == self.text:
            raise QueryError(f"does not begin with {self.site.prefix}")
        if "“" in text or "”" in text:
            raise QueryError("has curly quotes")
        tokens = list(_tokens(text))
        if (
            self.site.operators is not None
            and (count := sum(kind == "operator" for kind, _ in tokens)) > self.site.operators
        ):
            raise QueryError(f"has {count} operators; {self.site.name} takes {self.site.operators}")
        words = len(self.text.replace("(", " ").replace(")", " ").split())
        if self.site.words is not None and words > self.site.words:
            raise QueryError(f"has {words} words; {self.site.name} reads {self.site.words}")
        self._tokens = tokens
        self._at = 0
        self.root = self._some()
        if self._at != len(tokens):
            raise QueryError(f"ends early: {text}")

    def found_in(self, pages: Pages) -> frozenset[int]:
        """The numbers of the profiles that the query finds."""
        return self.root.found_in(pages)

    def finds(self, texts: Iterable[str]) -> bool:
        """Whether the query finds a profile with these fields."""
        return bool(self.found_in(Pages([page_of(texts, fold=self.site.folds_accents)])))

    def _some(self) -> Node:
        parts = [self._every()]
        while self._take("operator", "OR"):
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def _every(self) -> Node:
        parts = [self._one()]
        while (following := self._peek()) and following not in {("operator", "OR"), ("bracket", ")")}:
            self._take("operator", "AND")
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _one(self) -> Node:
        if self._take("operator", "NOT"):
            return Not(self._one())
        if self._take("bracket", "("):
            inner = self._some()
            if not self._take("bracket", ")"):
                raise QueryError("has an open bracket")
            return inner
        kind, text = self._peek() or ("end", "")
        if kind != "phrase":
            raise QueryError(f"has {text or 'nothing'} where a word should be")
        self._at += 1
        words = words_of(text, fold=self.site.folds_accents)
        if not words:
            raise QueryError("has an empty phrase")
        return Phrase(f" {' '.join(words)} ")

    def _peek(self) -> tuple[str, str] | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, kind: str, text: str) -> bool:
        if self._peek() != (kind, text):
            return False
        self._at += 1
        return True


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """("operator" | "bracket" | "phrase", text). A minus before a phrase is an operator NOT."""
    for minus, phrase, bracket, word in _TOKEN.findall(text):
        if minus:
            yield "operator", "NOT"
        if bracket:
            yield "bracket", bracket
        elif word in {"AND", "OR", "NOT"}:
            yield "operator", word
        elif phrase or word:
            yield "phrase", phrase or word
