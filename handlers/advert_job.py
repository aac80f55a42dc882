"""The job that an advert is for, and its grade: by the titles in it, or else by the line that names the job."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import islice

from content.library import Library
from content.lookup.grades import GradeMention, GradeReading
from content.models import Entry, Role, Term
from content.resume.joined_titles import with_joined_titles
from content.scan.adverts import LEAD_LENGTH, is_of_another
from content.scan.scanner import Mention
from handlers.command import Services
from handlers.find_job import find_job
from handlers.parsing.grade import take_grade
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.role_and_level import read_role_and_level

_TITLE_FIELD = re.compile(
    r"^\W{0,4}(?:(?:job|post|posting|position|functional|vacancy) title|title of (?:the )?(?:post|position)|title|role)"
    r"[ \t]{0,3}:[ \t]{0,9}([^\n]{3,120})",
    re.I | re.M,
)
"""The field of an advert that names its job: "Job title: Press Officer"."""
_VACANCY_FIELD = re.compile(
    r"^\W{0,4}(?:vacancy(?: notice| announcement)?|position|post|job)[ \t]{0,3}[:–—-][ \t]{0,9}([^\n]{3,120})",
    re.I | re.M,
)
"""A field that may name the job: "Vacancy: Press Officer"."""
_GRADE_LABEL = re.compile(r"\b(?:grade|band|level) ?: ?(?:(?:[A-Z][a-z]{2,12} ){1,3}\()?$", re.I)
"""What stands before a grade that could also be a plain word: "Grade: SEO", "Grade: Executive Officer (EO"."""
LONGEST_GAP = 4
"""Characters between a title and its grade: " – ("."""
_BESIDE = re.compile(r"[ ,(–—-]{1,4}"), re.compile(r"[),;\n]|\s[(|–—-]|$")
"""What stands around such a grade right after the title: "Consular Officer, AO (A2)"."""
_WANTED = re.compile(
    r"\b(?:looking\sfor|seek(?:s|ing)|recruit(?:s|ing)|hir(?:es|ing)|vacancy(?:\sannouncement)?)"
    r"(?:\s(?:to\s(?:hire|recruit|fill)|an?|the|its|new|next|highly|motivated|experienced)\b){0,4}\s*:?\s*([^\n.;]{3,120})",
    re.I,
)
"""The words before the job of an advert: "The embassy is looking for a"."""
_SENTENCE_END = re.compile(r"[.;!?](?:\s|$)")
FIRST_LINES = 2
"""Lines at the beginning of an advert in which its title may stand."""
LONGEST_TITLE = 120
HEAD = 400
"""Characters at the beginning of an advert in which it names who hires."""
BODIES_TRIED = 3
"""Bodies there beside which a title with several meanings is looked up."""


def role_and_grade(
    typed: str, mentions: Sequence[Mention], services: Services
) -> tuple[Role | None, GradeReading | None]:
    """The role of an advert, by its titles or else by the line that names the job, and its grade; None if unknown."""
    role, grade = job_of(typed, mentions, services.library)
    return role or role_in_title(typed, services), grade


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
    if field := _TITLE_FIELD.search(typed) or _vacancy(typed, library):
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


def role_in_title(typed: str, services: Services) -> Role | None:
    """The role that the title of an advert names; None if no title is known."""
    lines = list(title_lines(typed))
    for line in lines:
        grade = take_grade(line, services.library)
        for title in _titles(grade.rest, services.library):
            found = find_job(title, services, "req", grade.first)
            if isinstance(found, Role):
                return found
    return next(_beside_bodies(typed, lines, services.library), None)


def _beside_bodies(typed: str, lines: Sequence[str], library: Library) -> Iterator[Role]:
    """What the titles mean at the first bodies that an advert names: "Programme Manager" at an EU Delegation."""
    titles = list(filter(None, map(library.leading_form, lines)))
    bodies = [found.text for found in library.scan(typed[:HEAD]) if isinstance(found.entry, Term)][:BODIES_TRIED]
    for title in titles:
        for body in bodies:
            entry = library.match(f"{title} at {body}").entry
            if isinstance(entry, Role) and entry in library.senses(title):
                yield entry


def _titles(line: str, library: Library) -> Iterator[str]:
    """What a line may mean by its title: its first words alone and beside each employer in it, then the whole line."""
    title = read_role_and_level(take_languages_and_places(line)[0], library.is_form).rest
    if known := library.leading_form(title):
        yield known
        bodies = (found.entry for found in library.scan(line) if isinstance(found.entry, Term))
        yield from (f"{known} {body.name}" for body in bodies)
    if title:
        yield title


def title_lines(typed: str) -> Iterator[str]:
    """What may be the title, the surest first."""
    lines = (line.strip() for line in typed.splitlines() if line.strip())
    first = (_SENTENCE_END.split(line, 1)[0] for line in islice(lines, FIRST_LINES))
    found = [field[1] for field in _TITLE_FIELD.finditer(typed)] + [wanted[1] for wanted in _WANTED.finditer(typed)]
    yield from dict.fromkeys(line.strip() for line in (*found, *first) if len(line) <= LONGEST_TITLE)


def post_term(typed: str, mentions: Sequence[Mention], library: Library) -> Entry | None:
    """The kind of post that an advert is for, if it has no role: "contract agent"."""
    names = {name for pack in library.packs for name in pack.post_terms}
    posts = (one for one in mentions if one.entry and one.entry.name in names and not _is_of_another(one, typed))
    return next((one.entry for one in posts if one.text[-1:] not in "sS"), None)  # "supervises contract agents"


def _is_of_another(mention: Mention, typed: str) -> bool:
    before = typed[max(mention.start - LEAD_LENGTH, 0) : mention.start]
    return is_of_another(before, typed[mention.end : mention.end + LEAD_LENGTH])
