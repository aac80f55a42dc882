"""The head of a pack (pack.yaml), and what its entries share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from content.models.entry import Role
from content.models.interview import YearBand
from content.models.sources import SharedMarketNote, Source
from content.models.text import SNIPPETS, Line, Model, Slug, Snippet


class AmbiguousForm(Model):
    """A form with several meanings, in the pack or outside it. Lookup asks which, unless it is an entry's own name."""

    form: Line
    senses: tuple[Line, ...] = ()
    """Names of entries to offer."""
    others: tuple[Line, ...] = ()
    """Meanings outside this field."""
    beside: Mapping[Line, Line] = {}
    """Places and employers, and the meaning (a sense or another) that the form has beside each: "Addis Ababa"."""
    advice: Line | None = None
    """How to tell the meanings apart in a résumé."""
    only_asked: bool = False
    """Whether it is read only where a person asks for it: in texts it is too common a word ("note")."""


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
    found_by: tuple[Line, ...] = ()
    """Other words by which people ask for its questions, such as "team player"."""


class Theme(Model):
    """What questions may be about beside their competency, such as "fraud", and other words for it."""

    name: Line
    found_by: tuple[Line, ...] = ()


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


class ImmunityRule(Model):
    """Which immunity people have as a rule, by a treaty, and the entries for them."""

    rule: Line
    entries: Annotated[tuple[Line, ...], Field(min_length=1)]
    source: Source


class Seat(Model):
    """A city, and the organisations that have their seat or a large office there."""

    place: Line
    organisations: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Names of entries, the best known first."""


class Head(Model):
    """What the head of some organisations is called, whoever it is: "Director-General"."""

    title: Line
    organisations: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Names of entries."""
    source: Source


class Vocabulary(Model):
    """Words of the field that lines and texts are read with, beside the names of the entries."""

    employers: tuple[Line, ...] = ()
    """Words of employers' names in a résumé. "embass*" has any ending; capitals count: "UN*"."""
    houses: tuple[Line, ...] = ()
    """Those after which a city may stand without a comma: "U.S. Embassy Tirana"."""
    uncapitalised: tuple[Line, ...] = ()
    """Those that may begin a name with a small letter: "ambassade de France"."""
    subjects: tuple[Line, ...] = ()
    """Subjects of work that stand beside a rank: "First Secretary (Political)"."""
    leavers: tuple[Line, ...] = ()
    """What people who have left the field say that they were: "ex-diplomat", "retired ambassador"."""
    ranked: tuple[Line, ...] = ()
    """What stands before "ranks" and "hierarchy" if those of the field are meant: "diplomatic ranks in order"."""
    title_parts: tuple[tuple[Line, Line], ...] = ()
    """Parts of titles that people ask about alone, and a form of the entry that explains them: "a.i."."""


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
    themes: tuple[Theme, ...] = ()
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
    immunity_rules: tuple[ImmunityRule, ...] = ()
    heads: tuple[Head, ...] = ()
    seats: tuple[Seat, ...] = ()
    market_notes: tuple[SharedMarketNote, ...] = ()
    chairs: tuple[Line, ...] = ()
    """Names of entries that are a chair, which people of different ranks hold. The other titles are ranks or jobs."""
    ranks: tuple[Line, ...] = ()
    """Names of entries that are a rank, although on no ladder."""
    ungraded: tuple[Line, ...] = ()
    """Names of entries for posts that have no grade, although people write one beside them: "UN Volunteer"."""
    post_terms: tuple[Line, ...] = ()
    """Names of terms that are a post in a résumé, although no role: "UN Volunteer"."""
    everyday_phrases: tuple[Line, ...] = ()
    """Phrases in which a form of an entry means nothing of this field, in any text: "post holder"."""
    vocabulary: Vocabulary = Vocabulary()
    ambiguous: tuple[AmbiguousForm, ...] = ()
