"""`thanks`: answer a thank-you."""

from __future__ import annotations

from handlers.command import Command, Services
from handlers.parsing.level_and_count import says_nothing
from handlers.reply import Button, Reply, actions, reply, text
from handlers.request import Request


async def run(request: Request, services: Services) -> Reply:
    """A short answer, with ideas for what to do next."""
    return reply(
        text("You're welcome. Ask whenever a title puzzles you."),
        actions(Button("Today's term", "tip"), Button("What I can do", "help")),
        shareable=False,
    )


def _takes(rest: str, services: Services) -> bool:
    """Accept nothing, "a lot" or "you"; "thanks, and what is …" is a sentence."""
    return says_nothing(rest) or rest.casefold().strip(" .!") in {
        "a lot",
        "so much",
        "very much",
        "a bunch",
        "a million",
    }


command = Command(
    name="thanks",
    summary="Answer a thank-you",
    usage="thanks",
    examples=("thanks",),
    run=run,
    pure=True,
    synonyms=("thank", "thx", "cheers"),
    takes=_takes,
    order=99,
)
