"""Name the words of a line that its answer did not use, so that nothing is dropped in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from content.library import Library
from content.lookup.index import forms_of
from content.lookup.lexicon import CONNECTORS, lexicon
from content.lookup.normalize import normalize, stems
from content.lookup.query import Word, clean, read
from content.models import Entry
from handlers.command import Command
from handlers.parsing.grade import take_grade
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.role_and_level import LEVEL_WORDS, read_role_and_level
from handlers.parsing.small_words import POLITE_WORDS
from handlers.reply import Note, note
from handlers.wording import join_phrases

MOST_WORDS = 6
"""Words that a note repeats; more of them are "the rest"."""
SHORTEST_MISSPELT = 5
"""Letters of a word that may be a misspelling of a word of the name."""
SHORTEST_SLIP = 4
"""Letters of a word that may be the misspelt rest of a name."""
LONG_SLIP = 7
"""Letters of such a word that may have two slips."""
_NUMBER_OR_YEAR = re.compile(r"\d{1,2}|(?:19|20)\d\d")
"""Digits that a command may have read, or that date the question."""
ASIDES = frozenset(
    """
    boolean google indeed linkedin string strings xing xray phone screen screening
    video zoom telephone online virtual
    best brief easy good great hard quick short simple tldr tough tricky difficult challenging demanding clever deep
    probing behavioural behavioral situational random different speed rapid express killer fake genuine real profiles
    fair decent realistic ballpark proper max maximum asap urgent urgently remote hybrid onsite fast
    full-time part-time fulltime parttime temp temporary contract freelance immediate immediately maternity relocation
    normal typical usual average regular
    today tomorrow tonight morning afternoon monday tuesday wednesday thursday friday
    """.split()
)
"""Words that say how to ask or search, not who: beside a name they don't change the job."""
_PAPERS = frozenset(("cv", "cvs", "jd"))
"""Words of asking that people write in capitals."""
_FILLERS = frozenset(
    """
    roughly version exactly actually basically literally simply normal normally usual usually typical typically average
    today tomorrow tonight
    """.split()
)
"""Words that change no answer, and are not worth naming."""
VERBS = frozenset(
    [
        *("become", "earn", "get", "have", "know", "make", "makes", "need", "speak", "speaks", "take", "work"),
        *("organised", "organized", "structured", "expect", "bring"),
        *(
            "calling",
            "ringing",
            "phoning",
            "interviewing",
            "landed",
            "opened",
            "equal",
            "equals",
            "write",
            "build",
            "draft",
            "wrote",
            "written",
        ),
    ]
)
"""Verbs of questions: what is asked with them is in the command."""


def left_out_note(typed: str, entries: Sequence[Entry], library: Library, shown: str = "") -> Note | None:
    """What an answer about these entries did not use; None if it used every word that says something.

    `shown` is what the answer says, if each word of it is about what was asked: a word in it was used.
    """
    said = frozenset(stems(normalize(shown)))
    unused = _left_out(typed, entries)
    phrases = [
        phrase
        for phrase in unused
        if not _means_one(phrase, entries, library) and not (said and _is_said(phrase, said))
    ]
    if not phrases:
        return _one_taken(unused, entries, library)
    senses = [sense for phrase in phrases if (sense := _several_senses(phrase, library))]
    if senses and len(senses) == len(phrases):
        return note(f"I left out {join_phrases(senses)}.")
    if sum(len(phrase.split()) for phrase in phrases) > MOST_WORDS:
        return note("I left out the rest of your message.")
    return note(f"I left out {join_phrases([f'“{phrase}”' for phrase in phrases])}.")


def _one_taken(phrases: Sequence[str], entries: Sequence[Entry], library: Library) -> Note | None:
    """In which of its senses an answer took a form that the names of its only entry don't have: "DG on an EU CV"."""
    for phrase in phrases if len(entries) == 1 else ():
        others = [sense.name for sense in library.match(phrase).senses if sense not in entries]
        if others and entries[0] in library.match(phrase).senses:
            return note(f"I took “{phrase}” to mean {entries[0].name}. It may also mean {' or '.join(others)}.")
    return None


def _is_said(phrase: str, said: frozenset[str]) -> bool:
    """Whether an answer has all words of a phrase. A place or a language in it may be there by chance."""
    return said.issuperset(stems(normalize(phrase))) and not take_languages_and_places(phrase)[1].words


def _several_senses(phrase: str, library: Library) -> str:
    """ "“PAO”, which may mean …": words left out because they have several meanings; empty for others."""
    senses = library.match(phrase).senses
    return f"“{phrase}”, which may mean {' or '.join(sense.name for sense in senses)}" if len(senses) > 1 else ""


def _means_one(phrase: str, entries: Sequence[Entry], library: Library) -> bool:
    """Whether words that the names don't have mean one of the entries nonetheless."""
    match = library.match(phrase)
    is_among = any(sense in entries for sense in match.senses)  # the one that was taken
    return match.meant in entries or is_among


def unused_words(typed: str, entry: Entry) -> list[str]:
    """The words of a line that neither belong to the entry's names nor to the way of asking."""
    return [word for phrase in _left_out(typed, [entry]) for word in phrase.split()]


