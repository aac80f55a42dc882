"""Read by its place the employer or the city of a post that no word gives away: where the other posts have theirs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.resume.employers import PART_OF_HOUSE, Employers
from content.resume.held_titles import Line
from content.resume.post import Post
from content.resume.post_lines import BULLET, DATES, is_city, is_duties, is_label, is_named, is_place, parts_of
from content.resume.titles_by_layout import LEAST, NUMBER, Spot, usual_spot

MOST_LINES = 3
"""Lines above and below a title that may belong to its post."""
MOST_WORDS = 8
"""Words of an employer that no word gives away."""

_COLUMN = re.compile(r"\t|[ ]{3,}|[ ]?\|[ ]?")
_TABLE = 3
"""Columns beside the years that make a line the row of a table, in which commas divide nothing."""
MOST_ABOUT = 4
"""Words of what a title is about."""
_TITLE, _AFTER_TITLE = Spot(0, 0), Spot(0, 1)
"""The cell of a title, and the one after it."""


def with_details_by_layout(posts: Sequence[Post], lines: Sequence[Line], employers: Employers) -> list[Post]:
    """The posts; one without an employer or a place has what stands where the other posts have theirs."""
    if len(posts) <= LEAST:
        return list(posts)
    starts = [line.start for line in lines]
    numbers = [bisect_right(starts, post.start) - 1 for post in posts]
    posts = [_with_whole_title(post, lines[at], employers) for post, at in zip(posts, numbers, strict=True)]
    are_beside = {post.employer in lines[number].text for post, number in zip(posts, numbers, strict=True)}
    if len(are_beside) == 1 and all((post.employer and post.place) or not post.years for post in posts):
        return list(posts)
    around = [dict(_around(post, lines, number)) for post, number in zip(posts, numbers, strict=True)]
    houses = [_first_with(post.employer, parts) for post, parts in zip(posts, around, strict=True)]
    house_spot = usual_spot(Counter(filter(None, houses)))
    if not house_spot:
        return list(posts)
    places = (
        _first_with(post.place.partition(",")[0], parts)
        for post, parts, house in zip(posts, around, houses, strict=True)
        if house == house_spot
    )
    place_spot = usual_spot(Counter(spot for spot in places if spot and spot != house_spot))
    done: list[Post] = []
    for number, (post, parts) in enumerate(zip(posts, around, strict=True)):
        is_row = bool(_columns(lines[numbers[number]].text)) and house_spot.line == 0
        is_row = is_row and bool(post.years and place_spot and parts.get(house_spot) and parts.get(place_spot))
        fill = _with_cells if is_row else _filled
        done.append(fill(post, parts, house_spot, place_spot, employers))
        is_next = number > 0 and numbers[number] == numbers[number - 1] + 1 and not lines[numbers[number]].after_blank
        if house_spot.line < 0 and is_next and not done[-1].employer:
            done[-1] = replace(done[-1], employer=done[-2].employer, place=done[-1].place or done[-2].place)
    return done


def _with_whole_title(post: Post, line: Line, employers: Employers) -> Post:
    """A post with all that stands in the line of its title, if its details don't: "Portfolio Manager, Governance"."""
    written = " ".join(BULLET.sub("", line.text).split())
    if post.kind != "job" or line.has_years or not (post.employer and written.startswith(post.title)):
        return post
    more = written[len(post.title) :]
    is_about = more.startswith((", ", " of ", " for ")) and more.count(",") <= 1 and len(more.split()) <= MOST_ABOUT
    is_about = is_about and not any(sign in more for sign in "().;:|") and "   " not in line.text.strip()
    about = more.strip(" ,")
    if not is_about or post.employer in written or employers.has_word(more) or any(map(str.isdigit, more)):
        return post
    is_place = about in post.place or post.place in more or (is_city(about) and not lexicon().is_word(normalize(about)))
    is_other = is_place or any(one in more for one in employers.titles)
    return post if is_other else replace(post, title=written)


def _with_cells(post: Post, parts: Mapping[Spot, str], house_spot: Spot, place_spot: Spot | None, _: Employers) -> Post:
    """A post in the row of a table, with what its columns have."""
    place = parts.get(place_spot, "") if place_spot else ""
    return replace(post, employer=parts[house_spot], place=place or post.place, title=parts.get(_TITLE, post.title))


