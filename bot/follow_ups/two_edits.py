"""Follow-ups that change two things at once: "make it senior and in French", "harder, and only three"."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.follow_ups.line import Line
from bot.follow_ups.words import MORE
from handlers.competencies import take_competencies
from handlers.parsing.languages import known_language
from handlers.parsing.role_and_level import RoleAndLevel, read_role_and_level

MOST = 3
"""Changes in one line."""
_JOIN = re.compile(r"\s?[,;&+]\s(?:(?:and|but|also|plus|then)\s)*|\s(?:and|but|plus|also|then)\s(?:(?:also|then|please)\s)*", re.I)
_LANGUAGE = re.compile(r"\bin\s([^\W\d_]{4,12})\W*$", re.I)
_NEVER_BESIDE = frozenset(("define", "short", "compare", "read", "about", "chat", "details", "kit", "screen"))
"""Commands that a part of such a line doesn't ask for."""


def joined(line: Line, complete: Callable[[str], str | None]) -> str | None:
    """The line with all changes that a follow-up asks for. `complete` completes each part as if it stood alone."""
    topic, entry = line.topic, line.topic.entry
    parts = [part for part in _JOIN.split(line.typed.strip(" ?.!")) if part.strip()]
    if not 1 < len(parts) <= MOST or entry is None or topic.offered or topic.command in ("kit", "quiz", "guide"):
        return None
    wholes = [f"questions {entry} {part} questions" if part.isdecimal() else complete(part) for part in parts]
    if any(line.names_another(part) for part, whole in zip(parts, wholes, strict=True) if f"{entry} not " not in f"{whole} "):
        return None
    if not all(whole and entry in whole for whole in wholes):
        return None
    read = [(line.read(whole), part) for whole, part in zip(wholes, parts, strict=True) if whole]
    command = line.commands.find(topic.command)
    in_set = command is not None and command.keeps_level
    own = [(one, part) for one, part in read if one.command.name == topic.command]
    if in_set and own:
        language = next((one for _, part in read if (one := _language_in(part))), "")
        others = [one.command.name for one, part in read if (one, part) not in own and not _language_in(part)]
        if not _NEVER_BESIDE.isdisjoint(others):
            return None  # "kit, 30 minutes, panel of 2"
        changed = _changed(line, entry, [one.rest for one, _ in own])
        if changed is None:
            return None
        return " and ".join((f"{changed} in {language}" if language else changed, *others))
    (first, _), *rest = read
    if all(str(one) == str(first) for one, _ in rest):
        return str(first)  # "shorter and simpler"
    if first.command.explains or not _NEVER_BESIDE.isdisjoint(one.command.name for one, _ in rest):
        return None
    if all(one.command is first.command for one, _ in rest):
        added = (one.rest.replace(entry, " ") for one, _ in rest)
        return " ".join(f"{first} {' '.join(added)}".split())
    return " and ".join((str(first), *(one.command.name for one, _ in rest if one.command is not first.command)))


def _language_in(part: str) -> str:
    asked = _LANGUAGE.search(part)
    return (known_language(asked[1]) or "") if asked else ""


def _changed(line: Line, entry: str, wanted: list[str]) -> str | None:
    """The set on the screen with the level, the number, the minutes and the subject that differ in one of the lines."""
    topic, library = line.topic, line.library
    bare = [take_competencies(rest.replace(entry, " "), library) for rest in wanted]
    asked: list[RoleAndLevel] = [read_role_and_level(rest, library.is_form) for rest, _ in bare]
    level = next((one.level for one in asked if one.level not in (None, topic.level)), topic.level)
    subject = next((f"on {on.called}" for _, on in bare if on and f"on {on.called}" != topic.subject), topic.subject)
    count = next((f"{one.count} questions" for one in asked if one.count), "")
    time = next((one.time for one in asked if one.time and one.time != topic.minutes), "" if count else topic.minutes)
    if level == topic.level and MORE.search(line.typed):
        return None  # "got ten minutes left, what else should I ask"
    return " ".join(filter(None, (topic.command, level, subject, entry, count, time)))
