"""`mentions`: what an entry says of something else that was asked about it: "do they travel", "is there an exam"."""

from __future__ import annotations

import re
from dataclasses import replace

from content.lookup.lexicon import COPULA, INVERTED
from content.lookup.normalize import normalize
from content.models import Entry
from handlers.command import Command, Services
from handlers.entry_lines import MOST_WORDS, lines_counting, lines_with
from handlers.left_out import unused_words
from handlers.lookup import FIELD, echo, find_entry
from handlers.reply import Actions, Bold, Button, Heading, Reply, actions, items, note, reply, text
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import short_answer

BESIDE = " | "
"""Between the entry and the words: "mentions consul | travel"."""
_OPENINGS = INVERTED | COPULA
"""The first word of a question that is answered by yes or no."""
_HOW_MANY = re.compile(r"^\W*(?:(?:so|and|ok)\s)?how\s(?:many|much)\b", re.I)
_COUNTING = frozenset(("many", "much", "has", "have", "got", "there"))


async def run(request: Request, services: Services) -> Reply:
    """The lines of the entry that have all the words; without any, that it has none, and the entry in a sentence."""
    name, _, words = request.text.partition(BESIDE.strip())
    entry = find_entry(name.strip(), services, "mentions")
    if isinstance(entry, Reply):
        return entry
    if lines := lines_with(words, entry):
        return _mentioning(entry, lines)
    return reply(
        text("My entry on ", Bold(entry.name), " doesn't mention ", Bold(f"“{echo(words.strip())}”"), "."),
        text(Bold("In short: "), short_answer(entry.definition)),
        note(FIELD),
        _ways_on(entry),
        topic=topic_of(entry),
    )


def answer_to(typed: str, entry: Entry) -> Reply | None:
    """The lines of an entry that answer a question about it: "do consuls issue visas"; None without any."""
    asks = _HOW_MANY.match(typed) is not None or not _OPENINGS.isdisjoint(normalize(typed).split()[:1])
    words = [word for word in unused_words(typed, entry) if normalize(word) not in _COUNTING] if asks else []
    if _HOW_MANY.match(typed):
        lines = lines_counting(words, entry)
    else:
        lines = lines_with(" ".join(words), entry) if len(words) <= MOST_WORDS else []
    return _mentioning(entry, lines) if lines else None


def _mentioning(entry: Entry, lines: list[str]) -> Reply:
    topic = replace(topic_of(entry), command=command.name)  # it used the words, whatever command found it
    return reply(Heading(entry.name), items(lines), _ways_on(entry), topic=topic)


def _ways_on(entry: Entry) -> Actions | None:
    return actions(
        Button("What it means", f"define {entry.name}"),
        Button("More", f"details {entry.name}"),
        Button("Interview questions", f"questions {entry.name}"),
    )


command = Command(
    name="mentions",
    summary="What an entry says of something",
    usage="mentions <term or role> | <words>",
    examples=("mentions consul",),
    run=run,
    pure=True,
    takes=lambda rest, services: BESIDE in rest,
    sends=lambda rest: BESIDE in rest,
    without_details=lambda typed: typed.partition(BESIDE.strip())[0].strip(),
    listed=False,
    order=82,
)
