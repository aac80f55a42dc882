"""Follow-ups that share, print or export what is on the screen: "put this in the channel", "as a PDF"."""

from __future__ import annotations

from bot.follow_ups.line import Line
from bot.follow_ups.words import pattern
from content.models import Role
from handlers.about_the_bot.recognize import read_question
from handlers.lookup_replies import roles_of

_IN_KITS = frozenset(("questions", "guide", "kit", "screen"))
"""Commands whose answers an interview kit has, as a file."""
_AS_FILE = frozenset(("documents", "other systems"))
_NO_KIT = pattern(r"\b(?: excel | spreadsheets? | csv | slides? | powerpoint | ppt )\b")
"""Files that no kit comes as."""


def sent_on(line: Line) -> str | None:
    """The kit of the questions on the screen, or how to share or export what is there, with the line for it."""
    asked = read_question(line.typed, line.reading.services)
    subject, named = asked or (None, None)
    if subject is None or named is not None or not subject.example:
        return None
    if subject.name == "sharing":
        shared = _line_on_screen(line)
        return f"about {subject.name} {shared}" if shared else None
    kit = _kit(line)
    if kit is None:
        return None
    as_kit = subject.name in _AS_FILE and line.topic.command in _IN_KITS and not _NO_KIT.search(line.typed)
    return kit if as_kit else f"about {subject.name} {kit}"


def _line_on_screen(line: Line) -> str | None:
    """The command line whose answer is on the screen; None if entries to choose from are."""
    topic, command = line.topic, line.commands.find(line.topic.command)
    if topic.offered or command is None or not command.pure:
        return None
    if topic.entry:
        return topic.line(topic.entry)
    return f"{command.name} {' and '.join(topic.entries)}" if command.takes_several and topic.entries else None


def _kit(line: Line) -> str | None:
    """The line for the interview kit of the job on the screen."""
    entry = line.library.by_name(line.entry) if line.entry else None
    roles = roles_of(entry, line.library) if entry else []
    role = entry if isinstance(entry, Role) else roles[0] if roles else None
    return " ".join(filter(None, ("kit", line.topic.level, role.name))) if role else None
