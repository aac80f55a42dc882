"""Recognize a question about the bot by the kinds of words that come together in a line, in any order.

A line that names an entry is a question about that entry, except for subjects that people combine with one
("score this CV: first secretary").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from content.library import Library
from content.lookup.index import forms_of
from content.lookup.lexicon import COPULA, INVERTED, lexicon
from content.lookup.match import Match
from content.lookup.normalize import normalize, stem
from content.models import Entry
from handlers.about_the_bot.subjects import BY_NAME, KINDS_OF, SUBJECTS, WORDS_OF, Subject
from handlers.command import Services
from handlers.parsing.find_time_zone import known_zone
from handlers.several import named_together

LONGEST_QUESTION = 25  # words before a colon; longer texts aren't questions about the bot
SHORTEST_MISTYPED = 5  # letters; shorter words are too close to each other
SHORTEST_REQUEST = 3  # words of a question to the bot: "can you sing"
SHORTEST_NAME = 3  # letters; "a.i." is part of a name, "AI" isn't
LONGEST_COMPLAINT = 8  # words before the comma of a complaint
SHORTEST_PLACE = 4  # letters; shorter names of places are also words


def read_question(typed: str, services: Services) -> tuple[Subject, Entry | None] | None:
    """The subject that a line asks about, and the entry that it names, if any; None if it asks for something else."""
    typed = _EMAIL.sub("colleague", typed) if "@" in typed else typed
    head = _HEAD.split(typed, maxsplit=1)[0] if ":" in typed or "\n" in typed else typed
    head = _CHANNEL.sub("channel", head) if "#" in head or "[channel:" in head else head
    normalized = normalize(head)
    if named := BY_NAME.get(normalized):
        return named, None
    if complaint := _complaint(head, services.library):
        return complaint
    words = _saying(normalized.split())
    if not words or len(words) > LONGEST_QUESTION or _orders_titles(typed, services.library):
        return None
    readings = _readings(words)
    present = _present(readings)
    if not any(_size(pattern, readings, present) for pattern, _ in _patterns_for(present)):
        return _of_anything_else(words, typed, services)
    return None if services.library.is_form(typed) else _beside_entry(head, typed, words, services.library)


def _beside_entry(head: str, typed: str, words: list[str], library: Library) -> tuple[Subject, Entry | None] | None:
    """The subject of a line that may name entries, whose names say nothing about it."""
    match = Match(typed, "none") if _POSTS.match(head) else library.match(typed)
    found = (match.entry,) if match.entry else match.suggestions if match.ambiguous is None else ()
    if found and all(_is_everyday(entry, typed) for entry in found):
        match = Match(typed, "none")  # "end up" isn't "END"
    entries = (match.entry, *match.suggestions) if match.entry else (match.suggestions or (None,))
    names = [(_name_in(words, match, entry), entry) for entry in entries]
    is_named = any(name for name, _ in names) or match.entry is not None or match.ambiguous is not None
    is_named = is_named or (match.named and (_has_name_of(match, typed) or bool(library.grades_in(typed))))
    for name, entry in sorted(names, key=lambda pair: not pair[0]):  # those that the line names as a word first
        rest = _readings(f" {' '.join(words)} ".replace(f" {name} ", " ").split())
        if subject := _best(rest, is_named):  # "a job posting for a visa officer" is about no posting
            return subject, entry if is_named else None
    return None


def _is_everyday(entry: Entry, typed: str) -> bool:
    """Whether all that a line has of an entry is an everyday word that is also its abbreviation in capitals."""
    words = frozenset(_LETTERS.findall(typed))
    short = [form for form, _ in forms_of(entry) if form.isupper() and form.isalpha()]
    plainly = [form for form in short if form.casefold() in words and lexicon().is_common(form.casefold())]
    line = f" {normalize(typed)} "
    others = (form for form, _ in forms_of(entry) if form not in short)
    return bool(plainly) and words.isdisjoint(short) and not any(f" {normalize(form)} " in line for form in others)


def _saying(words: list[str]) -> list[str]:
    """The words without "a rank", "right away" and "good questions", which judge nobody, and a last "right?"."""
    if words[-1:] in (["right"], ["correct"]) and words[-3:-2] in (["a"], ["an"]):
        words = words[:-1]
    pairs = zip(words, [*words[1:], ""], strict=False)
    words = [word for word, after in pairs if after not in (_AT_ONCE if word == "right" else _JUDGED.get(word, ()))]
    pairs = zip(words, ["", *words], strict=False)
    return [word for word, before in pairs if word not in _FIELD_NOUNS or before not in _BEFORE_NOUNS]


def _orders_titles(typed: str, library: Library) -> bool:
    """Whether a line asks to put titles in order: "rank these: attaché, counsellor"."""
    head, _, behind = typed.partition(":")
    if not WORDS_OF["PEOPLE"].isdisjoint(normalize(head).split()):
        return False  # "rank these people: Anna, second secretary; …"
    listed = behind if _RANKS.match(typed) else _RANK_THEM.sub("", typed)
    return listed != typed and len(named_together(listed, None, library)) > 1


def _complaint(typed: str, library: Library) -> tuple[Subject, Entry | None] | None:
    """A complaint with what is right: "that's wrong, a consul is not an ambassador"."""
    if _CLAUSE.search(typed) is None:
        return None
    first, _, behind = _CLAUSE.split(typed, maxsplit=1)
    words = normalize(first).split()
    if not behind.strip() or len(words) > LONGEST_COMPLAINT:
        return None
    subject = _best(_readings(words), is_named=False)
    if subject is None or subject.name != "mistakes":
        return None
    return subject, library.match(behind).entry


def _of_anything_else(words: list[str], typed: str, services: Services) -> tuple[Subject, None] | None:
    """What to say to any other question to the bot that names no entry: "can you park a car", "are you married".

    A phrase that asks for a command isn't about the bot: "can you test my knowledge of ranks".
    """
    is_asked = words[0] in INVERTED | COPULA and any(word in WORDS_OF["YOU"] for word in words[1:2])
    if not is_asked or len(words) < SHORTEST_REQUEST or words[2] in lexicon().question or words[2] == "allowed":
        return None
    match = services.library.match(typed)
    if match.entry is not None or match.named or match.ambiguous is not None:
        return None
    line = f" {' '.join(words)} "
    if any(f" {cue} " in line for command in services.commands for cue in command.cues if " " in cue):
        return None
    return BY_NAME["other subjects" if words[0] in INVERTED - {"do", "did"} else "abilities"], None


def _best(readings: list[frozenset[str]], is_named: bool) -> Subject | None:
    present = _present(readings)
    sizes = [
        (_size(pattern, readings, present), -SUBJECTS.index(subject))
        for pattern, subject in _patterns_for(present)
        if (subject.takes_entry if is_named else not subject.needs_entry)
    ]
    size, place = max(sizes, default=(0, 0))
    return SUBJECTS[-place] if size else None


def _patterns_for(present: frozenset[str]) -> Iterator[tuple[str, Subject]]:
    """The patterns that may match a line: those whose rarest word or kind of words it has."""
    by_part = _patterns()
    return (pair for part in present if part in by_part for pair in by_part[part])


@cache
def _patterns() -> dict[str, list[tuple[str, Subject]]]:
    """All patterns and their subjects, by the part of the pattern that the fewest lines have."""
    by_part: defaultdict[str, list[tuple[str, Subject]]] = defaultdict(list)
    for subject in SUBJECTS:
        for pattern in subject.patterns:
            wanted = sorted(_parts(pattern)[1] - {"PLACE"})
            by_part[min(wanted, key=_commonness)].append((pattern, subject))
    return by_part


def _commonness(part: str) -> tuple[bool, int]:
    """How many lines have a word or a kind of words, roughly: function words are in most."""
    words = WORDS_OF[part] if part.isupper() else {part}
    return bool(words & lexicon().function), len(words)


def _has_name_of(match: Match, typed: str) -> bool:
    """Whether a line has a form of the entries that it may mean; the "ad" of "job ad" and "human" are just words."""
    forms = [*(form.form for form in match.unclear), *(form for one in match.suggestions for form, _ in forms_of(one))]
    line = f" {normalize(typed)} "
    whole = any(len(form) >= SHORTEST_NAME and f" {normalize(form)} " in line for form in forms)
    return whole or not {form for form in forms if form.isupper()}.isdisjoint(_LETTERS.findall(typed))


def _name_in(words: list[str], match: Match, entry: Entry | None) -> str:
    """The form of the entry that is in the line: the words of "human rights officer" say nothing about the subject."""
    forms = [form for form, _ in forms_of(entry)] if entry else []
    names = [normalize(form) for form in (*forms, *([match.ambiguous.form] if match.ambiguous else []))]
    line = f" {' '.join(words)} "
    inside = [name for name in names if len(name) >= SHORTEST_NAME and f" {name} " in line]
    return max(inside, key=len, default="")


def _present(readings: list[frozenset[str]]) -> frozenset[str]:
    """The words of a line, in all readings, and their kinds."""
    words = frozenset().union(*readings)
    return words.union(*(KINDS_OF[word] for word in words if word in KINDS_OF))


def _size(pattern: str, readings: list[frozenset[str]], present: frozenset[str]) -> int:
    """How many words of a line the pattern explains; 0 if it doesn't match."""
    only, wanted, excluded = _parts(pattern)
    if not present.issuperset(wanted - {"PLACE"}) or not present.isdisjoint(excluded):
        return 0
    if "PLACE" in wanted and not any(_is_kind("PLACE", words) for words in readings):
        return 0
    if only:
        rest = [words for words in readings if not any(_is_kind(part, words) for part in wanted)]
        if not all(words & lexicon().function or words & WORDS_OF["POLITE"] for words in rest):
            return 0
    return len(wanted) + only