def without_details(command: Command, typed: str, library: Library) -> str:
    """The arguments without the level, years, count, time, grade, languages and places that the command takes."""
    if command.used and (words := command.used(typed, library)):
        typed = " ".join(words.sub(" ", typed).split()) or typed
    if command.without_details:
        typed = command.without_details(typed)
    if command.reads_grade:
        typed = take_grade(typed, library).rest or typed
    if command.takes_places:
        typed = take_languages_and_places(typed)[0] or typed
    if command.takes_level:
        typed = read_role_and_level(typed, library.is_form).rest or typed
    return typed


def names_nothing(typed: str) -> bool:
    """Whether all words are phrasing or words of recruiting: "cv line please"."""
    return all(map(_says_nothing, read(clean(typed))))


def is_aside(typed: str, entry: Entry) -> bool:
    """Whether the words besides the entry's name don't change which job or term is meant.

    "questions on integrity for a consul" is about a consul; "software consul" and "consul machine" may not be.
    """
    words = read(clean(typed))
    used = _words_of([entry])
    kinds = ["name" if _is_used(word, used) else "aside" if _says_nothing(word) else "other" for word in words]
    pairs = zip(kinds, kinds[1:], words[1:], strict=False)
    return "name" in kinds and not any(
        {kind, following} == {"name", "other"} and not word.apart for kind, following, word in pairs
    )


def _left_out(typed: str, entries: Iterable[Entry]) -> list[str]:
    """The phrases, as they were typed."""
    entries = list(entries)
    used = _words_of(entries)
    phrases: list[list[str]] = [[]]
    line = frozenset(word.stem for word in read(clean(typed)))
    for chunk in clean(typed).split():
        words = read(chunk)
        bare = chunk.casefold().strip("().,;:!?")
        whole = "-" in bare and bare in ASIDES  # "part-time", whose parts say nothing
        if whole or (
            words
            and all(
                not _is_used(word, used) and not _is_small(word) and not _completes_name(word, line, entries)
                for word in words
            )
        ):
            phrases[-1].append(chunk.strip("\"“”„«»'‘’()[].,;:!?*_`"))
        elif phrases[-1]:
            phrases.append([])
    return [" ".join(phrase) for phrase in phrases if phrase]


def _is_small(word: Word) -> bool:
    if (word.capitals and word.text not in _PAPERS) or word.text.isdecimal():
        return _NUMBER_OR_YEAR.fullmatch(word.text) is not None
    return word.text in _small_words() or word.text.removesuffix("s") in LEVEL_WORDS


@cache
def _small_words() -> frozenset[str]:
    """Words beside a name that say nothing on their own."""
    known = lexicon()
    asking = (known.around | known.companions | known.foreign | CONNECTORS | VERBS) - ASIDES - known.generic
    return frozenset(asking | _FILLERS | _PAPERS | POLITE_WORDS | LEVEL_WORDS.keys())


def _says_nothing(word: Word) -> bool:
    return _is_small(word) or word.text in ASIDES


def _is_used(word: Word, used: frozenset[str]) -> bool:
    if word.stem in used or word.text in used:
        return True
    if word.capitals or len(word.text) < SHORTEST_MISSPELT or lexicon().is_word(word.text):
        return False  # "DSRSG" is no misspelt "SRSG"
    return any(OSA.distance(word.stem, other) < 2 for other in used if len(other) >= SHORTEST_MISSPELT - 1)


def _completes_name(word: Word, line: frozenset[str], entries: Sequence[Entry]) -> bool:
    """Whether a word is the misspelt or cut rest of a name that the line begins: "grate" in "persona non grate".

    A word of English counts, too, since nothing else of the line can be the rest.
    """
    if word.capitals or not word.text.isalpha() or len(word.text) < SHORTEST_SLIP:
        return False
    slips = 2 if len(word.text) >= LONG_SLIP else 1
    for name in (form for entry in entries for form in (entry.name, *entry.aliases)):
        parts = stems(normalize(name))
        missing = [part for part in parts if part not in line and not _is_misspelt(part, line - {word.stem})]
        if missing and missing[0].startswith(word.stem) and len(missing) < len(parts):
            return True  # "econ officer"
        near = bool(missing) and OSA.distance(word.stem, "".join(missing), score_cutoff=slips) <= slips
        if near and (len(missing) < len(parts) or len(word.text) >= LONG_SLIP):
            return True
    return False


def _is_misspelt(part: str, line: frozenset[str]) -> bool:
    """Whether a word of the line is this part of a name with a typo."""
    return len(part) >= SHORTEST_MISSPELT and any(OSA.distance(part, word, score_cutoff=1) <= 1 for word in line)


def _words_of(entries: Iterable[Entry]) -> frozenset[str]:
    return frozenset().union(*(_words_of_one(entry) for entry in entries))


def _words_of_one(entry: Entry) -> frozenset[str]:
    return _words_of_forms(tuple(form for form, _ in forms_of(entry)))


@lru_cache(maxsize=1024)
def _words_of_forms(written: tuple[str, ...]) -> frozenset[str]:
    """The stems in all forms of an entry, and the forms written as one word."""
    forms = [normalize(form) for form in written]
    return frozenset(stem for form in forms for stem in stems(form)) | {form.replace(" ", "") for form in forms}
