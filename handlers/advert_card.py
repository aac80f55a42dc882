"""An advert on one screen: the job, its grade and contract, what it asks for, and wording that is unlawful or bad."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from content.lookup.grades import GradeReading
from content.models import Role
from content.scan.adverts import Asked, Wording, asked_for, doubtful_wording, years_asked
from content.scan.contract import contract_in
from content.scan.scanner import Mention
from handlers.advert_job import post_term, role_and_grade
from handlers.command import Services
from handlers.grade_cards import level_note
from handlers.lookup_replies import echo
from handlers.reply import Block, Bold, Button, Heading, Items, Note, Reply, actions, items, note, reply, shorten, text
from handlers.text_terms import all_terms, distinct, term_blocks
from handlers.topic import topic_of
from handlers.wording import short_answer, with_full_stop

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
