"""What a command is, what it is asked, and what it may use: the contract between `handlers/` and `bot/`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from content.errors import OperatorError
from content.library import Library
from handlers.daily_term.subscription import Subscriptions
from handlers.reply import Reply
from handlers.request import Request


class Services(Protocol):
    """What `bot/` provides to handlers."""

    @property
    def library(self) -> Library:
        """The content as it is now; it may be swapped between two requests, never within one."""

    @property
    def commands(self) -> Commands:
        """All registered commands, for help."""

    @property
    def subscriptions(self) -> Subscriptions | None:
        """The channels' daily terms; None where none are kept."""

    def today(self, zone: str | None = None) -> date:
        """The date in an IANA zone (UTC where none is known)."""


Handler = Callable[[Request, Services], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its words for people, and the function that answers.

    `cues` are phrases by which a sentence asks for this command ("red flags"), in lower case; one with spaces around
    it (" vs ") joins what is asked for and stays in the text. `joins` are words that ask for it only where something
    known stands on both sides ("or"). `takes` tells, where the command's own word is an everyday one ("help me …"),
    whether what follows is meant for it; a sentence otherwise. `prompt` is asked back when nothing is named. `slash`:
    it has a slash command of its own on platforms that know them; the others are reached through the umbrella.
    `takes_channel`: it reads references to channels (handlers/reference.py), which are removed for all others. `order`
    sorts help and menus.
    """

    name: str
    summary: str
    usage: str
    examples: tuple[str, ...]
    run: Handler
    synonyms: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    takes: Callable[[str, Services], bool] | None = None
    prompt: str = ""
    slash: bool = False
    takes_channel: bool = False
    order: int = 100

    @property
    def takes_nothing(self) -> bool:
        """Whether nothing can stand behind the command's word."""
        return self.usage == self.name


class Commands:
    """The registered commands, by name and synonym. Raises OperatorError if two of them share a word."""

    def __init__(self, commands: list[Command]) -> None:
        self._all = tuple(sorted(commands, key=lambda command: (command.order, command.name)))
        self._by_word: dict[str, Command] = {}
        for command in self._all:
            for word in (command.name, *command.synonyms):
                if (other := self._by_word.get(word)) is not None:
                    raise OperatorError(f'"{word}" asks for both {_source(other)} and {_source(command)}; rename one')
                self._by_word[word] = command

    def __iter__(self) -> Iterator[Command]:
        """The commands in the order of help."""
        return iter(self._all)

    def find(self, word: str) -> Command | None:
        """The command of this name or synonym (in lower case)."""
        return self._by_word.get(word)

    @property
    def words(self) -> tuple[str, ...]:
        """Every name and synonym."""
        return tuple(self._by_word)


def _source(command: Command) -> str:
    """A command and the file it is written in: "pay (handlers/commands/sections.py)"."""
    return f"{command.name} ({command.run.__module__.replace('.', '/')}.py)"
