"""What a team has taught, as content: entries that lie over the reviewed ones, for that team alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from content.lookup.index import Tier, is_acronym
from content.models import Term, Titles

PACK = "team"
NO_TITLES = Titles()
_INITIALS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class TeamMeaning:
    """One meaning of a team's word. `id` and `version` are those of its term; `owner` is a person's id."""

    id: int
    version: int
    definition: str
    titles: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    link: str = ""
    owner: str = ""
    review_by: date | None = None


class TeamEntry(Term):
    """A team's word with all of its meanings; `definition` is the first one's. It has no sources and no review."""

    meanings: tuple[TeamMeaning, ...] = ()


_EMPTY = TeamEntry.model_construct(id="", name="", pack=PACK, definition="")


def team_entry(name: str, aliases: tuple[str, ...], meanings: tuple[TeamMeaning, ...]) -> TeamEntry:
    """An entry for a team's word. Its parts were checked when they were taught, and there may be thousands."""
    titles = tuple(dict.fromkeys(title for meaning in meanings for title in meaning.titles))
    fields = {
        "id": f"team-{meanings[0].id}",
        "name": name,
        "aliases": aliases,
        "definition": meanings[0].definition,
        "meanings": meanings,
        "titles": Titles.model_construct(same=titles) if titles else NO_TITLES,
    }
    return _EMPTY.model_copy(update=fields)  # ten times faster than building it


def team_forms(entry: TeamEntry) -> Iterator[tuple[str, Tier]]:
    """The forms of a team's word: its name and aliases, and what an acronym stands for."""
    yield entry.name, _tier(entry.name, Tier.NAME)
    yield from ((form, _tier(form, Tier.ALIAS)) for form in entry.aliases)
    yield from ((meaning.definition, Tier.ALIAS) for meaning in entry.meanings if spells_out(entry.name, meaning))
    yield from ((title, Tier.TITLE) for title in entry.titles.same)


def spells_out(name: str, meaning: TeamMeaning) -> bool:
    """Whether a definition is what an acronym stands for: REC, "Resource Efficiency Cell"."""
    words = _INITIALS.findall(meaning.definition)
    return len(words) == len(name) and [word[0].casefold() for word in words] == list(name.casefold())


def _tier(form: str, otherwise: Tier) -> Tier:
    return Tier.ACRONYM if is_acronym(form) else otherwise
