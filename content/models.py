"""Frozen models of a pack's content: roles, terms, comparisons, grade schemes and ambiguous forms.

Only a name and a definition are required here, so that a small pack of another field loads as it is. Whether an entry
is *good* (counts, reading grade, sources) is up to the quality gates in `content/lint`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

TIP_LENGTH = 280  # characters: as much as a phone shows in a notification and on the first screen, without "more"

SNIPPETS = 3  # buttons in one row of a phone
SNIPPET_LENGTH = 30  # characters


def _one_line(value: str) -> str:
    return " ".join(value.split())


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_one_line)]
"""One line or paragraph of plain text: never empty, runs of white space collapsed, no markup."""

Tip = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TIP_LENGTH), AfterValidator(_one_line)
]
"""A line short enough for a notification."""

Snippet = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=SNIPPET_LENGTH), AfterValidator(_one_line)
]
"""A line short enough for a button."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""An identifier of lower-case letters, digits and single hyphens. An entry's id is its file name without .yaml."""


def _stressed(value: str) -> str:
    """Check that a respelling marks the stress. Raises ValueError."""
    words = [word.split("-") for word in value.split(" ")]
    syllables = [syllable for word in words for syllable in word]
    one_each = all(sum(map(str.isupper, word)) == 1 for word in words if len(word) > 1)
    if not one_each or not any(map(str.isupper, syllables)) or not all(s.isupper() or s.islower() for s in syllables):
        raise ValueError('put hyphens between syllables and the stressed one in capitals: "day-MARSH"')
    return value


Respelling = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]+(?:[- ][A-Za-z]+)*$"), AfterValidator(_stressed)]
"""A pronunciation in English syllables: letters, hyphens and spaces, the stressed syllable of each word in capitals."""


class Model(BaseModel):
    """Base of all content models: frozen, and strict about unknown fields so that typos are reported."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Level(StrEnum):
    """A candidate's level of experience. Each role defines its own year bands."""

    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"


class Source(Model):
    """A source of an entry's facts.

    `supports` names the facts ("art. 19: chargé ad interim"). Every figure in an entry's prose must occur in the title,
    publisher or `supports` of one of its sources.
    """

    title: Line
    publisher: Line | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    kind: Literal["primary", "secondary"] = "secondary"
    supports: Line | None = None


class MarketNote(Model):
    """What changes hiring for a time, such as a hiring stop: dated, sourced, and checked again once `until` is past."""

    model_config = ConfigDict(serialize_by_alias=True)

    since: Annotated[date, Field(alias="from")]
    """The day it began. Written `from`."""
    until: date
    """The last day on which the note may stand without a new look at its source."""
    text: Tip
    source: Source

    @model_validator(mode="after")
    def _forward(self) -> MarketNote:
        if self.until <= self.since:
            raise ValueError(f"`until` ({self.until}) must be later than `from` ({self.since})")
        return self


class SharedMarketNote(MarketNote):
    """A market note of several entries. It stands in pack.yaml, so that one edit changes it everywhere."""

    entries: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Names of the entries that show it."""


class Picture(Model):
    """An analogy from everyday life, and where it stops being true."""

    think_of: Line
    ends: Line | None = None


class ResumeLine(Model):
    """An invented line as it might appear in a résumé, with the level it suggests."""

    text: Line
    level: Level | None = None


class YearBand(Model):
    """Years of experience, from `low` (included) to `high` (excluded; None for no limit). Written "2-5" or "5+"."""

    low: int = Field(ge=0)
    high: int | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if not (match := re.fullmatch(r"(\d{1,2})\s*(?:\+|[-–]\s*(\d{1,2}))", value.strip())):
            raise ValueError('write the years as "2-5" or "5+"')
        return {"low": int(match[1]), "high": int(match[2]) if match[2] else None}

    @model_validator(mode="after")
    def _rising(self) -> YearBand:
        if self.high is not None and self.high <= self.low:
            raise ValueError("the upper year must be greater than the lower one")
        return self

    def __contains__(self, years: float) -> bool:
        """Whether this many years fall into the band."""
        return self.low <= years and (self.high is None or years < self.high)

    def __str__(self) -> str:
        return f"{self.low}+" if self.high is None else f"{self.low}–{self.high}"


class Indicator(Model):
    """A sign of a level, and where it shows: in a CV, when you ask, or in a test. Written "cv: Has led a section"."""

    shows_in: Literal["cv", "ask", "test"]
    text: Line

    @model_validator(mode="before")
    @classmethod
    def _from_pair(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"shows_in": "ask", "text": value}
        if isinstance(value, dict) and len(value) == 1:
            ((place, line),) = value.items()
            return {"shows_in": place, "text": line}
        return value

    def __str__(self) -> str:
        return self.text


class LevelGuide(Model):
    """What a level means in one role: years, and indicators that can be observed in a person."""

    years: YearBand | None = None
    indicators: tuple[Indicator, ...] = ()
    feeder: Line | None = None
    """Who these people usually are, if they don't hold the role yet. Then the level is called "Next in line"."""


class Question(Model):
    """An interview question on one competency, with a guide to rating the answer.

    The rule (docs and answers state it): three or four ticks are strong, two adequate, none or one weak; rate first,
    then probe; a probe lifts the rating by one step at most; a stop sign makes it weak.
    """

    text: Line
    competency: Line
    kind: Literal["behavioural", "situational", "knowledge"]
    listen_for: Line
    ticks: Annotated[tuple[Line, ...], Field(min_length=1)]
    """What a strong answer contains: four things that a listener can hear in two minutes."""
    weak: Line
    """A plausible thin answer, as a candidate would give it."""
    stop: Line
    """Conduct that makes the answer weak whatever else was said."""
    probe: Line
    """A neutral follow-up question, for after the rating. It doesn't hint at a tick."""
    fallback: Line | None = None
    """What to ask instead if the rare event in the question never happened to the candidate."""


