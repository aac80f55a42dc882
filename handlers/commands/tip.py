"""`tip`: the term of the day, or the tip on one entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from content.library import Library
from content.models import Entry
from content.team_terms import TeamEntry
from handlers.channel_reference import without_channels
from handlers.command import Command, Services
from handlers.own_day import today_of_asker
from handlers.quiz_question import gives_away as names
from handlers.reply import Block, Bold, Button, Code, Heading, Italic, Reply, Visibility, actions, note, reply, text
from handlers.request import Request
from handlers.team_terms.cards import BADGE, SHOWN
from handlers.topic import topic_of
from handlers.wording import leading_sentences, short_answer, with_full_stop

LONGEST_ASKED = 60
"""Characters that a button repeats."""
ENOUGH = 200
"""The shortest explanation, in characters, if the definition allows: one short sentence may say too little."""
ROOM = 550
"""The longest lesson without its labels, in characters: what fits on a phone screen."""


async def run(request: Request, services: Services) -> Reply:
    """Today's term by the asker's own date, with buttons for more."""
    today = tip_of(await today_of_asker(request, services), services)
    arguments = " ".join(request.text.split())
    asked = services.library.match(arguments).entry if arguments else None
    if asked is not None and asked.tip:
        return _tip_on(asked)
    if not arguments or services.subscriptions is None or len(arguments) > LONGEST_ASKED:
        return today
    return reply(
        note("This is today's term. To get one a day in a channel, write ", Code("tips"), " with an s."),
        actions(Button(f"tips {without_channels(arguments)}", f"tips {arguments}")),
        *today.blocks,
        topic=today.topic,
    )


def _tip_on(entry: Entry) -> Reply:
    """The tip of one entry, whatever the day."""
    return reply(
        Heading(entry.name),
        text(Bold("In practice: "), entry.tip or ""),
        actions(Button("What it means", f"define {entry.name}"), Button("Search titles", f"titles {entry.name}")),
        topic=topic_of(entry),
    )


def tip_of(day: date, services: Services) -> Reply:
    """The term for a date."""
    entry = services.library.tip_of(day)
    if entry is None or entry.tip is None:
        return reply(text("There's no term of the day in the loaded content."), shareable=False)
    return reply(
        *lesson(entry),
        actions(
            Button("What it means", f"define {entry.name}"),
            Button("More", f"details {entry.name}"),
            Button("Quiz me", f"quiz {entry.name}"),
            Button("Get this daily", "tips") if services.subscriptions else None,
        ),
        topic=topic_of(entry),
    )


def lesson(entry: Entry) -> tuple[Block | None, ...]:
    """A term in three parts: what it is, an analogy, and what to do with it."""
    return (
        Heading(f"Term of the day: {entry.name}"),
        text(meaning(entry)),
        text(Italic("Like"), f" {with_full_stop(entry.picture.think_of)}") if entry.picture else None,
        text(Bold("In practice: "), entry.tip) if entry.tip else None,
    )


def meaning(entry: Entry) -> str:
    """The definition's first sentences: enough to explain and name the term, and short enough for a phone screen."""
    rest = len(entry.name) + len(entry.tip or "") + (len(entry.picture.think_of) if entry.picture else 0)
    fitting = [text for text in leading_sentences(entry.definition) if len(text) <= ROOM - rest]
    long_enough = [text for text in fitting if len(text) >= ENOUGH]
    naming = [text for text in long_enough if names(text, entry)]
    return (naming or long_enough or fitting[-1:] or [short_answer(entry.definition)])[0]


def daily(entry: Entry) -> Reply:
    """The post in a channel: short enough for a phone, with buttons for more."""
    if isinstance(entry, TeamEntry):
        return _daily_own_word(entry)
    return Reply(
        reply(
            *lesson(entry),
            actions(
                Button("More", f"details {entry.name}"),
                Button("Quiz me", f"quiz {entry.name}"),
                Button("Turn off", "tips off"),
            ),
        ).blocks,
        visibility=Visibility.CHANNEL,
    )


def _daily_own_word(entry: TeamEntry) -> Reply:
    """The post about a team's own word."""
    blocks = reply(
        Heading(f"Word of the day: {entry.name}"),
        note(BADGE),
        *(text(meaning.definition) for meaning in entry.meanings[:SHOWN]),
        actions(Button("More", f"define {entry.name}"), Button("Turn off", "tips off")),
    ).blocks
    return Reply(blocks, visibility=Visibility.CHANNEL)


def term_for(day: date, fields: Sequence[str], library: Library) -> Entry | None:
    """The term to preview on a date, from these fields only if there are any."""
    due = library.tip_of(day)
    if due is None or not fields or due.field in fields:
        return due
    fitting = [entry for entry in library.entries if entry.field in fields and entry.tip]
    return fitting[day.toordinal() % len(fitting)] if fitting else due


command = Command(
    name="tip",
    summary="Today's term in a minute, or the tip on a term",
    usage="tip [role or term]",
    examples=("tip", "tip consul"),
    run=run,
    reads_only=True,
    synonyms=("today",),
    cues=("term of the day", "today's term", "tip of the day", "teach me something", "surprise me"),
    slash=True,
    takes_channel=True,
    order=45,
)
