"""Grades in a résumé that their post can't have, or that come much sooner than they are usually given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from content.library import Library
from content.models import Entry
from content.resume.post import Post
from handlers.mismatch import Mismatch, is_much_earlier
from handlers.parsing.nationalities import is_other_country
from handlers.wording import a_or_an, counted

_NATIONALITY = re.compile(
    r"\b(?:nationalit(?:y|ies|é|à)|nacionalidade?|nazionalità|staatsangehörigkeit|nationalität|nationaliteit|"
    r"citizenships?)\s?(?::|\s)\s{0,3}(?P<named>[^\n;|.:\d]{3,60})"
    r"|\b(?P<word>[A-Z][a-z]{3,14}) (?:national|citizen)(?=\s*[\n,.;|(]|\s*$)",
    re.I,
)
"""What a résumé says of its person's nationality."""


_COMPARED_BY_WRITER = "The text says “equivalent”: that is the writer's own comparison, which no table makes."
_EQUIVALENT = r"(?:equivalent|equiv\.?|equal|comparable|corresponding)"
_COMPARED = re.compile(
    rf"\b{_EQUIVALENT}(?:\s(?:to|with|of|grade|level|the|an?)){{0,3}}\s{{0,2}}:?\s{{0,2}}$|^[\s,)]{{0,3}}(?:level\s)?{_EQUIVALENT}\b",
    re.I,
)
"""What stands before or after a grade that somebody only compares themselves with."""
SAID_OF_POST = 400
"""Characters from a title on in which its grade stands."""
BESIDE = 30
"""Characters on each side of a grade in which the text may say so."""


def is_compared(post: Post, text: str, library: Library) -> bool:
    """Whether a résumé only compares a post with a grade: "P-5 equivalent", "equivalent to P-5"."""
    said = text[post.start : post.start + SAID_OF_POST] if post.grade else ""
    at = next((one for one in library.grades_in(said) if post.grade in one.readings), None) if said else None
    if at is None:
        return False
    before, after = said[max(at.start - BESIDE, 0) : at.start], said[at.end : at.end + BESIDE]
    return any(_COMPARED.search(part) for part in (before, after))


def has_no_grade(entry: Entry | None, library: Library) -> bool:
    """Whether a kind of post has no grade, as the content knows: that of a UN Volunteer."""
    return entry is not None and any(entry.name in pack.ungraded for pack in library.packs)


def no_grades(posts: Sequence[Post], library: Library) -> Iterator[Mismatch]:
    """The grades of posts that can have none."""
    yield from (no_grade(post) for post in posts if post.grade and has_no_grade(post.entry, library))


def no_grade(post: Post) -> Mismatch:
    """A grade beside a post that has none."""
    name, grade = (post.entry.name if post.entry else post.title), (post.grade.name if post.grade else "a grade")
    for_nationals = f", and {grade} is for nationals of the country of the post" if _is_for_nationals(post) else ""
    return Mismatch(
        "ungraded",
        (post,),
        f"{post.title} with {grade}: {a_or_an(name)} {name} has no grade{for_nationals}.",
        "The letter may be the writer's own comparison, or belong to another contract in the same office.",
        f"Which contract did you have as {post.title}, and who gave the grade {grade}?",
    )


def grades_of_nationals(posts: Sequence[Post], text: str, library: Library) -> Iterator[Mismatch]:
    """The grades for nationals of the country of the post, if the text names another nationality."""
    own = ", ".join(match["named"] or match["word"] for match in _NATIONALITY.finditer(text))
    for post in posts:
        is_for_nationals = own and _is_for_nationals(post) and not has_no_grade(post.entry, library)
        if is_for_nationals and is_other_country(own, post.place):
            yield grade_of_nationals(post, f" in {post.place}, and the text names another nationality")


def grade_of_nationals(post: Post, where: str = ", and the text names another nationality") -> Mismatch:
    """A grade for nationals in another country than the person's own."""
    grade, as_title = (post.grade.name if post.grade else ""), f" as {post.title}" if post.title else ""
    return Mismatch(
        "nationals",
        (post,),
        f"{grade}{as_title}{where}: this grade is for nationals of the country of the post.",
        "Some people have two nationalities, and some write the grade that they compare themselves with.",
        f"Which grade did your contract{as_title} give, and for which duty station?",
    )


def _is_for_nationals(post: Post) -> bool:
    return post.grade is not None and post.grade.scheme.nationals_only


def early_grades(posts: Sequence[Post], first: Post, text: str, library: Library) -> Iterator[Mismatch]:
    """The grades that come much sooner after the first post than the years that their employer asks for."""
    for post in posts:
        asked = post.grade.grade.years if post.grade else None
        if asked is None or post is first or post.begins is None or has_no_grade(post.entry, library):
            continue
        since = post.begins - (first.begins or post.begins)
        if is_much_earlier(since, asked):
            when = f" in {post.begins}, {counted(since, 'year')} after the first post here"
            mismatch = early_grade(post, when)
            yield replace(mismatch, reason=_COMPARED_BY_WRITER) if is_compared(post, text, library) else mismatch


def early_grade(post: Post, when: str = " soon after the first post here") -> Mismatch:
    """A grade that comes much sooner than the years that its employer asks for."""
    grade, as_title = (post.grade.name if post.grade else ""), f" as {post.title}" if post.title else ""
    asks = counted((post.grade and post.grade.grade.years) or 0, "year")
    return Mismatch(
        "early-grade",
        (post,),
        f"{grade}{when}: this grade asks for {asks} or more.",
        "Earlier posts may be left out, and if the text says “equivalent”, the comparison is the writer's own.",
        f"Who gave the grade {grade}{as_title}, and which years did it count?",
    )
