"""`tips`: show, set up and change a channel's daily term."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from difflib import get_close_matches

from content.lookup.lexicon import lexicon
from content.lookup.typography import as_typed, plain, visible
from handlers.channel_reference import find_channel
from handlers.command import Command, Services
from handlers.daily_term import change as changes
from handlers.daily_term import stop_and_skip as stops
from handlers.daily_term.status import no_channel, overview, status
from handlers.daily_term.tips_request import TipsRequest, unavailable
from handlers.daily_term.wish import read, take_channel
from handlers.daily_term.wording import form, in_channel
from handlers.lookup_replies import echo
from handlers.reply import Block, Divider, Heading, Reply, actions, text
from handlers.request import Place, Request

Verb = Callable[[TipsRequest], Awaitable[Reply]]

_VERBS: dict[str, tuple[Verb, tuple[str, ...]]] = {
    "on": (changes.on, ("start", "set", "setup", "begin", "subscribe", "enable", "activate", "schedule")),
    "resume": (stops.resume, ("unpause", "unskip", "unmute", "continue", "restart")),
    "off": (
        stops.off,
        (
            *("of", "stop", "end", "cancel", "unsubscribe", "remove", "delete", "disable", "deactivate", "quit"),
            *("no", "not", "without", "except", "exclude", "mute"),
        ),
    ),
    "move": (changes.move, ("change", "shift", "update", "edit", "reschedule", "time", "zone", "timezone")),
    "skip": (stops.skip, ("pause", "snooze", "omit", "vacation", "suspend")),
    "holidays": (changes.holidays, ("holiday",)),
    "fields": (changes.fields, ("field", "topics", "topic")),
    "days": (changes.days, ("day",)),
    "own": (changes.own_words, ("ours",)),
    "test": (changes.test, ("preview", "try", "example", "sample")),
    "status": (status, ("show", "when", "list", "info", "next", "settings", "config", "help", "what", "how")),
}
VERB_WORDS = {word: name for name, (_, others) in _VERBS.items() for word in (name, *others)}
"""Each word that can begin a change, and the verb it stands for."""
_PHRASES = (
    (re.compile(r"^(?:turn|switch|put)\s+(?:the |it |this |them |these )?(?:tips? |terms? )?on\b", re.I), "on"),
    (re.compile(r"^(?:turn|switch)\s+(?:the |it |this |them |these )?(?:tips? |terms? )?off\b", re.I), "off"),
    (re.compile(r"^(?:leave out|take off)\b", re.I), "skip"),
    (re.compile(r"^(?:do not|don'?t|never)\s+(?:stop|skip|end|cancel|pause)\b", re.I), "status"),
)
_POLITE = re.compile(
    r"^(?:(?:can|could|would|will|you|please|pls|kindly|i|we|i'd|we'd|want|like|need|to|let|us|lets|let's|the|these"
    r"|this|tips?|terms?|daily)\b[\s,:]*)+(?=\S)",
    re.I,
)
_ARTICLES = re.compile(
    r"^(?:(?:the|it|this(?!\s+(?:coming|week|month|mon|tue|wed|thu|fri|sat|sun))|these|them|those|tips?|terms?"
    r"|daily(?=\s+(?:tip|term)))\b[\s,:]*)+",
    re.I,
)
"""Words before what is asked for, but not the "this" of days: "skip this week"."""
_BEGINS = re.compile(
    r"^(?:on |from )?(?:(?:next |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|next (?:week|month))\b"
    r"(?! ?(?:to|through|till|until|and|[-~,/&+]))",
    re.I,
)
"""A start day rather than a day of each week: "start monday", not "start mondays"."""
_STOPPING = re.compile(
    r"\b(?:stop|no more|end|cancel|unsubscribe|turn off|switch off|disable|mute|(?:not|n't|no longer) (?:want|need)"
    r"|any ?more|enough)\b",
    re.I,
)
_ASKING = re.compile(r"^(?:how|what|when|why|who|where|is|are|does|did|do|has|have|which)\b", re.I)
_MISTYPED = 0.75
"""The lowest similarity of a misspelt verb, from 0 to 1."""


async def run(request: Request, services: Services) -> Reply:
    """Show the plan, or make the requested change."""
    if services.subscriptions is None:
        return unavailable()
    request = replace(request, text=visible(request.text))
    typed, named = take_channel(" ".join(request.text.split()))
    verb, rest = _split(plain(typed).strip(" ,"), services)
    asked = TipsRequest(request, services, services.subscriptions, request.place, as_typed(rest, typed))
    if named.channel_name:
        here = f"tips {typed.strip(' ,')}" if asked.place.channel and typed.strip(" ,") else ""
        return await no_channel(asked, f"I can't tell which channel #{echo(named.channel_name)} is from here.", here)
    if named.channel:
        asked = replace(asked, place=_place(named.channel, request.place), where=in_channel(named.channel))
        if (refused := await asked.refusal()) is not None:
            return refused  # only members may see or change another channel's plan, whatever the verb
        asked = replace(asked, allowed=True)
    if asked.place.channel is None:
        return await changes.test(asked) if verb == "test" else await no_channel(asked)
    return await _VERBS[verb][0](asked)


async def home_section(request: Request, services: Services) -> list[Block]:
    """The front page's part about the person's daily terms; empty if this bot doesn't offer them."""
    subscriptions = services.subscriptions
    if subscriptions is None:
        return []
    asked = TipsRequest(request, services, subscriptions, request.place)
    plans = await subscriptions.list_of(request.person)
    row = actions(form("Set up for a channel", None, await asked.zone(), services.library, in_channel("{channel}")))
    return [
        Heading("Daily terms"),
        *(block for plan in plans[:5] for block in overview(plan, asked)),
        *([] if plans else [text("One term a day in a channel of yours, with a comparison that sticks.")]),
        *([row] if row else []),
        Divider(),
    ]


