"""Read the employer, the place and the years of a post in the lines before and after the line of its title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.resume.employer_over_title import (
    STREET,
    block_head,
    grouped,
    headed,
    less_indented,
    names_employer,
    paragraph_head,
    place_in,
)
from content.resume.employers import Employers
from content.resume.held_titles import Line
from content.resume.post import Post
from content.resume.post_lines import (
    DATES,
    first_part,
    is_city,
    is_duties,
    is_form_field,
    is_label,
    is_labelled,
    is_named,
    is_place,
    is_terms_of_work,
    parts_of,
    period_in,
    period_of,
    place_fields,
    plain_years,
)
from content.resume.sections import is_section

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
_COLUMNS = re.compile(r"\t|[ ]{3,}")
EMPLOYER_FIELD = re.compile(
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
        if names_employer(before, employers):  # "National Security Secretariat; counter-terrorism strategy."
            after = [line for line in after if not _FULL_STOP.search(line.text.rstrip())]
        named += bool(block_head(lines, number)) and not names_employer((*before, *after), employers)
        over, under = names_employer(before, employers), names_employer(after, employers)
        if over != under and not any(employers.find(parts_of(rest))[0] for rest in _without_titles(lines[number])):
            named += over - under
        years += _has_years(before) - _has_years(after)
    if titled and not named:  # empty lines around each title: what stands before the first and after the last?
        before, after = _preceding(lines, titled[0]), list(_following(lines, titled[-1]))
        named = names_employer(before, employers) - names_employer(after, employers)
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
    before = _own_before(lines, number)
    after = [line for line in _following(lines, number) if not is_terms_of_work(line.text)]
    is_weak = _is_weak(post) or lexicon().is_country(post.place) or _has_place_field(post, after)
    weak = post.place if is_weak else ""
    post = replace(post, place="") if weak else post
    was = post
    if over := less_indented(lines, number, employers):
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
        post = replace(post, place=place_in(free[:1]))
    post = _dated(post, before if leads.years else after, before_title=leads.years)
    many = len(before) > LINES_BEFORE
    unnamed = [line for line in before if not names_employer([line], employers)]
    unnamed = unnamed if many or (before and unnamed == before[:1] and is_city(first_part(before[0].text))) else []
    post = _placed(post, was, unnamed, after, leads=leads.employers)
    if leads.employers and post.employer and not post.place:
        addresses = [line for line in before if STREET.match(first_part(line.text))]
        cities = filter(
            None, (_US_CITY.match(line.text.strip()) for line in lines[max(number - FIELDS_AFTER, 0) : number])
        )
        city = next(cities, None)
        post = replace(post, place=place_in(addresses[:1]) or (city[1] if city else ""))
    if not post.employer and not post.place and (leads.employers or post.kind == "job"):
        name, place = (_name_and_place_over if leads.employers else _name_and_place_under)(lines, number)
        post = replace(post, employer=name, place=place)
    if leads.employers and not post.employer and (post.place or not post.is_known):
        name, place = paragraph_head(lines, number)
        post = replace(post, employer=block_head(lines, number) or name, place=post.place or place)
    post = _with_terms(post, lines, number)
    post = headed(post, lines, number, employers)
    post = grouped(post, lines, number, employers)
    post = _profiled(post, after, leads.employers)
    named, place = employers.find(parts_of(post.place)) if employers.has_word(post.place) else ("", "")
    if named and place:  # "Department for Trade", then "British High Commission, Nairobi"
        post = replace(post, place=place)
    post = _with_desk(post, weak, lines[number].text)
    place = post.place or weak
    return replace(post, place="" if place == post.employer else place)


def _has_place_field(post: Post, after: Sequence[Line]) -> bool:
    """Whether a form names the place, so that what stands behind the title without an employer is its subject."""
    return bool(post.place) and not post.employer and any(place_fields(line.text) for line in after)


def _with_desk(post: Post, subject: str, line: str) -> Post:
    """The post with its subject, if that looked like its place: "Desk Officer, Haiti", whose place is Washington."""
    is_other = post.place and subject and subject not in post.place
    is_desk = "desk" in post.title.casefold() or not (lexicon().is_country(subject) or is_city(subject))
    written = f"{post.title}, {subject}"
    is_one = is_other and is_desk and post.kind == "job" and written in " ".join(line.split())
    return replace(post, title=written) if is_one else post


def _employed(post: Post, own: Line, beside: Sequence[Line], employers: Employers) -> Post:
    """The post with the employer in a field of a form: "Name of employer: Save the Children"."""
    field = next(filter(None, (EMPLOYER_FIELD.match(line.text) for line in beside)), None)
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


def _own_before(lines: Sequence[Line], number: int) -> list[Line]:
    """The lines before a title, without what somebody did in the post before, and without its fields in a form."""
    before = _preceding(lines, number)
    if not lines[number].after_blank:
        return before
    has_fields = number + 1 < len(lines) and not lines[number + 1].after_blank
    before = [line for line in before if not _FULL_STOP.search(line.text.rstrip())]
    return [line for line in before if not (has_fields and is_labelled(line.text))]


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
    is_field = is_form_field(line.text) and not (is_labelled(line.text) or line.has_years)
    return is_field and not EMPLOYER_FIELD.match(line.text)


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
    return replace(post, years=plain_years(dates[0]), place=post.place or place_in([cell]))


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
        place = place_in(together[:1])  # employer over the title, then place and years
    if leads and not was.place:  # rather than the country in "Ministry of Trade, Ireland"
        place = place_in(together[dated + 1 : dated + 2]) or place
    if leads and post.employer and not place:  # over years and fields
        place = next(filter(None, (place_in([line]) for line in over)), "")
    if was.employer and not place and dated:
        place = place_in(together[:1])
    return replace(post, place=place)


def _profiled(post: Post, after: Sequence[Line], has_employer: bool) -> Post:
    """The post with an employer and a place that have lines of their own, as on LinkedIn: employer, years, place."""
    dated = next((number for number, line in enumerate(after) if line.has_years), None)
    last = dated if dated is not None else 0  # the place follows the years, or the employer in the first line
    if dated == 1 and last + 1 >= len(after) and not (post.employer or post.place or post.kind == "job"):
        alone = [part.strip() for part in after[0].parts if not is_label(part)]
        return replace(post, place=alone[0]) if len(alone) == 1 and is_place(alone[0]) else post  # "Dhaka", "2012–2015"
    if dated is not None and dated > 1 and not place_in(after[last + 1 : last + 2]):
        place = post.place or place_in(after[dated - 1 : dated])
        is_name = dated == 2 and post.kind == "job" and place and _is_name_alone(after[0].text)
        employer = first_part(after[0].text) if is_name and not post.employer else post.employer
        return replace(post, employer=employer, place=place)
    if last + 1 >= len(after) or post.place or after[last + 1].after_blank or (dated is None and not post.employer):
        return post
    place = place_in(after[last + 1 : last + 2])
    if not place:
        return post
    unnamed = dated == 1 and not has_employer and not post.employer
    return replace(post, employer=first_part(after[0].text) if unnamed else post.employer, place=place)


def _is_name_alone(line: str) -> bool:
    """Whether a line has nothing but a name: "Bosch"."""
    return len(parts_of(line)) == 1 and is_named(line) and ":" not in line and not is_label(line)


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
    place = place_in([line for line in lines[number + 2 : number + 3] if not line.after_blank and line.is_header])
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


def _has_years(lines: Sequence[Line]) -> bool:
    return any(line.has_years for line in lines)
