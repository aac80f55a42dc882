"""Read the employer, the place and the years of a post in the lines before and after the line of its title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from content.lookup.employers import Employers
from content.lookup.held_titles import Line
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.lookup.post import Post
from content.lookup.post_lines import (
    BULLET,
    DATES,
    WORK,
    first_part,
    is_city,
    is_duties,
    is_form_field,
    is_label,
    is_labelled,
    is_length,
    is_named,
    is_place,
    is_sentence,
    is_terms_of_work,
    parts_of,
    period_in,
    period_of,
    place_fields,
    plain_years,
)
from content.lookup.resume_sections import is_section

LINES_BEFORE = 2
"""Lines before a title that may hold its employer, years and place."""
LINES_AFTER = 4
"""Lines after a title that may hold its employer, years and place: on LinkedIn four, elsewhere two."""
FIELDS_AFTER = 9
"""Lines after a title if they are fields of a form."""
NAME_CITY_COUNTRY = 3
"""Parts of a line with an employer and its place."""
BLOCK_LINES = 4
"""Lines before a title if its years and the fields of a form stand between."""
GROUP_LINES = 30
"""Lines before a title in which the employer of a whole group of posts may stand."""

MOST_INDENT = 12
"""Spaces before a title under its employer; more of them are a column."""

_COLUMNS = re.compile(r"\t|[ ]{3,}")
_STREET = re.compile(
    r"(?:\d{1,5}[A-Z]? (?:[A-Z][\w.'-]{0,20} ?){1,6}|Plot \d.*|P\.? ?O\.? Box.*|"
    r"[A-Z]\w{2,30}(?:straße|strasse|gatan|straat) \d{1,4})$"
)
"""The first part of an address: "2201 C Street NW", "Plot 1577 Ggaba Road"."""
_EMPLOYER_FIELD = re.compile(
    r"[\s•*-]{0,6}(?:name (?:and address )?of |(?:nom|nome|nombre|name|naam)[^:\n]{0,20} )?"
    r"(?:employer|organi[sz]ation|company|datore di lavoro|empleador|l['’]employeur|empregador|arbeitgebers?|werkgever|"
    r"employeur|empresa|entidad|entité)[^:\n]{0,20}[:\t]\s{0,12}"
    r"([A-Z]\S.{1,90})",
    re.I,
)
_PART_OF_EMPLOYER = re.compile(
    r"^(?:Department|Division|Section|Bureau|Directorate|Unit|Branch|Office) (?:of|for)\b|"
    r"\b(?:Division|Section|Department|Branch|Unit)$"
)
_US_CITY = re.compile(r"([A-Z][a-z][A-Za-z .'-]{1,30}, [A-Z]{2}),? \d{5}(?:-\d{4})?\b")
"""A city of the US with its postal code."""
_NUMBER = re.compile(r"^\s{0,8}\(?\d{1,2}[.)]\s{1,8}(?=[A-Z])")
"""The number of an item: "2. Hotel Adlon, Berlin"."""
_FULL_STOP = re.compile(r"[a-z]{3}\.$")


class Leads(NamedTuple):
    """Whether a résumé writes its employers, and its years, before the titles rather than after them."""

    employers: bool
    years: bool


def leads_of(lines: Sequence[Line], employers: Employers) -> Leads:
    """Whether employers, and whether years, stand in the lines before the title rather than after it."""
    named = years = 0
    titled = [number for number, line in enumerate(lines) if line.held]
    for number in titled:
        before = _above(lines, number)
        after = list(takewhile(lambda line: not line.after_blank, islice(_following(lines, number), 2)))
        if _names_employer(before, employers):  # "National Security Secretariat; counter-terrorism strategy."
            after = [line for line in after if not _FULL_STOP.search(line.text.rstrip())]
        named += bool(_block_head(lines, number)) and not _names_employer((*before, *after), employers)
        over, under = _names_employer(before, employers), _names_employer(after, employers)
        if over != under and not any(employers.find(parts_of(rest))[0] for rest in _without_titles(lines[number])):
            named += over - under
        years += _has_years(before) - _has_years(after)
    if titled and not named:  # empty lines around each title: what stands before the first and after the last?
        before, after = _preceding(lines, titled[0]), list(_following(lines, titled[-1]))
        named = _names_employer(before, employers) - _names_employer(after, employers)
        years = years or _has_years(before) - _has_years(after)
    return Leads(named > 0, years > 0)


def _is_weak(post: Post) -> bool:
    """Whether the place may be what a "Desk Officer – Asia" or a "Programme Specialist, Governance" works on."""
    is_sure = post.years and is_city(post.place) and not lexicon().is_word(normalize(post.place))
    return not post.employer and not is_sure


def _without_titles(line: Line) -> Iterator[str]:
    """What a line has before, between and after its titles."""
    at = 0
    for title in line.titles:
        yield line.text[at : title.start - line.start]
        at = title.end - line.start
    yield line.text[at:]


def completed(post: Post, lines: Sequence[Line], number: int, leads: Leads, employers: Employers) -> Post:
    """The post with what the lines around its title say, if its own line doesn't."""
    weak = post.place if _is_weak(post) or lexicon().is_country(post.place) else ""
    post = replace(post, place="") if weak else post
    before = _preceding(lines, number)
    if lines[number].after_blank:  # not what somebody did in the post before
        before = [line for line in before if not _FULL_STOP.search(line.text.rstrip())]
    was = post
    after = [line for line in _following(lines, number) if not is_terms_of_work(line.text)]
    if over := _less_indented(lines, number, employers):
        named, place = employers.find(parts_of(over))
        post = was = replace(post, employer=post.employer or named, place=post.place or place)
        after = list(takewhile(lambda line: line.indent >= lines[number].indent, after))
    post = _outer(post, lines, number, leads, employers)
    beside = (*before, *after) if leads.employers else (*after, *before)
    post = _employed(post, lines[number], beside, employers)
    if post.years:  # a line with years of its own is about another post
        after = list(takewhile(lambda line: not line.has_years, after))
    for line in before if leads.employers else after:
        named, place = employers.find(line.parts)
        if named and not post.employer:
            weak, place = (place, "") if lexicon().is_country(place) else (weak, place)
            post = replace(post, employer=named, place=place or post.place)
    for line in (*after, *before):
        if not post.place and (places := place_fields(line.text)):
            post = replace(post, place=places[0])
    if leads.employers and not post.place:  # "Freelance, Madrid"
        free = [line for line in before if any(is_terms_of_work(part) for part in line.parts)]
        post = replace(post, place=_place_in(free[:1]))
    post = _dated(post, before if leads.years else after, before_title=leads.years)
    many = len(before) > LINES_BEFORE
    unnamed = [line for line in before if not _names_employer([line], employers)]
    unnamed = unnamed if many or (before and unnamed == before[:1] and is_city(first_part(before[0].text))) else []
    post = _placed(post, was, unnamed, after, leads=leads.employers)
    if leads.employers and post.employer and not post.place:
        addresses = [line for line in before if _STREET.match(first_part(line.text))]
        cities = filter(
            None, (_US_CITY.match(line.text.strip()) for line in lines[max(number - FIELDS_AFTER, 0) : number])
        )
        city = next(cities, None)
        post = replace(post, place=_place_in(addresses[:1]) or (city[1] if city else ""))
    if not post.employer and not post.place and (leads.employers or post.kind == "job"):
        name, place = (_name_and_place_over if leads.employers else _name_and_place_under)(lines, number)
        post = replace(post, employer=name, place=place)
    if leads.employers and not post.employer and (post.place or not post.is_known):
        post = replace(post, employer=_block_head(lines, number))
    post = _with_terms(post, lines, number)
    post = _headed(post, lines, number, employers)
    post = _grouped(post, lines, number, employers)
    post = _profiled(post, after, leads.employers)
    named, place = employers.find(parts_of(post.place)) if employers.has_word(post.place) else ("", "")
    if named and place:  # "Department for Trade", then "British High Commission, Nairobi"
        post = replace(post, place=place)
    place = post.place or weak
    return replace(post, place="" if place == post.employer else place)


