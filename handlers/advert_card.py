"""An advert on one screen: the job, its grade and contract, what it asks for, and wording that is unlawful or bad."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from content.library import Library
from content.lookup.grades import GradeReading
from content.models import Role
from content.scan.adverts import Asked, Wording, asked_for, doubtful_wording, years_asked
from content.scan.contract import contract_in
from content.scan.scanner import Mention
from handlers.advert_job import post_term, role_and_grade, unknown_title
from handlers.command import Services
from handlers.commands.company import job_in_company
from handlers.grade_cards import level_note
from handlers.lookup_replies import echo
from handlers.reply import Block, Bold, Button, Heading, Items, Note, Reply, actions, items, note, reply, shorten, text
from handlers.text_terms import all_terms, distinct, term_blocks
from handlers.topic import topic_of
from handlers.wording import join_phrases, short_answer, with_full_stop

MUSTS_SHOWN = 6
WISHES_SHOWN = 3
TERMS_EXPLAINED = 3
"""Terms explained at once if the text names no job, as one sentence of an advert does."""
WORDING_SHOWN = 6


def advert_card(typed: str, mentions: Sequence[Mention], services: Services) -> Reply:
    """The screen for an advert. A job without a role, such as a contract agent, is shown by its term."""
    library = services.library
    role, grade = role_and_grade(typed, mentions, services)
    job = role or post_term(typed, mentions, library)
    wording = doubtful_wording(typed)
    asked = conditions_in(typed, wording)
    title = unknown_title(typed, mentions)
    entries = distinct([one.entry for one in mentions if one.entry and not (title and isinstance(one.entry, Role))])
    line = " ".join(filter(None, (role.name if role else "", grade.name if grade else "")))
    name = job.name if job else title
    return reply(
        Heading(f"An advert: {name}" if name else "An advert"),
        text(Bold(short_answer(job.definition))) if job else None,
        note(f"I read “{echo(title)}” as {with_full_stop(role.name)}") if title and role else None,
        *(_without_card(title, typed, library) if title and not job else ()),
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


def _without_card(title: str, typed: str, library: Library) -> Iterator[Block | None]:
    """What to know of a job by a title that no entry explains: what it may stand for, or whom a company may hire."""
    if company_job := job_in_company(title, typed, library):
        yield text(Bold("This looks like a job in a company"), " for which people from this field are hired.")
        yield actions(Button("Ex-diplomats for it", f"company {company_job.casefold()}", primary=True))
    elif (form := library.match(title).ambiguous) and form.others:
        yield text(
            f"I have no card of this title. It may stand for: {with_full_stop(join_phrases(form.others))}",
            f" {form.advice}" if form.advice else "",
        )
    else:
        yield text("I have no card of this title.")


def conditions_in(typed: str, wording: Sequence[Wording]) -> Asked:
    """What an advert asks for and welcomes, without what is shown among the wording to change."""
    kinds = (
        tuple(line for line in lines if not any(_is_mostly(line, found.text) for found in wording))
        for lines in asked_for(typed)
    )
    return Asked(*kinds)


def asked_blocks(typed: str, asked: Asked) -> Iterator[Block | None]:
    """The contract of an advert, what it asks for, what it welcomes, and who may not apply."""
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
    if asked.against:
        yield text(Bold("Not eligible"))
        yield items(shorten(line, 140) for line in asked.against[:WISHES_SHOWN])


def wording_blocks(wording: Sequence[Wording]) -> Iterator[Block | None]:
    """What is unlawful or unwise to ask for, and what to write instead."""
    if not wording:
        return
    yield text(Bold("Wording to change"))
    yield items(
        (Bold(f"“{echo(found.text)}”"), f" ({found.topic}). {found.instead}") for found in wording[:WORDING_SHOWN]
    )
    yield note("The law where you hire decides. This list is a prompt to look again, not legal advice.")


def _is_mostly(line: str, phrase: str) -> bool:
    """Whether a condition is little more than a phrase that is shown among the wording to change."""
    return phrase in " ".join(line.split()) and len(phrase) * 2 > len(line)


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
