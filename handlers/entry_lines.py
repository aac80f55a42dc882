"""The sentences of an entry, and those that speak of something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.lookup.normalize import normalize, stem
from content.models import Entry, Role
from handlers.wording import sentences

MOST_WORDS = 6
"""Words that are looked for."""
SHORTEST_STEM = 4  # letters; shorter words have no other forms than the plural
_ENDING = re.compile(r"(?<=\w{4})(?:ing|ed|es|e|y|s)$")
_NUMBER = (
    r"\b(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
    r"|hundreds?|dozens?)"
)
_MEMBERS = frozenset(("member", "country", "state", "nation"))
"""What organisations are made of, whichever word a line has for it."""
MOST_LINES = 4
"""Lines of one answer: a phone screen."""


def lines_about(pattern: re.Pattern[str], entry: Entry) -> list[str]:
    """The sentences of an entry that match, in the order of its card."""
    return list(dict.fromkeys(line for line in _lines(entry) if pattern.search(line)))[:MOST_LINES]


def lines_naming(name: str, explained_in: Entry) -> list[str]:
    """The sentences of an entry's definition that have a name: what "Functional immunity" says of a consul."""
    named = re.compile(rf"\b{re.escape(name)}s?\b", re.I)
    return [line for line in sentences(explained_in.definition) if named.search(line)]


def lines_with(words: str, entry: Entry) -> list[str]:
    """The lines of an entry that have all the words."""
    wanted = [_forms_of(word) for word in normalize(words).split()[:MOST_WORDS]]
    return lines_about(re.compile("^" + "".join(f"(?=.*{word})" for word in wanted), re.I), entry) if wanted else []


def _forms_of(word: str) -> str:
    """A pattern for a word with other endings: "exam" and "examination", "travel" and "travels"."""
    if len(word) < SHORTEST_STEM:
        return rf"\b{re.escape(word)}s?\b"
    written = {_ENDING.sub("", word), _ENDING.sub("", stem(word))}
    return rf"\b(?:{'|'.join(map(re.escape, sorted(written)))})\w{{0,6}}\b"


def lines_counting(words: list[str], entry: Entry) -> list[str]:
    """The sentences of an entry with a number shortly before what is counted: "how many judges" finds "15 judges"."""
    if not 0 < len(words) <= MOST_WORDS:
        return []
    nouns = {stem(normalize(word)) for word in words}
    members = r"\b(?:members?|countr(?:y|ies)|states?|nations?)\b"
    counted = members if nouns <= _MEMBERS else _forms_of(normalize(words[-1]))
    return lines_about(re.compile(rf"{_NUMBER}\s(?:[\w'’-]{{1,20}}\s){{0,2}}{counted}", re.I), entry)


def _lines(entry: Entry) -> Iterator[str]:
    yield from sentences(entry.definition)
    yield from entry.is_not
    if entry.picture and entry.picture.ends:
        yield from sentences(entry.picture.ends)
    if isinstance(entry, Role):
        yield from (gate.fact for gate in entry.gates)
        yield from (route.text for route in entry.hiring)
    for section in entry.sections.values():
        yield from (f"{item.title}: {item.text}" if item.title else item.text for item in section)
