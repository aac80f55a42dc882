"""The job of an advert whose title the scan doesn't decide: "Programme Manager, Rule of Law (P-4), UNDP Iraq"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from content.library import Library
from content.models import Role, Term
from handlers.command import Services
from handlers.find_job import find_job
from handlers.parsing.grade import take_grade
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.role_and_level import read_role_and_level

TITLE_FIELD = re.compile(
    r"^\W{0,4}(?:(?:job|post|posting|position|functional|vacancy) title|title of (?:the )?(?:post|position)|title|role)"
    r"[ \t]{0,3}:[ \t]{0,9}([^\n]{3,120})",
    re.I | re.M,
)
"""The field of an advert that names its job: "Job title: Press Officer"."""
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
    found = [field[1] for field in TITLE_FIELD.finditer(typed)] + [wanted[1] for wanted in _WANTED.finditer(typed)]
    yield from dict.fromkeys(line.strip() for line in (*found, *first) if len(line) <= LONGEST_TITLE)