def house_over_list(lines: Sequence[Line], number: int, employers: Employers) -> str:
    """The employer in the line over a list of posts, if it says nothing else but years; empty if there is none."""
    above = number - 1
    while above >= 0 and BULLET.match(lines[above].text) and not lines[above + 1].after_blank:
        above -= 1
    if above < 0 or not lines[above].is_header or lines[above + 1].after_blank:
        return ""
    return employers.find(lines[above].parts)[0]


def _employed(post: Post, own: Line, beside: Sequence[Line], employers: Employers) -> Post:
    """The post with the employer in a field of a form: "Name of employer: Save the Children"."""
    field = next(filter(None, (_EMPLOYER_FIELD.match(line.text) for line in beside)), None)
    if not field or not is_labelled(own.text):
        return post
    named, place = employers.find(parts_of(field[1]))
    if not named:
        named, place = first_part(field[1]), employers.find(parts_of(field[1])[1:])[1]
    stations = [name for line in beside for name in place_fields(line.text)]
    if stations and not post.place:  # not the country in "UN Assistance Mission in Somalia"
        place = stations[0]
    return replace(post, employer=named, place=place or post.place)


def _outer(post: Post, lines: Sequence[Line], number: int, leads: Leads, employers: Employers) -> Post:
    """The post with the employer in the next line, if its own has only a part of it: "Department of Safeguards"."""
    own = lines[number]
    if not _PART_OF_EMPLOYER.search(post.employer) or employers.knows(post.employer):
        return post
    beside = lines[number - 1 : number] if leads.employers and not own.after_blank else lines[number + 1 : number + 2]
    if not beside or not beside[0].is_header or (beside[0] is not lines[number - 1] and beside[0].after_blank):
        return post
    named, place = employers.find(beside[0].parts)
    return replace(post, employer=named, place=place or post.place) if named else post


