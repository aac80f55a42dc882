"""The sentences of an entry that say where something sits: "It has its seat in Addis Ababa"."""

from __future__ import annotations

import re

from content.models import Entry, Role
from handlers.entry_lines import lines_about
from handlers.parsing.gazetteer import gazetteer, key_of
from handlers.parsing.places import known_zone
from handlers.wording import sentences

_SITS = re.compile(
    r"\b(?:[Ss]its?|[Ss]eat|[Bb]ased|[Hh]ead office|[Hh]eadquarter(?:s|ed)|[Ll]ocated|[Hh]oused"
    r"|(?:[Ww]orks|[Mm]eets?)(?= in\b)|[Oo]ffice(?= is in\b))\b(?P<behind>[^.]{3,80})"
)
MOST_WORKPLACES = 3
"""Lines on where the people of a role work."""
_WORKPLACE = re.compile(
    r"\b(?:headquarters|in the field|field (?:office|mission|post|station)s?|in the capital|abroad"
    r"|(?:in|at|from|of) an? (?:\w+ )?(?:embassy|consulate|mission|ministry|high commission|delegation)"
    r"|(?:in|at) (?:\w+ )?(?:embassies|consulates|missions|ministries)|in the foreign ministry"
    r"|Geneva|New York|Vienna|Nairobi|Brussels|The Hague|Washington|Paris|Rome)\b"
)
_PLACE = re.compile(r"\b(?:in|at|is|near) (?P<place>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)")

_IN = re.compile(r"\b(?:in|at|from|near|its) (?P<place>(?:The |New )?[A-Z][\w'’-]+)")
"""What may be a city: "a UN body in Geneva", "run from New York"."""


def seat_of(entry: Entry) -> str | None:
    """The first sentence of a definition that names the city where a term sits, or else any city; None for a job."""
    if isinstance(entry, Role):
        return None
    said = sentences(entry.definition)
    return next(filter(_names_place, said), None) or next(filter(_names_city, said), None)


def workplaces(role: Role) -> list[str]:
    """The lines of a role that say where its people work: in an embassy, at headquarters, in the field, in a city."""
    return lines_about(_WORKPLACE, role)[:MOST_WORKPLACES]


def _names_place(sentence: str) -> bool:
    sits = _SITS.search(sentence)
    places = _PLACE.finditer(sits["behind"]) if sits else ()
    return any(_is_place(place["place"]) for place in places)


def _names_city(sentence: str) -> bool:
    return any(key_of(place["place"]) in gazetteer().cities for place in _IN.finditer(sentence))


def _is_place(words: str) -> bool:
    return any(known_zone(place) is not None for place in (words, words.partition(" ")[0]))
