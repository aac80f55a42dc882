"""Read a line that asks two questions: "compare a consul and an attaché, and do I need French for either"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.asked_command import LONGEST_SENTENCE
from bot.grammar import CommandLine
from bot.told import ANOTHER_NAME, REFERRING, SECOND_QUESTION
from content.library import Library
from content.lookup.match import PUNCTUATION
from handlers.command import Command

Read = Callable[[str], CommandLine]


def two_questions(typed: str, whole: Read, read: Read, library: Library) -> CommandLine | None:
    """The first question of a line that asks two, with what the second asks. `whole` also reads what is around one."""
    if same := _about_the_same(typed, read, library):
        return replace(whole(same[0]), also=(same[1],))
    return _about_another(typed, whole, library)


def _about_the_same(typed: str, read: Read, library: Library) -> tuple[str, Command] | None:
    """A line without its second question about the same things, and the command that answers that."""
    second = SECOND_QUESTION.search(typed) if len(typed) <= LONGEST_SENTENCE else None
    if second is None or not typed[: second.start()].strip():
        return None
    first = typed[: second.start()].rstrip(PUNCTUATION)
    line = read(first)
    match = library.match(line.rest)
    named = match.entry or next(iter(match.suggestions), None)
    if named is None or (not line.command.takes_several and (line.command.explains or match.entry is None)):
        return None
    asked = read(f"{REFERRING.sub(' ', second['asked'])} {named.name}")
    own = asked.command.listed and asked.command.takes_entry and asked.command.pure and not asked.command.explains
    return (first, asked.command) if own and asked.command is not line.command else None


def _about_another(typed: str, read: Read, library: Library) -> CommandLine | None:
    """The first question of a line whose second asks what another name means, with that entry beside it."""
    second = ANOTHER_NAME.search(typed) if len(typed) <= LONGEST_SENTENCE else None
    entry = library.match(second["name"]).meant if second and library.is_form(second["name"]) else None
    if second is None or entry is None:
        return None
    line = read(typed[: second.start()].rstrip(PUNCTUATION))
    asks = line.command.takes_entry and not line.command.explains and library.match(line.rest).outcome != "none"
    return replace(line, beside=(entry.name,)) if asks and entry.name not in line.rest else None
