"""Roles and terms: the pages of the glossary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from content.models.interview import Gate, Level, LevelGuide, Question, RedFlag, Route
from content.models.sources import MarketNote, Source
from content.models.text import Line, Model, Respelling, Slug, Tip
from content.models.titles import Search, Titles


class Picture(Model):
    """An analogy from everyday life, and where it stops being true."""

    think_of: Line
    ends: Line | None = None


class ResumeLine(Model):
    """An invented line as it might appear in a résumé, with the level it suggests."""

    text: Line
    level: Level | None = None


class Item(Model):
    """A line of a section, with an optional bold lead-in ("New York", "Step 1: a first degree")."""

    title: Line | None = None
    text: Line


class SectionName(StrEnum):
    """Optional sections of an entry."""

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


class ForCompany(Model):
    """What a former holder of a role brings to a company. Our advice, not a published rule."""

    transfers: Annotated[tuple[Line, ...], Field(min_length=1)]
    lacks: tuple[Line, ...] = ()
    """What the career doesn't teach as a rule."""
    goes_to: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Jobs that such people take, in the words of companies."""


class Entry(Model):
    """One page of the glossary: the fields that roles and terms share."""

    id: Slug
    name: Line
    say: Respelling | None = None
    """How to pronounce the name, if it isn't English."""
    pack: Slug = "pack"
    field: Slug | None = None
    aliases: tuple[Line, ...] = ()
    acronyms: tuple[Line, ...] = ()
    found_by: tuple[Line, ...] = ()
    """Forms that lead here without being another name: a part, a kind, one body of several, the people. Not shown."""
    described_as: tuple[Line, ...] = ()
    """How people describe it who don't know its name: "the one in charge while the boss is away". Not shown."""
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
    market_notes: tuple[MarketNote, ...] = ()
    """What changes hiring now. A note of several entries stands in pack.yaml."""
    sources: tuple[Source, ...] = ()
    confidence: Literal["high", "medium", "low"] = "medium"
    """How sure the author is of the facts. `low` marks a draft: `content check` fails on it, so nobody is shown one."""
    reviewed_on: date | None = None

    @field_validator("resume_lines", mode="before")
    @classmethod
    def _plain_lines(cls, value: Any) -> Any:
        return (
            [{"text": line} if isinstance(line, str) else line for line in value] if isinstance(value, list) else value
        )


class Term(Entry):
    """A word or institution of the field. `roles` names the jobs that a recruiter hires for when it comes up."""

    kind: Literal["term"] = "term"
    roles: tuple[Line, ...] = ()


class Role(Entry):
    """A job of the field, with everything a recruiter needs for a search and an interview."""

    kind: Literal["role"] = "role"
    typical_title: Line | None = None
    search: Search = Search()
    levels: Mapping[Level, LevelGuide] = {}
    bands_from: Line | None = None
    """Source of the year bands, e.g. "UN Secretariat P grades", or a note that they are our own estimate."""
    red_flags: tuple[RedFlag, ...] = ()
    gates: tuple[Gate, ...] = ()
    hiring: tuple[Route, ...] = ()
    for_company: ForCompany | None = None

    def level_for(self, years: float) -> Level | None:
        """The level for this many years of experience: the highest whose band starts at or below them.

        The first level if there is none; None if the role has no year bands.
        """
        guides = [(level, self.levels[level]) for level in Level if level in self.levels]
        starts = [(level, guide.years.low) for level, guide in guides if guide.years is not None]
        if not starts:
            return None
        return next((level for level, low in reversed(starts) if years >= low), starts[0][0])
