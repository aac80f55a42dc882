"""Read the grade of a post, beside its title or in a field of its own: "Grade: P-4", "Salary: FS-02", "(HEO)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from content.library import Library
from content.lookup.grades import GradeMention, GradeReading
from content.models import Entry
from content.resume.held_titles import Line
from content.resume.post import Post
from content.scan.scanner import Mention

_FIELD = re.compile(
    r"(?:^|[\s;|,•*(-])(?:grade|level|rank|category|class|salary|pay plan)(?:\s?/\s?\w{2,12})?(?:\sand\sstep)?\s?"
    r":\s{0,9}(?=([^;|\n]{2,40}))",
    re.I,
)
_CODE = re.compile(r"(?:(?:grade|level|band|scale)\s|[A-Z]{1,4}[\s-]?)\d{1,2}(?![\d/.,])(?=\s*(?:$|[),;(]))", re.I)
"""A grade of which there is no table, as a field gives it: "D6", "Level 05", "Grade 11"."""
_PLAN_AND_GRADE = re.compile(r"\bpay plan\s?:\s{0,3}([A-Z]{2,3})\s{1,9}(?:pay )?grade\s?:\s{0,3}(\d{1,2})\b", re.I)
"""Two fields that make a grade: "Pay Plan: FP  Grade: 03"."""
_CODE_BESIDE = re.compile(
    r"[\s,(–—-]{1,4}((?i:grade|level|band|scale)\s\d{1,2}|[BDEFLT]\d{1,2}|(?!(?:C?J|G|N)-)[A-Z]{1,2}-\d{1,2})"
    r"(?=\s*(?:$|[),;]))"
)
"""The same right behind a title: ", S-2", " (D6)"; not a branch of a staff, "(J5)", nor the "G-20"."""
_CODE_IN_BRACKETS = re.compile(r"\(((?i:grade|level|band|scale)\s\d{1,2})\)")
"""The same at the end of a line: "2018–2021 (Scale 9)"."""
_PART = re.compile(r";")
"""The end of a post in a list on one line."""
_AROUND = re.compile(r"(?:[(,|]|\bgrade)\s{0,2}$", re.I), re.compile(r"\s{0,2}(?:$|[),;|/]|\.(?:\s|$))")
"""What stands around a grade that could also be a plain word: "(HEO)", ", Grade 7,", "Grade AO."."""


class Grades:
    """The grades of the posts of one résumé.

    The entries that the scan chose, by their place, decide if several employers use a grade.
    """

    def __init__(self, lines: Sequence[Line], mentions: Sequence[Mention], library: Library) -> None:
        self._lines, self._library = lines, library
        self._meanings = {one.start: one.entry for one in mentions if one.entry}

    def added(self, post: Post, title: Mention, around: tuple[str, str], number: int) -> Post:
        """The post of a title in line `number`, with its grade. `around` are the words before and after the title."""
        before, after = around[0], _PART.split(around[1])[0]
        named_before = self._library.grades_in(before) if before.strip() else ()
        beside = [one for one in named_before if not before[one.end :].strip(" ,:()–-")]
        named_after = self._library.grades_in(after) if after.strip() else ()
        behind = [one for one in named_after if not one.loose or _stands_apart(one, after)]
        found = [(one, title.start - len(before)) for one in beside if not one.loose]
        found += [(one, title.end) for one in behind]
        for grade, offset in found:
            if reading := _reading(grade, self._meanings.get(offset + grade.start)):
                return replace(post, grade=reading)
        if " grade " in after and (plain := self._library.grades_in(after.replace(" grade ", " "))):
            return replace(post, grade=_reading(plain[0], None))  # "NATO grade G15"
        if not found and (code := _CODE_BESIDE.match(after) or _CODE_IN_BRACKETS.search(after)):
            return replace(post, level=code[1])
        for line in (self._lines[number], *_block(self._lines, number)):
            if ":" not in line.text:
                continue
            if grade_or_code := self._in_fields(line):
                if isinstance(grade_or_code, str):
                    return replace(post, level=grade_or_code)
                return replace(post, grade=grade_or_code)
        return post

    def _in_fields(self, line: Line) -> GradeReading | str | None:
        """The grade in a field of a line; as written if there is no table of it."""
        if plan := _PLAN_AND_GRADE.search(line.text):
            written = f"{plan[1]}-{plan[2]}"
            made = self._library.grades_in(written)
            return (_reading(made[0], None) if made else None) or written
        for field in _FIELD.finditer(line.text):
            for grade in self._library.grades_in(field[1]):
                if reading := _reading(grade, self._meanings.get(line.start + field.start(1) + grade.start)):
                    return reading
            if code := _CODE.match(field[1]):
                return code[0]
        return None


def is_grade(written: str, library: Library) -> bool:
    """Whether what stands in brackets behind a title is its grade, known or not: "P-4", "Grade: D6"."""
    return bool(library.grades_in(written)) or _CODE_BESIDE.match(f" {written}") is not None or _is_field(written)


def _is_field(written: str) -> bool:
    field = _FIELD.match(written)
    return field is not None and _CODE.match(field[1]) is not None


def _reading(grade: GradeMention, meaning: Entry | None) -> GradeReading | None:
    """The reading of a grade, if it has one or the scan chose one."""
    own = [one for one in grade.readings if meaning and meaning.name in (one.scheme.entry, one.grade.entry)]
    sure = grade.readings if len(grade.readings) == 1 else own
    return sure[0] if len(sure) == 1 else None


def _stands_apart(grade: GradeMention, text: str) -> bool:
    """Whether a grade such as "HEO" has a bracket of its own, or one with a number a part of its own."""
    before, after = _AROUND[0].search(text, 0, grade.start), _AROUND[1].match(text, grade.end)
    if before is None or after is None:
        return False
    return before[0][0] in "(gG" or any(map(str.isdigit, grade.text))


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
