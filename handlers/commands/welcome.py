"""`welcome`: the first message to the person who installed the bot."""

from __future__ import annotations

from dataclasses import replace

from handlers.command import Command, Services
from handlers.lookup import lookup_form
from handlers.reply import Button, Heading, Reply, actions, note, reply, text
from handlers.request import Request


async def run(request: Request, services: Services) -> Reply:
    """Three things to try right away."""
    return reply(
        Heading("Dragoman is here"),
        text(
            "I explain the words of a field you recruit for: what they mean, which titles to search for, "
            "what to ask at each level, and what a good answer sounds like."
        ),
        actions(
            replace(lookup_form(), label="Define a term"),
            Button("Senior questions", "questions senior"),
            Button("What I can do", "help"),
        ),
        note("Write to me here in plain words, or mention me in a channel. I never store or score candidates."),
        shareable=False,
    )


command = Command(
    name="welcome",
    summary="How to start",
    usage="welcome",
    examples=("welcome",),
    run=run,
    takes=lambda rest, services: False,  # "welcome reception"
    listed=False,
    order=96,
)
