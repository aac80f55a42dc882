"""Leave out titles that are no posts: those of referees, kinds of contracts, and the chair that somebody worked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from content.models import Role
from content.resume.employers import Employers
from content.resume.held_titles import Line
from content.resume.lines_around_title import EMPLOYER_FIELD
from content.resume.post_lines import first_part, is_label

_REFEREES = re.compile(
    r"(?:(?:professional|work|character) )?(?:references|referees|références|referenzen|referencias|referenze|"
    r"referências|referenties)(?: \([^()]{2,40}\))?",
    re.I,
)
"""A heading over the names of other people."""
LONGEST_HEADING = 40
"""Characters of a line that may be such a heading."""
_NUMBER = re.compile(r"^(?:[IVX]{1,4}|\d{1,2}|[A-Z])[.)]\s{1,4}")
"""The number of a heading: "III. Referees"."""
_CONTRACT = re.compile(r"[\s•*-]{0,6}(?:type of )?(?:contract|appointment|employment)(?: type| modality)?\s?:", re.I)
"""The field of a form that says how somebody was employed: "Type of contract: Junior Professional Officer"."""
_OF_CHAIR = re.compile(r"(?: of the Secretary-General)? (?:for|on) (?:the )?[A-Z]")
"""What a chair is for: "EU Special Representative for the Sahel"."""
_STAFF = re.compile(
    r"\b(?:advis[eo]r|assistant|aide|officer|analyst|expert|intern|trainee|speechwriter|coordinator|secretary|"
    r"(?:conseill|assist|ases|assess|consigli|stagiair|referent|berater|mitarbeiter)\w*)\b",
    re.I,
)
"""The title of somebody who may work for a chair."""


def without_others(lines: Sequence[Line], employers: Employers, chairs: Set[str]) -> list[Line]:
    """The lines without such titles. A chair that somebody worked for becomes one of the `employers`."""
    lines = list(_without_contracts(list(_without_referees(lines))))
    return list(_without_houses(lines, employers, chairs))


def _without_referees(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, without the titles under a heading such as "Referees", where other people stand."""
    of_others = False
    for line in lines:
        text = line.text.partition(":")[0]  # "References: list three persons"
        if not of_others and len(text) > LONGEST_HEADING:
            yield line
            continue
        heading = _NUMBER.sub("", text.strip(" :•*-–—"))
        of_others = (of_others and not is_label(heading)) or _REFEREES.fullmatch(heading) is not None
        yield replace(line, titles=()) if of_others and not line.has_years else line


def _without_contracts(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, without the terms that say how somebody was employed: "EEAS (SNE)" under a title, in a field."""
    for number, line in enumerate(lines):
        is_under = number > 0 and not line.after_blank and not line.has_years and lines[number - 1].titles
        is_contract = _CONTRACT.match(line.text) or (is_under and _is_contract_in_brackets(line))
        yield replace(line, titles=()) if is_contract else line


def _is_contract_in_brackets(line: Line) -> bool:
    """Whether the only title of a line is a term in brackets behind other words."""
    if len(line.titles) != 1 or any(isinstance(sense, Role) for sense in line.titles[0].senses):
        return False
    title = line.titles[0]
    before, after = line.text[: title.start - line.start], line.text[title.end - line.start :]
    return before.endswith("(") and after.startswith(")") and re.search(r"\w", before) is not None


def _without_houses(lines: Sequence[Line], employers: Employers, chairs: Set[str]) -> Iterator[Line]:
    """The lines, without a chair in the field of the employer, or beside the title of somebody of its staff."""
    for number, line in enumerate(lines):
        field = EMPLOYER_FIELD.match(line.text) if line.titles else None
        if field or _is_house(lines, number, chairs):
            employers.add(first_part(field[1] if field else line.text))
            yield replace(line, titles=())
        else:
            yield line


def _is_house(lines: Sequence[Line], number: int, chairs: Set[str]) -> bool:
    """Whether the only title of a line is a chair that the person in the line over or under it worked for."""
    line = lines[number]
    if len(line.titles) != 1 or line.titles[0].entry is None or line.titles[0].entry.name not in chairs:
        return False
    if not _OF_CHAIR.match(line.text, line.titles[0].end - line.start):
        return False
    over = [] if line.after_blank else lines[max(number - 1, 0) : number]
    under = [one for one in lines[number + 1 : number + 2] if not one.after_blank]
    return any(
        len(one.titles) == 1 and _STAFF.search(one.titles[0].text) and not (one.has_years and line.has_years)
        for one in (*over, *under)
    )
