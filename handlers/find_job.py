"""Find the job a person asks for: a role rather than the place of work beside it, and no other job in its place."""

from __future__ import annotations

import re

from content.library import Library
from content.lookup.grades import GradeReading
from content.lookup.index import Tier, forms_of
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize, stems
from content.models import Entry, GradeScheme, Role, SectionName, Term
from content.resume.job_words import is_job
from handlers.command import Services
from handlers.find_entry import LONGEST_BESIDE, find_entry, is_of_place, without_people
from handlers.left_out import ASIDES, unused_words
from handlers.lookup_replies import OTHERS_SHOWN, echo, no_role, roles_of, suggestion_button, without_asking
from handlers.neighbouring_titles import neighbouring_title, next_door
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.role_and_level import read_role_and_level
from handlers.reply import Bold, Reply, actions, reply, text
from handlers.several import named_together
from handlers.topic import topic_offering
from handlers.wording import join_phrases, short_answer, with_full_stop

LONGEST_UNDER = 3
"""Words of a job that somebody has under another."""

_ANY_SEAT = frozenset(
    "adviser advisers advisor advisors officer officers coordinator coordinators specialist specialists expert experts "
    "consultant consultants lead leads focal".split()
)
"""The last word of titles on any subject."""
_HIRING = re.compile(
    r"^.{0,60}\b(?:hir|recruit|seek|want|need|look)(?:s|es|ing|ing\sfor)?\s(?:for\s)?(?:an?|the|our)\s", re.I
)
"""The employer before the title that it hires for."""
_AT = re.compile(r"\s(?:at|with|for|in)\s", re.I)
"""What stands between a title and where it is."""


def find_role(
    query: str, services: Services, command: str, grade: GradeReading | None = None
) -> tuple[Role, Entry] | Reply:
    """The role that `query` asks for and the entry it was found by: a term leads to its first related role."""
    entry = find_job(query, services, command, grade)
    if isinstance(entry, Reply):
        return entry
    roles = roles_of(entry, services.library)
    return (roles[0], entry) if roles else no_role(entry, services.library, command, query)


def find_job(query: str, services: Services, command: str, grade: GradeReading | None = None) -> Entry | Reply:
    """The entry that a command about a job asks for: its role rather than the place of work beside it.

    A grade decides between employers. A job that isn't known leads to no other job at the same place.
    """
    library = services.library
    if grade and not library.by_name(query) and (own := _job_at(grade.scheme, query, library)):
        return own
    entry = find_entry(query, services, command)
    query = without_people(query) if not isinstance(entry, Reply) and not library.is_form(query) else query
    if isinstance(entry, Reply):
        return (
            _only_job(query, library) or _first_named(query, None, library) or _by_title(query, None, library) or entry
        )
    if library.is_form(query):
        return entry
    entry = _first_named(query, entry, library) or entry
    named = _job_named(query, entry, library) if isinstance(entry, Term) and not entry.questions else None
    if named or (isinstance(entry, Term) and (named := _sense_at(query, entry, library))):
        return named
    if isinstance(entry, Term) or _is_boss(entry, query):
        return _by_title(query, entry, library) or _unknown_job(query, entry, library, command) or entry
    return entry


def _by_title(query: str, place: Entry | None, library: Library) -> Entry | None:
    """The job that the words of a title mean beside a place of work: "NGO hiring a humanitarian access adviser"."""
    if next_door(query, library):
        return None  # nothing but a title: what it is to the job beside it is said
    query = take_languages_and_places(without_asking(query))[0]
    title = _AT.split(_HIRING.sub("", query), maxsplit=1)[0]
    beside = unused_words(query, place) if place else []
    return _by_subject(title, library) or _by_subject(" ".join(beside), library)


def _by_subject(title: str, library: Library) -> Entry | None:
    """The job on a title's subject, or the topic that leads to it: for "humanitarian access adviser" what it is about.

    None for a title that the content knows by itself, for a seat ("driver"), and for a subject that is a body.
    """
    *about, noun = normalize(title).split() or [""]
    subject = " ".join(about)
    if not subject or noun not in _ANY_SEAT or len(library.match(title).senses) > 1:
        return None
    if beside := next_door(title, library):
        return beside
    job = library.match(f"{subject} officer").entry if library.is_form(f"{subject} officer") else None
    job = job or next_door(f"{subject} officer", library)
    if isinstance(job, Role):
        return job
    topic = library.match(subject).entry if library.is_form(subject) else None
    is_body = topic is None or any(word[0].isupper() for word in topic.name.split()[1:])
    return topic if topic and not is_body and roles_of(topic, library) else None