def _preceding(lines: Sequence[Line], number: int) -> list[Line]:
    """Up to two lines before a title that belong to it, the nearest first."""
    nearest = reversed(lines[max(number - LINES_BEFORE, 0) : number])
    before = list(takewhile(lambda line: line.is_header and not (line.after_blank and is_label(line.text)), nearest))
    return _above(lines, number) if any(map(_is_detail, before)) or _ends_block(lines, number) else before


def _above(lines: Sequence[Line], number: int) -> list[Line]:
    """Up to two lines right over a title, without an empty line between, the nearest first; three over fields."""
    above: list[Line] = []
    most = LINES_BEFORE + _ends_block(lines, number)
    for place in range(number - 1, -1, -1):
        if lines[place + 1].after_blank and most > LINES_BEFORE and len(above) == 1 and above[0].has_years:
            most = BLOCK_LINES  # employer and place, an empty line, years and fields, as in federal résumés
        elif lines[place + 1].after_blank:
            break
        if not lines[place].is_header or len(above) == most or (most == BLOCK_LINES and lines[place].has_years):
            break
        if _is_detail(lines[place]):
            most = LINES_BEFORE + 1
        else:
            above.append(lines[place])
    return above


def _ends_block(lines: Sequence[Line], number: int) -> bool:
    """Whether a title is the last line of a paragraph of four: years, employer, place, title."""
    first = number - LINES_BEFORE - 1
    ends = number + 1 == len(lines) or lines[number + 1].after_blank
    if first < 0 or not ends or not (first == 0 or lines[first].after_blank):
        return False
    over = lines[first:number]
    return all(line.is_header for line in over) and not any(line.after_blank for line in lines[first + 1 : number + 1])


def _is_detail(line: Line) -> bool:
    """Whether a line is a field of a form that says neither who, where nor when: "Hours per week: 40"."""
    return is_form_field(line.text) and not is_labelled(line.text) and not line.has_years


def _following(lines: Sequence[Line], number: int) -> Iterator[Line]:
    """The lines after a title that belong to it. The third and the fourth may not follow an empty line.

    A form may have more of them: its fields don't count.
    """
    count = 0
    for place, line in enumerate(lines[number + 1 : number + 1 + FIELDS_AFTER]):
        is_field = is_form_field(line.text)
        if (_is_detail(line) and not line.titles) or (is_duties(line.text) and not line.has_years):
            continue
        count += not is_field
        ends = line.after_blank and (place > 1 or is_section(line.text))
        if not line.is_header or ends or count > LINES_AFTER:
            return
        if place < LINES_AFTER or is_field:
            yield line


