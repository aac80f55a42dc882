"""A post in a résumé: what it has, and what kind of title its own is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from content.library import Library
from content.lookup.grades import GradeReading
from content.models import Entry
from content.resume.post_lines import YEAR

Kind = Literal["rank", "chair", "job"]
"""What a title is: a step of a ladder, a chair that people of different ranks hold, or a job."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post as a text has it: `title`, `employer`, `place` and `years` as written, empty if not found.

    `entry` is None for a title that the content only knows as a neighbour of `near`, or, with none there, not at all.
    `level` is a grade as written of which there is no table.
    `with_previous`: it is a second title of the post before it ("Counsellor and Deputy Head of Mission").
    """

    start: int
    title: str
    kind: Kind
    entry: Entry | None = None
    near: tuple[Entry, ...] = ()
    employer: str = ""
    place: str = ""
    years: str = ""
    grade: GradeReading | None = None
    level: str = ""
    with_previous: bool = False

    @property
    def is_known(self) -> bool:
        """Whether the content knows the title, if only as a neighbour."""
        return self.entry is not None or bool(self.near)

    @property
    def begins(self) -> int | None:
        """The first year of the post; None if no year is given."""
        match = YEAR.search(self.years)
        return int(match[0]) if match else None


def kind_of(entry: Entry, library: Library) -> Kind:
    """Whether a title is a rank, a chair or a job."""
    if any(entry.name in pack.chairs for pack in library.packs):
        return "chair"
    if any(entry.name in pack.ranks for pack in library.packs):
        return "rank"
    ladders = (ladder for pack in library.packs for ladder in pack.ladders)
    return "rank" if any(entry.name in ladder.entries for ladder in ladders) else "job"
