"""The sentences of an entry that say where something sits: "It has its seat in Addis Ababa"."""

from __future__ import annotations

import re

from content.models import Entry, Role
from handlers.parsing.places import known_zone
from handlers.wording import sentences

_SITS = re.compile(
    r"\b(?:[Ss]its?|[Ss]eat|[Bb]ased|[Hh]ead office|[Hh]eadquarter(?:s|ed)|[Ll]ocated|[Hh]oused"
    r"|(?:[Ww]orks|[Mm]eets?)(?= in\b)|[Oo]ffice(?= is in\b))\b(?P<behind>[^.]{3,80})"
)
_PLACE = re.compile(r"\b(?:in|at|is|near) (?P<place>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)")

_BEGUN = re.compile(r"(?:The )?(?:[A-Z][\w'’-]+ ){1,4}in (?P<place>(?:The )?[A-Z][\w'’-]+)\b")
"""Begins with a name and its city: "The IAEA in Vienna is …"."""


def seat_of(entry: Entry) -> str | None:
    """The first sentence of a definition that names the city where a term sits; None for a job, or without any."""
    if isinstance(entry, Role):
        return None
    return next(filter(_names_place, sentences(entry.definition)), None)


def _names_place(sentence: str) -> bool:
    if (begun := _BEGUN.match(sentence)) and _is_place(begun["place"]):
        return True
    sits = _SITS.search(sentence)
    places = _PLACE.finditer(sits["behind"]) if sits else ()
    return any(_is_place(place["place"]) for place in places)


def _is_place(words: str) -> bool:
    return any(known_zone(place) is not None for place in (words, words.partition(" ")[0]))
