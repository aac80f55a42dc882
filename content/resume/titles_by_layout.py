"""Find the titles that no word gives away by their place in a line, where the others of the résumé have theirs.

Most résumés write all their posts in one way. Where the years and the title stand is learned from the titles that words
give away. A part of a résumé that has none of those isn't looked at: it may be about something else than work.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from content.resume.job_words import may_be_unknown_job
from content.resume.post_lines import BULLET, DATES, parts_of
from content.resume.sections import is_section, is_work_section
from content.scan.scanner import Mention

NUMBER = re.compile(r"^\s{0,8}\(?(?:\d{1,2}|[a-z])[.)]\s{1,8}")
"""The number of an item."""
LEAST = 2
"""Posts that must have something in one place before it's looked for there."""
NEAR = (0, 1, -1, 2, -2)
"""Lines from that of the years in which the title may stand, the likeliest first."""
MOST_LEVELS = 2
"""Words before a known title in its cell: "Acting Senior"."""
MOST_WORDS_OF_HEADING = 5
BEGINNING = 8
"""Characters of a title that show whether it's in capitals."""
ROW = 3
"""Cells of a line with a title, an employer and a place."""


class Spot(NamedTuple):
    """Where something stands: lines after another one, the cell there, and whether it's in capitals."""

    line: int
    cell: int
    in_capitals: bool = False


def usual_spot(votes: Counter[Spot] | None) -> Spot | None:
    """The place of most of them; None if there is none, or too few."""
    if not votes:
        return None
    spot, count = votes.most_common(1)[0]
    return spot if count >= LEAST and count * 2 > votes.total() else None


