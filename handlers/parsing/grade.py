"""Decide which words of a request are grades ("P-3", "how senior is a p4", "P5 on a CV"), and which are not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from content.library import Library
from content.lookup.grades import GradeMention, GradeReading
from content.lookup.normalize import normalize
from content.lookup.typography import plain
from content.models import GradeScheme, Role
from handlers.parsing.level_and_count import says_nothing
from handlers.parsing.places import known_zone
from handlers.parsing.slots import take_slots

_GRADE_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        grade grades band bands rank scale level levels junior mid senior seniority experience years requirement
        requirements cv cvs resume resumes official officials salary salaries pay paid earn earns equivalent post posts
        position vacancy staff step steps yrs yr exp yoe worth
        """,
    )
)
"""Words beside which even an ambiguous form is a grade: "P5 on a CV", "what level is D1"."""


@dataclass(frozen=True, slots=True)
class GradeRequest:
    """The grades of a text and the text without them. `grades` has several readings if employers share a form."""

    grades: tuple[GradeMention, ...] = ()
    rest: str = ""
    unused: str = ""
    """The words of `rest` that name something else ("Geneva"); empty if the text is about the grades alone."""

    names_employer: bool = False
    """Whether the text names the employer of a grade, so that it asks about the grade: "P-4 UN"."""

    @property
    def first(self) -> GradeReading | None:
        """The first grade, if it has one meaning."""
        return self.grades[0].readings[0] if self.grades and len(self.grades[0].readings) == 1 else None

    @property
    def more(self) -> str:
        """The other grades, as typed."""
        return ", ".join(mention.text for mention in self.grades[1:])


def read_grades(text: str, library: Library, *, sure: bool = False) -> GradeRequest:
    """The grades that a text names. `sure`: the command asks for a grade, so a loose or ambiguous spelling will do."""
    spelled = [mention for mention in library.grades_in(text) if not _is_in_name(mention, text, library)]
    if not spelled:
        return GradeRequest(rest=text, unused=text)
    rest = _without(text, spelled)
    unused = _unused(rest, library)
    certain = (
        sure
        or _has_grade_word(rest)
        or any(not mention.loose and not _is_ambiguous(mention, library) for mention in spelled)
    )
    accepted = [
        mention
        for mention in spelled
        if certain or _stands_alone(mention, unused, library) or _names_employer(mention, rest, library)
    ]
    if not accepted:
        return GradeRequest(rest=text, unused=text)
    rest = _without(text, accepted)
    employed = any(_has_employer(reading.scheme, rest) for mention in accepted for reading in mention.readings)
    narrowed = tuple(_narrowed(mention, text) for mention in accepted)
    return GradeRequest(narrowed, rest, _unused(rest, library), names_employer=employed)


def take_grade(text: str, library: Library) -> GradeRequest:
    """The grade beside the job in the arguments of `questions` and `levels`: "P-3 political affairs officer".

    A loose or ambiguous spelling counts if the rest is a job or nothing: "p5 political affairs officer".
    """
    if library.is_form(text) and not _is_whole(text, library):
        return GradeRequest(rest=text, unused=text)
    asked = read_grades(text, library)
    if asked.grades:
        return _of_job(asked, library)
    guess = read_grades(text, library, sure=True)
    is_job = isinstance(library.match(guess.rest).entry, Role)
    return _of_job(guess, library) if guess.grades and (not guess.unused or is_job) else asked


def _of_job(asked: GradeRequest, library: Library) -> GradeRequest:
    """The request with only the readings of employers that hire for the job: beside a UN job, "FS-6" is the UN's."""
    if asked.first or not asked.unused:
        return asked
    job = library.match(take_slots(asked.unused)[0]).entry
    hiring = library.linked(job.search.companies) if isinstance(job, Role) else []
    readings = tuple(
        reading
        for reading in asked.grades[0].readings
        if any(library.match(employer).entry in hiring for employer in reading.scheme.employers)
    )
    return (
        replace(asked, grades=(replace(asked.grades[0], readings=readings), *asked.grades[1:])) if readings else asked
    )


def is_unknown(asked: GradeRequest, library: Library) -> bool:
    """Whether the words beside the grade are a place, or nothing that could be a job."""
    return known_zone(asked.unused) is not None or library.match(asked.unused).outcome == "none"


