"""Read by its place what no word gives away: a title, an employer or a city that stands where the others have theirs.

Most résumés write all their posts in one way. Where the years, the title, the employer and the place stand is learned
from the posts that words give away.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from content.lookup.employers import Employers
from content.lookup.held_titles import Line
from content.lookup.job_words import may_be_unknown_job
from content.lookup.lexicon import lexicon
from content.lookup.post import Post
from content.lookup.post_lines import BULLET, DATES, is_city, is_label, is_named, is_place, parts_of
from content.lookup.scan import Mention

LEAST = 2
"""Posts that must have something in one place before it's looked for there."""
NEAR = (0, 1, -1, 2, -2)
"""Lines from that of the years in which the title may stand, the likeliest first."""
MOST_LINES = 3
"""Lines above and below a title that may belong to its post."""
MOST_WORDS = 8
"""Words of an employer that no word gives away."""
MOST_LEVELS = 2
"""Words before a known title in its cell: "Acting Senior"."""

_COLUMN = re.compile(r"\t|[ ]{3,}|[ ]?\|[ ]?")
_TABLE = 3
"""Columns beside the years that make a line the row of a table, in which commas divide nothing."""


class _Spot(NamedTuple):
    """Where something stands: lines after another one, the cell there, and whether it's in capitals."""

    line: int
    cell: int
    in_capitals: bool = False


_TITLE = _Spot(0, 0)
"""The cell of a title."""


def titles_by_layout(
    lines: Sequence[re.Match[str]],
    dated: Sequence[bool],
    titles: Mapping[int, int],
    cell_end: re.Pattern[str],
    is_employer: Callable[[str], bool],
) -> Iterator[Mention]:
    """The titles of dated lines that have none, if those of the others stand in one place.

    `dated` says which lines have years of a post, and `titles` where in a line the first known title begins.
    """
    spots: dict[int, _Spot] = {}
    untitled: list[int] = []
    for number in (number for number, has_years in enumerate(dated) if has_years):
        spot = next(filter(None, (_spot(lines, number, by, dated, titles, cell_end) for by in NEAR)), None)
        if spot:
            spots[number] = spot
        else:
            untitled.append(number)
    if not untitled or len(spots) < LEAST:
        return
    votes: dict[tuple[bool, str], Counter[_Spot]] = defaultdict(Counter)
    for number, spot in spots.items():
        votes[_form(lines[number][0])][spot] += 1
    used = {number + spot.line for number, spot in spots.items()}
    for number in untitled:
        spot = _usual(votes.get(_form(lines[number][0])))
        at = number + spot.line if spot else -1
        if not spot or not 0 <= at < len(lines) or at in used or at in titles or not _is_near(lines, number, at, dated):
            continue
        start, written = next(islice(_cells(lines[at], cell_end), spot.cell, None), (0, ""))
        is_whole = not lines[at].string.startswith((":", " :"), start + len(written))  # no heading
        is_like = is_whole and written.isupper() == spot.in_capitals
        if is_like and may_be_unknown_job(written, lines[at][0]) and not _is_in_employer(written, lines[at][0], is_employer):
            used.add(at)
            yield Mention(start, start + len(written), written, None)


def _is_in_employer(written: str, line: str, is_employer: Callable[[str], bool]) -> bool:
    """Whether a cell is in a part of a line with the word of an employer: "Foreign, Commonwealth Office"."""
    return any(written in part and is_employer(part) for part in parts_of(line))


def _usual(votes: Counter[_Spot] | None) -> _Spot | None:
    """The place of most of them; None if there is none, or too few."""
    if not votes:
        return None
    spot, count = votes.most_common(1)[0]
    return spot if count >= LEAST and count * 2 > votes.total() else None


def _spot(
    lines: Sequence[re.Match[str]],
    number: int,
    by: int,
    dated: Sequence[bool],
    titles: Mapping[int, int],
    cell_end: re.Pattern[str],
) -> _Spot | None:
    """Where the title of a dated line stands, if it's in the line `by` lines further."""
    at = number + by
    if at not in titles or not _is_near(lines, number, at, dated) or (by and BULLET.match(lines[at][0])):
        return None
    for cell, (start, written) in enumerate(_cells(lines[at], cell_end)):
        if start + len(written) > titles[at]:
            before = lines[at].string[start : titles[at]]
            return _Spot(by, cell, written.isupper()) if len(before.split()) <= MOST_LEVELS else None
    return None


def _is_near(lines: Sequence[re.Match[str]], number: int, at: int, dated: Sequence[bool]) -> bool:
    """Whether a line and that of the years are of one paragraph, with no other years between."""
    if number == at:
        return True
    first, last = sorted((number, at))
    others = (other for other in range(first, last + 1) if other != number)
    text = lines[0].string
    return not any(dated[other] for other in others) and not text.count("\n\n", lines[first].end(), lines[last].start())