def _split(typed: str, services: Services) -> tuple[str, str]:
    """The verb and its arguments, guessing the verb if none is named. A question never changes anything."""
    wanted = _POLITE.sub("", typed) if _verb(typed) is None else typed
    for pattern, verb in _PHRASES:
        if phrase := pattern.match(wanted):
            return verb, _rest(wanted[phrase.end() :])
    if (named := _verb(wanted)) is not None:
        first, _, rest = wanted.partition(" ")
        rest = _rest(re.sub(r"^\s*up\b", "", rest) if first.casefold() == "set" else rest)
        return named, f"starting {rest}" if first.casefold() in ("start", "begin") and _BEGINS.match(rest) else rest
    if _ASKING.match(wanted):
        return "status", ""
    if _STOPPING.search(wanted):
        return "off", ""
    wish = read(wanted, services.library)
    certain = (wish.zone or wish.fields) and not wish.unknown
    return (
        ("on", wanted) if wish.time or wish.weekdays or wish.without or wish.unclear_time or certain else ("status", "")
    )


def _rest(words: str) -> str:
    return re.sub(r"\s?\b(?:please|pls|thanks|thank you)$", "", _ARTICLES.sub("", words.strip(" ,:!?.")), flags=re.I)


def _verb(typed: str) -> str | None:
    word = typed.partition(" ")[0].casefold().strip(":,.!?")
    return VERB_WORDS.get(word) or _mistyped(word)


def _mistyped(word: str) -> str | None:
    if lexicon().is_english(word):
        return None
    near = get_close_matches(word, [verb for verb in VERB_WORDS if len(verb) > 3], 1, _MISTYPED)
    return VERB_WORDS[near[0]] if near else None


def _place(channel: str, asked_in: Place) -> Place:
    if channel == asked_in.channel:
        return asked_in
    return Place("channel", channel, public=asked_in.public)


def _takes(rest: str, services: Services) -> bool:
    """Accept a verb or a time; "tips for …" and "tips on an interview" can begin any sentence."""
    rest = plain(visible(rest))
    words = _rest(_POLITE.sub("", rest)) or _rest(rest)
    if not words or find_channel(rest) is not None or any(pattern.match(words) for pattern, _ in _PHRASES):
        return True
    wish = read(rest, services.library)
    if _verb(words) is not None:
        about = wish.unknown and not wish.says_when and not wish.unclear_time
        return not (about and words.casefold().startswith("on ") and services.library.match(words[3:]).entry)
    return wish.says_when


_REGULARLY = re.compile(
    r"\b(?:post|send|share|drop|put|give|get|want|have|deliver|publish)(?:s|ing)?\s(?:\S{1,15}\s){0,5}"
    r"(?:terms?|words?|tips?|definitions?)\s(?:\S{1,20}\s){0,6}"
    r"(?:(?:each|every|per|a)\s(?:(?:working|week)\s)?(?:day|morning|weekday|workday|week|evening|afternoon|noon"
    r"|(?:mon|tues|wednes|thurs|fri)day)|daily)\b",
    re.I,
)
"""Asks for a term again and again: "could you post a new term in our channel each morning"."""
_CHANGING = ("stop", "pause", "skip", "move", "change", "cancel", "start", "mute", "turn off", "turn on", "switch off")
_MORE = ("switch on", "no more", "no", "set up", "subscribe to", "unsubscribe from", "preview", "schedule", "leave out")

command = Command(
    name="tips",
    summary="Post one term a day in this channel",
    usage="tips [on 09:00 Geneva | skip | move | days | fields | off]",
    examples=("tips", "tips on 09:00", "tips skip next week"),
    run=run,
    cues=(
        "daily term",
        "daily terms",
        "daily tips",
        "daily tip",
        "daily word",
        "daily words",
        " a word every",
        " new word every",
        " word every morning",
        " when does the term of",
        " when is the term of",
        " one term a day",
        " a term a day",
        " a term every day",
        " one term every day",
        " one term each day",
        " a term every morning",
        " a term every weekday",
        " a word a day",
        " next tip come",
        " next daily",
        *(
            f" {verb} {what}"
            for verb in (*_CHANGING, *_MORE)
            for what in ("tips", "the tips", "these tips", "the term of")
        ),
        " stop the daily",
        " stop posting",
        " stop sending",
        " stop these",
        " unsubscribe",
        " switch the tips off",
    ),
    takes=_takes,
    asks=lambda typed, services: _REGULARLY.search(typed) is not None,
    slash=True,
    takes_channel=True,
    order=46,
)
