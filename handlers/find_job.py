"""Find the job a person asks for: a role rather than the place of work beside it, and no other job in its place."""

from __future__ import annotations

from content.library import Library
from content.lookup.grades import GradeReading
from content.lookup.index import Tier, forms_of
from content.lookup.normalize import normalize, stems
from content.models import Entry, GradeScheme, Role, Term
from handlers.command import Services
from handlers.left_out import ASIDES, unused_words
from handlers.lookup import (
    OTHERS_SHOWN,
    echo,
    find_entry,
    is_of_place,
    no_role,
    roles_of,
    suggestion_button,
    without_asking,
)
from handlers.parsing.slots import take_slots
from handlers.reply import Bold, Reply, actions, reply, text
from handlers.topic import topic_offering


def find_role(
    query: str, services: Services, command: str, grade: GradeReading | None = None
) -> tuple[Role, Entry] | Reply:
    """The role that `query` asks for and the entry it was found by: a term leads to its first related role."""
    entry = find_job(query, services, command, grade)
    if isinstance(entry, Reply):
        return entry
    roles = roles_of(entry, services.library)
    return (roles[0], entry) if roles else no_role(entry, services.library, command)


def find_job(query: str, services: Services, command: str, grade: GradeReading | None = None) -> Entry | Reply:
    """The entry that a command about a job asks for: its role rather than the place of work beside it.

    A grade decides between employers. A job that isn't known leads to no other job at the same place.
    """
    library = services.library
    if grade and not library.by_name(query) and (own := _job_at(grade.scheme, query, library)):
        return own
    entry = find_entry(query, services, command)
    if isinstance(entry, Reply) or not isinstance(entry, Term) or library.is_form(query):
        return entry
    if not entry.questions and (role := _role_named(query, library)):
        return role
    return _unknown_job(query, entry, library, command) or entry


def _job_at(scheme: GradeScheme, query: str, library: Library) -> Entry | None:
    """The entry of a job's title at the employer of a scheme: "EEAS policy officer" for "policy officer" and "AD7".

    The employer must hire for the role: a "UN policy officer" sits in a ministry.
    """
    for employer in scheme.employers:
        entry = library.match(title).entry if library.is_form(title := f"{employer} {without_asking(query)}") else None
        if isinstance(entry, Role):
            hires = library.match(employer).entry in library.linked(entry.search.companies)
        else:
            hires = entry is not None and bool(roles_of(entry, library))
        if hires:
            return entry
    return None


def _role_named(query: str, library: Library) -> Role | None:
    """The role of which a query has a name or title."""
    words = f" {' '.join(stems(normalize(query)))} "
    match = library.match(query)
    roles = [entry for entry in match.suggestions if isinstance(entry, Role)]
    return next((role for role in roles if _is_named(role, words)), None)


def _is_named(role: Role, words: str) -> bool:
    forms = (form for form, tier in forms_of(role) if tier < Tier.OTHER_JOB)
    return any(f" {' '.join(stems(normalize(form)))} " in words for form in forms)


def _unknown_job(query: str, place: Term, library: Library, command: str) -> Reply | None:
    """The reply if a query names a job at a place of work and only the place is known: "driver at the embassy"."""
    rest = take_slots(query)[0]
    unused = [word for word in unused_words(rest, place) if normalize(word) not in ASIDES and not is_of_place(word)]
    if not unused:
        return None
    like = [entry for entry in library.match(" ".join(unused)).suggestions if isinstance(entry, Role)]
    offers = list({entry.name: entry for entry in (*like, *roles_of(place, library), place)}.values())
    return reply(
        text(
            "I don't know the job ",
            Bold(f"“{echo(without_asking(query))}”"),
            f". I know {place.name}, and jobs like these:",
        ),
        actions(*(suggestion_button(entry, command) for entry in offers[:OTHERS_SHOWN])),
        shareable=False,
        topic=topic_offering(offers[:OTHERS_SHOWN], command),
    )