def _first_named(query: str, entry: Entry | None, library: Library) -> Role | None:
    """The first of several jobs that a query names side by side; the router offers the others."""
    several = named_together(query, entry, library)
    return next((one for one in several if isinstance(one, Role)), None)


def _only_job(query: str, library: Library) -> Role | None:
    """The only job among the senses of a form with several, if the query names nothing else."""
    if len(query) > LONGEST_BESIDE:
        return None
    only = library.match(take_languages_and_places(query)[0]).only_job
    return only if only and not unused_words(query, only) else None  # "the consul and the RC" names more


def _is_boss(role: Entry, query: str) -> bool:
    """Whether a query names another job that somebody has under the role: "chauffeur to the ambassador"."""
    before, to, _ = query.casefold().partition(" to the ")
    return bool(to) and len(before.split()) <= LONGEST_UNDER and len(unused_words(before, role)) == len(before.split())


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


def _job_named(query: str, place: Term, library: Library) -> Entry | None:
    """The role, or else the kind of post ("contract agent"), of which a query has a name or title beside a place."""
    words = f" {' '.join(stems(normalize(query)))} "
    posts = {name for pack in library.packs for name in pack.post_terms}
    if place.name in posts:
        return None
    jobs = [entry for entry in library.match(query).suggestions if isinstance(entry, Role) or entry.name in posts]
    return next((job for job in sorted(jobs, key=lambda job: job.name in posts) if _is_named(job, words)), None)


def _sense_at(query: str, place: Term, library: Library) -> Role | None:
    """The only job among the senses of a title that the place beside it hires for: "policy officer EU commission"."""
    asked = read_role_and_level(query, library.is_form).rest
    titles = (" ".join(unused_words(asked, place)), library.leading_form(asked))  # "programme" is in UNDP's own name
    senses = next((senses for title in titles if (senses := library.match(title).senses)), ())
    hired = [sense for sense in senses if isinstance(sense, Role) and place in library.linked(_employers(sense))]
    return hired[0] if len(hired) == 1 else None


def _employers(role: Role) -> list[str]:
    return [*role.search.companies, *(item.title or "" for item in role.sections.get(SectionName.ORGANISATIONS, ()))]


def _is_named(job: Entry, words: str) -> bool:
    forms = (form for form, tier in forms_of(job) if tier < Tier.OTHER_JOB)
    return any(f" {' '.join(stems(normalize(form)))} " in words for form in forms)


def _unknown_job(query: str, place: Entry, library: Library, command: str) -> Reply | None:
    """The reply if a query names a job at a place of work and only the place is known: "driver at the embassy"."""
    rest = take_languages_and_places(query)[0]
    unused = [word for word in unused_words(rest, place) if normalize(word) not in ASIDES and not is_of_place(word)]
    if not unused:
        return None
    if next_door(query, library):
        return neighbouring_title(query, library, command)  # "RoL assistant"
    is_telling = not lexicon().generic.issuperset(map(normalize, unused))  # "officer" is like any other officer
    like = [entry for entry in library.match(" ".join(unused)).suggestions if isinstance(entry, Role) and is_telling]
    offers = list({entry.name: entry for entry in (*like, *roles_of(place, library), place)}.values())
    return reply(
        text(
            "I don't know the job ",
            Bold(f"“{echo(without_asking(query))}”"),
            f". These jobs go with {place.name}:",
        ),
        actions(*(suggestion_button(entry, command) for entry in offers[:OTHERS_SHOWN])),
        shareable=False,
        topic=topic_offering(offers[:OTHERS_SHOWN], command),
    )


def unknown_job_at(typed: str, place: Entry, library: Library) -> Reply | None:
    """That a job has no entry, if a line names it beside an entry that isn't one: "NGO fundraising manager"."""
    asked = read_role_and_level(take_languages_and_places(typed)[0], library.is_form).rest
    unused = [word for word in unused_words(asked, place) if normalize(word) not in ASIDES and not is_of_place(word)]
    title = " ".join(unused)
    if not isinstance(place, Term) or not is_job(title) or library.match(title).senses:
        return None
    whole = without_asking(asked).strip(" ,.;:?!")
    if beside := neighbouring_title(whole, library, "define"):
        return beside
    form = library.match(title).ambiguous
    means = f"“{form.form}” may stand for: {with_full_stop(join_phrases(form.others))}" if form else ""
    return reply(
        text(Bold(f"“{echo(whole)}”"), " has no card of its own."),
        text(means) if means else None,
        text(Bold(f"{place.name}: "), short_answer(place.definition)),
        actions(suggestion_button(place, "define")),
        shareable=False,
        topic=topic_offering([], "define"),
    )
