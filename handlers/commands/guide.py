"""`guide`: the full answer guide of one interview question."""

from __future__ import annotations

from content.models import Question, Role
from handlers.command import Command, Services
from handlers.commands.questions import NumberedQuestion, asked_of
from handlers.commands.questions import run as questions
from handlers.lookup import find_entry
from handlers.parsing.level_and_count import parse
from handlers.reply import Bold, Button, Heading, Reply, actions, note, reply, text
from handlers.request import Request
from handlers.topic import topic_of


async def run(request: Request, services: Services) -> Reply:
    """Strong, adequate and weak answers and a follow-up question; without a number, the whole question set."""
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
    return _guide(asked, numbered.get(ask.count + 1)) if asked else _usage()


def _guide(asked: NumberedQuestion, following: NumberedQuestion | None) -> Reply:
    question = asked.question
    return reply(
        Heading("Answer guide"),
        text(Bold(question.text)),
        note(f"{asked.entry.name} · {asked.level.capitalize()} · {question.competency} · {question.kind.capitalize()}"),
        *(text(Bold(f"{label}: "), words) for label, words in _anchors(question)),
        actions(
            Button("Next guide", following.guide) if following else None,
            Button("Red flags", f"flags {asked.entry.name}") if isinstance(asked.entry, Role) else None,
        ),
        dialog=True,
        topic=topic_of(asked.entry, level=asked.level, shown=asked.number),
    )


def _anchors(question: Question) -> tuple[tuple[str, str], ...]:
    return (
        ("Listen for", question.listen_for),
        ("Ask next", question.probe),
        ("Strong", question.strong),
        ("Adequate", question.adequate),
        ("Weak", question.weak),
    )


def _usage() -> Reply:
    return reply(
        text("Which question? Ask for a set first, then open the answer guide of each question."),
        actions(Button("Senior questions", "questions senior")),
        shareable=False,
    )


command = Command(
    name="guide",
    summary="Open the answer guide of one question",
    usage="guide <level> <role> <number>",
    examples=("guide senior consul 1",),
    run=run,
    pure=True,
    reads_grade=True,
    order=78,
)
