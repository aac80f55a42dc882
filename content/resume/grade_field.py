"""Read the grade of a post from a field of its own: "Grade: P-4" under the title, "Pay Grade: FS-02" over it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from content.library import Library
from content.lookup.grades import GradeReading
from content.resume.held_titles import Line
from content.resume.post import Post

_FIELD = re.compile(
    r"(?:^|[\s;|,•*-])(?:grade|level|rank|category|class)(?:\s?/\s?\w{2,12})?(?:\sand\sstep)?\s?:\s{0,9}([^;|]{2,40})",
    re.I,
)


def with_grade_field(post: Post, lines: Sequence[Line], number: int, library: Library) -> Post:
    """The post of the title in a line, with the grade that a field of its block gives, unless it has one."""
    if post.grade:
        return post
    for line in _block(lines, number):
        if (field := _FIELD.search(line.text)) and (grade := _sure_grade(field[1], library)):
            return replace(post, grade=grade)
    return post


def _block(lines: Sequence[Line], number: int) -> list[Line]:
    """The lines between blank ones with the title of a line: those under it up to the next title, or those over it."""
    under: list[Line] = []
    for line in lines[number + 1 :]:
        if line.after_blank or line.held:
            break
        under.append(line)
    over: list[Line] = []
    at = number
    while at > 0 and not lines[at].after_blank:
        at -= 1
        if lines[at].held:
            return under  # they are of the post before
        over.append(lines[at])
    return under + over


def _sure_grade(text: str, library: Library) -> GradeReading | None:
    found = [grade for grade in library.grades_in(text) if len(grade.readings) == 1]
    return found[0].readings[0] if found else None