def _filled(
    post: Post, parts: Mapping[Spot, str], house_spot: Spot, place_spot: Spot | None, employers: Employers
) -> Post:
    """A post with the employer and the place that stand in these places."""
    if not post.years:
        return post
    house = parts.get(house_spot, "")
    place = parts.get(place_spot, "") if place_spot else ""
    is_city_here = is_city(house) and lexicon().is_country(place)  # "Teacher, Osaka, Japan"
    is_expected = post.kind == "job" or employers.names(house)  # an ambassador may have none
    is_other = is_city_here or house in post.title or post.title in house
    if is_expected and not is_other and _may_be_house(house, employers):
        is_clear = house not in post.place and not (is_city(house) and not place and not post.place)
        is_shifted = post.place == house and is_place(place) and place != house
        is_both = post.place.startswith(house) and is_place(place) and place != house  # "Zepter Bookshop, Novi Sad"
        if not post.employer and (is_clear or is_both):
            post = replace(post, employer=house, place="" if is_both else post.place)
        is_sure = is_shifted or employers.names(house) or not (is_city(house) or lexicon().is_country(house))
        if post.employer and _is_worse(post.employer, house_spot, parts, employers, is_sure=is_sure):
            post = replace(post, employer=house, place="" if post.place == house else post.place)
    if (
        not post.place
        and is_place(place)
        and place != post.employer
        and not (employers.is_one(place) or place in employers.titles)
    ):
        post = replace(post, place=place)
    return post


def _may_be_house(part: str, employers: Employers) -> bool:
    is_short = 0 < len(part.split()) <= MOST_WORDS and not any(sign in part for sign in ("(", ". "))
    return is_short and is_named(part) and not is_label(part) and part not in employers.titles


def _is_worse(
    employer: str, house_spot: Spot, parts: Mapping[Spot, str], employers: Employers, *, is_sure: bool
) -> bool:
    """Whether an employer was only guessed, and the one where the others have theirs is surer.

    A heading is none if the others have theirs in the line of the title, and what stands there `is_sure` to be one.
    """
    spot, house = _first_with(employer, parts), parts[house_spot]
    if employer in house or house in employer:
        return False
    if house_spot.line == 0 and not PART_OF_HOUSE.search(house) and (not spot or spot.line < 0) and is_sure:
        return True
    return not employers.names(employer) and employers.names(house)


def _first_with(written: str, parts: Mapping[Spot, str]) -> Spot | None:
    """The place of the first part with something."""
    return next((spot for spot, part in parts.items() if written in part), None) if written else None


def _around(post: Post, lines: Sequence[Line], number: int) -> Iterator[tuple[Spot, str]]:
    """What stands in the line of a title and in those around it, each part with its place from the title."""
    columns, titles = _columns(lines[number].text), parts_of(post.title)
    parts = columns or _parts(lines[number])
    own = next((place for place, part in enumerate(parts) if titles and titles[0].strip() in part), None)
    if own is not None and len(lines[number].titles) == 1:
        last = own if columns else own + len(titles) - 1
        yield _TITLE, parts[own]
        yield from ((Spot(0, place - own), part) for place, part in enumerate(parts[:own]))
        yield from ((Spot(0, place - last), part) for place, part in enumerate(parts) if place > last)
    for by in (-1, 1):
        at = number
        for _ in range(MOST_LINES):
            is_apart = lines[at].after_blank if by < 0 else at + 1 < len(lines) and lines[at + 1].after_blank
            at += by
            if is_apart or not 0 <= at < len(lines) or not lines[at].is_header:
                break
            if is_duties(lines[at].text):
                continue
            yield from ((Spot(at - number, place), part) for place, part in enumerate(_parts(lines[at])))


def _columns(line: str) -> list[str]:
    """The columns of a line with at least three beside the years; else none."""
    if "|" not in line and "\t" not in line and "   " not in line:
        return []
    cells = [cell.strip(" .,–-") for cell in _COLUMN.split(DATES.sub("", line).strip())]
    return cells if sum(map(bool, cells)) >= _TABLE else []


def _parts(line: Line) -> list[str]:
    """The parts of a line without its years."""
    return [part for cell in line.parts if (part := NUMBER.sub("", BULLET.sub("", cell)).strip(" .,()"))]
