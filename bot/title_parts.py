"""Read a part of a title that is asked about alone as the whole title: "what is a.i." means a chargé d'affaires a.i."""

from __future__ import annotations

import re
from functools import lru_cache

from content.library import Library
from handlers.left_out import names_nothing

LONGEST = 80
"""Characters of a line that asks about a part of a title."""
_TO_THE_BOT = re.compile(r"\b(?:you|u|your|yours|bot|this|that|it|dragoman)\b", re.I)
_IN_TEXT = re.compile(
    r"\b(?:on|in|after|behind)\s(?:an?\s|the\s|her\s|his\s)?(?:cv|r[eé]sum[eé]|profile|title|name)s?\b", re.I
)
"""Where people meet the part: "on a CV"."""


def with_whole_title(typed: str, library: Library) -> str:
    """The line with the whole title for the part of one, if it names nothing else and isn't about the bot."""
    titles = {part.casefold(): title for pack in library.packs for part, title in pack.vocabulary.title_parts}
    if not titles or len(typed) > LONGEST or _TO_THE_BOT.search(typed):
        return typed
    alone = _IN_TEXT.sub("", typed)
    part = _pattern(tuple(titles)).search(alone)
    if part is None or not names_nothing(f"{alone[: part.start()]} {alone[part.end() :]}"):
        return typed
    return f"{alone[: part.start()]}{titles[part[0].casefold()]}{alone[part.end() :]}"


@lru_cache(maxsize=8)
def _pattern(parts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, parts))})(?!\w)", re.I)
