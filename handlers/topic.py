"""What an answer was about, so that a follow-up such as "titles?" or "the second one" can go on from it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from content.models import Entry, Level
from content.team_terms import TeamEntry

_OFFERING = re.compile(
    rf"(?P<word>\S+)(?:\s(?P<level>{'|'.join(Level)}))?(?:\s(?P<years>\d+(?:\.\d+)?y))?(?:\s(?P<count>\d+\squestions))?(?:\s(?P<minutes>\d+\sminutes))?"
)
"""A command line that waits for an entry."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Names of commands, of the content, of languages and of places only, never other words that a person typed.

    `entries` are names in the order of the answer; a grade counts as an entry here. `level` and `shown` belong to
    interview questions: the last number on the screen, counted from 1. `offered`: the entries are suggestions to
    choose from. `of_team`: the answer says what a team taught, which nobody here has reviewed. `before`: the entries
    of the answer before, if they were others, for "the other one" and "go back". `kit`: the set id of the interview
    kit on the screen; without a `level`, of a kit like the one whose level the answer asks for.
    """

    command: str = ""
    entries: tuple[str, ...] = ()
    level: Level | None = None
    shown: int = 0
    offered: bool = False
    of_team: bool = False
    before: tuple[str, ...] = ()
    kit: str = ""
    minutes: int = 0
    """The length of the talk that the questions on the screen are for."""
    subject: str = ""
    """The competency or theme that these questions are on."""
    kind: str = ""
    """The kind of fact or requirement that the answer has: "languages"."""
    grade: str = ""
    """The grade or level of the requisition that the conversation is about: "P-3"."""
    languages: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    """The languages and places of that requisition or search."""
    noted: tuple[str, ...] = ()
    """Of the résumé on the screen: what doesn't fit (`Mismatch.noted`), and the titles whose time it gives."""
    asked: tuple[str, ...] = ()
    """If the entries are offered, what was asked besides, as a command line has it: "7y", "30 minutes", "in Geneva"."""

    @property
    def entry(self) -> str | None:
        """The one entry it is about; None if there are several or none."""
        return self.entries[0] if len(self.entries) == 1 else None

    def after(self, last: Topic) -> Topic:
        """The topic with what the last answer was about."""
        if last.entries != self.entries:
            return replace(self, before=last.entries)
        same = replace(self, before=last.before, noted=self.noted or last.noted)
        if self.wanted:
            return same
        return replace(same, grade=last.grade, languages=last.languages, places=last.places)

    @property
    def wanted(self) -> tuple[str, ...]:
        """What was asked besides the entry, as command lines have it: of a requisition "P-3", "French", "in Geneva"."""
        if self.offered:
            return self.asked
        return (*filter(None, (self.grade,)), *self.languages, *(f"in {place}" for place in self.places))

    @property
    def time(self) -> str:
        """The length of the talk as a command line has it: "30 minutes"; or nothing."""
        return f"{self.minutes} minutes" if self.minutes else ""

    @property
    def on(self) -> str:
        """The subject as a command line has it: "on integrity"; or nothing."""
        return f"on {self.subject}" if self.subject else ""

    def line(self, entry: str) -> str:
        """The line that asks the same about an entry; a requisition or intake with the same grade and places."""
        wanted = self.wanted if self.command in ("req", "intake") or self.offered else ()
        parts = (self.command, self.level, self.kind, self.on, entry, *wanted, self.time)
        return " ".join(filter(None, parts))


def topic_of(*entries: Entry, level: Level | None = None, shown: int = 0) -> Topic:
    """The topic of an answer about these entries. The router adds the command."""
    of_team = any(isinstance(entry, TeamEntry) for entry in entries)
    return Topic(entries=tuple(entry.name for entry in entries), level=level, shown=shown, of_team=of_team)


def topic_offering(entries: Iterable[Entry], command: str) -> Topic | None:
    """The topic of an answer that lets the person choose; `command` is asked of the chosen entry, perhaps with a level,
    years, the minutes of a talk, a competency or theme, languages and places.

    None for a command with other arguments, which a topic can't hold.
    """
    asked = _OFFERING.match(command)
    beside = command[asked.end() :].strip() if asked else ""  # "in Geneva", "on teamwork"
    is_known = beside.startswith(("in ", "on ")) or beside[:1].isupper()  # places, competencies and themes, languages
    if asked is None or (beside and (not is_known or " -" in beside or beside.endswith(","))):
        return None
    level = Level(asked["level"]) if asked["level"] else None
    further = tuple(filter(None, (asked["years"], asked["count"], asked["minutes"], beside)))
    return Topic(asked["word"], tuple(entry.name for entry in entries), level, offered=True, asked=further)
