"""A line after an answer, with what the answer was about and how lines are read."""

from __future__ import annotations

from dataclasses import dataclass

from bot.grammar import CommandLine
from bot.intent import Reading
from content.library import Library
from handlers.command import Commands
from handlers.kit.set_id import read_id
from handlers.topic import Topic


@dataclass(frozen=True, slots=True)
class Line:
    """A line as typed. `entry` is the one entry on the screen, if there is one that the line may be about.

    `meaning` is the name of the command that the line means beside the entry, without a word of it: "why?".
    """

    typed: str
    topic: Topic
    entry: str | None
    reading: Reading
    meaning: str | None = None

    def read(self, typed: str) -> CommandLine:
        """The command line that a text means by itself."""
        return self.reading.command_line(typed)

    def explains(self, typed: str) -> bool:
        """Whether a text by itself asks for nothing but an explanation."""
        return self.read(typed).command.explains

    @property
    def library(self) -> Library:
        """The content."""
        return self.reading.library

    @property
    def commands(self) -> Commands:
        """All commands."""
        return self.reading.commands

    @property
    def repeats(self) -> bool:
        """Whether the last command is asked again of another entry, rather than that entry explained."""
        command = self.commands.find(self.topic.command)
        return command is not None and command.repeats

    def entry_in(self, typed: str) -> str | None:
        """The name of the entry that a text names, or of the only sense that its form has here; None without one."""
        entry = self.library.match(typed).meant
        return entry.name if entry else None

    def names_another(self, typed: str) -> bool:
        """Whether a text has a name of the content that isn't on the screen."""
        match = self.library.match(typed)
        named = {entry.name for entry in match.suggestions} if match.named else set()
        named |= {match.entry.name} if match.entry else set()
        return match.ambiguous is not None or not named <= set(self.topic.entries)

    def again(self, entry: str) -> str:
        """The line that asks the same about another entry; for a kit, of the same length and for the same panel."""
        if not self.repeats:
            return f"define {entry}"
        kit = read_id(self.topic.kit, self.library) if self.topic.kit else None
        return self.topic.line(entry) + (f" {kit.minutes} minutes panel of {kit.panel}" if kit else "")