@cache
def _parts(pattern: str) -> tuple[bool, frozenset[str], frozenset[str]]:
    """Whether a pattern begins with "only", the words and kinds that it wants, and those that it excludes."""
    parts = [part for part in pattern.split() if part != "only"]
    wanted = frozenset(part for part in parts if part[0] != "!")
    return pattern.startswith("only "), wanted, frozenset(part[1:] for part in parts if part[0] == "!")


def _is_kind(part: str, words: frozenset[str]) -> bool:
    """Whether a word, in any of its readings, is of a kind or is the word of the pattern."""
    if part == "PLACE":
        return any(len(word) >= SHORTEST_PLACE and known_zone(word) is not None for word in words)
    return not words.isdisjoint(WORDS_OF[part]) if part.isupper() else part in words


def _readings(words: list[str]) -> list[frozenset[str]]:
    """For each word of a line, the word and its singular, and the word that it's a misspelling of."""
    return [frozenset((word, stem(word), _corrected(word))) for word in words]


def _corrected(word: str) -> str:
    if len(word) < SHORTEST_MISTYPED or lexicon().is_word(word) or word in _TITLES:
        return word
    near = extractOne(word, _ALL_WORDS, scorer=OSA.distance, score_cutoff=1)
    return near[0] if near else word


_POSTS = re.compile(
    r"^\W*(?:(?:can|could)\s\w+\s)?(?:(?:please|pls)\s)?"
    r"post\s(?:it|this|that|these|those|them|(?:to|in)\s(?:the\s)?channel)\b",
    re.I,
)
"""A line that has "post" as a verb, which names no entry."""
_RANKS = re.compile(r"^\W*(?:(?:please|pls)\s)?(?:rank|order|sort|arrange)\s[^:]{0,40}:", re.I)
_RANK_THEM = re.compile(r"\W{1,3}(?:(?:please|pls)\s)?(?:rank|order|sort|arrange)\s(?:them|em|these|those)\W*$", re.I)
_TITLES = frozenset(("attache", "attaches"))
"""Words of titles that are one letter from a word about files."""
_LETTERS = re.compile(r"[^\W\d_]+")
_FIELD_NOUNS = frozenset(("grade", "grades", "rank", "ranks"))
_BEFORE_NOUNS = frozenset(("a", "an", "the", "what", "which", "their", "his", "her", "no", "any", "diplomatic", "pay"))
_OF_AN_INTERVIEW = frozenset(("question", "questions", "answer", "answers", "interview", "string", "strings", "search"))
_JUDGED = dict.fromkeys(("good", "great", "best", "strong", "better", "smart", "hard", "tough"), _OF_AN_INTERVIEW)
"""Words that judge an interview rather than a person: "three good questions"."""
_AT_ONCE = frozenset(("away", "now", "after", "before", "then"))
"""What makes "right" a word of time: "do they have to leave right away"."""
_CHANNEL = re.compile(r"\[channel:[^\[\]\s]*\]|(?<=\s)#[\w-]+")
_HEAD = re.compile(r":\s|\n")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64}")
_CLAUSE = re.compile(r"(,\s|\s[-–—]\s|\.\s|;\s|:\s)")
_ALL_WORDS = tuple({word for words in WORDS_OF.values() for word in words if len(word) >= SHORTEST_MISTYPED})
