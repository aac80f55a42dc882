"""Grade schemes of employers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from content.models.interview import Level
from content.models.sources import Source
from content.models.text import Line, Model, Slug


class Grade(Model):
    """A grade of a scheme, or several neighbours that a recruiter reads the same way (GS-9, GS-10 and GS-11)."""

    names: Annotated[tuple[Line, ...], Field(min_length=1)]
    """As the employer writes them, lowest first. Lookup knows every spelling of "P-3": P3, p 3, P–3."""
    also: tuple[Line, ...] = ()
    """Other names of the same grade, such as "Executive Officer" and "B3" for EO."""
    title: Line | None = None
    """The title that the employer attaches to the grade."""
    summary: Line
    """What the grade is, in one sentence."""
    who: Line
    """Who usually holds it."""
    asks: Line | None = None
    """The experience asked for, as the employer or a named source gives it."""
    years: int | None = Field(default=None, ge=0)
    """The lowest number of years in `asks`, for choosing a level."""
    level: Level
    entry: Line | None = None
    """Name of the entry that explains this grade, if it isn't the scheme's own."""
    others: tuple[Line, ...] = ()
    """Meanings outside this field."""


class PayScale(Model):
    """Where an employer publishes its pay scale."""

    title: Line
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]


class GradeScheme(Model):
    """The grades of one employer, lowest first."""

    id: Slug
    pack: Slug = "pack"
    kind: Literal["grades"] = "grades"
    name: Line
    employers: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Words for the employer. Beside one of them, even an ambiguous form ("P5") is read as a grade."""
    ascending: bool = True
    """Whether each grade is one step above the grade listed before it."""
    prefixes: Mapping[str, tuple[Line, ...]] = {}
    """Other letters for the same grades: FP and FO for FS."""
    entry: Line
    """Name of the entry that explains the scheme."""
    definition: Line
    no_table: Line
    """Why these grades equal no grade of another employer, and what to ask instead."""
    years_from: Line | None = None
    """Whose years these are, and what they assume."""
    top: Line | None = None
    """What stands at the top, if that takes a sentence; it begins with the highest grade of a career."""
    nationals_only: bool = False
    """Whether only nationals of the country of the post have these grades."""
    steps: Line | None = None
    """What a step inside a grade is, for those who ask about one: "P-4 step 6"."""
    pay: Line
    """How pay is built, without figures."""
    pay_scale: PayScale
    grades: Annotated[tuple[Grade, ...], Field(min_length=1)]
    sources: tuple[Source, ...] = ()
    reviewed_on: date | None = None
