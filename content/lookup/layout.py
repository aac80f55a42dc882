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
from content.lookup.post import Post
from content.lookup.post_lines import BULLET, DATES, is_label, is_named, is_place, is_sentence, parts_of
from content.lookup.scan import Mention

LEAST = 2
"""Posts that must have something in one place before it's looked for there."""
NEAR = (0, 1, -1, 2, -2)
"""Lines from that of the years in which the title may stand, the likeliest first."""
MOST_LINES = 3
"""Lines above and below a title that may belong to its post."""
MOST_LEVELS = 2
"""Words before a known title in its cell: "Acting Senior"."""

_COLUMN = re.compile(r"\t|[ ]{3,}|\s\|\s?")
_TABLE = 3
"""Columns that make a line the row of a table, in which commas divide nothing."""


class _Spot(NamedTuple):
    """Where something stands: lines after another one, and the cell there."""

    line: int
    cell: int


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
        if not spot or not 0 <= at < len(lines) or at in used or not _is_near(lines, number, at, dated):
            continue
        cells = list(_cells(lines[at], cell_end))
        start, written = cells[spot.cell] if spot.cell < len(cells) else (0, "")
        if may_be_unknown_job(written) and not is_employer(written) and not is_sentence(lines[at][0]):
            used.add(at)
            yield Mention(start, start + len(written), written, None)


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
            return _Spot(by, cell) if len(before.split()) <= MOST_LEVELS else None
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
    if len(posts) <= LEAST or all(post.employer and post.place for post in posts):
        return list(posts)
    starts = [line.start for line in lines]
    numbers = [bisect_right(starts, post.start) - 1 for post in posts]
    around = [dict(_around(post, lines, number)) for post, number in zip(posts, numbers, strict=True)]
    houses: Counter[_Spot] = Counter()
    places: Counter[_Spot] = Counter()
    for post, parts in zip(posts, around, strict=True):
        house = _first_with(post.employer, parts)
        place = _first_with(post.place.partition(",")[0], parts)
        houses.update([house] if house else [])
        places.update([place] if place and place != house else [])
    house_spot, place_spot = _usual(houses), _usual(places)
    done: list[Post] = []
    for number, (post, parts) in enumerate(zip(posts, around, strict=True)):
        done.append(_filled(post, parts, house_spot, place_spot, employers))
        is_next = number and numbers[number] == numbers[number - 1] + 1 and not lines[numbers[number]].after_blank
        if house_spot and house_spot.line < 0 and is_next and not (done[-1].employer or done[-1].place):
            done[-1] = replace(done[-1], employer=done[-2].employer, place=done[-2].place)
    return done


def _filled(
    post: Post, parts: Mapping[_Spot, str], house_spot: _Spot | None, place_spot: _Spot | None, employers: Employers
) -> Post:
    """A post with the employer and the place that stand in these places."""
    if not post.years:
        return post
    house = parts.get(house_spot, "") if house_spot else ""
    place = parts.get(place_spot, "") if place_spot else ""
    is_house = is_named(house) and not is_label(house) and house not in post.title
    if not post.employer and is_house and (house != post.place or place):
        post = replace(post, employer=house, place="" if post.place == house else post.place)
    if not post.place and is_place(place) and place != post.employer and not employers.is_one(place):
        post = replace(post, place=place)
    return post


def _first_with(written: str, parts: Mapping[_Spot, str]) -> _Spot | None:
    """The place of the first part with something."""
    return next((spot for spot, part in parts.items() if written in part), None) if written else None


def _around(post: Post, lines: Sequence[Line], number: int) -> Iterator[tuple[_Spot, str]]:
    """What stands in the line of a title and in those around it, each part with its place from the title."""
    parts, titles = _parts(lines[number].text), parts_of(post.title)
    own = next((place for place, part in enumerate(parts) if titles and titles[0].strip() in part), None)
    if own is not None:
        last = own if len(parts) >= _TABLE and _is_row(lines[number].text) else own + len(titles) - 1
        yield from ((_Spot(0, place - own), part) for place, part in enumerate(parts[:own]))
        yield from ((_Spot(0, place - last), part) for place, part in enumerate(parts) if place > last)
    for by in (-1, 1):
        at = number
        for _ in range(MOST_LINES):
            is_apart = lines[at].after_blank if by < 0 else at + 1 < len(lines) and lines[at + 1].after_blank
            at += by
            if is_apart or not 0 <= at < len(lines) or not lines[at].is_header:
                break
            yield from ((_Spot(at - number, place), part) for place, part in enumerate(_parts(lines[at].text)))


def _is_row(line: str) -> bool:
    return len(list(islice(_COLUMN.finditer(line.strip()), _TABLE - 1))) == _TABLE - 1


def _parts(line: str) -> list[str]:
    """The parts of a line without its years; the columns of a row of a table."""
    cells = _COLUMN.split(DATES.sub("", line).strip()) if _is_row(line) else parts_of(line)
    return [part for cell in cells if (part := BULLET.sub("", cell).strip(" .,()"))]
