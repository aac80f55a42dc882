"""The content of a pack as frozen models: roles, terms, comparisons and ambiguous forms.

Only what every pack must have is required here (a name and a definition). What makes an entry *good* —
counts, reading grade, sources — is judged by the quality gates in `content/lint`, so that a small pack
of another field can be loaded as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

TIP_LENGTH = 280  # characters: what a phone's notification and first screen show without "more"


def _one_line(value: str) -> str:
    return " ".join(value.split())


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_one_line)]
"""One line or paragraph of plain text: never empty, white space folded, no markup."""

Tip = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TIP_LENGTH), AfterValidator(_one_line)
]
"""A line for a notification."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""An identifier made of lower-case letters, digits and single hyphens; an entry's is its file's name."""


class Model(BaseModel):
    """The base of all content: frozen, and strict about unknown fields so that a typo is reported."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Level(StrEnum):
    """How experienced a candidate is, in the bands that each role defines for itself."""

    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"


class Source(Model):
    """Where facts of an entry come from.

    `supports` says which facts ("art. 19: chargé ad interim"); every figure in an entry's prose must occur in
    the title or the `supports` of one of its sources.
    """

    title: Line
    publisher: Line | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    kind: Literal["primary", "secondary"] = "secondary"
    supports: Line | None = None


class Picture(Model):
    """A comparison with everyday life, and the point at which it stops being true."""

    think_of: Line
    ends: Line | None = None


class ResumeLine(Model):
    """A line as it might stand in a résumé (invented), at the level that it speaks of."""

    text: Line
    level: Level | None = None


class YearBand(Model):
    """Years of experience from `low` (included) up to `high` (excluded; None: no upper end). Written "2-5" or "5+"."""

    low: int = Field(ge=0)
    high: int | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if not (found := re.fullmatch(r"(\d{1,2})\s*(?:\+|[-–]\s*(\d{1,2}))", value.strip())):
            raise ValueError('write the years as "2-5" or "5+"')
        return {"low": int(found[1]), "high": int(found[2]) if found[2] else None}

    @model_validator(mode="after")
    def _rising(self) -> YearBand:
        if self.high is not None and self.high <= self.low:
            raise ValueError("the upper year must be greater than the lower one")
        return self

    def __contains__(self, years: float) -> bool:
        """Whether this many years of experience fall into the band."""
        return self.low <= years and (self.high is None or years < self.high)

    def __str__(self) -> str:
        return f"{self.low}+" if self.high is None else f"{self.low}–{self.high}"


class LevelGuide(Model):
    """What a level means for one role: its years and what can be observed in a person."""

    years: YearBand | None = None
    indicators: tuple[Line, ...] = ()
    feeder: Line | None = None
    """Who these people usually are, where the level describes those on the way to the role, not in it."""


class Question(Model):
    """An interview question on one competency, with the guide to its answers."""

    text: Line
    competency: Line
    kind: Literal["behavioural", "situational", "knowledge"]
    probe: Line
    listen_for: Line
    strong: Line
    adequate: Line
    weak: Line


class RedFlag(Model):
    """A warning sign, why it matters, and the innocent explanation to check first."""

    flag: Line
    why: Line
    check: Line


class Gate(Model):
    """A published condition of entry, stated as a fact and never as a question."""

    kind: Literal["nationality", "clearance", "accreditation", "language", "age", "education", "examination", "medical"]
    fact: Line


class Route(Model):
    """A way in which people are hired into the role."""

    kind: Literal["career", "local", "political", "competition", "secondment", "contract"]
    text: Line


class Item(Model):
    """A line of a section, with an optional bold lead ("New York", "Step 1: a first degree")."""

    title: Line | None = None
    text: Line


class SectionName(StrEnum):
    """The optional sections that an entry may have beside its card."""

    FUNCTIONS = "functions"
    WHERE = "where"
    STAFF = "staff"
    STEPS = "steps"
    DUTIES = "duties"
    SKILLS = "skills"
    TOOLS = "tools"
    ORGANISATIONS = "organisations"
    FAQ = "faq"
    PAY = "pay"


class Titles(Model):
    """Other titles to search for, grouped by how they relate to the role. A plain list is read as `same`."""

    same: tuple[Line, ...] = ()
    above: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()
    beside: tuple[Line, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: Any) -> Any:
        return {"same": value} if isinstance(value, list | tuple) else value

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]  # pydantic would yield (field, value) pairs
        """All titles, the nearest group first."""
        yield from (*self.same, *self.above, *self.below, *self.beside)

    def __len__(self) -> int:
        return len(self.same) + len(self.above) + len(self.below) + len(self.beside)


class Search(Model):
    """What to add to a search so that it finds the right people: words to require, phrases to exclude."""

    anchors: tuple[Line, ...] = ()
    exclude: tuple[Line, ...] = ()


class Entry(Model):
    """What a role and a term have in common: one page of the glossary."""

    id: Slug
    name: Line
    pack: Slug = "pack"
    field: Slug | None = None
    aliases: tuple[Line, ...] = ()
    acronyms: tuple[Line, ...] = ()
    titles: Titles = Titles()
    definition: Line
    picture: Picture | None = None
    is_not: tuple[Line, ...] = ()
    used_by: Line | None = None
    resume_lines: tuple[ResumeLine, ...] = ()
    sections: Mapping[SectionName, tuple[Item, ...]] = {}
    questions: Mapping[Level, tuple[Question, ...]] = {}
    related: tuple[Line, ...] = ()
    """Names of other entries."""
    tip: Tip | None = None
    sources: tuple[Source, ...] = ()
    confidence: Literal["high", "medium", "low"] = "medium"
    reviewed_on: date | None = None

    @field_validator("resume_lines", mode="before")
    @classmethod
    def _plain_lines(cls, value: Any) -> Any:
        return (
            [{"text": line} if isinstance(line, str) else line for line in value] if isinstance(value, list) else value
        )


class Term(Entry):
    """A word or institution of the field. `roles` names the jobs that a recruiter hires for behind it."""

    kind: Literal["term"] = "term"
    roles: tuple[Line, ...] = ()


class Role(Entry):
    """A job of the field, with all that a recruiter needs for a search and an interview."""

    kind: Literal["role"] = "role"
    typical_title: Line | None = None
    search: Search = Search()
    levels: Mapping[Level, LevelGuide] = {}
    bands_from: Line | None = None
    """Whose practice the year bands follow, e.g. "UN Secretariat P grades"; or that they are our own estimate."""
    red_flags: tuple[RedFlag, ...] = ()
    gates: tuple[Gate, ...] = ()
    hiring: tuple[Route, ...] = ()

    def level_for(self, years: float) -> Level | None:
        """The level whose band of this role holds so many years (below the first band: the first level)."""
        bands = [(level, self.levels[level].years) for level in Level if level in self.levels]
        known = [(level, band) for level, band in bands if band is not None]
        if not known:
            return None
        return next((level for level, band in reversed(known) if years >= band.low), known[0][0])


class Row(Model):
    """One aspect of a comparison, with a cell for each compared entry, in their order."""

    aspect: Line
    cells: tuple[Line, ...]


class Comparison(Model):
    """A table of two or more entries that are easily confused."""

    id: Slug
    pack: Slug = "pack"
    kind: Literal["comparison"] = "comparison"
    name: Line
    entries: Annotated[tuple[Line, ...], Field(min_length=2)]
    """Names of the compared entries, one for each column."""
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


class AmbiguousForm(Model):
    """A form that must be asked about, never answered: it has several senses, here or in the wider world."""

    form: Line
    senses: tuple[Line, ...] = ()
    """Names of the entries to offer."""
    others: tuple[Line, ...] = ()
    """What else it may mean outside this field."""
    advice: Line | None = None
    """How to tell the senses apart in a résumé."""


class PackField(Model):
    """An area of a pack's field, for browsing and for tips: an identifier and a heading."""

    id: Slug
    name: Line


class Competency(Model):
    """A competency that questions may name, and the framework that defines it."""

    name: Line
    framework: Line


class PackInfo(Model):
    """The head of a pack (pack.yaml): its name and the vocabularies that its entries draw on."""

    id: Slug
    name: Line
    description: Line | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = "en"
    licence: Line | None = None
    fields: tuple[PackField, ...] = ()
    competencies: tuple[Competency, ...] = ()
    ambiguous: tuple[AmbiguousForm, ...] = ()
