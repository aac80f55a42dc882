"""Titles without an entry that stand beside a role: "deputy consul general" is one step below a consul general."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cachetools import LRUCache, cached

from content.library import Library
from content.lookup.normalize import normalize, stems
from content.models import Entry, Role
from handlers.entry_lines import lines_with
from handlers.lookup_replies import MOST_AT_ONCE, echo, without_asking
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.shared_noun import MOST_PARTS
from handlers.ranks import order_of
from handlers.reply import Bold, Button, Reply, Text, actions, items, reply, text
from handlers.topic import topic_of, topic_offering
from handlers.wording import short_answer

LONGEST_TITLE = 6
"""Words of a title at the beginning of a line."""
_LISTED = re.compile(r"[,;&/\n]|\b(?:and|or|then|plus|now|later|previously|formerly|before that)\b", re.I)
"""What stands between the titles of a list."""
_STEPS = {"below": "one step below", "above": "one step above", "beside": "next door to"}
"""What a title is to the role whose `titles` have it."""
_SHORT_FORM = re.compile(r"\b[A-Z]{3,8}\b")
"""A title in capitals inside a sentence."""


def neighbouring_title(typed: str, library: Library, command: str) -> Reply | None:
    """What a title without an entry is to the roles that name it: "deputy consul general" is one step below one."""
    title = _title_first(typed, library)
    where, roles = _roles_beside(title, library)
    for word in () if roles else _SHORT_FORM.findall(typed)[:MOST_PARTS]:  # "report to the DSRSG"
        if not roles and library.match(word).entry is None:
            title, (where, roles) = word, _roles_beside(word, library)
    if not roles:
        return None
    return reply(
        text(Bold(f"“{echo(without_asking(title).strip(' ?.!'))}”"), f" has no card of its own. It's {where}:"),
        items((Bold(f"{role.name}: "), short_answer(role.definition)) for role in roles),
        actions(*(Button(role.name, f"{command} {role.name}") for role in roles)),
        topic=topic_offering(roles, command),
    )


def next_door(typed: str, library: Library) -> Role | None:
    """The only role that lists a whole line as the title of a similar job: "humanitarian coordinator"."""
    where, roles = _roles_beside(typed, library)
    return roles[0] if len(roles) == 1 and where == _STEPS["beside"] else None


def two_names(names: Sequence[str], entry: Entry, library: Library) -> Reply:
    """Say whether names that lead to one entry mean the same ("DHM and DCM"), and if not, what tells them apart."""
    one, other = (Bold(f"“{echo(name)}”") for name in names)
    own = set(map(normalize, (entry.name, *entry.acronyms, *entry.aliases)))
    rank = _rank_apart(names, library)
    is_same = rank is None and own.issuperset(map(normalize, names))
    lines = [] if is_same else list(_apart(names, entry, library))
    near = next(
        ((name, where) for name in names if (where := _where(name, entry)) and normalize(name) not in own), None
    )
    if is_same:
        said = text(one, " and ", other, " mean the same: both lead to the same entry, ", Bold(entry.name), ".")
    elif near:
        listed = f" aren't the same: for me, “{echo(near[0])}” is {near[1]} "
        said = text(one, " and ", other, listed, Bold(entry.name), ".")
    else:
        said = text("My entry on ", Bold(entry.name), " treats ", one, " and ", other, " together.")
    nothing = None if is_same or rank or lines else text("None of its lines says how they differ.")
    buttons = dict.fromkeys((entry.name, *(found.name for found, _ in lines)))
    return reply(
        said,
        rank,
        nothing,
        text(short_answer(entry.definition)),
        text("Lines on one of them:") if lines else None,
        items((Bold(f"{found.name}: "), line) for found, line in lines),
        actions(*(Button(name, f"define {name}") for name in buttons), Button("More", f"details {entry.name}")),
        topic=topic_of(entry),
    )


def _rank_apart(names: Sequence[str], library: Library) -> Text | None:
    """Which rank is above the other if all that two names differ in are ranks: "labour counsellor, labour attaché"."""
    one, other = (normalize(name).split() for name in names)
    ranks = [
        library.by_name(" ".join(word for word in words if word not in others))
        for words, others in ((one, other), (other, one))
    ]
    return order_of(ranks[0], ranks[1], library) if ranks[0] and ranks[1] and ranks[0] != ranks[1] else None


def _where(name: str, entry: Entry) -> str:
    """What a title is to the entry that names it beside its own: "next door to"; empty if it's one of its own."""
    steps = ((where, getattr(entry.titles, step)) for step, where in _STEPS.items())
    return next((where for where, titles in steps if normalize(name) in map(normalize, titles)), "")


