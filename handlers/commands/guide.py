"""`guide`: how to rate the answer to one interview question."""

from __future__ import annotations

import re

from content.library import Library
from content.models import Role
from handlers.answer_guide import guide_blocks
from handlers.command import Command, Services
from handlers.commands.questions import NumberedQuestion, asked_of, competency_line
from handlers.commands.questions import run as questions
from handlers.find_entry import find_entry
from handlers.parsing.role_and_level import read_role_and_level
from handlers.reply import Bold, Button, Heading, Reply, actions, note, reply, text
from handlers.request import Request
from handlers.terms_used import terms_used, texts_of
from handlers.topic import topic_of, topic_offering

TERMS_SHOWN = 3
"""Buttons for terms of the field that the guide uses."""


BESIDE = " | "
"""Before each of the sets to choose from: "guide | questions senior consul | questions senior attaché"."""


async def run(request: Request, services: Services) -> Reply:
    """Ticks, a thin answer, a stop sign and a follow-up question; without a number, the whole question set."""
    if BESIDE in f" {request.text}":
        return _which_job(request.text.split(BESIDE.strip()), services.library)
    if _asks(request.text, services):
        return _usage()
    ask = read_role_and_level(request.text, lambda name: services.library.by_name(name) is not None)
    if not ask.rest:
        return _usage()
    if ask.level is None or ask.count is None:
        return await questions(request, services)
    entry = find_entry(ask.rest, services, ask.again("questions"))
    if isinstance(entry, Reply):
        return entry
    numbered = {asked.number: asked for asked in asked_of(entry, ask.level)}
    asked = numbered.get(ask.count)
    return _guide(asked, numbered.get(ask.count + 1), services.library) if asked else _usage()


def _guide(asked: NumberedQuestion, following: NumberedQuestion | None, library: Library) -> Reply:
    question = asked.question
    terms = terms_used(texts_of(question), library, [asked.entry])[:TERMS_SHOWN]
    return reply(
        Heading("Answer guide"),
        text(Bold(question.text)),
        note(f"{asked.entry.name} · {asked.level.capitalize()} · {competency_line(question, library)}"),
        *guide_blocks(question),
        actions(
            Button("Next guide", following.guide) if following else None,
            Button("Red flags", f"flags {asked.entry.name}") if isinstance(asked.entry, Role) else None,
            *(Button(term.name, f"define {term.name}") for term in terms),
        ),
        dialog=True,
        topic=topic_of(asked.entry, level=asked.level, shown=asked.number),
    )


def _which_job(sets: list[str], library: Library) -> Reply:
    """Say that the questions to guide through come after the choice of a job, with the sets to choose from."""
    lines = [line.strip() for line in sets if line.strip()]
    named = {line: entry for line in lines if (entry := library.match(line.partition(" ")[2]).entry)}
    if not named:
        return _usage()
    asked = next((" ".join(line.replace(entry.name, " ").split()) for line, entry in named.items()), "")
    return reply(
        text(Bold("The set comes after you choose the job."), " Each question has a guide to strong and weak answers."),
        actions(*(Button(entry.name, line) for line, entry in named.items())),
        shareable=False,
        topic=topic_offering(named.values(), asked),
    )


def _usage() -> Reply:
    return reply(
        text("Which question? Ask for a set first, then open the answer guide of each question."),
        actions(Button("Senior questions", "questions senior")),
        shareable=False,
    )


_ASKS = re.compile(
    r"\b(?:good|strong|weak|right|best|great)\s(?:answers?|repl(?:y|ies))\s(?:for|to|on|of)\s"
    r"(?:(?:the|question|q|number|no|nr)\W{0,2}){0,3}(?:\d{1,2}|first|second|third|fourth|last)\b",
    re.I,
)
"""Asks about a numbered question."""


def _asks(typed: str, services: Services) -> bool:
    """Whether a line asks for the answer to a numbered question and doesn't say of which role."""
    return _ASKS.search(typed) is not None and services.library.match(_ASKS.sub(" ", typed)).entry is None


command = Command(
    name="guide",
    summary="How to rate the answer to one question",
    usage="guide <level> <role> <number>",
    examples=("guide senior consul 1",),
    run=run,
    takes_entry=True,
    takes_level=True,
    pure=True,
    reads_grade=True,
    asks=_asks,
    sends=lambda rest: BESIDE in f" {rest}",
    order=78,
)
