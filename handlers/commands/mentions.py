"""`mentions`: what an entry says of something else that was asked about it: "do they travel", "is there an exam"."""

from __future__ import annotations

import re

from content.lookup.normalize import normalize, stem
from handlers.command import Command, Services
from handlers.entry_lines import lines_about
from handlers.lookup import FIELD, echo, find_entry
from handlers.reply import Bold, Button, Heading, Reply, actions, items, note, reply, text
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import short_answer

BESIDE = " | "
"""Between the entry and the words: "mentions consul | travel"."""
MOST_WORDS = 6
"""Words that are looked for."""
SHORTEST_STEM = 4  # letters; shorter words have no other forms than the plural
_ENDING = re.compile(r"(?<=\w{4})(?:ing|ed|es|e|y|s)$")


async def run(request: Request, services: Services) -> Reply:
    """The lines of the entry that have all the words; without any, that it has none, and the entry in a sentence."""
    name, _, words = request.text.partition(BESIDE.strip())
    entry = find_entry(name.strip(), services, "mentions")
    if isinstance(entry, Reply):
        return entry
    wanted = [_forms_of(word) for word in normalize(words).split()[:MOST_WORDS]]
    lines = lines_about(re.compile("^" + "".join(f"(?=.*{word})" for word in wanted), re.I), entry) if wanted else []
    return reply(
        Heading(entry.name) if lines else None,
        items(lines)
        if lines
        else text("My entry on ", Bold(entry.name), " doesn't mention ", Bold(f"“{echo(words.strip())}”"), "."),
        None if lines else text(Bold("In short: "), short_answer(entry.definition)),
        None if lines else note(FIELD),
        actions(
            Button("What it means", f"define {entry.name}"),
            Button("More", f"details {entry.name}"),
            Button("Interview questions", f"questions {entry.name}"),
        ),
        topic=topic_of(entry),
    )


def _forms_of(word: str) -> str:
    """A pattern for a word with other endings: "exam" and "examination", "travel" and "travels"."""
    if len(word) < SHORTEST_STEM:
        return rf"\b{re.escape(word)}s?\b"
    written = {_ENDING.sub("", word), _ENDING.sub("", stem(word))}
    return rf"\b(?:{'|'.join(map(re.escape, sorted(written)))})\w{{0,6}}\b"


command = Command(
    name="mentions",
    summary="What an entry says of something",
    usage="mentions <term or role> | <words>",
    examples=(),
    run=run,
    pure=True,
    takes=lambda rest, services: BESIDE in rest,
    sends=lambda rest: BESIDE in rest,
    without_details=lambda typed: typed.partition(BESIDE.strip())[0].strip(),
    listed=False,
    order=82,
)