def _cells(line: re.Match[str], cell_end: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """The cells of a line that have words, with their places in the text."""
    bullet = BULLET.match(line[0])
    at = line.start() + (bullet.end() if bullet else 0)
    for end in (*cell_end.finditer(line.string, at, line.end()), None):
        written = line.string[at : end.start() if end else line.end()]
        if cell := written.strip(" .*•–—-"):
            yield at + written.index(cell), cell
        at = end.end() if end else at


def _form(line: str) -> tuple[bool, str]:
    """Whether a line is an item of a list, and where its years stand."""
    years = DATES.search(line)
    before, after = (line[: years.start()], line[years.end() :]) if years else (line, "")
    sides = (any(map(str.isalpha, before)), any(map(str.isalpha, after)))
    return BULLET.match(line) is not None, f"{sides}"


def with_details_by_layout(posts: Sequence[Post], lines: Sequence[Line], employers: Employers) -> list[Post]:
    """The posts; one without an employer or a place has what stands where the other posts have theirs."""
    if len(posts) <= LEAST or all((post.employer and post.place) or not post.years for post in posts):
        return list(posts)
    starts = [line.start for line in lines]
    numbers = [bisect_right(starts, post.start) - 1 for post in posts]
    around = [dict(_around(post, lines, number)) for post, number in zip(posts, numbers, strict=True)]
    houses = [_first_with(post.employer, parts) for post, parts in zip(posts, around, strict=True)]
    house_spot = _usual(Counter(filter(None, houses)))
    if not house_spot:
        return list(posts)
    places = (
        _first_with(post.place.partition(",")[0], parts)
        for post, parts, house in zip(posts, around, houses, strict=True)
        if house == house_spot
    )
    place_spot = _usual(Counter(spot for spot in places if spot and spot != house_spot))
    done: list[Post] = []
    for number, (post, parts) in enumerate(zip(posts, around, strict=True)):
        is_row = _TITLE in parts and post.years and place_spot and parts.get(house_spot) and parts.get(place_spot)
        fill = _with_cells if is_row else _filled
        done.append(fill(post, parts, house_spot, place_spot, employers))
        is_next = number > 0 and numbers[number] == numbers[number - 1] + 1 and not lines[numbers[number]].after_blank
        if house_spot.line < 0 and is_next and not (done[-1].employer or done[-1].place):
            done[-1] = replace(done[-1], employer=done[-2].employer, place=done[-2].place)
    return done


def _with_cells(
    post: Post, parts: Mapping[_Spot, str], house_spot: _Spot, place_spot: _Spot | None, _: Employers
) -> Post:
    """A post in the row of a table, with what its columns have."""
    place = parts.get(place_spot, "") if place_spot else ""
    return replace(post, employer=parts[house_spot], place=place or post.place, title=parts.get(_TITLE, post.title))


def _filled(
    post: Post, parts: Mapping[_Spot, str], house_spot: _Spot, place_spot: _Spot | None, employers: Employers
) -> Post:
    """A post with the employer and the place that stand in these places."""
    if not post.years:
        return post
    house = parts.get(house_spot, "")
    place = parts.get(place_spot, "") if place_spot else ""
    is_city_here = is_city(house) and lexicon().is_country(place)  # "Teacher, Osaka, Japan"
    if not (is_city_here or post.kind != "job" or house in post.title) and _may_be_house(house, employers):
        is_clear = house not in post.place and not (is_city(house) and not place and not post.place)
        if not post.employer and (is_clear or (post.place == house and is_place(place) and place != house)):
            post = replace(post, employer=house, place="" if post.place == house else post.place)
        elif post.employer and _is_worse(post.employer, house, parts, employers):
            post = replace(post, employer=house)
    if not post.place and is_place(place) and place != post.employer and not employers.is_one(place):
        post = replace(post, place=place)
    return post


def _may_be_house(part: str, employers: Employers) -> bool:
    is_short = 0 < len(part.split()) <= MOST_WORDS and not any(sign in part for sign in ("(", ". "))
    return is_short and is_named(part) and not is_label(part) and part not in employers.titles


def _is_worse(employer: str, house: str, parts: Mapping[_Spot, str], employers: Employers) -> bool:
    """Whether an employer was only guessed, and the one where the others have theirs is named by a word."""
    if employer in house or house in employer or employers.names(employer):
        return False
    return employers.names(house) or _first_with(employer, parts) is None


def _first_with(written: str, parts: Mapping[_Spot, str]) -> _Spot | None:
    """The place of the first part with something."""
    return next((spot for spot, part in parts.items() if written in part), None) if written else None


def _around(post: Post, lines: Sequence[Line], number: int) -> Iterator[tuple[_Spot, str]]:
    """What stands in the line of a title and in those around it, each part with its place from the title."""
    columns, titles = _columns(lines[number].text), parts_of(post.title)
    parts = columns or _parts(lines[number])
    own = next((place for place, part in enumerate(parts) if titles and titles[0].strip() in part), None)
    if own is not None:
        last = own if columns else own + len(titles) - 1
        if columns:
            yield _TITLE, parts[own]
        yield from ((_Spot(0, place - own), part) for place, part in enumerate(parts[:own]))
        yield from ((_Spot(0, place - last), part) for place, part in enumerate(parts) if place > last)
    for by in (-1, 1):
        at = number
        for _ in range(MOST_LINES):
            is_apart = lines[at].after_blank if by < 0 else at + 1 < len(lines) and lines[at + 1].after_blank
            at += by
            if is_apart or not 0 <= at < len(lines) or not lines[at].is_header:
                break
            yield from ((_Spot(at - number, place), part) for place, part in enumerate(_parts(lines[at])))


def _columns(line: str) -> list[str]:
    """The columns of a line with at least three beside the years; else none."""
    if "|" not in line and "\t" not in line and "   " not in line:
        return []
    cells = [cell.strip(" .,–-") for cell in _COLUMN.split(DATES.sub("", line).strip())]
    return cells if sum(map(bool, cells)) >= _TABLE else []


def _parts(line: Line) -> list[str]:
    """The parts of a line without its years."""
    return [part for cell in line.parts if (part := BULLET.sub("", cell).strip(" .,()"))]
