"""Read a brief of a line or two: whom somebody needs, and the conditions beside it.

"Looking for a consul with 5+ years, fluent French, under 40, for our consulate in Lyon." A longer one is an advert
(content/scan/adverts.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.library import Library
from content.lookup.lexicon import COPULA, lexicon
from content.lookup.normalize import normalize
from content.models import Level, Role
from content.scan.adverts import Wording, doubtful_wording, must_haves
from handlers.command import Commands
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.role_and_level import LEVEL_WORDS, years_in
from handlers.parsing.small_words import says_nothing

LONGEST = 400
"""Characters of a brief. A longer text is an advert."""
MOST_LINES = 2
"""Lines of a brief. A text of more, blank ones not counted, is an advert as well."""
MOST_SENTENCES = 4
"""Sentences of a brief, for the same reason."""
_NEXT_SENTENCE = re.compile(r"[.!]\s+(?=[A-Z])")
MOST_BEFORE = 3
"""Words before the job: "very experienced", "male"."""
_QUESTION_FIRST = frozenset((*COPULA, "do", "does", "what", "which", "how", "when", "where", "why", "whats", "any"))
"""First words of a clause that asks something."""
_ARTICLES = frozenset(("a", "an", "the", "our", "another", "one", "very", "really"))
_ENDS = re.compile(r"[.;!](?=\s|$)|,(?=\s)|\n|\s[–—]\s|\s(?=(?:with|who|must|should|preferably|ideally)\b)", re.I)
"""What ends a clause of a brief."""
_LEAD = re.compile(r"^\W*(?:(?:and|but|also|plus|with|who|they|he|she|it)\b\W*)+", re.I)
"""What joins a clause to the one before it."""


@dataclass(frozen=True, slots=True)
class Brief:
    """The job as it is named, its level if a word says it, and what else is asked for: each clause as it was typed."""

    job: str
    level: Level | None
    clauses: tuple[str, ...]
    wording: tuple[Wording, ...]
    """What is unlawful or unwise to ask for."""
    has_conditions: bool
    """Whether more is asked for than languages, places, a level and a grade."""


def read_brief(typed: str, library: Library, commands: Commands) -> Brief | None:
    """The brief in a line without the words that say that somebody is needed; None if it begins with no known job."""
    if _is_long(typed) or "?" in typed or (found := _job_in(typed, library, commands)) is None:
        return None
    before, job, rest = found
    clauses, wording = list(_clauses(rest)), doubtful_wording(typed)
    if any(_asks_for(clause, commands) for clause in clauses):
        return None
    levels = [level for word in (*before, *clauses) if (level := LEVEL_WORDS.get(word.casefold()))]
    kept = [clause for clause in clauses if not _is_used(clause, library)]
    kept = [clause for clause in kept if not any(_is_mostly(clause, one.text) for one in wording)]
    is_told = len(clauses) > 1 and bool(kept) and bool(take_languages_and_places(typed)[1].words)
    has_conditions = bool(wording) or is_told or any(map(_is_condition, clauses))
    return Brief(job, next(iter(levels), None), tuple(kept), wording, has_conditions)


def _is_long(typed: str) -> bool:
    lines = sum(1 for line in typed.splitlines() if line.strip())
    return len(typed) > LONGEST or lines > MOST_LINES or len(_NEXT_SENTENCE.findall(typed)) >= MOST_SENTENCES


def _job_in(typed: str, library: Library, commands: Commands) -> tuple[Sequence[str], str, str] | None:
    """The job that a line begins with: the words before it, itself, and what stands behind it."""
    words = typed.split()
    for skipped in range(min(MOST_BEFORE + 1, len(words))):
        start = " ".join(words[skipped:])
        if title := library.leading_form(start):
            match = library.match(title)
            senses = (match.entry,) if match.entry else match.suggestions if match.named else match.senses
            if any(isinstance(sense, Role) for sense in senses):
                return words[:skipped], title, start.partition(title)[2]
        if (word := normalize(words[skipped])) not in _ARTICLES and (word in lexicon().function or commands.find(word)):
            return None
    return None


def _clauses(rest: str) -> Iterator[str]:
    """The clauses of the conditions, without the words that join them."""
    for clause in _ENDS.split(rest):
        plain = " ".join(_LEAD.sub("", clause or "").split()).rstrip(" ,.;:")
        if normalize(plain):  # not only a quotation mark
            yield plain


def _is_used(clause: str, library: Library) -> bool:
    """Whether a clause has only languages, places, a level and a grade, which the answer reads."""
    left, wanted = take_languages_and_places(f"job {clause}")
    for grade in reversed(library.grades_in(left) if not wanted.languages else ()):  # "German B2"
        left = left[: grade.start] + left[grade.end :]
    words = [word for word in normalize(left).split() if word != "job" and word not in LEVEL_WORDS]
    return says_nothing(" ".join(words))


def _asks_for(clause: str, commands: Commands) -> bool:
    """Whether a clause asks for an answer instead of stating a condition: "levels", "what do I ask"."""
    words = normalize(clause).split()
    named = [known for word in words if (known := commands.find(word)) and known.takes_entry]
    is_command = bool(named) and all(commands.find(word) or says_nothing(word) for word in words)
    return words[0] in _QUESTION_FIRST or (is_command and not any(map(str.isdecimal, words)))


def _is_condition(clause: str) -> bool:
    return bool(must_haves(clause)) or years_in(clause) is not None


def _is_mostly(clause: str, phrase: str) -> bool:
    return clause in phrase or (phrase in clause and len(phrase) * 2 > len(clause))
