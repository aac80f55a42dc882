"""Tables of easily confused entries."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from content.models.sources import Source
from content.models.text import Line, Model, Slug


class Row(Model):
    """One aspect of a comparison, with one cell per compared entry, in their order."""

    aspect: Line
    cells: tuple[Line, ...]


class Comparison(Model):
    """A table of two or more easily confused entries."""

    id: Slug
    pack: Slug = "pack"
    kind: Literal["comparison"] = "comparison"
    name: Line
    entries: Annotated[tuple[Line, ...], Field(min_length=2)]
    """Names of the compared entries, one per column."""
    summary: Line
    rows: tuple[Row, ...]
    remember: Line | None = None
    sources: tuple[Source, ...] = ()
    reviewed_on: date | None = None

    @model_validator(mode="after")
    def _full_rows(self) -> Comparison:
        for row in self.rows:
            if len(row.cells) != len(self.entries):
                raise ValueError(f'row "{row.aspect}" has {len(row.cells)} cells for {len(self.entries)} entries')
        return self