@dataclass(frozen=True, slots=True)
class DatedLines:
    """The lines of a résumé. `dated` says which have years of a post, `titles` where in a line its first title begins.

    `cell_end` is what separates the title from the rest of a line.
    """

    lines: Sequence[re.Match[str]]
    dated: Sequence[bool]
    titles: Mapping[int, int]
    cell_end: re.Pattern[str]

    def titles_by_layout(self, is_employer: Callable[[str], bool]) -> Iterator[Mention]:
        """The titles of dated lines that have none, if those of the others stand in one place."""
        numbers = [number for number, has_years in enumerate(self.dated) if has_years]
        if all(number in self.titles for number in numbers):
            return
        spots: dict[int, Spot] = {}
        untitled: list[int] = []
        for number in numbers:
            spot = next(filter(None, (self._spot(number, by) for by in NEAR)), None)
            if spot:
                spots[number] = spot
            else:
                untitled.append(number)
        if not untitled or len(spots) < LEAST:
            return
        votes: dict[tuple[bool, bool, bool], Counter[Spot]] = defaultdict(Counter)
        for number, spot in spots.items():
            votes[self._form(number)][spot] += 1
        used = {number + spot.line for number, spot in spots.items()}
        for number in untitled:
            spot = usual_spot(votes.get(self._form(number)))
            at = number + spot.line if spot else -1
            if not spot or at in used or not self._is_free(number, at) or not self._is_among(number, spot, spots):
                continue
            start, written = next(islice(self._cells(at), spot.cell, None), (0, ""))
            line = self.lines[at]
            is_heading = line.string.startswith((":", " :"), start + len(written))
            is_like = not is_heading and _is_in_capitals(written) == spot.in_capitals
            if is_like and may_be_unknown_job(written, line[0]) and not _is_in_employer(written, line[0], is_employer):
                used.add(at)
                yield Mention(start, start + len(written), written, None)

    def _spot(self, number: int, by: int) -> Spot | None:
        """Where the title of a dated line stands, if it's in the line `by` lines further."""
        at = number + by
        if at not in self.titles or not self._is_near(number, at):
            return None
        if by > 0 and BULLET.match(self.lines[at][0]):
            return None
        if self.lines[at].start() == self.titles[at]:
            return Spot(by, 0, _is_in_capitals(self.lines[at][0]))
        for cell, (start, written) in enumerate(self._cells(at)):
            if start + len(written) > self.titles[at]:
                before = self.lines[at].string[start : self.titles[at]]
                return Spot(by, cell, _is_in_capitals(written)) if len(before.split()) <= MOST_LEVELS else None
        return None

    def _is_free(self, number: int, at: int) -> bool:
        """Whether the line `at` belongs to a dated line and has no title."""
        return 0 <= at < len(self.lines) and at not in self.titles and self._is_near(number, at)

    def _is_near(self, number: int, at: int) -> bool:
        """Whether a line and that of the years are of one paragraph, with no other years between."""
        if number == at:
            return True
        first, last = sorted((number, at))
        others = (other for other in range(first, last + 1) if other != number)
        return not any(self.dated[other] for other in others) and not self._is_apart(first, last)

    def _is_apart(self, first: int, last: int) -> bool:
        """Whether an empty line stands between two lines."""
        if first < 0 or last >= len(self.lines):
            return True
        return "\n\n" in self.lines[first].string[self.lines[first].end() : self.lines[last].start()]

    def _is_among(self, number: int, spot: Spot, spots: Mapping[int, Spot]) -> bool:
        """Whether a dated line is between those with a title in the same place, with no heading between.

        If it's above or below all of them, a heading must say that the part is about work; in a text without headings
        it must have an employer and a place. If there are none, the heading right over the part must say so.
        """
        first, last = number, number
        while first > 0 and not self._is_heading(first - 1, spot):
            first -= 1
        while last + 1 < len(self.lines) and not self._is_heading(last + 1, spot):
            last += 1
        alike = [other for other in range(first, last + 1) if spots.get(other) == spot]
        if not alike:
            return first > 0 and is_work_section(self.lines[first - 1][0])
        is_between = alike[0] < number < alike[-1]
        return is_between or self._is_about_work(first - 1) or (first == 0 and self._is_row(number + spot.line))

    def _is_row(self, number: int) -> bool:
        """Whether a line has enough cells for a title, an employer and a place."""
        return len(list(islice(self._cells(number), ROW))) == ROW

    def _is_about_work(self, heading: int) -> bool:
        """Whether the heading in a line, or the last one above it that says what it's about, is about work."""
        for at in range(heading, -1, -1):
            line = self.lines[at][0].strip()
            if is_section(line):
                return False
            if is_work_section(line):
                return True
        return False

    def _is_heading(self, at: int, spot: Spot) -> bool:
        """Whether a line may be a heading: a few words alone, or right over years if no title stands over them."""
        line = self.lines[at][0]
        if self.dated[at] or at in self.titles or len(line.split()) > MOST_WORDS_OF_HEADING or BULLET.match(line):
            return False
        if len(list(islice(self._cells(at), 2))) != 1:
            return False
        if is_work_section(line) or is_section(line):
            return True
        is_first, is_last = self._is_apart(at - 1, at), self._is_apart(at, at + 1)
        if is_first and (is_last or line.isupper()):
            return True
        is_over = spot.line >= 0 and not is_last and self.dated[at + 1]
        return is_over and (is_first or spot.line == 0)

    def _cells(self, number: int) -> Iterator[tuple[int, str]]:
        """The cells of a line that have words, with their places in the text."""
        line = self.lines[number]
        bullet = BULLET.match(line[0]) or NUMBER.match(line[0])
        at = line.start() + (bullet.end() if bullet else 0)
        for end in (*self.cell_end.finditer(line.string, at, line.end()), None):
            written = line.string[at : end.start() if end else line.end()]
            if cell := written.strip(" .*•–—-"):
                yield at + written.index(cell), cell
            at = end.end() if end else at

    def _form(self, number: int) -> tuple[bool, bool, bool]:
        """Whether a line is an item of a list, and whether words stand before and after its years."""
        line = self.lines[number][0]
        years = DATES.search(line)
        before, after = (line[: years.start()], line[years.end() :]) if years else (line, "")
        return BULLET.match(line) is not None, any(map(str.isalpha, before)), any(map(str.isalpha, after))


def _is_in_capitals(written: str) -> bool:
    """Whether the beginning of a title is in capitals; an acronym alone isn't."""
    return written[:BEGINNING].isupper()


def _is_in_employer(written: str, line: str, is_employer: Callable[[str], bool]) -> bool:
    """Whether a cell is in a part of a line with the word of an employer: "Foreign, Commonwealth Office"."""
    return any(written in part and is_employer(part) for part in parts_of(line))
