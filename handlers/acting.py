"""Say what "acting" before a title means: the person did the job for its holder; and for how long in a résumé."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from content.library import Library
from content.models import Role
from content.resume.post import Post, kind_of
from handlers.reply import Actions, Reply, Text, note

_ACTING = re.compile(
    r"(?<![\w/])(?:a/(?:[cg]\s)?(?=\w)|ag\.?\s(?=\w)|actg?\.\s?(?=\w)|(?:acting|officiating|caretaker|interim)\b)"
    r"|(?<!\w)(?:ad\sinterim\b|a\.\s?i\.)",
    re.I,
)
"""What says that somebody does a job for its holder: "A/DCM", "Consul General a.i."."""


_STANDS_IN = re.compile(r"\ba\.?\s?i\b|(?<![\w/])a/(?=\w)|ad interim|\bacting\b|\binterim\b|charg[eé]", re.I)
"""What says so in a title, a chargé d'affaires included."""
_FOR_HOW_LONG = re.compile(
    r"(?<![\w-])(?:(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several)[\s-]"
    r"(?:days?|weeks?|months?|years?)|\d{1,3}\s(?:jours|semaines|mois|ans|tage|wochen|monate|jahre|semanas|meses|años))"
    r"(?!\w)",
    re.I,
)
_YEAR_OR_OPEN = re.compile(r"(?:19|20)\d\d|present|now|today|current|date|\d\d\b|[^\W\d_]{3,9}(?=[-–—\s])", re.I)
"""A year, a month or what stands for today, of which a period has two."""
_END = re.compile(r"[\n;]|\.\s(?=[A-Z])")
"""The end of what a text says of a title."""
SAID_OF_TITLE = 120
"""Characters behind a title in which its time may stand."""
_FORMER = re.compile(r"(?<![\w-])(?:ex|former|formerly|retired|one-time|past)[\s-](?=[^\W\d_]{3})", re.I)
"""What says that somebody no longer does a job: "ex ambassador"."""


def without_former(typed: str, library: Library) -> str:
    """The line without "ex" or "retired" before a job: "ex ambassador" is no "EU Ambassador"."""
    former = _FORMER.search(typed)
    if former is None or library.is_form(typed):
        return typed
    held, name = _FORMER.sub("", typed), library.leading_form(typed[former.end() :])
    match = library.match(name)
    return held if any(isinstance(entry, Role) for entry in (match.entry, *match.senses)) else typed


def without_acting(typed: str, library: Library) -> str:
    """The line without "acting", if only the job behind it is known: "interim ambassador"."""
    held = _ACTING.sub(" ", typed).strip()
    is_job = held != typed and library.match(typed).entry is None and isinstance(library.match(held).entry, Role)
    return held if is_job else typed


def is_said_by_title(post: Post) -> bool:
    """Whether a title says that it was held for somebody else, and its entry doesn't, as that of a chargé does."""
    names = (*post.entry.aliases, *post.entry.found_by) if post.entry else ()
    return bool(names) and is_for_another(post.title) and not any("interim" in name for name in names)


def stands_in(title: str) -> bool:
    """Whether a title is of somebody who does a job for its holder: "Acting Consul", "Chargé d'affaires a.i."."""
    return _STANDS_IN.search(title) is not None


def is_for_another(title: str) -> bool:
    """The same, but not for a chargé d'affaires, which is a title of its own."""
    return _ACTING.search(title) is not None


def with_office(post: Post, library: Library) -> Post:
    """A post as acting holder of a job, read as that job: "Acting Permanent Representative"."""
    if post.entry is not None or not is_for_another(post.title):
        return post
    role = library.match(_ACTING.sub(" ", post.title).strip(" ,()-–")).entry
    return replace(post, entry=role, kind=kind_of(role, library), near=()) if isinstance(role, Role) else post


def times_of(posts: Sequence[Post], text: str) -> list[str]:
    """The time that a résumé gives for standing in, one for each post: "Feb-Jul 2023", "9 months"; else empty."""
    return [_time_of(number, posts, text) if stands_in(post.title) else "" for number, post in enumerate(posts)]


def _time_of(number: int, posts: Sequence[Post], text: str) -> str:
    """From when to when, unless that is of another title of the same post; else for how long, or in which year."""
    post, following = posts[number], posts[number + 1] if number + 1 < len(posts) else None
    shared = [posts[number - 1].years] if post.with_previous and number else []
    shared += [following.years] if following and following.with_previous else []
    own = "" if post.years in shared else post.years
    if len(_YEAR_OR_OPEN.findall(own)) > 1:
        return own
    end = min(following.start if following else len(text), post.start + len(post.title) + SAID_OF_TITLE)
    stated = _FOR_HOW_LONG.search(_END.split(text[post.start + len(post.title) : end])[0])
    return stated[0] if stated else own.removeprefix("in ")


def with_acting(answer: Reply, typed: str, library: Library) -> Reply:
    """The answer with what "acting" before a title says; a title that always means it ("ad interim") says so itself."""
    acting = _ACTING.search(typed)
    entries = library.linked(answer.topic.entries) if acting and answer.topic else []
    is_choice = len(entries) > 1 and answer.topic is not None and answer.topic.offered
    if is_choice or not any(isinstance(entry, Role) for entry in entries):
        return answer
    if any("interim" in name for entry in entries for name in (*entry.aliases, *entry.found_by)):
        return answer
    word = "“A/” stands for acting" if acting and acting[0].casefold() == "a/" else "Acting"
    says = note(
        f"{word}: the person did the job for a while without holding it. Ask for how long, and for their own post."
    )
    end = next((place for place, block in enumerate(answer.blocks) if isinstance(block, Actions)), len(answer.blocks))
    first = next((place for place, block in enumerate(answer.blocks) if isinstance(block, Text)), end)
    place = first if len(entries) == 1 else end
    return replace(answer, blocks=(*answer.blocks[:place], says, *answer.blocks[place:]))
