"""The sentences of an entry, and those that speak of something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from content.lookup.normalize import normalize, stem, stems
from content.models import Entry, Role
from handlers.wording import sentences, stop

MOST_WORDS = 6
"""Words that are looked for."""
SHORTEST_STEM = 4  # letters; shorter words have no other forms than the plural
_ADVERB = re.compile(r"\b\w{3,20}ly\b")
_IRREGULAR = {
    "break": "brok",
    "choose": "chos",
    "write": "written|wrote",
    "give": "gave",
    "take": "took",
    "leave": "left",
    "lose": "lost",
    "send": "sent",
    "pay": "paid",
    "hold": "held",
    "keep": "kept",
    "spend": "spent",
    "teach": "taught",
    "lead": "led",
    "sit": "sat",
    "meet": "met",
    "withdraw": "withdrew",
}
"""Beginnings of other forms of verbs."""
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


_REPORTS = re.compile(
    r"(?<!can )(?<!an )(?<!draft )\b(?:[Rr]eports?|[Aa]nswers?) (?:also |directly )?to (?:the|an?|its|their|one|[A-Z])"
    r"|\btakes? (?:orders|instructions) from (?:the|an?|its|their)\b|\bworks? under the\b|\b[Tt]wo bosses\b"
)
"""Says who is above somebody: "reports to the Secretary-General". A capital letter begins a name."""


def lines_on_boss(entry: Entry) -> list[str]:
    """The sentences of an entry's definition that say who it reports to, or of its picture if they name it."""
    own = f"{entry.definition} {entry.picture.ends if entry.picture else ''}"
    return [line for line in lines_about(_REPORTS, entry) if line in own]


def lines_naming(name: str, explained_in: Entry) -> list[str]:
    """The sentences of an entry's definition that have a name: what "Functional immunity" says of a consul."""
    named = re.compile(rf"\b{re.escape(name)}s?\b", re.I)
    return [line for line in sentences(explained_in.definition) if named.search(line)]


def lines_with(words: str, entry: Entry) -> list[str]:
    """The lines of an entry that have all the words."""
    wanted = normalize(words).split()[:MOST_WORDS]
    without = [word for word in wanted if _ADVERB.fullmatch(word) is None]  # "legally binding" finds "binding"
    tried = [wanted, without] if without != wanted else [wanted]
    return next(filter(None, (_with_all(each, entry) for each in tried if each)), [])


def _with_all(words: list[str], entry: Entry) -> list[str]:
    every = "".join(f"(?=.*{_forms_of(word)})" for word in words)
    return lines_about(re.compile(f"^{every}", re.I), entry)


