"""What to ask a hiring manager: about a role at a level, about its place, and for every job."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.library import Library
from content.lookup.grades import GradeReading
from content.models import Level, Role
from content.strings.compose import Wanted
from handlers.parsing.countries import country_name, known_country
from handlers.parsing.gazetteer import gazetteer, key_of
from handlers.reply import Bold, Italic, Spans
from handlers.who_hires import hiring_at
from handlers.wording import a_or_an, format_years, join_phrases, with_full_stop

FIVE = 5
"""Questions of a short list."""
NEIGHBOURS = 3
"""Other titles, and employers."""
CONDITIONS = 2
THERE = 3
"""Organisations of a place."""
FIRST_MONTHS = "What must be done in the first six months, and what happens if nobody is found?"
WHO_DECIDES = "Who interviews, who decides, and on which date should the person start?"
_ASKED_OF = {
    "nationality": ("Passports", "Which passports are possible, and can you make an exception?"),
    "clearance": (
        "Clearance",
        "Which clearance is needed, who applies for it, and can the person start before it comes?",
    ),
    "accreditation": ("Consent", "Whose consent does the post need before the start, and how long does that take?"),
    "language": ("Languages", "Which languages are needed on day one, and how well?"),
    "education": ("Degree", "Which degree is a must, and can years of work make up for it?"),
    "examination": ("Exam", "Must an exam be passed, and by when?"),
    "medical": ("Medical check", "Is there a medical check before the start, and who arranges it?"),
}
"""A question for each kind of condition. A rule on age is left out: hardly any employer may ask for it."""
_EVIDENCE = re.compile(
    r",?\s(?:(?:and|or)\s(?:says|knows|gives|names|tells)|with\s(?:dates|numbers?|figures)|with\sa\s(?:number|link))\b|,\swith\s"
)
"""Where a sign on a CV goes on with how it shows there: ", with dates"."""


@dataclass(frozen=True, slots=True)
class Hiring:
    """What is known of a job: its role, level, years and grade, and the languages and places that were named."""

    role: Role
    level: Level | None
    years: float | None
    grade: GradeReading | None
    wanted: Wanted


def of_role(hiring: Hiring) -> Iterator[Spans]:
    """What the entry of a role leaves to the manager: level, experience, conditions, other titles and employers."""
    yield _of_level(hiring)
    if done := _done_before(hiring):
        yield (Bold("Experience: "), f"must the person already {done}, or can that come later?")
    yield from _conditions(hiring)
    role = hiring.role
    if near := (*role.titles.below, *role.titles.beside)[:NEIGHBOURS]:
        yield (Bold("Other titles: "), f"would you also meet people with these? {with_full_stop(join_phrases(near))}")
    if role.search.companies:
        names = join_phrases(role.search.companies[:NEIGHBOURS])
        yield (Bold("Employers: "), f"must they come from one of these, or from others too? {with_full_stop(names)}")


def of_place(hiring: Hiring, library: Library) -> Iterator[Spans]:
    """What a place asks of the people who move there, and who else hires there."""
    if not (places := hiring.wanted.places):
        return
    yield ("Which local language is needed at work, and which for daily life?",)
    yield ("Who needs a visa or a permit, and do you also hire people who live there already?",)
    yield ("Can the family come, and what is paid for housing, school and hardship?",)
    for place in places:
        if there := [one.name for one in hiring_at(place, hiring.role, library)][:THERE]:
            yield (f"Must they know one of the bodies with a seat in {place}? {with_full_stop(join_phrases(there))}",)


def of_every_job(hiring: Hiring) -> list[str]:
    """What is open for every job, without what the line has said already."""
    terms = "which kind of contract is it: posted, local, fixed-term?"
    name = hiring.grade.name if hiring.grade else ""
    return [
        FIRST_MONTHS,
        "Who held the post before, and why did they leave?",
        f"Is the money for {a_or_an(name)} {name} approved, and {terms}"
        if name
        else f"Which grade and pay are approved, and {terms}",
        *(() if hiring.wanted.places else ("Where is the duty station, and who needs a permit there?",)),
        WHO_DECIDES,
    ]


def five(hiring: Hiring) -> list[Spans]:
    """The most telling questions: what must be done, the level, what may rule people out, the place, who decides."""
    place = " and ".join(hiring.wanted.places)
    local = f"who needs a visa or a permit for {place}, which local language do they need, and can the family come?"
    chosen: list[Spans] = [(FIRST_MONTHS,), _of_level(hiring)]
    if place:
        chosen.append((Bold("Place: "), local))
    conditions = [(label, str(question).strip()) for label, question, *_ in _conditions(hiring)]
    chosen += conditions[: FIVE - 1 - len(chosen)]
    others = ["Who held the post before, and why did they leave?", "Which grade, pay and contract are approved?"]
    chosen += [(other,) for other in others][: FIVE - 1 - len(chosen)]
    return [*chosen, (WHO_DECIDES,)]


def heading_of(hiring: Hiring) -> str:
    """The job with its grade or level, languages and places."""
    return " · ".join(filter(None, (hiring.role.name, _level_named(hiring), *hiring.wanted.words)))


def where(place: str) -> str:
    """A place with its country: "Dubai, United Arab Emirates"."""
    if known_country(place):
        return place
    city = next(iter(gazetteer().cities.get(key_of(place), ())), None)
    country = country_name(city.country) if city else None
    return f"{place}, {country}" if country and country != place else place


def _level_named(hiring: Hiring) -> str:
    return hiring.grade.name if hiring.grade else hiring.level or ""


def _of_level(hiring: Hiring) -> Spans:
    """The question on years: all levels to choose from if none was named."""
    role, level, grade = hiring.role, hiring.level, hiring.grade
    if grade and grade.grade.years:
        asked = (
            f"{grade.name} usually asks for {format_years(grade.grade.years)}. Do you need more, and which work counts?"
        )
        return (Bold("Years: "), asked)
    bands = {level: guide.years for level, guide in role.levels.items() if guide.years}
    if level in bands and hiring.years is not None:
        read = f"{format_years(hiring.years)} means {level} here ({bands[level]})."
        return (Bold("Years: "), f"{read} Does the work need that, or is it a habit?")
    if level in bands:
        return (
            Bold("Years: "),
            f"{level} usually means {bands[level]} years. Is that what you need, or is it a habit?",
        )
    if not bands:
        return (Bold("Level: "), "how many years does the work need, and in what?")
    each = join_phrases([f"{level} ({years} years)" for level, years in bands.items()])
    return (Bold("Level: "), f"which one do you need: {' or '.join(each.rsplit(', ', 1))}?")


def _done_before(hiring: Hiring) -> str:
    """What a CV of the level shows, as words after "must the person already"; empty without a level or a fit sign.

    Signs that are about how a CV is written ("names the budget") are evidence for later, and no condition.
    """
    guide = hiring.role.levels.get(hiring.level) if hiring.level else None
    signs = [sign.text for sign in guide.indicators if sign.shows_in == "cv"] if guide else []
    done = (_EVIDENCE.split(sign, maxsplit=1)[0] for sign in signs if sign.startswith("Has "))
    return next((f"have {sign.removeprefix('Has ').rstrip('.')}" for sign in done), "")


def _conditions(hiring: Hiring) -> Iterator[Spans]:
    """A question for each kind of condition, and the published rule behind it, which is for the recruiter alone."""
    for language in hiring.wanted.languages:
        yield (Bold(f"{language}: "), "how well must they speak it on day one, and who tests it?")
    shown = {"language"} if hiring.wanted.languages else set()
    gates = {gate.kind: gate for gate in reversed(hiring.role.gates) if gate.kind in _ASKED_OF}
    for gate in [gate for gate in hiring.role.gates if gates.get(gate.kind) is gate and gate.kind not in shown][
        :CONDITIONS
    ]:
        label, question = _ASKED_OF[gate.kind]
        yield (Bold(f"{label}: "), f"{question[0].lower()}{question[1:]} ", Italic(f"For you: {gate.fact}"))