def _dated(post: Post, beside: Sequence[Line], *, before_title: bool) -> Post:
    """The post with the years in the lines before or after its title, if its own line has none, and the place there."""
    if post.years:
        return post
    in_order = list(reversed(beside)) if before_title else beside
    period = next(filter(None, (period_of(one.text, other.text) for one, other in pairwise(in_order))), "")
    period = period or next(filter(None, (period_in(one.text) for one in beside if one.has_years)), "")
    if period:
        return replace(post, years=period)
    line = next((line for line in beside if line.has_years), None)
    dates = DATES.search(line.text) if line else None
    if not line or not dates:
        return post
    cell = replace(line, text=_dated_cell(line.text))
    parts = [part.strip() for part in parts_of(cell.text)]
    if before_title and post.kind == "job" and not post.employer and len(parts) == 2 and _is_name_and_city(parts):
        return replace(post, employer=parts[0], place=post.place or parts[1], years=plain_years(dates[0]))
    return replace(post, years=plain_years(dates[0]), place=post.place or _place_in([cell]))


def _dated_cell(line: str) -> str:
    """The column of a line that has the years and more: "Toronto, 2013–2015" beside "French B2"; else the line."""
    cells = [cell for cell in _COLUMNS.split(line) if DATES.search(cell) and re.search(r"\w", DATES.sub("", cell))]
    return cells[0] if len(cells) == 1 else line


def _placed(post: Post, was: Post, over: Sequence[Line], after: Sequence[Line], *, leads: bool) -> Post:
    """The post with the place in a line of its own. `was` is the post as its own line has it.

    With `leads` the employer stands over the title; `over` are the lines there that name none, if there are many.
    """
    together = list(takewhile(lambda line: not line.after_blank, after))
    dated = next((place for place, line in enumerate(together) if line.has_years), len(together))
    place = post.place
    if leads and post.employer and not place and dated == 1:
        place = _place_in(together[:1])  # employer over the title, then place and years
    if leads and not was.place:  # rather than the country in "Ministry of Trade, Ireland"
        place = _place_in(together[dated + 1 : dated + 2]) or place
    if leads and post.employer and not place:  # over years and fields
        place = next(filter(None, (_place_in([line]) for line in over)), "")
    if was.employer and not place and dated:
        place = _place_in(together[:1])
    return replace(post, place=place)


def _profiled(post: Post, after: Sequence[Line], has_employer: bool) -> Post:
    """The post with an employer and a place that have lines of their own, as on LinkedIn: employer, years, place."""
    dated = next((number for number, line in enumerate(after) if line.has_years), None)
    last = dated if dated is not None else 0  # the place follows the years, or the employer in the first line
    if dated == 1 and last + 1 >= len(after) and not (post.employer or post.place or post.kind == "job"):
        alone = [part.strip() for part in after[0].parts if not is_label(part)]
        return replace(post, place=alone[0]) if len(alone) == 1 and is_place(alone[0]) else post  # "Dhaka", "2012–2015"
    if dated is not None and dated > 1 and not _place_in(after[last + 1 : last + 2]):
        place = post.place or _place_in(after[dated - 1 : dated])
        is_name = dated == 2 and post.kind == "job" and place and _is_name_alone(after[0].text)
        employer = first_part(after[0].text) if is_name and not post.employer else post.employer
        return replace(post, employer=employer, place=place)
    if last + 1 >= len(after) or post.place or after[last + 1].after_blank or (dated is None and not post.employer):
        return post
    place = _place_in(after[last + 1 : last + 2])
    if not place:
        return post
    unnamed = dated == 1 and not has_employer and not post.employer
    return replace(post, employer=first_part(after[0].text) if unnamed else post.employer, place=place)


def _is_name_alone(line: str) -> bool:
    """Whether a line has nothing but a name: "Bosch"."""
    return len(parts_of(line)) == 1 and is_named(line) and ":" not in line and not is_label(line)


def _place_in(lines: Sequence[Line]) -> str:
    """The place that a line consists of: "Tbilisi, Georgia"; empty if it says anything else."""
    written = [part for line in lines for part in line.parts]
    parts = [part.strip(" -–—•·()") for part in written if not is_label(part)]
    is_field = any(":" in line.text for line in lines) and len(parts) == len(written)  # "Supervisor: …"
    place = ", ".join(parts)
    if lines and len(parts) > 1 and _STREET.match(parts[0]) and not is_field:  # "2201 C Street NW, Washington, DC"
        parts = [part for part in parts[1:] if not any(char.isdigit() for char in part)]
        place = ", ".join(parts)
    is_one = parts and not is_field and is_place(parts[0]) and all(map(is_named, parts)) and not WORK.search(place)
    return place if is_one else ""


