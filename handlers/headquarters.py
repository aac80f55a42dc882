"""Where an organisation sits: a sentence of its entry ("It has its seat in Addis Ababa"), or its cities in the pack."""

from __future__ import annotations

import re

from content.library import Library
from content.models import Entry, Role
from handlers.entry_lines import lines_about
from handlers.parsing.find_time_zone import known_zone
from handlers.parsing.gazetteer import key_of
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
_WHO_SITS = re.compile(
    r"""^\W*(?:and\s|so\s)? (?:which|what|who|list|any|the)\b
    (?: (?:['’]?s|\sis|\sare|\selse|\sall|\sthe|\sbig|\sun|\seu|\sinternational|\sother)
      | \s(?:organi[sz]ations?|orgs?|agenc(?:y|ies)|bodies|institutions?|employers?|offices?)
      | \s(?:based|headquartered|located|sits?|have|has|their|a|seats?|hq|there) ){0,7}
    \s(?:in|at)\s (?P<place>[^\W\d_][^\d?!.,;]{1,30}?) \W*$""",
    re.I | re.X,
)


def seat_of(entry: Entry, library: Library) -> str | None:
    """The first sentence of a definition that names the city where a term sits, or else its cities in the packs.

    None for a job, or without any.
    """
    if isinstance(entry, Role):
        return None
    said = next(filter(_names_place, sentences(entry.definition)), None)
    places = [seat.place for pack in library.packs for seat in pack.seats if entry.name in seat.organisations]
    return said or (f"Seat or main office{'s' if len(places) > 1 else ''}: {' and '.join(places)}." if places else None)


def workplaces(role: Role) -> list[str]:
    """The lines of a role that say where its people work: in an embassy, at headquarters, in the field, in a city."""
    return lines_about(_WORKPLACE, role)[:MOST_WORKPLACES]


def organisations_at(place: str, library: Library) -> list[Entry]:
    """The organisations that sit in a city, the best known first."""
    seats = [seat for pack in library.packs for seat in pack.seats if key_of(seat.place) == key_of(place)]
    return library.linked(name for seat in seats for name in seat.organisations)


def city_asked(typed: str) -> str | None:
    """The city in a question about who sits there: "which organisations are in Nairobi"."""
    asked = _WHO_SITS.search(typed)
    return asked["place"] if asked else None


def _names_place(sentence: str) -> bool:
    sits = _SITS.search(sentence)
    places = _PLACE.finditer(sits["behind"]) if sits else ()
    return any(_is_place(place["place"]) for place in places)


def _is_place(words: str) -> bool:
    return any(known_zone(place) is not None for place in (words, words.partition(" ")[0]))