def _forms_of(word: str) -> str:
    """A pattern for a word with other endings: "exam" and "examination", "travel" and "travels"."""
    if len(word) < SHORTEST_STEM:
        return rf"\b{re.escape(word)}s?\b"
    written = {_ENDING.sub("", word), _ENDING.sub("", stem(word))}
    others = [_IRREGULAR[verb] for verb in {word, stem(word)} if verb in _IRREGULAR]
    return rf"\b(?:{'|'.join((*map(re.escape, sorted(written)), *others))})\w{{0,6}}\b"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What may become of a thing, in everyday words. `explained_by` are entries on it."""

    words: re.Pattern[str]
    explained_by: tuple[str, ...] = ()


_ENDED_BY = ("Recall of ambassador", "Persona non grata")
_OUTCOMES = (
    Outcome(
        re.compile(
            r"\b(?:refus\w+|reject\w*|declin\w+|den(?:y|ies|ied)|denial|turn(?:s|ed)? down"
            r"|(?:say|says|said|saying|a) no|no reason|block(?:s|ed)?|veto\w*)\b",
            re.I,
        ),
        ("Agrément", "Exequatur", "Persona non grata"),
    ),
    Outcome(
        re.compile(r"\b(?:withdr\w+|revo[ck]\w+|cancel\w*|lift(?:s|ed)?|waive\w*|take[ns]? (?:away|back))\b", re.I),
        _ENDED_BY,
    ),
    Outcome(
        re.compile(
            r"\b(?:fire[sd]?|dismiss\w*|sack(?:s|ed)?|recall\w*|remov(?:e|es|ed|al)|expel\w*|expulsion|sent home"
            r"|calls? \w+ \w+ home|tells to go|told to (?:go|leave)|end(?:s|ed)? the job)\b",
            re.I,
        ),
        _ENDED_BY,
    ),
    Outcome(re.compile(r"\b(?:appeal\w*|overrul\w+|overturn\w*|overrid\w+|contest(?:s|ed)?|challeng\w+)\b", re.I)),
)
_IN_PHRASES = (
    (
        re.compile(
            r"(?<!\bi )\b(?:say|says|said) no\b(?=\W*$|,? to\b)|\bturn(?:s|ed)? (?:(?:it|them|him|her|that) )?down\b"
            r"|\bknocked back\b",
            re.I,
        ),
        "refused",
    ),
    (re.compile(r"\btak(?:e|es|en) (?:(?:it|them|that) )?(?:away|back)\b", re.I), "withdrawn"),
    (re.compile(r"\b(?:(?:kicked|thrown|chucked) out|sent (?:home|back|packing))\b", re.I), "expelled"),
    (re.compile(r"\blet go\b|\b(?:got|get) rid of\b", re.I), "dismissed"),
)
"""Everyday phrases of several words for them."""


_WHOSE = frozenset(("host", "home", "country", "state", "government", "side", "possible", "allowed", "later", "ever"))
"""Words beside an outcome that say who decides on it, which an entry tells in its own words."""


def in_one_word(typed: str) -> str:
    """The line with a word for what several say: "turned down" is "refused"."""
    for phrase, word in _IN_PHRASES:
        typed = phrase.sub(word, typed)
    return typed


def outcome_in(words: str) -> Outcome | None:
    """What one of the words says may become of a thing; None if no word does."""
    return next((known for word in words.split() for known in _OUTCOMES if known.words.fullmatch(word)), None)


def lines_on_outcome(words: str, entry: Entry) -> list[str]:
    """The lines of an entry that have all the words, or others for what becomes of it: "refused" finds "may say no"."""
    wanted = normalize(words).split()[:MOST_WORDS]
    if outcome_in(" ".join(wanted)) is None:
        return []
    known = {word: outcome_in(word) for word in wanted if word not in _WHOSE}
    every = [outcome.words if outcome else re.compile(_forms_of(word), re.I) for word, outcome in known.items()]
    return [line for line in lines_about(every[0], entry) if all(said.search(line) for said in every)]


def lines_counting(words: list[str], entry: Entry) -> list[str]:
    """The sentences of an entry with a number shortly before what is counted: "how many judges" finds "15 judges"."""
    if not 0 < len(words) <= MOST_WORDS:
        return []
    nouns = {stem(normalize(word)) for word in words}
    members = r"\b(?:members?|countr(?:y|ies)|states?|nations?)\b"
    counted = members if nouns <= _MEMBERS else _forms_of(normalize(words[-1]))
    return lines_about(re.compile(rf"{_NUMBER}\s(?:[\w'’-]{{1,20}}\s){{0,2}}{counted}", re.I), entry)


def lines_across(words: list[str], entries: Iterable[Entry], fewest: int) -> list[tuple[Entry, str]]:
    """The lines, of all the entries, that have most of the words, with their entries; at least `fewest` of the words.

    A word of an entry's name counts for each of its lines that has another.
    """
    forms = {word: re.compile(_forms_of(word), re.I) for word in words[:MOST_WORDS]}
    roots = {word: _ENDING.sub("", word) for word in forms}
    best, found = fewest, list[tuple[Entry, str]]()
    for entry in entries:
        whole = _whole(entry)
        if sum(root in whole for root in roots.values()) < best:
            continue
        own = set(stems(normalize(" ".join((entry.name, *entry.acronyms)))))
        named = {word for word in forms if stem(word) in own}
        for line in dict.fromkeys(_lines(entry)):
            said = {word for word, form in forms.items() if form.search(line)}
            if not said - named or (count := len(said | named)) < best:
                continue
            found = [*(found if count == best else []), (entry, line)]
            best = count
    return found


def has_word(word: str, line: str) -> bool:
    """Whether a line has a word, in any form."""
    return re.search(_forms_of(word), line, re.I) is not None


def _whole(entry: Entry) -> str:
    """All that an entry says, to see at once what it can't have."""
    ends = entry.picture.ends if entry.picture else None
    return " ".join(
        (entry.name, *entry.acronyms, entry.definition, ends or "", *entry.is_not, *_short_lines(entry))
    ).casefold()


def _lines(entry: Entry) -> Iterator[str]:
    yield from sentences(entry.definition)
    yield from entry.is_not
    if entry.picture and entry.picture.ends:
        named = set(stems(normalize(entry.name)))  # a sentence without the name is about what it's compared to
        yield from (line for line in sentences(entry.picture.ends) if not named.isdisjoint(stems(normalize(line))))
    yield from _short_lines(entry)


def _short_lines(entry: Entry) -> Iterator[str]:
    """The lines of fields that are lists."""
    if isinstance(entry, Role):
        yield from (gate.fact for gate in entry.gates)
        yield from (route.text for route in entry.hiring)
    for section in entry.sections.values():
        for item in section:
            colon = ":" if item.title and stop(item.title) else ""
            yield f"{item.title}{colon} {item.text}" if item.title else item.text
