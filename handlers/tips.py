"""`tips`: one term a day for a channel: how it stands, and every change to it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from difflib import get_close_matches

from handlers import plan_changes as changes
from handlers.command import Command, Place, Request, Services
from handlers.lookup import echo
from handlers.plan import read, take_channel
from handlers.plan_status import Asked, no_channel, not_kept, overview, status
from handlers.plan_words import form
from handlers.reply import Block, Divider, Heading, Reply, actions, text

Verb = Callable[[Asked], Awaitable[Reply]]

_VERBS: dict[str, tuple[Verb, tuple[str, ...]]] = {
    "on": (changes.on, ("start", "set", "setup", "begin", "subscribe", "resume")),
    "off": (changes.off, ("of", "stop", "end", "cancel", "unsubscribe", "remove", "delete")),
    "move": (changes.move, ("change", "shift")),
    "skip": (changes.skip, ("pause", "snooze")),
    "holidays": (changes.holidays, ("holiday",)),
    "fields": (changes.fields, ("field", "topics")),
    "days": (changes.days, ("day",)),
    "test": (changes.test, ("preview", "try")),
    "status": (status, ("show", "when")),
}
_BY_WORD = {word: name for name, (_, others) in _VERBS.items() for word in (name, *others)}
_STOPPING = re.compile(r"\b(?:stop|no more|end|cancel|unsubscribe|turn off|switch off)\b", re.I)
_MISTYPED = 0.75
"""How alike a verb and a slip of the finger are, of 1."""


async def run(request: Request, services: Services) -> Reply:
    """How it stands, or the change that is asked for."""
    if services.subscriptions is None:
        return not_kept()
    typed, named = take_channel(request.text)
    verb, rest = _split(typed.strip(" ,"), services)
    asked = Asked(request, services, services.subscriptions, request.place, rest)
    if named.channel_name:
        return await no_channel(asked, f"I cannot tell from here which channel #{echo(named.channel_name)} is.")
    if named.channel:
        asked = replace(asked, place=_place(named.channel, request.place), where=f" in <#{named.channel}>")
    if asked.place.channel is None:
        return await changes.test(asked) if verb == "test" else await no_channel(asked)
    if named.channel and verb in ("status", "test") and (refused := await asked.refusal()) is not None:
        return refused  # what another channel gets is for those who are in it
    return await _VERBS[verb][0](asked)


async def home_section(request: Request, services: Services) -> list[Block]:
    """What the front page says of the person's daily terms; nothing where none are kept."""
    kept = services.subscriptions
    if kept is None:
        return []
    asked = Asked(request, services, kept, request.place)
    known = await kept.list_of(request.person)
    row = actions(form("Set up for a channel", None, await asked.zone(), services.library, " in <#{channel}>"))
    return [
        Heading("Daily terms"),
        *(block for each in known[:5] for block in overview(each, asked)),
        *([] if known else [text("One term a day in a channel of yours, with a picture to remember it by.")]),
        *([row] if row else []),
        Divider(),
    ]


def _split(typed: str, services: Services) -> tuple[str, str]:
    """The verb and what follows; where there is none, what the words come to."""
    first, _, rest = typed.partition(" ")
    word = first.casefold().strip(":,.!?")
    if (verb := _BY_WORD.get(word) or _mistyped(word)) is not None:
        return verb, re.sub(r"^up\b\s*", "", rest.strip()) if word == "set" else rest.strip()
    if _STOPPING.search(typed):
        return "off", ""
    wish = read(typed, services.library)
    return ("on", typed) if wish.time or wish.weekdays or (wish.zone and not wish.unknown) else ("status", "")


def _mistyped(word: str) -> str | None:
    near = get_close_matches(word, [each for each in _BY_WORD if len(each) > 3], 1, _MISTYPED)
    return _BY_WORD[near[0]] if near else None


def _place(channel: str, asked_in: Place) -> Place:
    if channel == asked_in.channel:
        return asked_in
    return Place("direct" if channel.startswith("D") else "channel", channel, None, asked_in.public)


def _takes(rest: str, services: Services) -> bool:
    """A verb or a time; "tips for …" begins any sentence."""
    word = rest.partition(" ")[0].casefold().strip(":,.!?")
    return word in _BY_WORD or _mistyped(word) is not None or "<#" in rest or read(rest, services.library).says_when


command = Command(
    name="tips",
    summary="Posts one term a day in this channel",
    usage="tips [on 09:00 Geneva | skip | move | days | fields | off]",
    examples=("tips", "tips on 09:00", "tips skip next week"),
    run=run,
    cues=(
        "daily term",
        "daily terms",
        "daily tips",
        "daily tip",
        " one term a day",
        " a term a day",
        " a term every day",
        " one term every day",
        " stop the tips",
        " stop the daily",
        " stop these tips",
    ),
    takes=_takes,
    slash=True,
    order=46,
)
