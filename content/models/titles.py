"""Titles of a job, and what search strings are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import model_validator

from content.models.text import Language, Line, Model


class ForeignTitle(Model):
    """A title as people write it in another language. A title in another script has its reading in Latin letters.

    Written as text ("consul général"), or with the reading in brackets ("قنصل عام (qunsul aam)").
    """

    text: Line
    latin: Line | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        text, bracket, reading = value.strip().partition("(")
        if bracket and reading.endswith(")"):
            return {"text": text, "latin": reading[:-1]}
        return {"text": value}

    @model_validator(mode="after")
    def _readable(self) -> ForeignTitle:
        if self.latin is None and not re.search(r"[A-Za-z]", self.text):
            raise ValueError(f'add the reading in Latin letters: "{self.text} (…)"')
        return self

    def __str__(self) -> str:
        return f"{self.text} ({self.latin})" if self.latin else self.text


class Titles(Model):
    """Other titles to search for, grouped by their relation to the role. A plain list is read as `same`."""

    same: tuple[Line, ...] = ()
    above: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()
    beside: tuple[Line, ...] = ()
    languages: Mapping[Language, tuple[ForeignTitle, ...]] = {}
    """The same job in other languages, the most usual title first."""

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: Any) -> Any:
        return {"same": value} if isinstance(value, list | tuple) else value

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]  # pydantic would yield (field, value) pairs
        """All titles: same, above, below, beside."""
        yield from (*self.same, *self.above, *self.below, *self.beside)

    def __len__(self) -> int:
        return len(self.same) + len(self.above) + len(self.below) + len(self.beside)


class Search(Model):
    """What search strings are made of (content/strings), the most useful first.

    `titles`: titles as people write them on a profile. Empty: the role's own titles. `clear`: those of them, and of
    the titles in other languages, that need no anchor. `anchors`: words that the right people also have on their
    profile, employers first. Empty if all titles are clear. `keywords`: more of such words for LinkedIn Recruiter
    alone, which has a field for them and no limit. `exclude`: phrases of people who have both a title and an anchor
    and are still wrong. `companies`: employers for a company filter.
    """

    titles: tuple[Line, ...] = ()
    clear: tuple[Line, ...] = ()
    anchors: tuple[Line, ...] = ()
    keywords: tuple[Line, ...] = ()
    exclude: tuple[Line, ...] = ()
    companies: tuple[Line, ...] = ()
