"""Decide which words of a request are grades ("P-3", "how senior is a p4", "P5 on a CV"), and which are not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from cachetools import LRUCache, cached

from content.library import Library
from content.lookup.grades import GradeMention, GradeReading
from content.lookup.normalize import normalize
from content.lookup.typography import plain
from content.models import GradeScheme, Role
from content.scan.grade_or_other_code import is_other_code
from handlers.parsing.find_time_zone import known_zone
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.small_words import says_nothing

_ABOUT_GRADES = re.compile(
    r"\bgrades\b|\b(?:pay )?scales?\b|\bpay (?:bands|ladder)\b|\brank codes\b"
    r"|\b(?:grade|grading) (?:list|system|structure|scale|ladder|order)\b",
    re.I,
)
_ASKS_LIST = re.compile(
    r"^\W*(?:can|could)?\W*(?:you|u)?\W*(?:show|give|tell|list|explain)\s(?:me|us)\b"
    r"|\b(?:all|the|an?|of|list|order(?:ed)?|in|what['’]?s|what|which|are|is|there|how|many|grades?|grading|bands?|pay"
    r"|system|structure|scales?|ladder|ranks?|ranked|ranking|hierarchy|from|low(?:est)?|high(?:est)?|to|top|bottom|show|give"
    r"|me|explain|explained|overview|different|do|does|have|has|use|used|at|for|work|works|sorted|table|please|pls)\b",
    re.I,
)
"""The words of a line that asks for all grades of an employer."""
_CODE = re.compile(r"[a-z]{1,3}[ .-]?\d{0,2}", re.I)
"""A short code such as "A4", "A.4" or "GF", not "Level 10"."""
_GRADE_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        grade grades band bands rank scale level levels junior mid senior seniority experience years worked requirement
        requirements cv cvs resume resumes official officials salary salaries pay paid earn earns equivalent post posts
        position vacancy chair staff step steps yrs yr exp yoe worth good bad decent high low fair nice equal
        equals corresponds masters bachelors degree phd management managerial graduate executive beginner starter entry
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
    text = _with_employer_first(_RANGE.sub(r"\1 to \2", text), library)
    spelled = [
        mention
        for mention in library.grades_in(text)
        if not _is_in_name(mention, text, library) and not _is_something_else(mention, text)
    ]
    if shared := _shared_code(text, spelled, library, sure=sure):
        return shared
    if not spelled:
        return GradeRequest(rest=text, unused=text)
    rest = _without(text, spelled)
    unused = _unused(rest, text, spelled, library)
    certain = (
        sure
        or _has_grade_word(rest)
        or any(not mention.loose and not _is_ambiguous(mention, library) for mention in spelled)
    )
    accepted = [
        mention
        for mention in spelled
        if (certain or _stands_alone(mention, unused, library) or _names_employer(mention, rest, library))
        and (sure or not _is_of_another_employer(mention, rest, library))
    ]
    if not accepted:
        return GradeRequest(rest=text, unused=text)
    rest = _without(text, accepted)
    employed = any(_has_employer(reading.scheme, rest) for mention in accepted for reading in mention.readings)
    narrowed = tuple(_narrowed(mention, text, library) for mention in accepted)
    return GradeRequest(narrowed, rest, _unused(rest, text, narrowed, library), names_employer=employed)


_RANGE = re.compile(r"\b([A-Z]{1,3}-?\d{1,2})\s?[-–]\s?(?=[A-Z]{1,3}-?\d)([A-Z]{1,3})", re.I)
"""Two grades with a dash between: "P1-P5"."""


def _with_employer_first(text: str, library: Library) -> str:
    """The text with the employer before a grade whose name begins with it: "nato grade g17" has "NATO G17"."""
    for scheme, pattern, names in _codes(library):
        written = pattern.search(text) if names else None
        named = written and next(
            filter(None, (_employer_pattern(word).search(text) for word in scheme.employers)), None
        )
        if named and written:
            rest = f"{text[: written.start()]} {text[written.end() :]}".replace(named[0], " ")
            return " ".join(f"{names[_squashed(written[0])]} {rest}".split())
    return text


def _shared_code(text: str, spelled: Sequence[GradeMention], library: Library, *, sure: bool) -> GradeRequest | None:
    """A request for nothing but a code that employers share: "grade A4", "what grade is B3"."""
    own = all(_is_other_name(mention) for mention in spelled)  # a grade whose own name this is comes first
    if not own or len(spelled) > 1 or not (sure or _has_grade_word(text)):
        return None
    for _, pattern, _ in _codes(library):
        if written := pattern.search(text):
            break
    else:
        return None
    if not _CODE.fullmatch(written[0]) or is_other_code(text, written.start(), written.end()):
        return None
    code = _squashed(written[0])
    named = [names.get(code, "") for _, _, names in _codes(library)]
    readings = [reading for name in filter(None, named) for reading in _readings_of(name, library)]
    readings += [one for mention in spelled for one in mention.readings if _squashed(mention.text) == code]
    mention = GradeMention(written.start(), written.end(), written[0], tuple(readings))
    rest = _without(text, [mention])
    if not sure and _is_of_another_employer(mention, rest, library):
        return None
    if _unused(rest, text, [mention], library):
        return None
    return GradeRequest((_narrowed(mention, text, library),), rest)


def _readings_of(name: str, library: Library) -> tuple[GradeReading, ...]:
    return next((mention.readings for mention in library.grades_in(name) if mention.text == name), ())


def _is_other_name(mention: GradeMention) -> bool:
    """Whether a form is another name of each grade that it means: "B3" for EO."""
    return all(_squashed(mention.text) != _squashed(reading.name) for reading in mention.readings)


class _Codes(NamedTuple):
    """A scheme, a pattern for those of its grades whose names begin with an employer, without it ("G17", "A.4", "GF"),
    and these names.
    """

    scheme: GradeScheme
    pattern: re.Pattern[str]
    names: dict[str, str]


@cached(LRUCache(maxsize=4), key=lambda library: library.reviewed.number)
def _codes(library: Library) -> tuple[_Codes, ...]:
    return tuple(map(_codes_of, library.grades))


def _codes_of(scheme: GradeScheme) -> _Codes:
    employers = scheme.employers
    names = tuple(name for grade in scheme.grades for name in (*grade.names, *grade.also))
    short = {
        name.removeprefix(f"{employer} "): name
        for employer in employers
        for name in names
        if name.startswith(f"{employer} ")
    }
    forms = (
        re.sub(r"(?<=[A-Z])-?(0?)(?=\d)", lambda zero: f"[ .-]?{zero[1]}{'?' * len(zero[1])}", one) for one in short
    )
    pattern = re.compile(rf"(?<![\w.-])(?:{'|'.join(forms) or '(?!)'})(?![\w-])", re.I)
    return _Codes(scheme, pattern, {_squashed(form): name for form, name in short.items()})


def _squashed(form: str) -> str:
    """The letters and digits of a form: "a4" for "A.4", "fs3" for "FS-03"."""
    return re.sub(r"[\W_]|(?<![1-9])0(?=\d)", "", form).casefold()


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
    job = library.match(take_languages_and_places(asked.unused)[0]).entry
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


def schemes_of(text: str, library: Library) -> list[GradeScheme]:
    """The schemes of the employer that a line about its grades names: "all UN grades", "us foreign service grades"."""
    if _ABOUT_GRADES.search(text) is None:
        return []
    wanted = _asked_words(text)
    return [
        scheme
        for scheme in library.grades
        if wanted
        and wanted <= _words_of(scheme)
        and (
            any(_asked_words(word) <= wanted for word in scheme.employers)
            or wanted & {normalize(letters) for letters in _letters_of(scheme)}
        )
    ]


def _asked_words(text: str) -> set[str]:
    """The words of a text without those that ask for a list: "council" and "europe"."""
    return set(normalize(_ASKS_LIST.sub(" ", text)).split())


def employer_in(text: str, library: Library) -> str | None:
    """The employer with grades of its own that a text names; None if it names none."""
    words = (word for scheme in library.grades for word in scheme.employers)
    return next((word for word in words if _employer_pattern(word).search(text)), None)


def _words_of(scheme: GradeScheme) -> set[str]:
    """The words that may be beside "grades" in a line about a scheme: its name, its employers and its letters."""
    letters = (name for name in _names_of(scheme) if " " not in name)
    return set(normalize(" ".join((scheme.name, *scheme.employers, *letters))).split())


def _names_of(scheme: GradeScheme) -> set[str]:
    return {normalize(name) for name in (scheme.name, scheme.entry, *_letters_of(scheme))}


def _letters_of(scheme: GradeScheme) -> set[str]:
    """The letters of a scheme's grades: "P", "D", "GS"."""
    names = [name for grade in scheme.grades for name in grade.names]
    letters = {re.split(r"[ -]?\d|-", name)[0] for name in names}
    return letters | {other for prefixes in scheme.prefixes.values() for other in prefixes}


