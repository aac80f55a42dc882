"""`short`: an entry, or each of several, in one sentence."""

from __future__ import annotations

import re

from content.models import Entry
from handlers.command import Command, Services
from handlers.lookup import find_entry
from handlers.reply import Bold, Button, Reply, actions, reply, text
from handlers.request import Request
from handlers.several import named_together
from handlers.topic import topic_of
from handlers.wording import short_answer

_BEFORE_TALK = re.compile(r"(?:call|chat|interview|meeting|talk|screen|list|set|question|kit)s?\b", re.I)
"""What may be short itself: "short call with a consul"."""
_ONE = ("one", "1", "a", "a single", "a short")
_FEW = ("two", "2", "three", "3", "a few", "a couple of", "very few", "few")
"""How many sentences, lines or words are wanted."""


async def run(request: Request, services: Services) -> Reply:
    """The first sentence of each definition."""
    entry = find_entry(request.text, services, "short")
    entries = named_together(request.text, entry if isinstance(entry, Entry) else None, services.library)
    if isinstance(entry, Reply) and not entries:
        return entry
    entries = entries or [entry for entry in (entry,) if isinstance(entry, Entry)]
    labels = ["What it means"] if len(entries) == 1 else [one.name for one in entries]
    return reply(
        *(text(Bold(f"{one.name}: "), short_answer(one.definition)) for one in entries),
        actions(*(Button(label, f"define {one.name}") for label, one in zip(labels, entries, strict=True))),
        topic=topic_of(*entries),
    )


command = Command(
    name="short",
    summary="A term in one sentence",
    usage="short <term or role>",
    examples=("short permanent mission",),
    run=run,
    takes_entry=True,
    pure=True,
    prompt="Which term?",
    synonyms=("brief", "tldr"),
    cues=(
        "like i'm five",
        "like im five",
        "like i'm 5",
        "like im 5",
        "eli5",
        *(f"in {few} {what}" for few in _ONE for what in ("sentence", "line", "word")),
        *(f"in {few} {what}" for few in _FEW for what in ("sentences", "lines", "words")),
        "briefly",
        "in brief",
        "in a nutshell",
        "one-liner",
        "one liner",
        "in short",
        "tl;dr",
        "tl dr",
    ),
    takes=lambda rest, services: _BEFORE_TALK.match(rest) is None,
    order=12,
)