def schemes_named(text: str, library: Library) -> list[GradeScheme]:
    """The schemes with this name, or whose grades start with these letters: "P", "GS"."""
    wanted = normalize(text)
    return [scheme for scheme in library.grades if wanted and wanted in _names_of(scheme)]


def _names_of(scheme: GradeScheme) -> set[str]:
    names = [name for grade in scheme.grades for name in grade.names]
    letters = {re.split(r"[ -]?\d|-", name)[0] for name in names}
    others = {other for prefixes in scheme.prefixes.values() for other in prefixes}
    return {normalize(name) for name in (scheme.name, scheme.entry, *letters, *others)}


def _is_in_name(mention: GradeMention, text: str, library: Library) -> bool:
    """Whether the form is part of a longer name: "G7 Sherpa", "P5 plus one"."""
    before, after = text[: mention.start].split(), text[mention.end :].split()
    nearby = [f"{mention.text} {after[0]}"] if after else []
    nearby += [f"{before[-1]} {mention.text}"] if before else []
    return any(library.is_form(words) and normalize(words) != normalize(mention.text) for words in nearby)


def _is_ambiguous(mention: GradeMention, library: Library) -> bool:
    """Whether the form also means something that is no grade: "P5", "A2", "ASG"."""
    if not library.is_form(mention.text):
        return False
    match = library.match(mention.text)
    return match.entry is None or match.entry.name not in _entries(mention)


def _stands_alone(mention: GradeMention, unused: str, library: Library) -> bool:
    """Whether the text is nothing but this form, and every entry that the form can mean explains grades."""
    if unused:
        return False
    if not library.is_form(mention.text):
        return True
    match = library.match(mention.text)
    if match.entry and any(reading.grade.title == match.entry.name for reading in mention.readings):
        return False  # ASG and USG have entries of their own
    senses = [entry.name for entry in (match.entry, *match.suggestions) if entry is not None]
    own = {scheme.entry for scheme in library.grades}
    own |= {grade.entry for scheme in library.grades for grade in scheme.grades if grade.entry}
    return bool(senses) and own.issuperset(senses)


def _names_employer(mention: GradeMention, rest: str, library: Library) -> bool:
    """Whether the text names the employer, and the form is no other entry's name."""
    if not any(_has_employer(reading.scheme, rest) for reading in mention.readings):
        return False
    if not library.is_form(mention.text):
        return True
    match = library.match(mention.text)
    senses = {entry.name for entry in (match.entry, *match.suggestions) if entry is not None}
    return bool(senses & _entries(mention)) and len(senses) == 1


def _entries(mention: GradeMention) -> set[str]:
    readings = mention.readings
    return {reading.scheme.entry for reading in readings} | {r.grade.entry for r in readings if r.grade.entry}


def _narrowed(mention: GradeMention, text: str) -> GradeMention:
    """Keep only the readings of an employer that the text names, otherwise those spelled with the same hyphen."""
    readings = tuple(reading for reading in mention.readings if _has_employer(reading.scheme, text))
    if not readings and "-" in plain(mention.text):  # G-7 is the UN's; only G7 may be British
        readings = tuple(reading for reading in mention.readings if "-" in reading.name)
    return replace(mention, readings=readings or mention.readings)


def _has_employer(scheme: GradeScheme, text: str) -> bool:
    return any(_employer_pattern(word).search(text) for word in scheme.employers)


def _employer_pattern(word: str) -> re.Pattern[str]:
    """Acronyms count only in capitals: "us" is a pronoun."""
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", 0 if word == "US" else re.I)


def _has_grade_word(text: str) -> bool:
    return not _GRADE_WORDS.isdisjoint(normalize(text).split())


def _unused(rest: str, library: Library) -> str:
    for scheme in library.grades:
        for word in scheme.employers:
            rest = _employer_pattern(word).sub(" ", rest)
    words = [word for word in rest.split() if normalize(word)]
    return " ".join(word for word in words if not says_nothing(word) and normalize(word) not in _GRADE_WORDS)


def _is_whole(text: str, library: Library) -> bool:
    return any(mention.text == text.strip() for mention in library.grades_in(text))


def _without(text: str, mentions: Sequence[GradeMention]) -> str:
    for mention in reversed(mentions):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return " ".join(re.sub(r"(?:^|(?<=\s))[/,()–-]+(?=\s|$)", " ", plain(text) if not text.isascii() else text).split())
