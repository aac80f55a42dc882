"""Find entries by a description of what they are: "what do you call the person in charge without an ambassador"."""

from __future__ import annotations

import re

from content.library import Library
from content.models import Entry
from handlers.reply import Bold, Button, Reply, actions, items, reply, text
from handlers.topic import topic_offering
from handlers.wording import short_answer

MOST = 3
"""Entries offered: one phone screen."""
LONG_DESCRIPTION = 4
"""Words after "what do you call" that describe something."""
_ASKS = re.compile(
    r"""^\W*(?:(?:what['’]?s|what\ is|whats|is\ there|give\ me|i\ need|looking\ for)\ )?(?:an?\ |the\ )?
        (?:word|term|title|expression|job\ title)\ (?:for|when|if)\ (?P<thing>.+)
    | ^\W*(?:what|how)\ (?:do|does|would|should)\ (?:you|u|we|i|one|people|they)\ call\ (?P<called>.+)
    | ^\W*(?:what|who)\ (?:is|are)\ (?P<named>(?:an?\ |the\ )?
        (?:person|someone|somebody|people|diplomat|officer|official|letter|document|place|office)
        \ (?:who|that|which|when|in)\ .+)""",
    re.I | re.X,
)


def described(typed: str, library: Library) -> list[Entry]:
    """The entries whose definitions have the words of a description; none if the line describes nothing."""
    asked = _ASKS.match(typed.strip())
    description = asked and (asked["thing"] or asked["called"] or asked["named"])
    return library.described(description.strip(" ?.!"), MOST) if description else []


def describes_at_length(typed: str) -> bool:
    """Whether a line asks for the name of what it describes, in so many words that it can't ask about the bot."""
    called = _ASKS.match(typed.strip())
    return called is not None and len((called["called"] or "").split()) >= LONG_DESCRIPTION


def offer_described(entries: list[Entry], command: str) -> Reply:
    """The entries that a description may mean, each in a sentence."""
    return reply(
        text("You may mean:"),
        items((Bold(f"{entry.name}: "), short_answer(entry.definition)) for entry in entries),
        actions(*(Button(entry.name, f"{command} {entry.name}", replace=True) for entry in entries)),
        shareable=False,
        topic=topic_offering(entries, command),
    )
