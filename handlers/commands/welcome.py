"""`welcome`: the first message to whoever installed the bot or opens its messages for the first time."""

from __future__ import annotations

from handlers.command import Command, Services
from handlers.first_steps import first_steps
from handlers.reply import Button, Heading, Reply, actions, note, reply
from handlers.request import Request


async def run(request: Request, services: Services) -> Reply:
    """What to try right away."""
    return reply(
        Heading("Dragoman is here"),
        *first_steps(services),
        note("Write to me here in plain words, or mention me in a channel. I never store or score candidates."),
        actions(Button("What I can do", "help")),
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
