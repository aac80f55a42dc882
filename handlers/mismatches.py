"""What in a résumé does not fit together at first sight, the innocent reason, and the question that settles it.

Nothing here is a verdict: ranks are skipped, lent and lost for good reasons. Gaps between years are never counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.library import Library
from content.models import Chart, Ladder
from content.resume.post import Post
from handlers.wording import a_or_an

LOW = 2
"""Rungs from the bottom of a ladder below which a chair as the next post is unusual."""
_STAND_IN = re.compile(r"\ba\.?\s?i\b|(?<![\w/])a/(?=\w)|ad interim|\bacting\b|\binterim\b|charg[eé]", re.I)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Two things that don't seem to fit, why they may, and what to ask."""

    text: str
    reason: str
    question: str


def mismatches(posts: Sequence[Post], library: Library) -> list[Mismatch]:
    """All of them, the oldest post first."""
    ordered = _oldest_first(posts)
    found = [*_jumps(ordered, library), *_wrong_house(ordered, library)]
    return list({mismatch.text: mismatch for mismatch in found}.values())


def open_questions(posts: Sequence[Post]) -> list[tuple[Post, str]]:
    """What the titles leave open: the rank of whoever sat in a chair, and how long somebody stood in."""
    questions: list[tuple[Post, str]] = []
    for number, post in enumerate(posts):
        following = posts[number + 1] if number + 1 < len(posts) else None
        has_rank = (post.with_previous and posts[number - 1].kind == "rank") or (
            following is not None and following.with_previous and following.kind == "rank"
        )
        if _STAND_IN.search(post.title):
            questions.append((post, f"As {post.title}: for how many weeks, and why was the head away?"))
        elif post.kind == "chair" and not has_rank and not (post.with_previous and posts[number - 1].kind == "chair"):
            questions.append((post, f"As {post.title}: your own rank, and how many diplomats were in the office?"))
    return questions


def _oldest_first(posts: Sequence[Post]) -> list[Post]:
    """By the years if most posts have them, else the other way round: a résumé begins with the newest post."""
    dated = [post for post in posts if post.begins is not None]
    if len(dated) > 1 and len(dated) * 2 >= len(posts):
        return sorted(dated, key=lambda post: post.begins or 0)
    return list(reversed(posts))


def _jumps(posts: Sequence[Post], library: Library) -> Iterator[Mismatch]:
    """Ranks that rise by several rungs, fall, or lead straight into a chair."""
    for ladder in (ladder for pack in library.packs for ladder in pack.ladders):
        before: Post | None = None
        next_to = True  # whether no post of an unknown rank stands between
        for post in posts:
            next_to = next_to and post.is_known
            if post.entry is None or _STAND_IN.search(post.title):
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
    low = ladder.entries.index(before.entry.name)
    if post.entry.name not in ladder.entries:
        if post.kind != "chair" or low > LOW or not next_to:
            return None
        return Mismatch(
            f"From {before.title} straight to {post.title}.",
            "A chair says nothing about rank: in a small service a junior diplomat may sit in it, or posts in between "
            "aren't listed.",
            f"What was your rank on the diplomatic list as {post.title}, and what came between?",
        )
    high = ladder.entries.index(post.entry.name)
    if high < low:
        return Mismatch(
            f"{post.title} comes after {before.title}, which is a higher rank.",
            "A rank may go with the posting and end with it, and a move to another service can mean a new start.",
            "What was your rank at home in both posts?",
        )
    if high > low + 1 and next_to:
        between = ", ".join(ladder.entries[low + 1 : high])
        return Mismatch(
            f"From {before.title} to {post.title}, without {between} in between.",
            "Some services skip a rung, and a short CV leaves posts out.",
            "Which ranks came between, and when?",
        )
    return None


def _wrong_house(posts: Sequence[Post], library: Library) -> Iterator[Mismatch]:
    """Chairs that belong to another kind of office than the employer in the text. Ranks and jobs are found in many."""
    charts = [chart for pack in library.packs for chart in pack.charts]
    for post in (post for post in posts if post.kind == "chair"):
        name = post.entry.name if post.entry else ""
        homes = [chart for chart in charts if any(name == at.entries[0] for at in chart.posts)]
        houses = _houses(post.employer, charts, library)
        if homes and houses and not any(_is_usual(post, chart, library) for chart in houses):
            office = homes[0].organisations[0].lower()
            yield Mismatch(
                f"{post.title} usually sits in {a_or_an(office)} {office}; the text says {post.employer}.",
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
