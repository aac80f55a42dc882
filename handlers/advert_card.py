"""An advert on one screen: the job, its grade and contract, what it asks for, and wording that is unlawful or bad."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set

from content.library import Library
from content.lookup.grades import GradeMention, GradeReading
from content.models import Entry, Role
from content.resume.joined_titles import with_joined_titles
from content.scan.adverts import LEAD_LENGTH, Asked, Wording, asked_for, doubtful_wording, is_of_another, years_asked
from content.scan.contract import contract_in
from content.scan.scanner import Mention
from handlers.advert_title import TITLE_FIELD, role_in_title
from handlers.command import Services
from handlers.grade_cards import level_note
from handlers.lookup_replies import echo
from handlers.reply import Block, Bold, Button, Heading, Items, Note, Reply, actions, items, note, reply, shorten, text
from handlers.text_terms import all_terms, distinct, term_blocks
from handlers.topic import topic_of
from handlers.wording import short_answer, with_full_stop

_VACANCY_FIELD = re.compile(
    r"^\W{0,4}(?:vacancy(?: notice| announcement)?|position|post|job)[ \t]{0,3}[:–—-][ \t]{0,9}([^\n]{3,120})",
    re.I | re.M,
)
"""A field that may name the job: "Vacancy: Press Officer"."""
_GRADE_LABEL = re.compile(r"\b(?:grade|band|level) ?: ?$", re.I)
"""What stands before a grade that could also be a plain word: "Grade: SEO"."""
LONGEST_GAP = 4
"""Characters between a title and its grade: " – ("."""
_BESIDE = re.compile(r"[ ,(–—-]{1,4}"), re.compile(r"[),;\n]|\s[(|–—-]|$")
"""What stands around such a grade right after the title: "Consular Officer, AO (A2)"."""
MUSTS_SHOWN = 6
WISHES_SHOWN = 3
TERMS_EXPLAINED = 3
"""Terms explained at once if the text names no job, as one sentence of an advert does."""
WORDING_SHOWN = 6


def advert_card(typed: str, mentions: Sequence[Mention], services: Services) -> Reply:
    """The screen for an advert. A job without a role, such as a contract agent, is shown by its term."""
    library = services.library
    role, grade = job_of(typed, mentions, library)
    role = role or role_in_title(typed, services)
    job = role or _post_term(typed, mentions, library)
    wording = doubtful_wording(typed)
    asked = conditions_in(typed, wording)
    entries = distinct([mention.entry for mention in mentions if mention.entry])
    line = " ".join(filter(None, (role.name if role else "", grade.name if grade else "")))
    return reply(
        Heading(f"An advert: {job.name}" if job else "An advert"),
        text(Bold(short_answer(job.definition))) if job else None,
        _grade(grade, role),
        *asked_blocks(typed, asked),
        *_unusual(typed, grade, role),
        None
        if job
        else items((Bold(f"{entry.name}: "), short_answer(entry.definition)) for entry in entries[:TERMS_EXPLAINED]),
        *wording_blocks(wording),
        *term_blocks(mentions, (job,), library),
        actions(
            Button("Whole requisition", f"req {line}", primary=True) if role else None,
            Button("Search", f"search {role.name}") if role else None,
            Button("Questions", f"questions {line}") if role else None,
            Button("Interview kit", f"kit {line}") if role else None,
            all_terms(mentions),
        ),
        note("I've kept nothing of this text."),
        shareable=False,
        topic=topic_of(job) if job else topic_of(*entries) if entries else None,
    )


def conditions_in(typed: str, wording: Sequence[Wording]) -> Asked:
    """What an advert asks for and welcomes, without what is shown among the wording to change."""
    needed, wished = (
        tuple(line for line in lines if not any(_is_mostly(line, found.text) for found in wording))
        for lines in asked_for(typed)
    )
    return Asked(needed, wished)


def asked_blocks(typed: str, asked: Asked) -> Iterator[Block | None]:
    """The contract of an advert, what it asks for and what it welcomes."""
    if contract := contract_in(typed):
        yield text(Bold("Contract: "), with_full_stop(shorten("; ".join(contract), 140)))
    if asked.needed:
        yield text(Bold("It asks for"))
        yield items(shorten(line, 140) for line in asked.needed[:MUSTS_SHOWN])
    if len(asked.needed) > MUSTS_SHOWN:
        yield note(f"And {len(asked.needed) - MUSTS_SHOWN} more.")
    if asked.wished:
        yield text(Bold("Welcome, not required"))
        yield items(shorten(line, 140) for line in asked.wished[:WISHES_SHOWN])


def wording_blocks(wording: Sequence[Wording]) -> Iterator[Block | None]:
    """What is unlawful or unwise to ask for, and what to write instead."""
    if not wording:
        return
    yield text(Bold("Wording to change"))
    yield items(
        (Bold(f"“{echo(found.text)}”"), f" ({found.topic}). {found.instead}") for found in wording[:WORDING_SHOWN]
    )
    yield note("The law where you hire decides. This list is a prompt to look again, not legal advice.")


def job_of(typed: str, mentions: Sequence[Mention], library: Library) -> tuple[Role | None, GradeReading | None]:
    """The job that an advert is for, and its grade: the title named most often, the first one of several.

    Titles of a boss don't count, nor does a word for the whole profession ("a former diplomat").
    """
    everybody = {name for pack in library.packs for ladder in pack.ladders for name in ladder.explained_by}
    mentions = with_joined_titles(typed, mentions, library)
    roles = [
        one.entry
        for one in mentions
        if isinstance(one.entry, Role) and one.entry.name not in everybody and not _is_of_another(one, typed)
    ]
    counts = Counter(role.name for role in roles)
    first = roles[0].name if roles else ""
    role = max(roles, key=lambda role: (counts[role.name] + (role.name == first), -roles.index(role)), default=None)
    if field := TITLE_FIELD.search(typed) or _vacancy(typed, library):
        named = [one.entry for one in mentions if field.start(1) <= one.start < field.end()]
        role = next((entry for entry in named if isinstance(entry, Role)), None)
    ends = {one.end for one in mentions if one.entry is role}
    within = [(one.start, one.end) for one in mentions if one.entry and " " in one.text]  # "G-4 visa" is no grade
    grades = [
        grade
        for grade in library.grades_in(typed)
        if len(grade.readings) == 1
        and not any(start <= grade.start and grade.end < end for start, end in within)
        and (
            not grade.loose
            or _GRADE_LABEL.search(typed[max(grade.start - LEAD_LENGTH, 0) : grade.start])
            or _is_beside(typed, grade, ends)
        )
    ]
    return role, grades[0].readings[0] if grades else None


def _vacancy(typed: str, library: Library) -> re.Match[str] | None:
    """A field that begins with a title that is known, if only with several meanings: "Vacancy: Programme Manager"."""
    field = _VACANCY_FIELD.search(typed)
    title = library.leading_form(field[1]) if field else ""
    return field if title and any(isinstance(sense, Role) for sense in library.senses(title)) else None


def _is_beside(typed: str, grade: GradeMention, ends: Set[int]) -> bool:
    """Whether a grade stands right after one of the places where a title ends."""
    between = (typed[end : grade.start] for end in ends if 0 < grade.start - end <= LONGEST_GAP)
    return _BESIDE[1].match(typed, grade.end) is not None and any(map(_BESIDE[0].fullmatch, between))


def _is_mostly(line: str, phrase: str) -> bool:
    """Whether a condition is little more than a phrase that is shown among the wording to change."""
    return phrase in " ".join(line.split()) and len(phrase) * 2 > len(line)


def _is_of_another(mention: Mention, typed: str) -> bool:
    before = typed[max(mention.start - LEAD_LENGTH, 0) : mention.start]
    return is_of_another(before, typed[mention.end : mention.end + LEAD_LENGTH])


def _post_term(typed: str, mentions: Sequence[Mention], library: Library) -> Entry | None:
    names = {name for pack in library.packs for name in pack.post_terms}
    posts = (one for one in mentions if one.entry and one.entry.name in names and not _is_of_another(one, typed))
    return next((one.entry for one in posts if one.text[-1:] not in "sS"), None)  # "supervises contract agents"


def _grade(grade: GradeReading | None, role: Role | None) -> Note | None:
    return level_note(grade, role) if grade else None


def _unusual(typed: str, grade: GradeReading | None, role: Role | None) -> Iterator[Block | None]:
    """Requirements beyond what the grade or the role's first level asks for."""
    years = years_asked(typed)
    if years is None:
        return
    if grade is not None and grade.grade.years is not None and years > grade.grade.years:
        yield _unusual_note(f"{years} years is more than {grade.name} asks for ({grade.grade.years}).")
    elif grade is None and role is not None and (level := role.level_for(years)):
        yield note(Bold(f"{years} years: "), f"that's {level} for {with_full_stop(role.name)}")


def _unusual_note(what: str) -> Items | None:
    return items([(Bold("Unusual: "), f"{what} Ask whether it is really needed: it shrinks the field.")])
