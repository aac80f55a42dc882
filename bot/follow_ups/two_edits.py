"""Follow-ups that change two things at once: "make it senior and in French", "harder, and only three"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.follow_ups.line import Line
from bot.follow_ups.words import MORE
from bot.grammar import CommandLine
from handlers.parsing.languages import known_language
from handlers.parsing.role_and_level import read_role_and_level
from handlers.question_subjects import take_subjects

MOST = 3
"""Changes in one line."""
_JOIN = re.compile(
    r"\s?[,;&+]\s(?:(?:and|but|also|plus|then)\s)*|\s(?:and|but|plus|also|then)\s(?:(?:also|then|please)\s)*", re.I
)
_LANGUAGE = re.compile(r"\bin\s([^\W\d_]{4,12})\W*$", re.I)
_WITHOUT_PARTS = frozenset(("kit", "quiz", "guide"))
"""Commands whose answers read such lines themselves."""
_NEVER_BESIDE = frozenset(("define", "short", "compare", "read", "about", "chat", "details", "kit", "screen"))
"""Commands that a part of such a line doesn't ask for."""


def joined(line: Line, complete: Callable[[str], str | None]) -> str | None:
    """The line with all changes that a follow-up asks for. `complete` completes each part as if it stood alone."""
    topic, entry = line.topic, line.topic.entry
    parts = [part for part in _JOIN.split(line.typed.strip(" ?.!")) if part.strip()]
    if entry is None or topic.offered or topic.command in _WITHOUT_PARTS or not 1 < len(parts) <= MOST:
        return None
    asked = _completed(line, entry, parts, complete)
    if not asked:
        return _of_another(line, parts, complete)
    command = line.commands.find(topic.command)
    if command and command.keeps_level and any(one.command is command for one in asked):
        return _of_set(line, entry, asked, parts)
    return _of_entry(entry, asked)


def _completed(
    line: Line, entry: str, parts: Sequence[str], complete: Callable[[str], str | None]
) -> list[CommandLine]:
    """The line that each part means; empty if one means none, or is about another entry."""
    asked: list[CommandLine] = []
    for part in parts:
        whole = f"questions {entry} {part} questions" if part.isdecimal() else complete(part)
        if whole is None or entry not in whole:
            return []
        named = not _language_in(part) and line.names_another(part)
        if named and f"{entry} not " not in whole:  # "without interns"
            return []
        asked.append(line.read(whole))
    return asked


def _of_another(line: Line, parts: Sequence[str], complete: Callable[[str], str | None]) -> str | None:
    """The first part's line about another entry, with further commands: "and the same for a consul, plus titles"."""
    first, *rest = parts
    further = [line.commands.find(part.strip().casefold()) for part in rest]
    whole = complete(first) if line.names_another(first) else None
    names = [command.name for command in further if command and command.takes_entry and command.listed]
    return " and ".join((whole, *names)) if whole and len(names) == len(rest) else None


def _of_set(line: Line, entry: str, asked: Sequence[CommandLine], parts: Sequence[str]) -> str | None:
    """The question set on the screen with its changes; a language, which it doesn't have, is named in the answer."""
    topic, library = line.topic, line.library
    languages = [_language_in(part) for part in parts]
    others = [
        one.command.name
        for one, language in zip(asked, languages, strict=True)
        if one.command.name != topic.command and not language
    ]
    own = [take_subjects(one.rest.replace(entry, " "), library) for one in asked if one.command.name == topic.command]
    wanted = [read_role_and_level(rest, library.is_form) for rest, _ in own]
    level = next((one.level for one in wanted if one.level not in (None, topic.level)), topic.level)
    if not _NEVER_BESIDE.isdisjoint(others) or (level == topic.level and MORE.search(line.typed)):
        return None  # "kit, 30 minutes", "got ten minutes left, what else should I ask"
    subject = next((f"on {on.called}" for _, on in own if on and f"on {on.called}" != topic.on), topic.on)
    count = next((f"{one.count} questions" for one in wanted if one.count), "")
    time = next((one.time for one in wanted if one.time and one.time != topic.time), "" if count else topic.time)
    language = next(filter(None, languages), "")
    changed = (topic.command, level, subject, entry, count, time, f"in {language}" if language else "")
    return " and ".join((" ".join(filter(None, changed)), *others))


def _of_entry(entry: str, asked: Sequence[CommandLine]) -> str | None:
    """The first part's line, with what the others add to it or with their commands."""
    first, *rest = asked
    if all(str(one) == str(first) for one in rest):
        return str(first)  # "shorter and simpler"
    if first.command.explains or not _NEVER_BESIDE.isdisjoint(one.command.name for one in rest):
        return None
    if all(one.command is first.command for one in rest):
        added = (one.rest.replace(entry, " ") for one in rest)
        return " ".join(f"{first} {' '.join(added)}".split())
    return " and ".join((str(first), *(one.command.name for one in rest if one.command is not first.command)))


def _language_in(part: str) -> str:
    asked = _LANGUAGE.search(part)
    return (known_language(asked[1]) or "") if asked else ""
