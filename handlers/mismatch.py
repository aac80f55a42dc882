"""Two things in a résumé that don't seem to fit: how they are told, and what of them a conversation may remember."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from content.resume.post import Post

MUCH_EARLIER = 5
"""Years before the usual ones from which a rank or a grade may be early: services differ by less."""
PART_OF_USUAL = 0.6
"""The part of the usual years up to which it is: a rank of 18 years is no surprise after 12."""

MismatchKind = Literal["early", "skipped", "fallen", "chair", "house", "ungraded", "nationals", "early-grade"]


def is_much_earlier(since: int, usual: int) -> bool:
    """Whether something comes much earlier after a first post than it usually does, both in years."""
    return since > 0 and usual - since >= MUCH_EARLIER and since <= usual * PART_OF_USUAL


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Two things that don't seem to fit, why they may, and what to ask."""

    kind: MismatchKind
    posts: tuple[Post, ...]
    text: str
    reason: str
    question: str

    @property
    def noted(self) -> str:
        """The kind with the names of the entries and of the grade, and no word of the résumé: "early Counsellor"."""
        names = [post.entry.name for post in self.posts if post.entry]
        has_grade = self.kind in ("ungraded", "nationals", "early-grade")
        grades = [post.grade.name for post in self.posts if has_grade and post.grade]
        return f"{self.kind} {' > '.join((*names, *grades))}"
