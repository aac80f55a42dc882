"""`req`: a new requisition: meaning, grade, employers, strings, checks, first questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from content.library import Library
from content.lookup.grades import GradeReading
from content.lookup.normalize import normalize
from content.models import Entry, Level, Role, SectionName
from content.strings.compose import Wanted, search_string
from content.strings.sites import GOOGLE, LINKEDIN, Site
from handlers.advert_card import job_of
from handlers.command import Command, Services
from handlers.commands.questions import asked_of
from handlers.commands.search import open_button
from handlers.find_job import find_role
from handlers.grade_cards import choice, level_in, level_note, line_of
from handlers.left_out import unused_words
from handlers.lookup import ask_for_entry, other_jobs, related_job_note, roles_of
from handlers.market import market_lines
from handlers.parsing.gazetteer import key_of
from handlers.parsing.grade import take_grade
from handlers.parsing.level_and_count import parse
from handlers.parsing.slots import take_slots
from handlers.reply import (
    Block,
    Bold,
    Button,
    Heading,
    Reply,
    Snippet,
    actions,
    items,
    note,
    reply,
    text,
)
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import EMPLOYERS_OWN_RULES, join_phrases, leading_sentences, with_full_stop

ADVERT = 160
"""Characters from which the argument is read as an advert rather than as a title."""
CHECKS = 3
FIRST_QUESTIONS = 3
EMPLOYERS = 5
THERE = 4
_PLACE_LINE = re.compile(r"(?:duty station|location|place of work|based in|base)s?\b[:\s]+([^\n;.]{2,60})", re.I)

_NEEDED = re.compile(
    r"""^(?:urgent(?:ly)?\W+)? (?:(?:i|we)(?:['’](?:m|re))?\s)? (?:(?:am|are|urgently|now|also|still|really)\s){0,2}
    (?: need(?:ed)? | hiring | recruiting | want | require | searching\sfor | looking\s(?:for|to\s(?:hire|fill|find))
    | (?:have\sto|must)\s(?:hire|fill|find) )
    \s (?:to\s(?:hire|fill|find|recruit)\s)? (?:for\s)? (?:(?:an?|the|one|two|three|some|our)\s)?""",
    re.I | re.X,
)
"""The beginning of a line that says whom somebody needs: "we urgently need a"."""
_OPENING = r"(?:jd|req|requisition|vacancy|opening|role|job(?:\sorder)?|position|mandate|brief)"
_OPENED = re.compile(
    rf"""^\W*(?:(?:i|we)(?:['’]ve|\shave)?\s)?(?:just\s)?(?:got|received|have|had)?\s?(?:(?:an?|the|my|our|this|another|new)\s){{0,3}}
    {_OPENING}\s(?:(?:has|have|is|just|finally)\s){{0,2}}
    (?:landed|arrived|dropped|opened(?:\sup)?|c[ao]me\s(?:in|up|through)|in|live|open)\b[\s:,–—-]*(?:for\s)?(?:(?:an?|the)\s)?
    | ^\W*(?:(?:i|we)(?:['’]ve|\shave)?\s)?(?:just\s)?(?:got|received|have)?\s?(?:(?:an?|another)\s)?new\s{_OPENING}
    (?:\s?[:,–—-]\s?|\sfor\s)(?:for\s)?(?:(?:an?|the)\s)?""",
    re.I | re.X,
)
"""The beginning of a line that says that a requisition has come in: "JD just landed:"."""
_BY_WHEN = re.compile(r"\s(?:by|before|until|from)\s\w+(?:\s\w+)?\W*$", re.I)
_SOON = re.compile(r"\b(?:asap|urgent(?:ly)?|immediately|quickly|soon|fast|please|pls)\b", re.I)


async def run(request: Request, services: Services) -> Reply:
    """The screen for a title with its grade and place, or for the job of a pasted advert."""
    library = services.library
    typed = _without_lead(request.text)
    if len(typed) > ADVERT:
        role, grade = job_of(typed, library.scan(typed), library)
        if role is not None:
            place = _PLACE_LINE.search(typed)
            wanted = take_slots(f"job in {place[1]}")[1] if place else Wanted()
            return _screen(role, role, grade, Wanted(places=wanted.places[:1]), None, library)
    graded = take_grade(typed, library)
    if graded.grades and len(graded.grades[0].readings) > 1:
        return choice(graded.grades[0], "grade", library)
    rest, wanted = take_slots(graded.rest if graded.grades else typed)
    ask = parse(rest, library.is_form)
    if not ask.rest:
        return ask_for_entry(services, "req")
    again = " ".join(filter(None, ("req", line_of(graded.first, library) if graded.first else ask.level)))
    again += "".join(f" in {place}" for place in wanted.places)
    result = find_role(ask.rest, services, again, graded.first)
    if isinstance(result, Reply):
        return result
    role, asked = result
    level = ask.level or (role.level_for(ask.years) if ask.years is not None else None)
    return _screen(role, asked, graded.first, wanted, level, library)


def _without_lead(typed: str) -> str:
    """The job, without the words that say that somebody is needed or a requisition has come in."""
    opened = _OPENED.sub("", typed, count=1)
    return opened if opened != typed else _NEEDED.sub("", typed, count=1)


def _screen(  # noqa: PLR0913, PLR0917 - each is a part of the requisition
    role: Role, asked: Entry, grade: GradeReading | None, wanted: Wanted, level: Level | None, library: Library
) -> Reply:
    level = level or (level_in(grade, role) if grade else Level.MID)
    line = " ".join(filter(None, (line_of(grade, library) if grade else level, role.name)))
    first, *more = leading_sentences(role.definition)[:2]
    return reply(
        Heading(" · ".join(filter(None, (role.name, grade.name if grade else "", *wanted.words)))),
        related_job_note(role, asked),
        text(Bold(first), *(sentence.removeprefix(first) for sentence in more)),
        level_note(grade, role) if grade else None,
        *_employers(role, wanted.places, library),
        *_string(role, LINKEDIN, wanted),
        *_string(role, GOOGLE, wanted),
        *_checks(role, level),
        *_questions(role, level),
        *market_lines(role, library),
        actions(
            Button("More questions", f"questions {line}", primary=True),
            Button("Interview kit", f"kit {line}"),
            Button("All strings", " ".join(["search", role.name, *(f"in {place}" for place in wanted.places)])),
            Button("Titles", f"titles {role.name}"),
            Button("Grade", f"grade {line_of(grade, library)}") if grade else None,
        ),
        other_jobs(role, asked, library, "req"),
        topic=topic_of(asked),
    )


def _employers(role: Role, places: Sequence[str], library: Library) -> Iterator[Block | None]:
    """Who hires for the title, and which organisations sit at the place."""
    organisations = [item.title for item in role.sections.get(SectionName.ORGANISATIONS, ()) if item.title]
    names = list(dict.fromkeys([*role.search.companies, *organisations]))[:EMPLOYERS]
    if names:
        yield text(Bold("Who hires them: "), with_full_stop(join_phrases(names)))
    for place in places[:1]:
        there = _at(place, role, library)[:THERE]
        if there:
            yield text(Bold(f"With a seat in {place}: "), with_full_stop(join_phrases(there)))


def _at(place: str, role: Role, library: Library) -> list[str]:
    """The organisations that sit in a place, first those that hire for the role."""
    seats = [seat for pack in library.packs for seat in pack.seats if key_of(seat.place) == key_of(place)]
    there = library.linked(name for seat in seats for name in seat.organisations)
    employers = library.linked(role.search.companies)
    hire = {entry.name for entry in there if entry in employers or role in roles_of(entry, library)}
    return [entry.name for entry in sorted(there, key=lambda entry: entry.name not in hire)]


def _string(role: Role, site: Site, wanted: Wanted) -> Iterator[Block]:
    string = search_string(role, site, wanted)
    yield text(Bold(site.name), f", {site.box}", button=open_button(string))
    yield Snippet(string.query)


def _checks(role: Role, level: Level) -> Iterator[Block | None]:
    """Up to CHECKS things to check before the first call: conditions of employers, and signs that a CV shows."""
    guide = role.levels.get(level)
    signs = [sign.text for sign in guide.indicators if sign.shows_in == "cv"] if guide else []
    gates = [gate.fact for gate in role.gates][: max(CHECKS - len(signs), 2)]
    if gates:
        yield text(Bold("Check before the first call"))
        yield items(gates)
        yield note(EMPLOYERS_OWN_RULES)
    if shown := signs[: CHECKS - len(gates)]:
        yield text(Bold("Look for on the CV"))
        yield items(shown)


def _questions(role: Role, level: Level) -> Iterator[Block | None]:
    asked = asked_of(role, level)[:FIRST_QUESTIONS]
    if asked:
        yield text(Bold(f"First questions, {level} level"))
        yield items((one.question.text for one in asked), ordered=True)


def _claims(line: str, services: Services) -> bool:
    """Whether a line says that a requisition for a known job has come in, or that somebody is needed for one.

    Who is needed may be a word to explain, so a grade or a place must be named with it.
    """
    opened = _OPENED.match(line)
    if opened is None and _NEEDED.match(line) is None:
        return False
    library = services.library
    graded = take_grade(_SOON.sub(" ", _without_lead(line)), library)
    job, wanted = take_slots(graded.rest)
    job = parse(job, library.is_form).rest.strip(" ,.;:!?")
    if not (opened or graded.grades or wanted.places):
        return False
    if any(services.commands.find(word) for word in normalize(job).split()):
        return False  # "need questions for"
    job = _BY_WHEN.sub("", job)
    match = library.match(job)
    if match.ambiguous is not None and match.entry is None:
        return not match.outside and bool(match.suggestions) and all(isinstance(one, Role) for one in match.suggestions)
    return isinstance(match.entry, Role) and not unused_words(job, match.entry)


command = Command(
    name="req",
    summary="A new requisition in one answer: meaning, grade, strings, checks, questions",
    usage="req <role> [grade] [place]",
    examples=("req consul", "req protocol officer geneva"),
    run=run,
    pure=True,
    prompt="Which role? Add its grade and its place.",
    synonyms=("requisition", "vacancy"),
    cues=(
        *("new req", "new requisition", "new requisition for", "new vacancy", "open req", "open requisition"),
        *("job req", "got a req", "have a req", "a req for"),
        *("we are hiring a", "we are hiring an", "i have to hire a", "i have to hire an"),
    ),
    claims=_claims,
    without_details=lambda typed: _SOON.sub(" ", _without_lead(typed)),
    reads_grade=True,
    takes_places=True,
    takes_long_text=True,
    repeats=True,
    order=22,
)
