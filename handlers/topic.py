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

_OF, _ON, _IN = "of ", "on ", "in "
_MINUTES = re.compile(r"\d{1,4} minutes")
_OF_SET = re.compile(r"\d{1,4} minutes|on .+")


@dataclass(frozen=True, slots=True)
class Topic:
    """Names of commands, of the content, of languages and of places only, never other words that a person typed.

    `entries` are names in the order of the answer; a grade counts as an entry here. `level` and `shown` belong to
    interview questions: the last number on the screen, counted from 1. `offered`: the entries are suggestions to
    choose from. `of_team`: the answer says what a team taught, which nobody here has reviewed. `before`: the entries
    of the answer before, if they were others, for "the other one" and "go back". `kit`: the set id of the interview
    kit on the screen; without a `level`, of a kit like the one whose level the answer asks for. `details`: the grade
    or level, the languages and the places of the requisition or search that the conversation is about, as command
    lines have them: "P-3", "French", "in Geneva"; if `offered`, the years and minutes that were asked for; "of
    languages" is the kind of fact or requirement that the answer has; "30 minutes" and "on integrity" are those of the
    questions on the screen.
    """

    command: str = ""
    entries: tuple[str, ...] = ()
    level: Level | None = None
    shown: int = 0
    offered: bool = False
    of_team: bool = False
    before: tuple[str, ...] = ()
    kit: str = ""
    details: tuple[str, ...] = ()

    @property
    def entry(self) -> str | None:
        """The one entry it is about; None if there are several or none."""
        return self.entries[0] if len(self.entries) == 1 else None

    def after(self, last: Topic) -> Topic:
        """The topic with what the last answer was about."""
        if last.entries != self.entries:
            return replace(self, before=last.entries)
        wanted = self.wanted or last.wanted
        return replace(self, before=last.before, details=(*wanted, *(one for one in self.details if one not in wanted)))

    @property
    def wanted(self) -> tuple[str, ...]:
        """The details of a requisition, without the kind of fact and what belongs to a set of questions."""
        details = (detail for detail in self.details if not detail.startswith(_OF))
        return tuple(detail for detail in details if self.offered or not _OF_SET.fullmatch(detail))

    @property
    def minutes(self) -> str:
        """The length of the talk that the questions on the screen are for: "30 minutes"; or nothing."""
        return next((detail for detail in self.details if _MINUTES.fullmatch(detail)), "")

    @property
    def subject(self) -> str:
        """The competency that the questions on the screen are on: "on integrity"; or nothing."""
        return next((detail for detail in self.details if detail.startswith(_ON)), "")

    def of_set(self, minutes: int, subject: str = "") -> Topic:
        """The topic of questions for a talk of so many minutes, or on a competency."""
        added = (f"{minutes} minutes" if minutes else "", f"{_ON}{subject}" if subject else "")
        return replace(self, details=(*self.details, *filter(None, added)))

    def of_kind(self, kind: str) -> Topic:
        """The topic of an answer that has only a kind of facts or requirements, by its name."""
        return replace(self, details=(*self.wanted, f"{_OF}{kind}"))

    def line(self, entry: str) -> str:
        """The command line that asks the same about an entry; a requisition with the same grade and places."""
        details = self.wanted if self.command == "req" or self.offered else ()
        kind = next((detail.removeprefix(_OF) for detail in self.details if detail.startswith(_OF)), "")
        on, time = ("", "") if self.offered else (self.subject, self.minutes)
        return " ".join(part for part in (self.command, self.level, kind, on, entry, *details, time) if part)


def topic_of(*entries: Entry, level: Level | None = None, shown: int = 0) -> Topic:
    """The topic of an answer about these entries. The router adds the command."""
    of_team = any(isinstance(entry, TeamEntry) for entry in entries)
    return Topic(entries=tuple(entry.name for entry in entries), level=level, shown=shown, of_team=of_team)


def topic_offering(entries: Iterable[Entry], command: str) -> Topic | None:
    """The topic of an answer that lets the person choose; `command` is asked of the chosen entry, perhaps with a level,
    years, the minutes of a talk, a competency, languages and places.

    None for a command with other arguments, which a topic can't hold.
    """
    asked = _OFFERING.match(command)
    beside = command[asked.end() :].strip() if asked else ""  # "in Geneva", "on teamwork"
    is_known = beside.startswith((_IN, _ON)) or beside[:1].isupper()  # places, competencies, languages
    if asked is None or (beside and (not is_known or " -" in beside or beside.endswith(","))):
        return None
    level = Level(asked["level"]) if asked["level"] else None
    details = tuple(filter(None, (asked["years"], asked["count"], asked["minutes"], beside)))
    return Topic(asked["word"], tuple(entry.name for entry in entries), level, offered=True, details=details)
