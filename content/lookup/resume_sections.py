"""Find the parts of a résumé without posts: education, awards, courses, publications, memberships, referees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from content.lookup.lexicon import Lexicon, lexicon
from content.lookup.normalize import normalize
from content.lookup.post_lines import DATES, is_label

LONGEST_HEADING = 45
"""Characters of the heading of a part of a résumé."""
MOST_WORDS = 6
"""Words of such a heading."""
MOST_WORDS_OF_SECTION = 5
"""Words of one of two things in a heading, more than which are no heading."""

_LINE = re.compile(r"[^\n]+")
_NOT_IN_HEADING = re.compile(r"[\d:,;|()]")
_AND_WORD = re.compile(r"\s(?:and|et|y|e|und|en)\s")
_WORK_SECTION = re.compile(
    r"experien|esperien|expérien|experiên|ervaring|erfahrung|career|carri[eè]r|carreira|\bwork\b|employ|emploi|empleo|"
    r"\bposi[tc]i|\bpost(?:s|ings)\b|appointments|assignments|beruf|werdegang|laufbahn|loopbaan|trayectoria|"
    r"parcours|stationen|tätigkeit",
    re.I,
)
"""A word of the headings over posts: "Other work experience"."""


def is_section(line: str) -> bool:
    """Whether a line is the heading of a part of a résumé without posts: "Education", "Boards and memberships"."""
    line = line.strip(" \t:•*-–—")
    if not 3 < len(line) < LONGEST_HEADING or _NOT_IN_HEADING.search(line):
        return False
    words = lexicon()
    heading = normalize(line)
    if heading in words.whole_sections:
        return True
    is_one = any(_begins_section(part.split(), words) for part in _AND_WORD.split(heading))
    if not is_one or _WORK_SECTION.search(line):
        return False
    return " " not in line or words.jobs.isdisjoint(heading.split())  # "Training Officer"


def _begins_section(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether some words are such a heading: "selected publications", "honours"."""
    first = next((place for place, word in enumerate(words[:3]) if word not in lexicon.before_sections), 0)
    return bool(words) and words[first] in lexicon.sections and len(words) - first < MOST_WORDS_OF_SECTION


def parts_without_posts(text: str) -> Iterator[tuple[int, int]]:
    """The start and the end of each part of a résumé that has no posts, by the headings.

    A heading beside another column says nothing about that column.
    """
    start, end = None, 0
    for line in _LINE.finditer(text):
        heading = line[0].strip(" \t:•*-–—")
        if not heading:
            continue
        is_apart = text.count("\n", end, line.start()) > 1 or line[0].rstrip().endswith(":")
        end = line.end()
        if is_section(heading):
            below = _LINE.search(text, end)
            if below and _is_in_two_columns(below[0]):
                continue
            start = line.start() if start is None else start
        elif start is not None and _is_other_heading(heading, is_apart=is_apart):
            yield start, line.start()
            start = None
    if start is not None:
        yield start, len(text)


def _is_in_two_columns(line: str) -> bool:
    """Whether words, and no years alone, stand behind a gap: "Seating plans      2019 – today  Protocol Officer"."""
    left, gap, right = line.strip().partition("    ")
    return bool(gap and not any(map(str.isdigit, left)) and re.search(r"[^\W\d_]{4}", DATES.sub("", right)))


def _is_other_heading(line: str, *, is_apart: bool) -> bool:
    """Whether a line is the heading of another part: a known one, one in capitals, or "Previous career" alone."""
    if len(line) >= LONGEST_HEADING or any(map(str.isdigit, line)) or len(line.split()) > MOST_WORDS:
        return False
    return is_label(line) or line.isupper() or (is_apart and _WORK_SECTION.search(line) is not None)
