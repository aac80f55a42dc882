"""`tip`: the term of the day."""

from __future__ import annotations

from datetime import date

from handlers.command import Command, Request, Services
from handlers.reply import Button, Heading, Italic, Reply, actions, note, reply, text
from handlers.words import ended


async def run(request: Request, services: Services) -> Reply:
    """Today's term in the asker's own day: one thing worth knowing, with the ways on."""
    return tip_of(services.today(request.person.zone), services)


def tip_of(day: date, services: Services) -> Reply:
    """The term that is due on a day."""
    entry = services.library.tip_of(day)
    if entry is None or entry.tip is None:
        return reply(text("There is no term of the day in the loaded content."), shareable=False)
    return reply(
        Heading(f"Term of the day: {entry.name}"),
        text(entry.tip),
        note(Italic("Think of it as "), ended(entry.picture.think_of)) if entry.picture else None,
        actions(Button("What it means", f"define {entry.name}"), Button("More", f"details {entry.name}")),
    )


command = Command(
    name="tip",
    summary="Teaches today's term",
    usage="tip",
    examples=("tip",),
    run=run,
    synonyms=("today",),
    cues=("term of the day", "today's term", "tip of the day", "teach me something"),
    slash=True,
    order=45,
)