def _is_in_name(mention: GradeMention, text: str, library: Library) -> bool:
    """Whether the form is part of a longer name: "G7 Sherpa", "P5 plus one"."""
    before, after = text[: mention.start].split(), text[mention.end :].split()
    nearby = [f"{mention.text} {after[0]}"] if after else []
    nearby += [f"{before[-1]} {mention.text}"] if before else []
    return any(library.is_form(words) and normalize(words) != normalize(mention.text) for words in nearby)


def _is_something_else(mention: GradeMention, text: str) -> bool:
    """Whether the words beside a form speak for another meaning of it: "OR-2 operating room", or a visa: "G1 visa"."""
    if {"visa", "visas"}.intersection(map(normalize, text[mention.end :].split()[:1])):
        return True
    has_others = any(reading.grade.others for reading in mention.readings)
    return has_others and is_other_code(text, mention.start, mention.end)


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


def _is_of_another_employer(mention: GradeMention, rest: str, library: Library) -> bool:
    """Whether a form that also means something else stands beside an employer without such a grade: "GA at the UN"."""
    if not _is_ambiguous(mention, library) or any(_has_employer(reading.scheme, rest) for reading in mention.readings):
        return False
    return any(_has_employer(scheme, rest) for scheme in library.grades)


def _entries(mention: GradeMention) -> set[str]:
    readings = mention.readings
    return {reading.scheme.entry for reading in readings} | {r.grade.entry for r in readings if r.grade.entry}


