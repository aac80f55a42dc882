"""`say`: how to pronounce a foreign title or term."""

from __future__ import annotations

import re
from dataclasses import replace

from content.models import Role
from handlers.command import Command, Services
from handlers.commands.titles import known_names
from handlers.find_entry import find_entry
from handlers.reply import Bold, Button, Reply, actions, reply, text
from handlers.request import Request
from handlers.topic import topic_of

_LANGUAGE = re.compile(
    r"\b(?:in|into) (?:french|spanish|portuguese|german|arabic|italian|russian|chinese|dutch|turkish|english)\b", re.I
)
"""What makes "how do you say …" ask for a translation."""


async def run(request: Request, services: Services) -> Reply:
    """The respelling of a name in English syllables, in one line."""
    entry = find_entry(_LANGUAGE.sub(" ", request.text), services, "say")
    if isinstance(entry, Reply):
        return entry
    titles = services.commands.find("titles")
    if isinstance(entry, Role) and titles is not None and (asked := _LANGUAGE.search(request.text)):
        return await titles.run(replace(request, text=f"{entry.name} {asked[0]}"), services)
    means = actions(Button("What it means", f"define {entry.name}"))
    if _LANGUAGE.search(request.text):
        return known_names(entry)
    if entry.say is None:
        return reply(
            text("I have no pronunciation for ", Bold(entry.name), ", only for foreign words."),
            means,
            topic=topic_of(entry),
        )
    return reply(
        text("Say ", Bold(entry.name), " as ", Bold(entry.say), ". Stress the syllable in capitals."),
        means,
        topic=topic_of(entry),
    )


def _names_an_entry(rest: str, services: Services) -> bool:
    """Whether something known is to be pronounced; "say hi to the team" is a sentence."""
    match = services.library.match(rest)
    return match.entry is not None or match.ambiguous is not None


command = Command(
    name="say",
    summary="How to pronounce a foreign title",
    usage="say <term or role>",
    examples=("say chargé d'affaires", "say démarche"),
    run=run,
    takes_entry=True,
    pure=True,
    prompt="Which title or term?",
    used=lambda typed, _: _LANGUAGE if _LANGUAGE.search(typed) else None,
    synonyms=("pronounce", "pronunciation"),
    cues=(
        "pronounce",
        "pronounced",
        "pronouncing",
        "pronunciation",
        "how to say",
        "how do you say",
        "how do i say",
        "how should i say",
        "how would you say",
        "how is it said",
        "say out loud",
        "say aloud",
        "sound like",
    ),
    takes=_names_an_entry,
    order=62,
)
