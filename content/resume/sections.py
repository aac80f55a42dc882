"""Find the parts of a résumé without posts: education, awards, courses, publications, memberships, referees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from content.lookup.lexicon import Lexicon, lexicon
from content.lookup.normalize import normalize
from content.resume.post_lines import DATES, is_heading, is_label

LONGEST_HEADING = 45
"""Characters of the heading of a part of a résumé."""
MOST_WORDS = 6
"""Words of such a heading."""
MOST_WORDS_OF_SECTION = 5
"""Words of one of two things in a heading, more than which are no heading."""

_LINE = re.compile(r"[^\n]+")
_NOT_IN_HEADING = re.compile(r"[\d:,;|()]")
_NUMBER = re.compile(r"^(?:[IVX]{1,4}|\d{1,2}|[A-Z])[.)]\s{1,4}")
"""The number of a heading: "III. Studies"."""
_VAGUE = frozenset(
    "other autres altro otros outros overig overige divers varia sonstiges miscellaneous additional".split()
)
"""Headings that don't say what they hold."""
_COLUMN = re.compile(r"\t|[ ]{3,}|[ ]?\|[ ]?")
LEAST_COLUMNS = 2
"""Columns beside the first of a table with posts or studies."""
_AND_WORD = re.compile(r"\s(?:and|et|y|e|und|en)\s")
_WORK_SECTION = re.compile(
    r"experien|esperien|expérien|experiên|ervaring|erfahrung|career|carri[eè]r|carreira|\bwork\b|employ|emploi|empleo|"
    r"\bposi[tc]i|\bpost(?:s|ings)\b|appointments|assignments|beruf|werdegang|laufbahn|loopbaan|trayectoria|"
    r"parcours|stationen|tätigkeit|\bfun(?:ções|ciones)\b|\bfonctions\b|\b(?:cargos|puestos|destinos|incarichi|functies)\b",
    re.I,
)
"""A word of the headings over posts: "Other work experience"."""


def is_section(line: str) -> bool:
    """Whether a line is the heading of a part of a résumé without posts: "Education", "Boards and memberships"."""
    line = _NUMBER.sub("", line.strip(" \t:•*-–—"))
    if cells := _heads_of_columns(line):
        return any(map(is_section, cells))
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


def _heads_of_columns(line: str) -> list[str]:
    """The heads of the columns of a table: "Years", "Degree", "City"; empty if a line has others."""
    cells = _COLUMN.split(line) if "\t" in line or "|" in line or "   " in line else []
    return cells if len(cells) > LEAST_COLUMNS and is_label(cells[0]) and not any(map(str.isdigit, line)) else []


def is_work_section(line: str) -> bool:
    """Whether a line is the heading of a part of a résumé with posts: "Employment", "Berufserfahrung"."""
    line = _NUMBER.sub("", line.strip(" \t:•*-–—"))
    is_short = 3 < len(line) < LONGEST_HEADING and len(line.split()) <= MOST_WORDS and not _NOT_IN_HEADING.search(line)
    return is_short and (_WORK_SECTION.search(line) is not None or is_heading(line)) and not is_section(line)


def _begins_section(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether some words are such a heading: "selected publications", "honours"."""
    first = next((place for place, word in enumerate(words[:3]) if word not in lexicon.before_sections), 0)
    return bool(words) and words[first] in lexicon.sections and len(words) - first < MOST_WORDS_OF_SECTION


class Part(NamedTuple):
    """A part of a résumé without posts; `is_other` under a heading that doesn't say what it holds: "Other"."""

    start: int
    end: int
    is_other: bool


def parts_without_posts(text: str) -> Iterator[Part]:
    """The parts of a résumé that have no posts, by the headings.

    A heading beside another column says nothing about that column.
    """
    heading, start, end = "", 0, 0
    for line in _LINE.finditer(text):
        written = line[0].strip(" \t:•*-–—")
        if not written:
            continue
        head, colon, _ = written.partition(": ")
        if colon and is_section(head) and not _is_in_two_columns(text, line.end()):  # "Education: MA, Ghent, 2016"
            yield Part(line.start(), line.end(), _is_vague(head))
            end = line.end()
            continue
        is_apart = text.count("\n", end, line.start()) > 1 or line[0].rstrip().endswith(":")
        end = line.end()
        begins = is_section(written) and not _is_in_two_columns(text, end)
        if heading and (begins or _is_other_heading(written, is_apart=is_apart)):
            yield Part(start, line.start(), _is_vague(heading))
            heading = ""
        if begins:
            heading, start = written, line.start()
    if heading:
        yield Part(start, len(text), _is_vague(heading))


def _is_vague(heading: str) -> bool:
    return normalize(heading).split()[0] in _VAGUE


def _is_in_two_columns(text: str, end: int) -> bool:
    """Whether the line below has words behind a gap, not years alone: "Seating plans      2019 – today  Attaché"."""
    below = _LINE.search(text, end)
    left, gap, right = (below[0].strip() if below else "").partition("    ")
    return bool(gap and not any(map(str.isdigit, left)) and re.search(r"[^\W\d_]{4}", DATES.sub("", right)))


def _is_other_heading(line: str, *, is_apart: bool) -> bool:
    """Whether a line is the heading of another part: a known one, one in capitals, or "Previous career" alone."""
    if _heads_of_columns(line):
        return True
    if len(line) >= LONGEST_HEADING or any(map(str.isdigit, line)) or len(line.split()) > MOST_WORDS:
        return False
    return is_label(line) or line.isupper() or (is_apart and _WORK_SECTION.search(line) is not None)