class RedFlag(Model):
    """A warning sign, why it matters, and the innocent explanation to check first."""

    flag: Line
    why: Line
    check: Line


class Gate(Model):
    """A published condition for getting the job. A fact to know, never a question to ask."""

    kind: Literal["nationality", "clearance", "accreditation", "language", "age", "education", "examination", "medical"]
    fact: Line


class Route(Model):
    """A way into the role, such as a competition or a secondment."""

    kind: Literal["career", "local", "political", "competition", "secondment", "contract"]
    text: Line


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


Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
"""A language by its two-letter code (ISO 639-1)."""


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
    profile, employers first. Empty if all titles are clear. `exclude`: phrases of people who have both a title and an
    anchor and are still wrong. `companies`: employers for a company filter.
    """

    titles: tuple[Line, ...] = ()
    clear: tuple[Line, ...] = ()
    anchors: tuple[Line, ...] = ()
    exclude: tuple[Line, ...] = ()
    companies: tuple[Line, ...] = ()


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
    pay: Line
    """How pay is built, without figures."""
    pay_scale: PayScale
    grades: Annotated[tuple[Grade, ...], Field(min_length=1)]
    sources: tuple[Source, ...] = ()
    reviewed_on: date | None = None


class AmbiguousForm(Model):
    """A form with several meanings, in the pack or outside it. Lookup asks which, unless it is an entry's own name."""

    form: Line
    senses: tuple[Line, ...] = ()
    """Names of entries to offer."""
    others: tuple[Line, ...] = ()
    """Meanings outside this field."""
    advice: Line | None = None
    """How to tell the meanings apart in a résumé."""


class PackField(Model):
    """A subject area of a pack, for browsing and for choosing tips."""

    id: Slug
    name: Line


class Ladder(Model):
    """Ranks in order, the lowest first, by the names of their entries."""

    name: Line
    entries: Annotated[tuple[Line, ...], Field(min_length=2)]
    explained_by: tuple[Line, ...] = ()
    """Names of entries that stand for the whole ladder, such as the one on rank."""
    years: tuple[YearBand, ...] = ()
    """Years of experience at which people hold each rank, in the order of `entries`; empty if unknown."""
    years_from: Line | None = None
    """Whose years these are."""
    caveat: Line | None = None
    """Where the order does not hold."""

    @model_validator(mode="after")
    def _years_for_each(self) -> Ladder:
        if self.years and len(self.years) != len(self.entries):
            raise ValueError(f"has {len(self.years)} year bands for {len(self.entries)} entries; write one for each")
        return self


class ChartPost(Model):
    """A post or a section in an organisation chart."""

    label: Line
    does: Line | None = None
    """What it does, in a few words."""
    reports_to: Line | None = None
    """The label of the post above; only the head has none."""
    entries: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Names of entries: first the one that explains the post, then others who hold it or work in the section."""


class Chart(Model):
    """Who sits in an organisation, and who reports to whom, the head first."""

    id: Slug
    name: Line
    organisations: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Names of the entries whose chart this is: "Embassy", "High Commission"."""
    posts: Annotated[tuple[ChartPost, ...], Field(min_length=2)]
    answers_to: Line
    """Who the head answers to, outside the chart."""
    caveat: Line
    """Where the chart does not hold."""
    sources: tuple[Source, ...] = ()
    reviewed_on: date | None = None


class Competency(Model):
    """A competency for questions to name, the framework that defines it, and what other employers call it."""

    name: Line
    framework: Line
    generic: Line | None = None
    """The nearest competency without a framework, such as "Teamwork"."""


class Directory(Model):
    """A public place where people of some fields or roles are listed, beside the search sites."""

    name: Line
    text: Line
    url: Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
    fields: tuple[Slug, ...] = ()
    roles: tuple[Line, ...] = ()
    """Names of roles that it is for, beside those of its fields."""
    checked_on: date

    def is_for(self, role: Role) -> bool:
        """Whether people in this role are listed there."""
        return role.name in self.roles or role.field in self.fields or not (self.roles or self.fields)


class LeavingRule(Model):
    """A public rule on what officials of a service may do after they have left it."""

    service: Line
    rule: Line
    source: Source


class PackInfo(Model):
    """The head of a pack (pack.yaml): its name, what newcomers can try, and the vocabularies that its entries use."""

    id: Slug
    name: Line
    description: Line | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = "en"
    licence: Line | None = None
    snippets: Annotated[tuple[Snippet, ...], Field(max_length=SNIPPETS)] = ()
    """Titles, abbreviations or grades as CVs have them, for newcomers to try."""
    fields: tuple[PackField, ...] = ()
    competencies: tuple[Competency, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    directories: tuple[Directory, ...] = ()
    employer_words: tuple[Line, ...] = ()
    """Words that name an employer of the field ("embassy"). The first two anchors of a role contain one."""
    one_job: tuple[tuple[Line, ...], ...] = ()
    """Names of roles that are titles for one job. They share their year bands."""
    most_asked: tuple[Line, ...] = ()
    """Names of the roles that are asked for most. They have more questions."""
    charts: tuple[Chart, ...] = ()
    leaving_rules: tuple[LeavingRule, ...] = ()
    market_notes: tuple[SharedMarketNote, ...] = ()
    chairs: tuple[Line, ...] = ()
    """Names of roles that are a chair, which people of different ranks hold. The other titles are ranks or jobs."""
    ambiguous: tuple[AmbiguousForm, ...] = ()
