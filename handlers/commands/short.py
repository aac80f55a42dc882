"""`short`: an entry, each of several, or a grade in one sentence."""

from __future__ import annotations

import re

from content.models import Entry
from handlers import grade_cards
from handlers.command import Command, Services
from handlers.find_entry import find_entry
from handlers.parsing.grade import read_grades
from handlers.reply import Bold, Button, Reply, actions, items, reply, text
from handlers.request import Request
from handlers.several import named_together
from handlers.topic import topic_of
from handlers.wording import short_answer

_BEFORE_TALK = re.compile(
    r"(?:call|chat|interview|meeting|talk|screen|list|set|question|kit)s?\b|(?:on|of)\s(?:time|staff)\b", re.I
)
"""What may be short itself: "short call with a consul", "short on time"."""
_ONE = ("one", "1", "a", "a single", "a short")
_FEW = (
    *("two", "2", "three", "3", "four", "4", "five", "5", "ten", "10", "twenty", "20"),
    *("a few", "a couple of", "very few", "few"),
)
"""How many sentences, lines or words are wanted."""
_LENGTHS = ("sentence", "line", "sentences", "lines")
_LIMITS = ("max", "maximum", "only", "tops", "at most", "please", "pls")
"""What says how long the answer may be: "two lines max"."""
_PLAIN = (
    "plain",
    "simple",
    "simpler",
    "normal",
    "everyday",
    "easy",
    "basic",
    "human",
    "layman's",
    "laymans",
    "lay",
    "other",
)
_LANGUAGE = ("words", "terms", "language", "english")
_LEARNERS = (
    *(f"{age} year old" for age in ("five", "5", "six", "6", "ten", "10")),
    *("child", "kid", "newbie", "beginner", "layman", "lay person", "outsider", "non expert", "non-expert", "novice"),
)


_TIME = re.compile(r"\b(?:\d{1,3}|one|two|thirty|sixty)[\s-]?(?:sec(?:ond)?s?|min(?:ute)?s?)\b", re.I)
"""How long a pitch may be: an answer of one sentence always fits."""


async def run(request: Request, services: Services) -> Reply:
    """The first sentence of the definition, or of each if the line names several."""
    if (graded := read_grades(request.text, services.library)).first and not graded.unused and not graded.more:
        return grade_cards.in_a_sentence(graded.first, services.library)
    entry = find_entry(request.text, services, "short")
    whole = entry if isinstance(entry, Entry) else None
    if len(several := named_together(request.text, whole, services.library)) > 1:
        return reply(
            items((Bold(f"{one.name}: "), short_answer(one.definition)) for one in several),
            actions(*(Button(one.name, f"define {one.name}") for one in several)),
            topic=topic_of(*several),
        )
    if isinstance(entry, Reply):
        return entry
    return reply(
        text(Bold(f"{entry.name}: "), short_answer(entry.definition)),
        actions(Button("What it means", f"define {entry.name}")),
        topic=topic_of(entry),
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
        *(
            f"{how} {i} {five}"
            for how in ("like", "as if")
            for i in ("i'm", "im", "i was", "i were")
            for five in ("five", "5")
        ),
        *(f"{to} a {learner}" for to in ("to", "for", "like to") for learner in _LEARNERS),
        *(f"like i'm a {learner}" for learner in _LEARNERS),
        "eli5",
        "for dummies",
        "for beginners",
        *(f"in {plain} {words}" for plain in _PLAIN for words in _LANGUAGE if plain != "other" or words == "words"),
        *(f"in {few} {what}" for few in _ONE for what in ("sentence", "line", "word")),
        *(f"in {few} {what}" for few in _FEW for what in ("sentences", "lines", "words")),
        *(f"{few} {what} {limit}" for few in (*_ONE, *_FEW) for what in _LENGTHS for limit in _LIMITS),
        *(f"{kind} summary" for kind in ("quick", "short", "brief", "one line", "two line")),
        "summary of",
        "sum up",
        "gist of",
        "the gist",
        "summarise",
        "summarize",
        "briefly",
        "in brief",
        "in a nutshell",
        "pitch of",
        "pitch for",
        "pitch on",
        "pitch about",
        "elevator pitch",
        "one-liner",
        "one liner",
        "in short",
        "tl;dr",
        "tl dr",
    ),
    takes=lambda rest, services: _BEFORE_TALK.match(rest) is None,
    used=lambda typed, _: _TIME if _TIME.search(typed) else None,
    order=12,
)