def _apart(names: Sequence[str], entry: Entry, library: Library) -> Iterator[tuple[Entry, str]]:
    """The lines that tell two names of an entry apart: its own on one of them, and of an entry on a part of one."""
    one, other = (set(stems(normalize(name))) for name in names)
    own = set(stems(normalize(entry.name)))
    for name, words in zip(names, (one - other - own, other - one - own), strict=True):
        for line in lines_with(name, entry)[:MOST_AT_ONCE] if words else ():
            yield entry, line
        for near in library.entries if words and _where(name, entry) else ():
            if entry.name in near.related and words <= set(stems(normalize(near.name))):
                yield near, short_answer(near.definition)


def listed_neighbours(typed: str, library: Library) -> dict[str, tuple[str, list[Role]]]:
    """The titles of a list that have no entry but stand beside one: "consul, deputy consul general"."""
    listed = _LISTED.split(typed)[:MOST_PARTS]
    if len(listed) < 2:
        return {}
    parts = [without_asking(take_languages_and_places(part)[0]) for part in listed]
    beside = {part: _roles_beside(part, library) for part in parts}
    return {part: found for part, found in beside.items() if found[1] and library.match(part).entry is None}


def _roles_beside(typed: str, library: Library) -> tuple[str, list[Role]]:
    """The roles that name a title without an entry, and what the title is to them: "one step below"."""
    title, beside = without_asking(typed).strip(" ?.!,;"), _neighbours(library)
    where, roles = beside.get(title.casefold()) or beside.get(_spelt_out(title, library).casefold(), ("", []))
    return where, roles[:MOST_AT_ONCE]


def _spelt_out(title: str, library: Library) -> str:
    """A title with the letters before it spelt out: "Monitoring and evaluation officer" for "M&E officer"."""
    letters, _, behind = title.partition(" ")
    meant = library.match(letters).meant if behind and sum(map(str.isupper, letters)) > 1 else None
    return f"{meant.name} {behind}" if meant else title


def _title_first(typed: str, library: Library) -> str:
    """The title beside a role that a line begins with: "protocol assistant maternity cover Bern"; or the whole line."""
    words = without_asking(typed).split()[:LONGEST_TITLE]
    starts = (" ".join(words[:size]) for size in range(len(words), 1, -1))
    beside = _neighbours(library)
    titles = (start for start in starts if start.casefold() in beside)
    matches = ((title, library.match(title)) for title in titles)
    return next((title for title, match in matches if match.entry is None and match.ambiguous is None), typed)


@cached(LRUCache(maxsize=4), key=lambda library: library.reviewed.number)
def _neighbours(library: Library) -> dict[str, tuple[str, list[Role]]]:
    """What each title beside a role is to it, and the roles that it is this to."""
    beside: dict[str, tuple[str, list[Role]]] = {}
    for step, where in _STEPS.items():
        named: dict[str, list[Role]] = {}
        for role in library.reviewed.roles:
            for title in dict.fromkeys(near.casefold() for near in getattr(role.titles, step)):
                named.setdefault(title, []).append(role)
        beside = {title: (where, roles) for title, roles in named.items()} | beside
    return beside
