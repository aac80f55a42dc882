"""`guide`: how to rate the answer to one interview question."""

from __future__ import annotations

from content.library import Library
from content.models import Role
from handlers.command import Command, Services
from handlers.commands.questions import NumberedQuestion, asked_of, competency_line
from handlers.commands.questions import run as questions
from handlers.lookup import find_entry
from handlers.parsing.level_and_count import parse
from handlers.reply import Bold, Button, Heading, Reply, actions, items, note, reply, text
from handlers.request import Request
from handlers.terms_used import terms_used, texts_of
from handlers.topic import topic_of

RULE = "3–4 ticks: strong. 2: adequate. 0–1, or a stop sign: weak."
"""How ticks become a rating. Frozen with the content: every guide is written for it."""
PROBING = "Rate first, then ask; the answer lifts the rating by one step at most."
TERMS_SHOWN = 3
"""Buttons for terms of the field that the guide uses."""


async def run(request: Request, services: Services) -> Reply:
    """Ticks, a thin answer, a stop sign and a follow-up question; without a number, the whole question set."""
    ask = parse(request.text, lambda name: services.library.by_name(name) is not None)
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
        text(Bold("If it never happened to them: "), question.fallback) if question.fallback else None,
        text(Bold("Tick what you hear")),
        items(question.ticks),
        note(RULE),
        text(Bold("A thin answer: "), question.weak),
        text(Bold("Stop sign: "), question.stop),
        text(Bold("Then ask: "), question.probe),
        note(PROBING),
        actions(
            Button("Next guide", following.guide) if following else None,
            Button("Red flags", f"flags {asked.entry.name}") if isinstance(asked.entry, Role) else None,
            *(Button(term.name, f"define {term.name}") for term in terms),
        ),
        dialog=True,
        topic=topic_of(asked.entry, level=asked.level, shown=asked.number),
    )


def _usage() -> Reply:
    return reply(
        text("Which question? Ask for a set first, then open the answer guide of each question."),
        actions(Button("Senior questions", "questions senior")),
        shareable=False,
    )


command = Command(
    name="guide",
    summary="How to rate the answer to one question",
    usage="guide <level> <role> <number>",
    examples=("guide senior consul 1",),
    run=run,
    pure=True,
    reads_grade=True,
    order=78,
)
