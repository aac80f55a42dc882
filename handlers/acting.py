"""Say what "acting" before a title means: the person did the job for its holder."""

from __future__ import annotations

import re
from dataclasses import replace

from content.library import Library
from content.models import Role
from handlers.reply import Actions, Reply, Text, note

_ACTING = re.compile(
    r"(?<![\w/])(?:a/(?:[cg]\s)?(?=\w)|ag\.?\s(?=\w)|actg?\.\s?(?=\w)|(?:acting|officiating|caretaker|interim)\b)"
    r"|(?<!\w)(?:ad\sinterim\b|a\.\s?i\.)",
    re.I,
)
"""What says that somebody does a job for its holder: "A/DCM", "Consul General a.i."."""


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
