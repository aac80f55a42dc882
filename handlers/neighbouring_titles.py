"""Titles without an entry that stand beside a role: "deputy consul general" is one step below a consul general."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cachetools import LRUCache, cached

from content.library import Library
from content.lookup.index import ARTICLES, is_acronym
from content.lookup.normalize import GLUE, normalize, squash, stems
from content.models import Entry, Role
from handlers.lookup_replies import MOST_AT_ONCE, echo, without_asking
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.shared_noun import MOST_PARTS
from handlers.reply import Bold, Button, Reply, actions, items, reply, text
from handlers.topic import topic_offering
from handlers.wording import short_answer, with_full_stop

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


def spelt_out(typed: str, library: Library, command: str) -> Reply | None:
    """What a name without an entry is, if letters with several meanings stand for it: "chief technical adviser"."""
    name = without_asking(typed).strip(" ?.!,;")
    form, meaning = _written_out(library).get(squash(stems(normalize(name))), ("", ""))
    if not form or library.is_form(name) or title_beside(name, library):
        return None
    return reply(
        text(Bold(f"“{echo(name)}”"), f" has no card of its own. “{form}” is short for it: {with_full_stop(meaning)}"),
        actions(Button(f"What else {form} means", f"define {form}")),
        shareable=False,
        topic=topic_offering((), command),
    )


def next_door(typed: str, library: Library) -> Role | None:
    """The only role that lists a whole line as the title of a similar job: "humanitarian coordinator"."""
    where, roles = _roles_beside(typed, library)
    return roles[0] if len(roles) == 1 and where == _STEPS["beside"] else None


def title_beside(typed: str, library: Library) -> bool:
    """Whether a whole line is a title without an entry that stands beside a role."""
    return bool(_roles_beside(typed, library)[1])


def where_beside(name: str, entry: Entry) -> str:
    """What a title is to the entry that names it beside its own: "next door to"; empty if it's one of its own."""
    steps = ((where, getattr(entry.titles, step)) for step, where in _STEPS.items())
    return next((where for where, titles in steps if normalize(name) in map(normalize, titles)), "")


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
    """A title with the letters before it spelt out: "Rule of law assistant" for "RoL assistant"."""
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


@cached(LRUCache(maxsize=4), key=lambda library: library.reviewed.number)
def _written_out(library: Library) -> dict[str, tuple[str, str]]:
    """What letters with several meanings stand for outside the entries, if their line also explains it, by its words.

    "CTA" and "a Chief Technical Adviser, who leads a UN project" by the first three words.
    """
    written: dict[str, tuple[str, str]] = {}
    for form in (form for pack in library.packs for form in pack.ambiguous if is_acronym(form.form)):
        for meaning in form.others:
            words = [word for word in normalize(meaning).split() if word not in ARTICLES]
            ends = (end for end in range(2, len(words)) if _initials_of(words[:end], form.form))
            if (end := next(ends, 0)) and words[end - 1] not in GLUE:
                written.setdefault(squash(stems(" ".join(words[:end]))), (form.form, meaning))
    return written


def _initials_of(words: Sequence[str], letters: str) -> bool:
    """Whether words begin with these letters, with or without the small words between: "HoP"."""
    whole, short = ["".join(word[0] for word in row) for row in (words, [w for w in words if w not in GLUE])]
    return letters.casefold() in (whole, short)