def _narrowed(mention: GradeMention, text: str, library: Library) -> GradeMention:
    """Keep only the readings of an employer that the text names, otherwise those spelled with the same hyphen, or
    those of an employer with its seat in a city that the text names: "G7 in Vienna".
    """
    readings = tuple(reading for reading in mention.readings if _has_employer(reading.scheme, text))
    if not readings and "-" in plain(mention.text):  # G-7 is the UN's; only G7 may be British
        readings = tuple(reading for reading in mention.readings if "-" in reading.name)
    if not readings and len(mention.readings) > 1:
        there = _organisations_at(text, library)
        readings = tuple(reading for reading in mention.readings if _has_employer(reading.scheme, there))
    return replace(mention, readings=readings or mention.readings)


def _organisations_at(text: str, library: Library) -> str:
    """The names of the organisations that sit in the cities of a text."""
    seats = (seat for pack in library.packs for seat in pack.seats if _employer_pattern(seat.place).search(text))
    return ", ".join(name for seat in seats for name in seat.organisations)


def _has_employer(scheme: GradeScheme, text: str) -> bool:
    return any(_employer_pattern(word).search(text) for word in scheme.employers)


def named_in(employer: str, text: str) -> bool:
    """Whether a text names an employer."""
    return _employer_pattern(employer).search(text) is not None


@lru_cache(maxsize=1024)
def _employer_pattern(word: str) -> re.Pattern[str]:
    """Acronyms count only in capitals: "us" is a pronoun."""
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", 0 if word == "US" else re.I)


def _has_grade_word(text: str) -> bool:
    return not _GRADE_WORDS.isdisjoint(normalize(text).split())


def _unused(rest: str, typed: str, mentions: Sequence[GradeMention], library: Library) -> str:
    for scheme in library.grades:
        for word in scheme.employers:
            rest = _employer_pattern(word).sub(" ", rest)
    schemes = (reading.scheme for mention in mentions for reading in mention.readings)
    own = frozenset[str]().union(*(_own_words(scheme) for scheme in schemes if _has_employer(scheme, typed)))
    words = [word for word in rest.split() if normalize(word)]
    return " ".join(
        word
        for word in words
        if not says_nothing(word) and normalize(word) not in _GRADE_WORDS and normalize(word) not in own
    )


def _own_words(scheme: GradeScheme) -> frozenset[str]:
    """The words of a scheme's name: "foreign" and "service" beside a Canadian FS-04."""
    return frozenset(normalize(scheme.name).split())


def _is_whole(text: str, library: Library) -> bool:
    return any(mention.text == text.strip() for mention in library.grades_in(text))


def _without(text: str, mentions: Sequence[GradeMention]) -> str:
    for mention in reversed(mentions):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return " ".join(re.sub(r"(?:^|(?<=\s))[/,()–-]+(?=\s|$)", " ", plain(text) if not text.isascii() else text).split())
