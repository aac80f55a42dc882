"""`req`: a new requisition on one screen: meaning, grade, searches to open, checks, employers; buttons for the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from content.library import Library
from content.lookup.grades import GradeReading
from content.lookup.normalize import normalize
from content.models import Entry, Level, Role, SectionName, Term
from content.scan.adverts import doubtful_wording
from content.strings.compose import Wanted, search_string
from content.strings.sites import GOOGLE, LINKEDIN
from handlers.advert_card import advert_card, asked_blocks, conditions_in, wording_blocks
from handlers.advert_job import role_and_grade, title_lines
from handlers.brief import Brief, read_brief
from handlers.command import Command, Services
from handlers.commands.search import open_button
from handlers.find_job import find_role
from handlers.grade_cards import choice, level_in, level_note, line_of
from handlers.left_out import unused_words
from handlers.lookup_replies import ask_for_entry, echo, other_jobs, related_job_note
from handlers.market import market_lines
from handlers.parsing.grade import take_grade
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.role_and_level import read_role_and_level, years_in
from handlers.parsing.somebody_needs import somebody_needs
from handlers.reply import (
    Block,
    Bold,
    Button,
    Facts,
    Heading,
    Option,
    Overflow,
    Reply,
    actions,
    items,
    note,
    reply,
    shorten,
    text,
)
from handlers.request import Request
from handlers.topic import topic_of
from handlers.who_hires import hiring_at
from handlers.wording import EMPLOYERS_OWN_RULES, join_phrases, short_answer, with_full_stop

ADVERT = 160
"""Characters from which the argument is read as an advert rather than as a title."""
CLAUSES = 6
"""Clauses of a brief that are repeated."""
CHECKS = 3
EMPLOYERS = 5
THERE = 3
"""Organisations of a place, and employers beside them."""
_PLACE_LINE = re.compile(r"(?:duty station|location|place of work|based in|base)s?\b[:\s]+([^\n;.]{2,60})", re.I)

_NEEDED = re.compile(
    rf"{somebody_needs()}(?:for\s)?"
    r"(?:(?:an?|the|one|two|three|four|five|some|several|more|another|our|\d{1,2})\s){0,2}",
    re.I,
)
"""The beginning of a line that says whom somebody needs: "we urgently need a"."""
_OPENING = r"(?:jd|req|requisition|vacancy|opening|role|job(?:\sorder)?|position|mandate|brief)"
_OPENED = re.compile(
    rf"""^\W*(?:(?:i|we)(?:['’]ve|\shave)?\s)?(?:just\s)?(?:got|received|have|had)?\s?(?:(?:an?|the|my|our|this|another|new)\s){{0,3}}
    {_OPENING}\s(?:(?:has|have|is|just|finally)\s){{0,2}}
    (?:landed|arrived|dropped|opened(?:\sup)?|c[ao]me\s(?:in|up|through)|in|live|open)\b[\s:,–—-]*(?:for\s)?(?:(?:an?|the)\s)?
    | ^\W*(?:(?:i|we)(?:['’]ve|\shave)?\s)?(?:just\s)?(?:got|received|have)?\s?(?:(?:an?|another)\s)?new\s{_OPENING}
    (?:\s?[:,–—-]\s?|\sfor\s)(?:for\s)?(?:(?:an?|the)\s)?
    | ^\W*(?:i|we)(?:['’]ve|\shave)?\s(?:just\s)?(?:got\s|received\s|have\s)?(?:an?|another|one)\s{_OPENING}
    (?:\s?[:–—-]\s?|\sfor\s(?=an?\s|\d))(?:for\s)?(?:an?\s)?""",
    re.I | re.X,
)
"""The beginning of a line that says that a requisition has come in: "JD just landed:"."""
_FOR = re.compile(r"^[\s:,–—-]*(?:for\s)?(?:(?:an?|the)\s)?", re.I)
"""What joins the job to the words before it."""
_BY_WHEN = re.compile(r"\s(?:by|before|until|from)\s\w+(?:\s\w+)?\W*$", re.I)
_SOON = re.compile(
    r"\b(?:(?:to\s)?start(?:s|ing)?(?=\s(?:asap|immediately|soon|now))|asap|urgent(?:ly)?|immediately|quickly|soon|fast|please|pls)\b"
    r"|(?<=\d\s)budget\b(?!\s\w)",
    re.I,
)
"""What a requisition may say that changes no answer: by when, and that a grade is the budget."""


async def run(request: Request, services: Services) -> Reply:
    """The screen for a title with its grade and place, or for the job of a pasted advert."""
    library = services.library
    typed = _without_lead(request.text)
    if (brief := _brief_in(typed, services)) and brief.has_conditions:
        return _of_brief(brief, typed, services)
    if len(typed) > ADVERT and (advert := _of_advert(typed, services)):
        return advert
    typed = " ".join(_SOON.sub(" ", typed).split())
    graded = take_grade(typed, library)
    if graded.grades and len(graded.grades[0].readings) > 1:
        return choice(graded.grades[0], "req", library, graded.rest)
    rest, wanted = take_languages_and_places(graded.rest if graded.grades else typed)
    ask = read_role_and_level(rest, library.is_form)
    if not ask.rest:
        return ask_for_entry(services, "req")
    result = find_role(ask.rest, services, _again(graded.first, ask.level, wanted, library), graded.first)
    if isinstance(result, Reply):
        return result
    role, asked = result
    level = ask.level or (role.level_for(ask.years) if ask.years is not None else None)
    return _screen(role, asked, graded.first, wanted, level, library)


def _of_advert(typed: str, services: Services) -> Reply | None:
    """The screen for the job of an advert, with what it asks for; what it asks for alone if the job isn't known."""
    library = services.library
    mentions = library.scan(typed)
    role, grade = role_and_grade(typed, mentions, services)
    wording = doubtful_wording(typed)
    asked = conditions_in(typed, wording)
    if role is None:
        return advert_card(typed, mentions, services) if asked.needed else None
    conditions = (*asked_blocks(typed, asked), *wording_blocks(wording))
    return _screen(role, role, grade, Wanted(places=_places(typed)), None, library, conditions)


def _places(typed: str) -> tuple[str, ...]:
    """Where the job of an advert is: by its line for the place, or by its title."""
    place = _PLACE_LINE.search(typed)
    lines = [place[1]] if place else title_lines(typed)
    found = (take_languages_and_places(f"job in {line}")[1].places for line in lines)
    return next((places[-1:] for places in found if places), ())


def _brief_in(typed: str, services: Services) -> Brief | None:
    return read_brief(_SOON.sub(" ", typed), services.library, services.commands)


def _of_brief(brief: Brief, typed: str, services: Services) -> Reply:
    """The screen for a job with conditions: those that no search reads are repeated."""
    grade = take_grade(typed, services.library).first
    _, wanted = take_languages_and_places(typed)
    result = find_role(brief.job, services, _again(grade, brief.level, wanted, services.library), grade)
    if isinstance(result, Reply):  # which job?
        wording = [block for block in wording_blocks(brief.wording) if block]
        return replace(result, blocks=(*result.blocks, *wording))
    role, asked = result
    years = years_in(typed)
    level = brief.level or (role.level_for(years) if years is not None else None)
    screen = _screen(role, asked, grade, wanted, level, services.library, _conditions(brief))
    return replace(screen, topic=screen.topic and replace(screen.topic, command=command.name))  # it repeats every word


def _again(grade: GradeReading | None, level: Level | None, wanted: Wanted, library: Library) -> str:
    """The command to send with another job."""
    asked = line_of(grade, library) if grade else level
    places = (f"in {place}" for place in wanted.places)
    return " ".join(filter(None, ("req", asked, *wanted.languages, *places)))


def _without_lead(typed: str) -> str:
    """The job, without the words that say that somebody is needed or a requisition has come in."""
    opened = _OPENED.sub("", typed, count=1)
    return _FOR.sub("", opened if opened != typed else _NEEDED.sub("", typed, count=1))


def _screen(  # noqa: PLR0913, PLR0917 - each is a part of the requisition
    role: Role,
    asked: Entry,
    grade: GradeReading | None,
    wanted: Wanted,
    level: Level | None,
    library: Library,
    conditions: Iterable[Block | None] = (),
) -> Reply:
    asked_level, places = level, [f"in {place}" for place in wanted.places]
    level = level or (level_in(grade, role) if grade else Level.MID)
    line = " ".join(filter(None, (line_of(grade, library) if grade else level, role.name)))
    signs = _signs(role, level)
    search = " ".join(["search", role.name, *wanted.languages, *places])
    return reply(
        Heading(" · ".join(filter(None, (role.name, grade.name if grade else "", *wanted.words)))),
        related_job_note(role, asked),
        text(Bold(short_answer(role.definition))),
        level_note(grade, role) if grade else None,
        actions(
            *(open_button(search_string(role, site, wanted)) for site in (LINKEDIN, GOOGLE)),
            Button("Strings to copy", search),
            Button(f"{level.capitalize()} questions", f"questions {line}", primary=True),
        ),
        *conditions,
        *_checks(role, len(signs)),
        _facts(role, signs, wanted.places, library),
        *market_lines(role, library, short=True),
        actions(
            Button("Interview kit", f"kit {line}"),
            Button("Phone screen", f"screen {line}"),
            Overflow(
                (
                    Option("Titles", f"titles {role.name}"),
                    *([Option("Grade", f"grade {line_of(grade, library)}")] if grade else []),
                    Option("What it means", f"define {role.name}"),
                    Option("Hiring", f"career {role.name}"),
                )
            ),
        ),
        other_jobs(role, asked, library, "req"),
        topic=replace(
            topic_of(asked),
            grade=(line_of(grade, library) if grade else asked_level) or "",
            languages=wanted.languages,
            places=wanted.places,
        ),
    )


def _conditions(brief: Brief) -> Iterator[Block | None]:
    """What a brief asks for besides what the searches hold, and its wording that is unlawful or unwise."""
    if brief.clauses:
        yield text(Bold("It also says"))
        yield items(shorten(echo(clause), 140) for clause in brief.clauses[:CLAUSES])
    yield from wording_blocks(brief.wording)


def _facts(role: Role, signs: Sequence[str], places: Sequence[str], library: Library) -> Facts | None:
    """What a CV shows, who hires for the title, and which organisations sit at the place."""
    organisations = [item.title for item in role.sections.get(SectionName.ORGANISATIONS, ()) if item.title]
    names = list(dict.fromkeys([*role.search.companies, *organisations]))
    seats = {place: [one.name for one in hiring_at(place, role, library)][:THERE] for place in places[:1]}
    shown = {"Look for on the CV": signs}
    shown |= {"Who hires them": names[: THERE if any(seats.values()) else EMPLOYERS]}
    shown |= {f"With a seat in {place}": there for place, there in seats.items()}
    pairs = tuple((label, (with_full_stop(join_phrases(group)),)) for label, group in shown.items() if group)
    return Facts(pairs) if pairs else None


def _checks(role: Role, signs: int) -> Iterator[Block | None]:
    """Conditions of employers to check before the first call: with the signs that a CV shows up to CHECKS, or two."""
    if gates := [gate.fact for gate in role.gates][: max(CHECKS - signs, 2)]:
        yield text(Bold("Check before the first call"))
        yield items(gates)
        yield note(EMPLOYERS_OWN_RULES)


def _signs(role: Role, level: Level) -> list[str]:
    """What shows on a CV at a level: what is left of CHECKS beside the conditions."""
    guide = role.levels.get(level)
    signs = [sign.text for sign in guide.indicators if sign.shows_in == "cv"] if guide else []
    return signs[: CHECKS - min(len(role.gates), max(CHECKS - len(signs), 2))]


def _claims(line: str, services: Services) -> bool:
    """Whether a line says that a requisition for a known job has come in, or that somebody is needed for one."""
    if _OPENED.match(line) is None and _NEEDED.match(line) is None:
        return False
    brief = _brief_in(_without_lead(line), services)
    return (brief is not None and brief.has_conditions) or _needs_job(line, services)


def _needs_job(line: str, services: Services) -> bool:
    """Whether nothing but a job is needed, with its grade, place or language.

    Without one of these, a job may be a word to explain, unless the line says that a requisition has come in.
    """
    library = services.library
    graded = take_grade(_SOON.sub(" ", _without_lead(line)), library)
    job, wanted = take_languages_and_places(graded.rest)
    job = read_role_and_level(job, library.is_form).rest.strip(" ,.;:!?")
    if not (_OPENED.match(line) or graded.grades or wanted.words):
        return False
    if any(services.commands.find(word) for word in normalize(job).split()):
        return False  # "need questions for"
    job = _BY_WHEN.sub("", job)
    match = library.match(job)
    if match.senses:
        return all(isinstance(sense, Role) for sense in match.senses)
    if not isinstance(match.entry, Role):
        return False
    unused = " ".join(unused_words(job, match.entry))
    return not unused or isinstance(library.match(unused).entry, Term)  # "for the UN"


command = Command(
    name="req",
    summary="A new requisition in one answer: meaning, grade, strings, checks, questions",
    usage="req <role> [grade] [place]",
    examples=("req consul", "req protocol officer geneva"),
    run=run,
    takes_entry=True,
    pure=True,
    prompt="Which role? Add its grade and its place.",
    synonyms=("requisition", "vacancy"),
    cues=(
        "new req",
        "new requisition",
        "new requisition for",
        "new vacancy",
        "open req",
        "open requisition",
        "job req",
        "got a req",
        "have a req",
        "a req for",
        "requisition for",
        "requisition of",
        "we are hiring a",
        "we are hiring an",
        "i have to hire a",
        "i have to hire an",
    ),
    claims=_claims,
    without_details=lambda typed: _SOON.sub(" ", _without_lead(typed)),
    reads_grade=True,
    takes_places=True,
    takes_long_text=True,
    repeats=True,
    order=22,
)
