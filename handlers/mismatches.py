"""What in a résumé does not fit together at first sight, the innocent reason, and the question that settles it.

Nothing here is a verdict: ranks are skipped, lent and lost for good reasons. Gaps between years are never counted. What
is odd about grades is in grades_of_posts.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from content.library import Library
from content.models import Chart, Ladder
from content.resume.post import Post, kind_of
from handlers.acting import is_for_another, stands_in
from handlers.grades_of_posts import (
    early_grade,
    early_grades,
    grade_of_nationals,
    grades_of_nationals,
    no_grade,
    no_grades,
)
from handlers.mismatch import Mismatch, is_much_earlier
from handlers.wording import a_or_an, counted

LOW = 2
"""Rungs from the bottom of a ladder below which a chair as the next post is unusual."""
_OF_GRADES = {"ungraded": no_grade, "nationals": grade_of_nationals, "early-grade": early_grade}
_SENIOR = re.compile(
    r"\b(?:senior|head|chief|director|deputy|manager|lead|principal|partner|president|minister|member of parliament|"
    r"colonel|general|professor|ceo|founder)\b",
    re.I,
)
"""What in the title of a first post says that others came before it."""


def mismatches(posts: Sequence[Post], library: Library, text: str = "") -> list[Mismatch]:
    """All of them, the oldest post first. `text` is the whole résumé, for what it says beside its posts."""
    ordered = _oldest_first(posts)
    first = first_of_career(ordered, library)
    early = list(_early_ranks(ordered, first, library))
    told = {mismatch.posts[-1].start for mismatch in early}
    found = [
        *early,
        *(one for one in _jumps(ordered, library) if one.kind != "skipped" or one.posts[-1].start not in told),
        *no_grades(ordered, library),
        *grades_of_nationals(ordered, text, library),
        *(early_grades(ordered, first, text, library) if first else ()),
        *_wrong_house(ordered, library),
    ]
    return list({mismatch.text: mismatch for mismatch in found}.values())


def noted_again(noted: Sequence[str], library: Library) -> list[Mismatch]:
    """The mismatches of a topic (`Mismatch.noted`), told without the words and the years of the résumé."""
    return [mismatch for one in noted if (mismatch := _noted_again(one, library))]


def _noted_again(noted: str, library: Library) -> Mismatch | None:
    kind, _, names = noted.partition(" ")
    name, _, other = names.partition(" > ")
    if alone := library.grade(name):
        return _of_kind(kind, [Post(0, "", "job", grade=alone)], (), library)
    grade = library.grade(other)
    posts = [
        Post(0, entry.name, kind_of(entry, library), entry, grade=grade)
        for entry in library.linked([name] if grade else [name, other])
    ]
    ladders = [one for pack in library.packs for one in pack.ladders if name in one.entries]
    return _of_kind(kind, posts, ladders, library) if posts else None


def _of_kind(kind: str, posts: Sequence[Post], ladders: Sequence[Ladder], library: Library) -> Mismatch | None:
    post = posts[-1]
    if kind in _OF_GRADES:
        return _OF_GRADES[kind](post)
    if kind == "early":
        return next((_early(post, ladder) for ladder in ladders if ladder.years), None)
    if kind == "house":
        return _in_wrong_house(post, [chart for pack in library.packs for chart in pack.charts])
    if len(posts) < 2:
        return None
    return next(filter(None, (_jump(posts[0], post, ladder, next_to=True) for ladder in ladders)), None)


def open_questions(posts: Sequence[Post], times: Sequence[str] = ()) -> list[tuple[Post, str]]:
    """What the titles leave open: the rank of whoever sat in a chair, and what somebody who stood in did.

    `times` are those that the text gives for standing in, one for each post, empty if it gives none.
    """
    questions: list[tuple[Post, str]] = []
    for number, post in enumerate(posts):
        following = posts[number + 1] if number + 1 < len(posts) else None
        has_rank = (post.with_previous and posts[number - 1].kind == "rank") or (
            following is not None and following.with_previous and following.kind == "rank"
        )
        if stands_in(post.title):
            time = times[number] if number < len(times) else ""
            questions.append((post, _of_standing_in(post, time)))
        elif post.kind == "chair" and not has_rank and not (post.with_previous and posts[number - 1].kind == "chair"):
            questions.append((post, f"As {post.title}: your own rank, and how many diplomats were in the office?"))
    return questions


def _of_standing_in(post: Post, time: str) -> str:
    """How long somebody stood in, unless the text says so; then what they decided in that time."""
    if not time:
        return f"As {post.title}: for how many weeks, and why was the head away?"
    return f"As {post.title} ({time}): what did you decide yourself in that time, and why was the head away?"


def first_of_career(ordered: Sequence[Post], library: Library) -> Post | None:
    """The first dated post, if nothing says that others came before it: a low rank, or a job without seniority."""
    first = next((post for post in ordered if post.begins is not None), None)
    if first is None or first.kind == "chair" or _SENIOR.search(first.title):
        return None
    if first.grade and first.grade.grade.level != "junior":
        return None
    ladders = [one for pack in library.packs for one in pack.ladders if first.entry and first.entry.name in one.entries]
    is_high = any(ladder.entries.index(first.entry.name) > LOW for ladder in ladders if first.entry)
    return None if is_high or (first.kind == "rank" and not ladders) else first


def _oldest_first(posts: Sequence[Post]) -> list[Post]:
    """By the years if most posts have them, else the other way round: a résumé begins with the newest post."""
    dated = [post for post in posts if post.begins is not None]
    if len(dated) > 1 and len(dated) * 2 >= len(posts):
        return sorted(dated, key=lambda post: post.begins or 0)
    return list(reversed(posts))


def _early_ranks(posts: Sequence[Post], first: Post | None, library: Library) -> Iterator[Mismatch]:
    """The ranks that come much sooner after the first post than people usually hold them; each rank once."""
    for ladder in (ladder for pack in library.packs for ladder in pack.ladders if ladder.years):
        before: Post | None = None
        for post in posts:
            is_rank = post.kind == "rank" and post.entry is not None and post.entry.name in ladder.entries
            if not is_rank or post.begins is None or stands_in(post.title):
                continue
            since = post.begins - first.begins if first and first.begins else None
            low = ladder.years[_rung(post, ladder)].low
            is_higher = before is None or _rung(post, ladder) > _rung(before, ladder)
            if is_higher and since is not None and post is not first and is_much_earlier(since, low):
                yield _early(post, ladder, _when(post, first, before))
            elif before is not None and _is_fast(before, post, ladder):
                yield _skipped(before, post, ladder)
            before = post


def _is_fast(before: Post, post: Post, ladder: Ladder) -> bool:
    """Whether ranks are skipped between two dated posts, and the years between are too few for them."""
    low, high = _rung(before, ladder), _rung(post, ladder)
    until = ladder.years[low].high
    if high <= low + 1 or until is None or before.begins is None or post.begins is None:
        return False
    return post.begins - before.begins < ladder.years[high].low - until


def _when(post: Post, first: Post | None, before: Post | None) -> str:
    """ " in 2017, seven years after the first post here, five after Second Secretary"."""
    begins, started = post.begins or 0, (first and first.begins) or 0
    after = f" in {begins}, {counted(begins - started, 'year')} after the first post here"
    if before is None or before is first or before.begins is None:
        return after
    return f"{after} and {counted(begins - before.begins, 'year')} after {before.title}"


def _early(post: Post, ladder: Ladder, when: str = " soon after the first post here") -> Mismatch:
    return Mismatch(
        "early",
        (post,),
        f"{post.title}{when}: a rank often held at {ladder.years[_rung(post, ladder)]} years.",
        "Some services promote fast or take people in from another career, and a short CV leaves posts out.",
        f"Which ranks did you hold before {post.title}, and from which year?",
    )


def _rung(post: Post, ladder: Ladder) -> int:
    return ladder.entries.index(post.entry.name) if post.entry else 0


def _jumps(posts: Sequence[Post], library: Library) -> Iterator[Mismatch]:
    """Ranks that rise by several rungs, fall, or lead straight into a chair."""
    for ladder in (ladder for pack in library.packs for ladder in pack.ladders):
        before: Post | None = None
        next_to = True  # whether no post of an unknown rank stands between
        for post in posts:
            next_to = next_to and post.is_known
            if post.entry is None or stands_in(post.title):
                continue
            if before is not None and (mismatch := _jump(before, post, ladder, next_to=next_to)):
                yield mismatch
            if post.entry.name in ladder.entries:
                before, next_to = post, True
            elif post.kind == "chair":
                before = None
            else:
                next_to = False  # a job, whose rank isn't told


def _jump(before: Post, post: Post, ladder: Ladder, *, next_to: bool) -> Mismatch | None:
    """What is odd about two posts; if they aren't `next_to` each other, only a rank that falls."""
    if before.entry is None or post.entry is None:
        return None
    low = _rung(before, ladder)
    if post.entry.name not in ladder.entries:
        if post.kind != "chair" or low > LOW or not next_to:
            return None
        return Mismatch(
            "chair",
            (before, post),
            f"From {before.title} straight to {post.title}.",
            "A chair says nothing about rank: in a small service a junior diplomat may sit in it, or posts in between "
            "aren't listed.",
            f"What was your rank on the diplomatic list as {post.title}, and what came between?",
        )
    high = _rung(post, ladder)
    if high < low:
        return Mismatch(
            "fallen",
            (before, post),
            f"{post.title} comes after {before.title}, which is a higher rank.",
            "A rank may go with the posting and end with it, and a move to another service can mean a new start.",
            "What was your rank at home in both posts?",
        )
    return _skipped(before, post, ladder) if high > low + 1 and next_to else None


