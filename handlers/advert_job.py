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
from handlers.advert_title import LONGEST_TITLE, TITLE_FIELD, WANTED, OwnTitle, own_titles
from handlers.command import Services
from handlers.find_job import find_job
from handlers.lookup_replies import roles_of
from handlers.parsing.grade import take_grade
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.role_and_level import read_role_and_level

_GRADE_LABEL = re.compile(r"\b(?:grade|band|level) ?: ?(?:(?:[A-Z][a-z]{2,12} ){1,3}\()?$", re.I)
"""What stands before a grade that could also be a plain word: "Grade: SEO", "Grade: Executive Officer (EO"."""
_LOCAL_GRADE = re.compile(r"LE[\s-]?\d")
_AMERICAN = re.compile(r"\bU\.?S\b|\bUnited States\b|\bAmerican\b")
"""A grade of local staff at US missions, "LE-8", and who uses it: Canada and Australia have an LE of their own."""
LONGEST_GAP = 4
"""Characters between a title and its grade: " – ("."""
_BESIDE = re.compile(r"[ ,(–—-]{1,4}"), re.compile(r"[),;\n]|\s[(|–—-]|$")
"""What stands around such a grade right after the title: "Consular Officer, AO (A2)"."""
_LOCAL = re.compile(
    r"\blocal (?:contract|employment|hire)\b|\blocally (?:engaged|employed|hired|recruited)\b(?! (?:staff|colleagues))|"
    r"\bcountry-based(?! staff)",
    re.I,
)
"""Words of a contract under local law: "Local contract", "locally employed"."""
_WORD = r"[\w’'-]{1,20}"
_JOINED = re.compile(rf"((?:{_WORD} ){{0,2}}{_WORD})(?:,? (?:and|&) ){_WORD}(?: {_WORD})? ({_WORD})", re.I)
"""A title of two subjects: "Advocacy and Access Coordinator"."""
_SENTENCE_END = re.compile(r"[.;!?](?:\s|$)")
FIRST_LINES = 2
"""Lines at the beginning of an advert in which its title may stand."""
HEAD = 400
"""Characters at the beginning of an advert in which it names who hires."""
BODIES_TRIED = 3
"""Bodies there beside which a title with several meanings is looked up."""


def role_and_grade(
    typed: str, mentions: Sequence[Mention], services: Services
) -> tuple[Role | None, GradeReading | None]:
    """The role of an advert, by its titles or else by the line that names the job, and its grade; None if unknown."""
    role, grade = job_of(typed, mentions, services.library)
    return role or role_in_title(typed, services) or _local_job(typed, mentions, services.library), grade


def _local_job(typed: str, mentions: Sequence[Mention], library: Library) -> Role | None:
    """The job of local staff behind a diplomat's title: "Head of Chancery, local contract"."""
    if not _LOCAL.search(typed):
        return None
    terms = [
        one.entry for title in own_titles(typed) for one in _within(title, mentions) if isinstance(one.entry, Term)
    ]
    posted = {name for pack in library.packs for name in pack.chairs}
    posted |= {name for pack in library.packs for ladder in pack.ladders for name in ladder.entries}
    return next((role for term in terms for role in roles_of(term, library) if role.name not in posted), None)


def job_of(typed: str, mentions: Sequence[Mention], library: Library) -> tuple[Role | None, GradeReading | None]:
    """The job that an advert is for, and its grade: by its own title, or else the title named most often.

    Titles of a boss don't count, nor does a word for the whole profession ("a former diplomat"). If an advert names its
    job by a title that isn't known, no other title in it is its job.
    """
    everybody = {name for pack in library.packs for ladder in pack.ladders for name in ladder.explained_by}
    mentions = with_joined_titles(typed, mentions, library)
    jobs = [
        one
        for one in mentions
        if isinstance(one.entry, Role) and one.entry.name not in everybody and not _is_of_another(one, typed)
    ]
    titles = own_titles(typed)
    named = [one.entry for title in titles for one in _within(title, jobs)] if titles else [one.entry for one in jobs]
    roles = [entry for entry in named if isinstance(entry, Role)]
    role = next(iter(roles), None) if titles else _most_named(roles)
    ends = {one.end for one in mentions if one.entry is role}
    within = [(one.start, one.end) for one in mentions if one.entry and " " in one.text]  # "G-4 visa" is no grade
    grades = [
        grade
        for grade in library.grades_in(typed)
        if len(grade.readings) == 1
        and (_AMERICAN.search(typed) or not _LOCAL_GRADE.match(typed, grade.start))
        and not any(start <= grade.start and grade.end < end for start, end in within)
        and (
            not grade.loose
            or _GRADE_LABEL.search(typed[max(grade.start - LEAD_LENGTH, 0) : grade.start])
            or _is_beside(typed, grade, ends)
        )
    ]
    return role, grades[0].readings[0] if grades else None


def _within(title: OwnTitle, mentions: Sequence[Mention]) -> list[Mention]:
    """What is named in an advert's own title."""
    return [one for one in mentions if title.start <= one.start < title.end]


def _most_named(roles: Sequence[Role]) -> Role | None:
    """The role that is named most often, the first one of several."""
    counts = Counter(role.name for role in roles)
    first = roles[0].name if roles else ""
    return max(roles, key=lambda role: (counts[role.name] + (role.name == first), -roles.index(role)), default=None)


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
    joined = _JOINED.fullmatch(title)
    if joined and isinstance(library.match(f"{joined[1]} {joined[2]}").entry, Role):
        yield f"{joined[1]} {joined[2]}"


def title_lines(typed: str) -> Iterator[str]:
    """What may be the title, the surest first."""
    lines = (line.strip() for line in typed.splitlines() if line.strip())
    first = (_SENTENCE_END.split(line, 1)[0] for line in islice(lines, FIRST_LINES))
    found = [field[1] for field in TITLE_FIELD.finditer(typed)] + [wanted[1] for wanted in WANTED.finditer(typed)]
    own = [title.text for title in own_titles(typed)]
    yield from dict.fromkeys(line.strip() for line in (*found, *first, *own) if len(line) <= LONGEST_TITLE)


def unknown_title(typed: str, mentions: Sequence[Mention]) -> str:
    """The title by which an advert names its job, unless a role is named in it; "" if it names none."""
    titles = own_titles(typed)
    known = any(isinstance(one.entry, Role) for title in titles for one in _within(title, mentions))
    return titles[0].text if titles and not known else ""


def post_term(typed: str, mentions: Sequence[Mention], library: Library) -> Entry | None:
    """The kind of post that an advert without a role is for ("contract agent"), at its beginning if it has a title."""
    names = {name for pack in library.packs for name in pack.post_terms}
    end = HEAD if own_titles(typed) else len(typed)
    posts = (
        one
        for one in mentions
        if one.entry and one.entry.name in names and one.start < end and not _is_of_another(one, typed)
    )
    return next((one.entry for one in posts if one.text[-1:] not in "sS"), None)  # "supervises contract agents"


def _is_of_another(mention: Mention, typed: str) -> bool:
    before = typed[max(mention.start - LEAD_LENGTH, 0) : mention.start]
    return is_of_another(before, typed[mention.end : mention.end + LEAD_LENGTH])
