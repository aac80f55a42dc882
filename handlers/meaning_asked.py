"""Read which name a line asks the meaning of: "what does AG stand for", "delegation: people or an office"."""

from __future__ import annotations

import re

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.models import Entry
from handlers.lookup import without_asking

_STANDS_FOR = re.compile(
    r"^\W*(?:so\s|and\s)?(?:what(?:['’]?s|\sis|\sdoes|\sdo|\swould)?|whats)\s(?:the\s(?:abbreviation|acronym|letters)\s)?"
    r"[\"“'‘]?(?P<name>[\w./&-]{2,9})[\"”'’]?\s(?:stands?\sfor|short\sfor|abbreviat\w+|mean(?:s|ing)?)\b",
    re.I,
)
"""Asks what letters stand for."""
_ONE_OR_OTHER = re.compile(
    r"^\W*(?:so\s|and\s)?(?:is|does|are)\s(?:an?\s|the\s)?[\"“'‘]?(?P<name>[\w./&-]{2,30})[\"”'’]?\s(?:mean\s|stand\sfor\s|short\sfor\s)?"
    r"(?P<one>[^?!,;]{3,50}?),?\sor\s(?P<other>[^?!,;]{3,50})[\s?!.]*$",
    re.I,
)
"""Asks which of two things a name is: "is TA technical assistance or temporary agent"."""
_NAME_FIRST = re.compile(
    r"^\W*[\"“'‘]?(?P<name>[^\W\d][\w'’./& -]{1,40}?)[\"”'’]?\s?(?:[,:;=(–-]\s?|\s(?=as\sin|like\san?|meaning|means))"
    r"(?:(?:so\s|and\s|but\s)?(?:(?:is|are|isn['’]?t|does|do)\s(?:that|it|this|they|these)|as\sin|like|meaning|means|no\sseriously)\b"
    r"|[^?!]{2,40}\sor\s[^?!]{2,40}[\s?!.]*$)",
    re.I,
)
"""A name, and a question what it is: "note, is that a memo", "delegation: people or an office"."""


def begins_name(typed: str, entry: Entry) -> bool:
    """Whether a line is the beginning of an entry's name, of two words or more: "status of forces"."""
    words, name = normalize(without_asking(typed)).split(), normalize(entry.name).split()
    return 1 < len(words) < len(name) and name[: len(words)] == words


def letters_asked(typed: str, library: Library) -> str:
    """The letters of which a line asks what they stand for, if nothing is known of them; empty otherwise."""
    asked = _STANDS_FOR.match(typed)
    name = asked["name"] if asked else ""
    is_word = not name.isupper() and lexicon().is_word(normalize(name))
    if (
        not name
        or is_word
        or library.is_form(name)
        or library.grades_in(name)
        or library.match(name).outcome == "answer"
    ):
        return ""
    return name


def name_of_two_meanings(typed: str, library: Library) -> str:
    """A name with several senses of which a line asks which of two things it is, if one is among them."""
    asked = _ONE_OR_OTHER.match(typed)
    form = library.match(asked["name"]).ambiguous if asked and library.is_form(asked["name"]) else None
    if asked is None or form is None:
        return ""
    named = [library.match(asked[part]).entry for part in ("one", "other")]
    return asked["name"] if any(entry and entry.name in form.senses for entry in named) else ""


def name_before_question(typed: str) -> str:
    """The name that a line begins with, before a question what it is; empty if there is none."""
    asked = _NAME_FIRST.match(typed)
    return asked["name"].strip() if asked else ""
