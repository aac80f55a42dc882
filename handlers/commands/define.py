"""`define`: explain a term or role the way a colleague would."""

from __future__ import annotations

import re

from content.library import Library
from content.lookup.match import Match
from content.models import Entry, Role
from handlers.command import Command, Services
from handlers.grade_cards import answer, level_note
from handlers.left_out import is_aside, left_out_note
from handlers.lookup import also_known_as, ask_for_entry, may_also_mean, not_found, roles_of, sense_taken
from handlers.parsing.grade import GradeRequest, read_grades
from handlers.parsing.level_and_count import is_short_word, says_nothing
from handlers.reply import Actions, Bold, Button, Heading, Italic, Note, Reply, Text, actions, note, reply, text
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import first_sentence, with_full_stop

MOST_AT_ONCE = 3
"""Entries explained in one answer: one phone screen."""
MOST_PARTS = 6
"""Parts of a line that are looked up; each costs a lookup."""
_JOIN = re.compile(r"\s(?:and|plus|then|later|previously|formerly|before that)\s|\s?[&;\n]\s?", re.I)
_COMMA = re.compile(r",\s|\s?[&;\n]\s?|\s(?:and|or)\s", re.I)


async def run(request: Request, services: Services) -> Reply:
    """The short card of an entry, with buttons for more; if several are named, one sentence on each."""
    library = services.library
    grades = read_grades(request.text, library)
    match = library.match(request.text)
    if grades.grades and match.entry is None and (job := library.match(grades.unused)).entry:
        match = job
    if grades.grades and _is_about_grades(grades, match):
        return answer(grades, library)
    if several := _several(request.text, match.entry, library):
        return _one_sentence_each(several)
    if match.entry is not None:
        read_as = None
        if grades.first is not None and isinstance(match.entry, Role):
            read_as = level_note(grades.first, match.entry, unused=grades.more)
        return card(match.entry, services, may_also_mean(match.ambiguous), read_as)
    return _likely_card(request.text, match, services) or _no_card(request.text, match, services)


def _no_card(typed: str, match: Match, services: Services) -> Reply:
    """Ask for a term if none is named, otherwise say that it isn't known."""
    if match.outcome == "none" and says_nothing(typed) and not is_short_word(typed):
        return ask_for_entry(services, "define", Button("Today's term", "tip"))
    return not_found(match, "define")


def _likely_card(typed: str, match: Match, services: Services) -> Reply | None:
    """The card of the only sense that the content has, or of the only entry named beside words that change nothing."""
    if len(match.suggestions) != 1 or match.outside:
        return None
    only = match.suggestions[0]
    if match.ambiguous is not None and left_out_note(typed, [only], services.library) is None:
        return card(only, services, sense_taken(only, match.ambiguous))
    return card(only, services) if match.named and is_aside(typed, only) else None


def _several(typed: str, whole: Entry | None, library: Library) -> list[Entry]:
    """The entries that a line names side by side ("consul and ambassador"); empty unless there are several."""
    if library.is_form(typed) or (whole and any(_JOIN.search(form) for form in (whole.name, *whole.aliases))):
        return []
    for pattern, all_known in ((_COMMA, True), (_JOIN, False)):
        parts = [part for part in pattern.split(typed)[:MOST_PARTS] if part.strip()]
        found = [library.match(part).entry for part in parts]
        named = {entry.name: entry for entry in found if entry is not None}
        if len(named) > 1 and not (all_known and (None in found or len(named) < len(parts))):
            return list(named.values())[:MOST_AT_ONCE]
    return []


def _one_sentence_each(entries: list[Entry]) -> Reply:
    return reply(
        Heading(" and ".join(entry.name for entry in entries)),
        *(text(Bold(f"{entry.name}: "), first_sentence(entry.definition)) for entry in entries),
        actions(
            *(Button(entry.name, f"define {entry.name}") for entry in entries),
            Button("Compare", f"compare {', '.join(entry.name for entry in entries)}"),
        ),
        topic=topic_of(*entries),
    )


def _is_about_grades(grades: GradeRequest, match: Match) -> bool:
    """Whether nothing else is asked for: no job, and no entry but the one that explains the grade."""
    if not grades.unused or len(grades.grades) > 1 or match.outcome == "none":
        return not isinstance(match.entry, Role)
    readings = grades.grades[0].readings
    explained = {name for reading in readings for name in (reading.scheme.entry, reading.grade.entry)}
    return match.entry is not None and match.entry.name in explained


def card(entry: Entry, services: Services, *hints: Note | None) -> Reply:
    """The short card, with hints in small print: how a form or a grade was read."""
    names = also_known_as(entry)
    return reply(
        Heading(entry.name),
        note(*names) if names else None,
        _definition(entry),
        text(Italic("Think of it as"), f" {with_full_stop(entry.picture.think_of)}") if entry.picture else None,
        *hints,
        _ways_on(entry, services),
        _grades(entry, services.library),
        topic=topic_of(entry),
    )


def _definition(entry: Entry) -> Text:
    """The definition with its first sentence in bold: the answer in five seconds."""
    first = first_sentence(entry.definition)
    rest = entry.definition.removeprefix(first)
    return text(Bold(first), rest) if rest and entry.definition.startswith(first) else text(entry.definition)


def _grades(entry: Entry, library: Library) -> Actions | None:
    """A button for each grade scheme that the entry explains."""
    explained = (
        scheme
        for scheme in library.grades
        if entry.name == scheme.entry or entry.name in {grade.entry for grade in scheme.grades}
    )
    return actions(
        *(
            Button(f"Grades {scheme.grades[0].names[0]} to {scheme.grades[-1].names[-1]}", f"grade {scheme.name}")
            for scheme in explained
        )
    )


def _ways_on(entry: Entry, services: Services) -> Actions | None:
    searchable = bool(roles_of(entry, services.library))
    return actions(
        Button("Titles to search", f"titles {entry.name}") if searchable or len(entry.titles) else None,
        Button("Interview questions", f"questions {entry.name}") if searchable or entry.questions else None,
        Button("Levels", f"levels {entry.name}") if isinstance(entry, Role) else None,
        Button("Red flags", f"flags {entry.name}") if isinstance(entry, Role) else None,
        Button("More", f"details {entry.name}"),
    )


command = Command(
    name="define",
    summary="Explain a term or role in plain words",
    usage="define <term>",
    examples=("define permanent mission", "define chargé d'affaires", "define agrément"),
    run=run,
    pure=True,
    prompt="Which term?",
    synonyms=("explain", "lookup", "meaning", "definition"),
    slash=True,
    reads_grade=True,
    order=10,
)
