"""Read a question for a number: what is counted, and of what: "how many official languages has the UN"."""

from __future__ import annotations

import re

from content.library import Library
from content.models import Entry

LONGEST = 160
"""Characters of a line that is read for it."""
_HOW_MANY = re.compile(
    r"^\W*(?:(?:so|and|ok)\s)?how\smany\s(?P<what>[\w-]{3,20}(?:\s[\w-]{3,20}){0,2})"
    r"\s(?:(?:(?:works?|serves?|lives?|sits?|are\semployed)\s(?:in|at|for|on)|has|have|does|do|did|are\sthere|are|is\sthere|sit|sits|belong\sto)\s(?:(?:in|at|on|of)\s)?|(?:in|at|on)\s)"
    r"(?P<owner>[\w' -]{2,40}?)(?:\s(?:have|has|got|use|work\swith|recogni[sz]e))?[\s?!.]*$",
    re.I,
)
_ARTICLE = re.compile(r"^(?:the|an?)\s", re.I)


def entries_counted(typed: str, library: Library) -> tuple[Entry | None, Entry | None]:
    """The entry of what is counted, and of what has it: "how many official languages has the UN"."""
    asked = _HOW_MANY.match(typed) if len(typed) <= LONGEST else None
    if asked is None:
        return None, None
    owner = _ARTICLE.sub("", asked["owner"])
    entry = library.match(owner).meant
    names = (owner, entry.name, *entry.aliases, *entry.acronyms) if entry else (owner,)
    whole = (form for name in names for form in (f"{name} {asked['what']}", f"{asked['what']} of {name}"))
    return next(filter(None, map(library.by_name, whole)), None), entry
