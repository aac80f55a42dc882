"""`reviewed`: an entry as the packs have it, if the team has a meaning of its own for the word."""

from __future__ import annotations

from handlers.command import Command, Services
from handlers.commands.define import card
from handlers.lookup_replies import ask_for_entry, not_found
from handlers.parsing.small_words import says_nothing
from handlers.reply import Reply
from handlers.request import Request


async def run(request: Request, services: Services) -> Reply:
    """The card of the reviewed entry."""
    if says_nothing(request.text):
        return ask_for_entry(services, "reviewed")
    match = services.library.reviewed.match(request.text)
    return card(match.entry, services) if match.entry else not_found(match, "reviewed")


command = Command(
    name="reviewed",
    summary="Shows my reviewed entry beside your team’s own meaning",
    usage="reviewed <term>",
    examples=("reviewed consul",),
    run=run,
    takes_entry=True,
    pure=True,
    listed=False,
    order=61,
)
