"""Find who employs the people of a job: everywhere, in a city, or whether one employer does."""

from __future__ import annotations

import re

from content.library import Library
from content.models import Entry, Role, SectionName, Term
from handlers.command import Services
from handlers.find_entry import find_entry
from handlers.headquarters import organisations_at
from handlers.lookup_replies import roles_of
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.reply import Bold, Button, Heading, Note, Reply, actions, items, note, reply
from handlers.topic import topic_of
from handlers.wording import short_answer

SHOWN = 5
"""Employers in a city: one phone screen."""
_IS_EMPLOYED = re.compile(
    r"^\W*(?:(?:so|and|but|ok)\s)?(?:is|are|was|were|do|does)\s(?:an?\s|the\s)?(?P<rest>\w.{2,80}?)\W*$", re.I
)
_EMPLOYED = re.compile(
    r"\s(?:(?:actually|really|also|technically|always|usually)\s)?"
    r"(?:(?:an?\s|the\s)?(?P<whose>[\w&.-]{2,20}(?:\s(?!or\s)[\w&.-]{2,20}){0,2}?)\s(?:employees?|staff(?:\smembers?)?)"
    r"|(?:employed\sby|hired\sby|on\sthe\spayroll\sof|(?:work|works|working)\s(?:directly\s)?for)\s(?:an?\s|the\s)?(?P<by>[^,;]{2,40}))",
    re.I,
)
"""What follows a role in a question about its employer: "is a permanent representative a UN employee"."""
_WORKS_FOR = re.compile(r"\b(?:who|whom|which\s\w+)\s(?:do|does|would|did)\b|\bwork(?:s|ing)?\sfor\W*$", re.I)
"""The words around a role whose employer is asked for: "who does a consul work for"."""
_EMPLOYERS = r"(?:organi[sz]ations?|orgs?|employers?|companies|ministries|agencies|bodies|places)"
_WHO_HIRES = re.compile(
    rf"^\W*(?:(?:which|what|who|name|list|find|give\sme|tell\sme|the|me|some|\d{{1,2}})\s){{0,4}}"
    rf"(?:{_EMPLOYERS}\b(?:\s(?!(?:hire|employ|recruit|use|need)s?\b)[\w'’-]+){{0,4}}?\s(?:(?:that|who|which)\s)?(?:hire|employ|recruit|use|need)s?\b"
    r"|(?:organi[sz]ations|orgs|employers?|companies|ministries|agencies|bodies)\s(?:of|for)\b|(?:hires?|employs?|recruits?)\b)",
    re.I,
)
"""Asks who hires: "which organisations in Vienna hire", "name five employers of"."""


def hiring_at(place: str, role: Role, library: Library) -> list[Entry]:
    """The organisations that sit in a place, first those that hire for the role; none if none does."""
    there = organisations_at(place, library)
    known = library.linked(role.search.companies)
    hire = {entry.name for entry in there if entry in known or role in roles_of(entry, library)}
    return sorted(there, key=lambda entry: entry.name not in hire) if hire else []


def jobs_at(body: Entry, library: Library) -> list[Role]:
    """The jobs for which a body hires, and those that its entry names."""
    named = body.roles if isinstance(body, Term) else ()
    return [job for job in library.roles if job.name in named or body in library.linked(job.search.companies)]


def employers_at(typed: str, services: Services) -> Reply | None:
    """Who hires for a job in a city, if a line asks for that: "which organisations in Vienna hire protocol people"."""
    _, wanted = take_languages_and_places(typed)
    if not wanted.places:
        return None
    library = services.library
    entry = find_entry(without_asking_who_hires(typed), services, SectionName.ORGANISATIONS)
    roles = [] if isinstance(entry, Reply) else roles_of(entry, library)
    sitting = [hiring_at(place, roles[0], library) for place in wanted.places] if roles else []
    each = SHOWN // len(sitting) if sitting else 0
    there = list({one.name: one for found in sitting for one in found[: max(each, 1)]}.values())
    if not there:
        return None
    place = " and ".join(wanted.places)
    return reply(
        Heading(f"Employers in {place}: {roles[0].name}"),
        items((Bold(f"{one.name}: "), short_answer(one.definition)) for one in there),
        note("Bodies with their seat there, the likeliest first. Embassies and missions there may hire as well."),
        actions(
            Button("Search", f"search {roles[0].name} in {place}"),
            Button("Employers everywhere", f"organisations {roles[0].name}"),
            Button("What it means", f"define {roles[0].name}"),
        ),
        topic=topic_of(roles[0]),
    )


def employers(role: Role, borrowed: Note | None = None) -> Reply:
    """Who hires people for a role without a section on it: the employers of its company filter."""
    return reply(
        Heading(f"Employers: {role.name}"),
        borrowed,
        items(role.search.companies),
        note("For the company filter of a search: the main employers, not all."),
        actions(Button("Search", f"search {role.name}"), Button("What it means", f"define {role.name}")),
        topic=topic_of(role),
    )


def asks_employer(typed: str) -> bool:
    """Whether a line asks for whom somebody works."""
    return len(_WORKS_FOR.findall(typed)) > 1


def employee(typed: str, library: Library) -> tuple[Role, str] | None:
    """The role and the employer of a line that asks whether one works for the other."""
    asked = _IS_EMPLOYED.match(typed)
    form = library.leading_form(asked["rest"]) if asked else ""
    role = library.match(form).entry if form else None
    behind = _EMPLOYED.fullmatch(asked["rest"][len(form) :]) if asked and isinstance(role, Role) else None
    return (role, (behind["whose"] or behind["by"]).strip()) if behind and isinstance(role, Role) else None


def words_read(typed: str) -> re.Pattern[str] | None:
    """What a line says around the job and the employer that it asks about."""
    if asks_employer(typed):
        return _WORKS_FOR
    return _WHO_HIRES if asks_who_hires(typed) else _EMPLOYED if _IS_EMPLOYED.match(typed) else None


def asks_who_hires(typed: str) -> bool:
    """Whether a line asks for the employers of a job."""
    return _WHO_HIRES.match(typed) is not None


def without_asking_who_hires(typed: str) -> str:
    """The job whose employers a line asks for, without the city."""
    return _WHO_HIRES.sub(" ", take_languages_and_places(typed)[0]).strip()
