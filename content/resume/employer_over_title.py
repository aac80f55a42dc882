"""Read the employer that stands over a title: over a list or a group of posts, a paragraph, or indented lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from content.resume.employers import Employers
from content.resume.held_titles import Line
from content.resume.post import Post
from content.resume.post_lines import (
    BULLET,
    DATES,
    WORK,
    is_form_field,
    is_label,
    is_length,
    is_named,
    is_place,
    is_sentence,
    is_terms_of_work,
    parts_of,
)

GROUP_LINES = 30
"""Lines before a title in which the employer of a whole group of posts may stand."""
MOST_FIELDS = 6
"""Lines before a title in its paragraph that may be fields."""
MOST_INDENT = 12
"""Spaces before a title under its employer; more of them are a column."""

STREET = re.compile(
    r"(?:\d{1,5}[A-Z]? (?:[A-Z][\w.'-]{0,20} ?){1,6}|Plot \d.*|P\.? ?O\.? Box.*|"
    r"[A-Z]\w{2,30}(?:straße|strasse|gatan|straat) \d{1,4})$"
)
"""The first part of an address: "2201 C Street NW", "Plot 1577 Ggaba Road"."""


def house_over_list(lines: Sequence[Line], number: int, employers: Employers) -> str:
    """The employer in the line over a list of posts, if it says nothing else but years; empty if there is none."""
    above = number - 1
    while above >= 0 and BULLET.match(lines[above].text) and not lines[above + 1].after_blank:
        above -= 1
    if above < 0 or not lines[above].is_header or lines[above + 1].after_blank:
        return ""
    return employers.find(lines[above].parts)[0]


def less_indented(lines: Sequence[Line], number: int, employers: Employers) -> str:
    """The employer in the line that an indented title is under, with others perhaps; empty if there is none."""
    own = lines[number].indent
    above = reversed(lines[max(number - GROUP_LINES, 0) : number])
    over = next((line for line in above if line.indent < own), None) if 0 < own <= MOST_INDENT else None
    is_head = over and over.is_header and not over.has_years and names_employer([over], employers)
    return over.text if over and is_head else ""


def block_head(lines: Sequence[Line], number: int) -> str:
    """The name over a title and its years, alone in its line: an employer that no word gives away; empty if none."""
    over, years = lines[number - 1 : number], lines[number + 1 : number + 2]
    if years and not years[0].after_blank and not years[0].has_years and place_in(years):
        years = lines[number + 2 : number + 3]  # the place stands between
    if not (over and years) or lines[number].after_blank or years[0].after_blank or not years[0].has_years:
        return ""
    head = over[0].text.strip()
    is_first = over[0].after_blank or number == 1 or is_label(lines[number - 2].text)
    is_name = over[0].is_header and is_named(head) and not (is_length(head) or over[0].has_years)
    is_name = is_name and not any(map(is_label, parts_of(head)))
    return head if is_first and is_name and ":" not in head else ""


def paragraph_head(lines: Sequence[Line], number: int) -> tuple[str, str]:
    """The name in the first line of the paragraph of a title, and the place under it, if the others are fields.

    As in federal résumés: employer, place, years, "Hours per week: 40", "Title: Teacher". Empty if there is none.
    """
    first = number
    while first > 0 and not lines[first].after_blank and number - first < MOST_FIELDS:
        first -= 1
    head, others = lines[first], lines[first + 1 : number + 1]
    name = head.text.strip()
    is_name = head.is_header and is_named(name) and not (head.has_years or ":" in name or is_label(name))
    fields = [line for line in others if line.has_years or is_form_field(line.text)]
    place = place_in(others[:1]) if others and others[0] not in fields else ""
    is_form = len(fields) > 1 and len(fields) + bool(place) == len(others) and any(line.has_years for line in fields)
    is_form = is_form and any(is_form_field(line.text) for line in others)
    return (name, place) if is_name and is_form else ("", "")


def headed(post: Post, lines: Sequence[Line], number: int, employers: Employers) -> Post:
    """The post with the employer of a line of its own over several posts, if it has none itself."""
    head = "" if post.employer else _section_head(lines, number, employers)
    if not head:
        return post
    named, place = employers.find(parts_of(head))
    return replace(post, employer=named, place=post.place or place)


def _section_head(lines: Sequence[Line], number: int, employers: Employers) -> str:
    """The employer alone between empty lines, over a title and perhaps others; empty if none is."""
    for above in range(number - 1, max(number - GROUP_LINES, 0) - 1, -1):
        line = lines[above]
        if line.titles or BULLET.match(line.text) or (is_sentence(line.text) and not is_label(line.text)):
            continue
        if is_label(line.text):
            return ""
        if names_employer([line], employers):
            is_alone = line.after_blank and lines[above + 1].after_blank and lines[number].has_years
            is_head = line.is_header and (not line.has_years or is_alone)
            return line.text if is_head and _is_over(lines, above, number) else ""
        begins, under = above == 0 or line.after_blank, lines[above + 1]
        if begins and line.is_header and not line.has_years and (under.titles or under.has_years):
            return ""  # an employer that no word gives away
    return ""


def _is_over(lines: Sequence[Line], above: int, number: int) -> bool:
    """Whether an employer in line `above` stands over the title in line `number`, and perhaps others.

    It's alone between empty lines, or over a list of titles, or over paragraphs that begin with title and years.
    """
    line, own, under = lines[above], lines[number], lines[above + 1 : number + 1]
    begins = above == 0 or line.after_blank
    if begins and (under[0].after_blank or (under[0].has_years and own.has_years and own.after_blank)):
        return True
    is_of_post_above = above > 0 and not line.after_blank and bool(lines[above - 1].held)
    return not is_of_post_above and not any(one.after_blank or not one.titles for one in under)


def grouped(post: Post, lines: Sequence[Line], number: int, employers: Employers) -> Post:
    """The post with the employer over a group of posts, if it has none itself."""
    head = "" if post.employer else _group_head(lines, number)
    if not head:
        return post
    named, place = employers.find([head])
    return replace(post, employer=named or head, place=post.place or place)


def _group_head(lines: Sequence[Line], number: int) -> str:
    """The employer over several posts, with the length of all of them in the next line; empty if there is none."""
    last = max(number - GROUP_LINES, 0)
    for above in range(number - 1, last, -1):
        if _is_group_length(lines[above]):
            return lines[above - 1].text.strip()
        if head := _group_line(lines[above].text):
            return head
        begins = lines[above].after_blank and not lines[above + 1].has_years
        if (lines[above].titles and block_head(lines, above)) or (begins and not lines[above].titles):
            return ""
    return _group_line(lines[last].text) if number else ""


def _is_group_length(line: Line) -> bool:
    """Whether a line only says how long, and how, somebody was somewhere: "Full-time · 5 yrs 3 mos"."""
    terms, _, length = line.text.strip().rpartition(" · ")
    return is_length(length) and not line.has_years and (not terms or is_terms_of_work(terms))


def _group_line(line: str) -> str:
    """The employer in a line with the length of all posts there: "Global Affairs · Full-time · 9 yrs"."""
    name, *others = (part.strip() for part in line.split(" · "))
    is_head = others and is_length(others[-1]) and is_named(name) and not is_terms_of_work(name)
    return name if is_head and not DATES.search(name) else ""


def place_in(lines: Sequence[Line]) -> str:
    """The place that a line consists of: "Tbilisi, Georgia"; empty if it says anything else."""
    written = [part for line in lines for part in line.parts]
    parts = [part.strip(" -–—•·()") for part in written if not is_label(part)]
    is_field = any(":" in line.text for line in lines) and len(parts) == len(written)  # "Supervisor: …"
    place = ", ".join(parts)
    if lines and len(parts) > 1 and STREET.match(parts[0]) and not is_field:  # "2201 C Street NW, Washington, DC"
        parts = [part for part in parts[1:] if not any(char.isdigit() for char in part)]
        place = ", ".join(parts)
    is_one = parts and not is_field and is_place(parts[0]) and all(map(is_named, parts)) and not WORK.search(place)
    return place if is_one else ""


def names_employer(lines: Sequence[Line], employers: Employers) -> bool:
    """Whether one of some lines has an employer."""
    return any(employers.find(line.parts)[0] for line in lines)