def _less_indented(lines: Sequence[Line], number: int, employers: Employers) -> str:
    """The employer in the line that an indented title is under, with others perhaps; empty if there is none."""
    own = lines[number].indent
    above = reversed(lines[max(number - GROUP_LINES, 0) : number])
    over = next((line for line in above if line.indent < own), None) if 0 < own <= MOST_INDENT else None
    is_head = over and over.is_header and not over.has_years and _names_employer([over], employers)
    return over.text if over and is_head else ""


def _block_head(lines: Sequence[Line], number: int) -> str:
    """The name over a title and its years, alone in its line: an employer that no word gives away; empty if none."""
    over, years = lines[number - 1 : number], lines[number + 1 : number + 2]
    if years and not years[0].after_blank and not years[0].has_years and _place_in(years):
        years = lines[number + 2 : number + 3]  # the place stands between
    if not (over and years) or lines[number].after_blank or years[0].after_blank or not years[0].has_years:
        return ""
    head = over[0].text.strip()
    is_first = over[0].after_blank or number == 1 or is_label(lines[number - 2].text)
    is_name = over[0].is_header and is_named(head) and not (is_length(head) or over[0].has_years)
    is_name = is_name and not any(map(is_label, parts_of(head)))
    return head if is_first and is_name and ":" not in head else ""


def _name_and_place_over(lines: Sequence[Line], number: int) -> tuple[str, str]:
    """The name and the place in the line over a title and its years: "Kituo cha Sheria – Nairobi"; empty if none."""
    over = lines[number - 1] if number else lines[number]
    parts = [part.strip(" .,") for part in parts_of(_NUMBER.sub("", over.text))]
    has_years_over = number > 1 and lines[number - 2].has_years and not over.after_blank
    first = number - 1 - (has_years_over and not _NUMBER.match(over.text))
    dated = [lines[number], *(line for line in lines[number + 1 : number + 2] if not line.after_blank)]
    has_years = any(line.has_years for line in (lines[first], *dated))
    is_first = first == 0 or lines[first].after_blank or _NUMBER.match(over.text) is not None
    is_head = over.is_header and is_first and not over.has_years and has_years
    is_pair = len(parts) > 1 and is_named(parts[0]) and is_city(parts[1]) and not any(map(is_label, parts))
    return (parts[0], ", ".join(parts[1:])) if is_head and is_pair and not lines[number].after_blank else ("", "")


def _name_and_place_under(lines: Sequence[Line], number: int) -> tuple[str, str]:
    """The name and the place in the line right under a title: "Sonae Sierra, Porto"; empty if none."""
    under = lines[number + 1 : number + 2]
    if not under or under[0].after_blank or not under[0].is_header or under[0].text.rstrip().endswith("."):
        return "", ""
    parts = [part.strip(" .,()") for part in under[0].parts]
    place = _place_in([line for line in lines[number + 2 : number + 3] if not line.after_blank and line.is_header])
    if place and not lines[number + 2].has_years and not under[0].has_years and _is_name_alone(under[0].text):
        return parts[0], place
    is_pair = 2 <= len(parts) <= NAME_CITY_COUNTRY and _is_name_and_city(parts)
    return (parts[0], ", ".join(parts[1:])) if is_pair else ("", "")


def _is_name_and_city(parts: Sequence[str]) -> bool:
    return is_named(parts[0]) and is_city(parts[1]) and not any(map(is_label, parts))


def _with_terms(post: Post, lines: Sequence[Line], number: int) -> Post:
    """The post with the name in the line under its title, if the terms of work stand beside: "Caritas · Part-time"."""
    under = next((line.text for line in lines[number + 1 : number + 2] if not line.after_blank), "")
    name, *terms = parts_of(under)[:2] or ("",)
    is_name = terms and is_terms_of_work(terms[0]) and is_named(name) and not is_terms_of_work(name)
    return replace(post, employer=name.strip()) if is_name and not post.employer else post


def _headed(post: Post, lines: Sequence[Line], number: int, employers: Employers) -> Post:
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
        if _names_employer([line], employers):
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


def _grouped(post: Post, lines: Sequence[Line], number: int, employers: Employers) -> Post:
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
        if (lines[above].titles and _block_head(lines, above)) or (begins and not lines[above].titles):
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


def _names_employer(lines: Sequence[Line], employers: Employers) -> bool:
    return any(employers.find(line.parts)[0] for line in lines)


def _has_years(lines: Sequence[Line]) -> bool:
    return any(line.has_years for line in lines)