def _skipped(before: Post, post: Post, ladder: Ladder) -> Mismatch:
    *ranks, last = ladder.entries[_rung(before, ladder) + 1 : _rung(post, ladder)]
    between = f"{', '.join(ranks)} and {last}" if ranks else last
    return Mismatch(
        "skipped",
        (before, post),
        f"From {before.title} to {post.title}, without {between} in between.",
        "Some services skip a rung, and a short CV leaves posts out.",
        "Which ranks came between, and when?",
    )


def _wrong_house(posts: Sequence[Post], library: Library) -> Iterator[Mismatch]:
    """Chairs that belong to another kind of office than the employer in the text. Ranks and jobs are found in many.

    Somebody who only acts for the holder may do so from another office.
    """
    charts = [chart for pack in library.packs for chart in pack.charts]
    for post in (post for post in posts if post.kind == "chair" and not is_for_another(post.title)):
        houses = _houses(post.employer, charts, library)
        mismatch = _in_wrong_house(post, charts)
        if mismatch and houses and not any(_is_usual(post, chart, library) for chart in houses):
            yield mismatch


def _in_wrong_house(post: Post, charts: Sequence[Chart]) -> Mismatch | None:
    name = post.entry.name if post.entry else ""
    home = next((chart for chart in charts if any(name == at.entries[0] for at in chart.posts)), None)
    if home is None:
        return None
    office = home.organisations[0].lower()
    return Mismatch(
        "house",
        (post,),
        f"{post.title} usually sits in {a_or_an(office)} {office}; the text says {post.employer or 'another house'}.",
        "One office can do both jobs, and small states combine them.",
        "What was the full name of the office, and to whom were you accredited?",
    )


def _is_usual(post: Post, chart: Chart, library: Library) -> bool:
    """Whether work of the title's kind is done in such an office: an embassy has a consular section, for example."""
    fields = {entry.field for at in chart.posts for entry in library.linked(at.entries)}
    return post.entry is not None and post.entry.field in fields


def _houses(employer: str, charts: Sequence[Chart], library: Library) -> list[Chart]:
    names = {mention.entry.name for mention in library.scan(employer) if mention.entry} if employer else set()
    return [chart for chart in charts if names & set(chart.organisations)]
