"""`guide`: the full answer guide of one interview question."""

from __future__ import annotations

from content.models import Question, Role
from handlers.asks import LEVEL_WORDS
from handlers.command import Command, Request, Services
from handlers.lookup import find_entry
from handlers.questions import Asked, asked_of
from handlers.reply import Bold, Button, Heading, Reply, actions, note, reply, text


async def run(request: Request, services: Services) -> Reply:
    """What a strong, an adequate and a weak answer has, and the probe to ask next."""
    level_word, _, rest = request.text.strip().partition(" ")
    name, _, number = rest.strip().rpartition(" ")
    level = LEVEL_WORDS.get(level_word.lower())
    if level is None or not number.isdecimal():
        return _usage()
    entry = find_entry(name, services, f"questions {level}")
    if isinstance(entry, Reply):
        return entry
    asked = next((asked for asked in asked_of(entry, level) if asked.number == int(number[:4])), None)
    return _guide(asked) if asked else _usage()


def _guide(asked: Asked) -> Reply:
    question = asked.question
    return reply(
        Heading("Answer guide"),
        text(Bold(question.text)),
        note(f"{asked.entry.name} · {asked.level.capitalize()} · {question.competency} · {question.kind.capitalize()}"),
        *(text(Bold(f"{label}: "), words) for label, words in _anchors(question)),
        actions(Button("Red flags", f"flags {asked.entry.name}")) if isinstance(asked.entry, Role) else None,
        dialog=True,
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
        text("Which question? Ask for a set first, then open the guide behind each question."),
        actions(Button("Senior questions", "questions senior")),
        shareable=False,
    )


command = Command(
    name="guide",
    summary="Opens the answer guide of one question",
    usage="guide <level> <role> <number>",
    examples=("guide senior consul 1",),
    run=run,
    order=35,
)
