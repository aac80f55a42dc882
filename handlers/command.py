"""Commands and the services they use: the contract between `handlers/` and `bot/`."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from content.errors import OperatorError
from content.library import Library
from handlers.daily_term.subscription import Subscriptions
from handlers.findings import Doctor
from handlers.reply import Reply
from handlers.request import Request
from handlers.team_terms.digest import Digests
from handlers.team_terms.feedback import Feedback
from handlers.team_terms.open_requests import OpenRequests
from handlers.team_terms.team import Team
from handlers.workspace_data import WorkspaceData


class Services(Protocol):
    """What `bot/` provides to handlers."""

    @property
    def library(self) -> Library:
        """The current content. It may be swapped between two requests, never during one."""

    @property
    def commands(self) -> Commands:
        """All registered commands, for help."""

    @property
    def subscriptions(self) -> Subscriptions | None:
        """The channels' daily terms; None if this bot doesn't offer them."""

    @property
    def doctor(self) -> Doctor | None:
        """Checks the installation; None if this bot has none to check."""

    @property
    def support_contact(self) -> str:
        """An e-mail address or a URL where people get help; may be empty."""

    @property
    def feedback(self) -> Feedback | None:
        """Counts thumbs up and down; None if this bot doesn't ask for them."""

    @property
    def open_requests(self) -> OpenRequests | None:
        """Words that people asked for; None if nobody answers them here."""

    @property
    def digests(self) -> Digests | None:
        """The owners' digests; None if there are none here."""

    @property
    def workspace_data(self) -> WorkspaceData | None:
        """Exports and deletes what is stored about a workspace; None if nothing is."""

    @property
    def team(self) -> Team | None:
        """A team's own terms and their owners; None if this bot doesn't store any."""

    @property
    def pages_url(self) -> str:
        """The public address below which each entry has a page; empty if this bot serves none."""

    def today(self, zone: str | None = None) -> date:
        """The date in an IANA zone; in UTC if the zone is None or unknown."""


Handler = Callable[[Request, Services], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the words that describe it to people, how lines are recognized as its own, and what answers them."""

    name: str
    summary: str
    usage: str
    """How it's typed, as help shows it: its name and arguments, optional ones in square brackets."""
    examples: tuple[str, ...]
    run: Handler

    synonyms: tuple[str, ...] = ()
    """Other words for the command, at the beginning of a line."""
    cues: tuple[str, ...] = ()
    """Lower-case phrases that ask for it within a sentence ("red flags"). One with spaces around it (" vs ") separates
    the things asked about, so it stays in the text."""
    joins: tuple[str, ...] = ()
    """Words that ask for it only if there is a known entry on both sides ("or")."""
    takes: Callable[[str, Services], bool] | None = None
    """For a command named by an everyday word ("help me …"): whether the words after it are its arguments, or the line
    is a sentence."""
    claims: Callable[[str, Services], bool] | None = None
    """Recognizes whole lines, in any words, that are meant for it ("thank you so much"). Asked before any word or cue
    is read."""
    asks: Callable[[str, Services], bool] | None = None
    """Recognizes sentences that no cue does ("is a consul a diplomat"). Asked after all cues."""
    asked: Callable[[str], re.Match[str] | None] | None = None
    """The words that `asks` goes by. If they're more than the longest cue in a sentence, `asks` is asked before it."""
    sends: Callable[[str], bool] | None = None
    """Recognizes the arguments that only its own buttons and forms send: whatever a person has typed into the form, no
    other command may claim the line."""
    used: Callable[[str, Library], re.Pattern[str] | None] | None = None
    """A pattern for the words that it reads besides names, so that they don't count as left out."""
    without_details: Callable[[str], str] | None = None
    """Removes from its arguments what no other command takes, such as the size of a panel, so that it isn't reported as
    unused."""
    prompt: str = ""
    """The question to ask if no entry is named."""

    listed: bool = True
    """Whether people see it in help."""
    slash: bool = False
    """Whether it has a slash command of its own on platforms that have them. The others are reached through the
    umbrella command."""
    pure: bool = False
    """Whether the answer depends on nothing but the request's text, the content and settings (never on person, place,
    date or stored state). Then it is cached."""
    reads_only: bool = False
    """Whether it changes nothing, so that agents may use it although it isn't pure."""
    takes_entry: bool = False
    """Whether it's about an entry: without one, it goes on from the entry on the screen, or asks for one. `tip` isn't,
    because it's today's term without one."""
    takes_several: bool = False
    """Whether it's about several entries."""
    takes_level: bool = False
    """Whether its arguments contain a level or years of experience."""
    takes_channel: bool = False
    """Whether it reads references to channels (handlers/channel_reference.py), which are removed for all others."""
    takes_places: bool = False
    """Whether it reads languages and places beside a name."""
    takes_long_text: bool = False
    """Whether its argument is a text of any length, with its lines."""
    takes_pasted: bool = False
    """Whether it gets long texts that are pasted into a direct message."""
    reads_grade: bool = False
    """Whether it reads a pay grade beside a name, and says how."""
    repeats: bool = False
    """Whether "and ambassador?" after its answer asks it again of the other entry. After the other commands, the entry
    is explained."""
    keeps_level: bool = False
    """Whether a follow-up asks at the level of the last answer."""
    explains: bool = False
    """Whether it explains whatever it is asked, so that a line that asks for no other command is read as its
    arguments."""
    small_talk: bool = False
    """Whether what it claims may still go on from the screen ("ok, and?")."""
    stands_alone: bool = False
    """Whether what it claims is never about the entry on the screen."""
    order: int = 100
    """Its place in help and menus, lowest first."""

    @property
    def is_for_agents(self) -> bool:
        """Whether agents may use it: it changes nothing."""
        return self.pure or self.reads_only

    @property
    def takes_nothing(self) -> bool:
        """Whether the command has no arguments."""
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
        """Iterate in the order of help."""
        return iter(self._all)

    def find(self, word: str) -> Command | None:
        """The command with this lower-case name or synonym; None if there is none."""
        return self._by_word.get(word)

    @property
    def words(self) -> tuple[str, ...]:
        """Every name and synonym."""
        return tuple(self._by_word)


def _source(command: Command) -> str:
    """A command and the file it is written in: "pay (handlers/commands/sections.py)"."""
    return f"{command.name} ({command.run.__module__.replace('.', '/')}.py)"
