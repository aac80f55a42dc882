"""What a line of text asks for: a command in front, a phrase that asks for one, or else a definition."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from content.lexicon import lexicon
from content.models import Role
from content.signs import plain
from handlers.asks import parse as parse_ask
from handlers.command import Command, Commands, Services

SHARE = "share"
LONGEST_SENTENCE = 400  # characters of a sentence that are searched for cues; who writes more is not asking a question
SHORTEST_MISTYPED = 4  # letters: shorter words are too near to each other

# "<@U123> ", "@dragoman, ", "hey ": what stands before the actual words.
_GREETING = r"good (?:morning|afternoon|evening)|(?:hi|hello|hey)(?: there| all| team)?|please|pls|ok"
_ADDRESS = re.compile(rf"^\s*(?:(?:<@\w+>|@?dragoman\b)[\s,:]*|(?:{_GREETING})\b(?!-)[\s,!.]*)+", re.I)
_FIRST = re.compile(r"/?([^\s,:]+)[,:]?\s*")
_LEVEL = re.compile(
    r"\d(?:\s?\+)?\s?(?:y|yrs?|years?|yoe|months?)\b|\d\+|\b(?:is|are|or)\s(?:junior|mid|senior)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Line:
    """A command line: the command and what stands after its word."""

    command: Command
    rest: str

    def __str__(self) -> str:
        return f"{self.command.name} {self.rest}".strip()


class Lines:
    """Reads lines, with the registered commands and the content as it is now."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._commands = services.commands
        self._define, self._help = _named(self._commands, "define"), _named(self._commands, "help")
        self._levels = _named(self._commands, "levels")
        cues = [(cue, command) for command in self._commands for cue in command.cues]
        self._cues = sorted(cues, key=lambda pair: -len(pair[0]))

    def read(self, typed: str) -> tuple[Line, bool]:
        """The command line that a text means, and whether its answer is to be shared."""
        typed = _ADDRESS.sub("", typed).strip()
        first, rest = _split(typed)
        shared = first == SHARE and bool(rest)
        if shared:
            typed, (first, rest) = rest, _split(rest)
        if not typed:
            return Line(self._help, ""), shared
        command = self._commands.find(first) or self._mistyped(first)
        if command is not None and self._is_meant(command, typed, rest):
            return Line(command, rest), shared
        return self._sentence(typed), shared

    def _is_meant(self, command: Command, typed: str, rest: str) -> bool:
        """Whether the first word is the command, and not part of a name ("staff officer") or a sentence ("help me")."""
        if not rest:
            return True
        by_name = self._services.library.by_name
        if by_name(typed) is not None and by_name(rest) is None:
            return False
        return command.takes is None or command.takes(rest, self._services)

    def _mistyped(self, word: str) -> Command | None:
        """The command that a word with a slip of the finger means; real English words are left alone."""
        if len(word) < SHORTEST_MISTYPED or lexicon().is_english(word):
            return None
        near = extractOne(word, self._commands.words, scorer=OSA.distance, score_cutoff=1)
        return self._commands.find(near[0]) if near else None

    def _sentence(self, typed: str) -> Line:
        """What a sentence asks for: by its longest cue, by what it joins, by the years in it, else a definition."""
        if len(typed) > LONGEST_SENTENCE:
            return Line(self._define, typed)
        lowered = f" {typed.casefold()} "
        found = next(((cue, command) for cue, command in self._cues if _has(lowered, cue)), None)
        if found is not None and not self._is_part_of_name(typed, found[0]):
            cue, asked = found
            rest = typed if cue != cue.strip() else re.sub(rf"\b{re.escape(cue)}\b", " ", typed, count=1, flags=re.I)
            return Line(asked, " ".join(rest.split()))
        readings: tuple[Callable[[str], Command | None], ...] = (self._joined, self._levelled)
        return Line(next((command for reading in readings if (command := reading(typed))), self._define), typed)

    def _is_part_of_name(self, typed: str, cue: str) -> bool:
        """Whether the cue belongs to a name that is asked for ("competency-based interview")."""
        entry = self._services.library.match(typed).entry
        return entry is not None and any(cue in form.casefold() for form in (entry.name, *entry.aliases))

    def _joined(self, typed: str) -> Command | None:
        """The command whose joining word has something known on both sides ("embassy or consulate")."""
        match = self._services.library.match
        for command in self._commands:
            for word in command.joins:
                left, found, right = _around(typed, word)
                if found and (one := match(left).entry) and (other := match(right).entry) and one is not other:
                    return command
        return None

    def _levelled(self, typed: str) -> Command | None:
        """`levels`, where years or a level are told of a role ("consul 7y", "is a consul of 3 years mid?")."""
        if _LEVEL.search(plain(typed)) is None:
            return None
        library = self._services.library
        ask = parse_ask(typed, lambda name: library.by_name(name) is not None)
        return self._levels if isinstance(library.match(ask.rest).entry, Role) else None


def _split(typed: str) -> tuple[str, str]:
    """The first word in lower case without a slash, and the rest."""
    found = _FIRST.match(typed)
    return (found[1].casefold(), typed[found.end() :].strip()) if found else ("", typed)


def _has(sentence: str, cue: str) -> bool:
    """Whether the cue stands in the sentence between word borders."""
    return cue in sentence and re.search(rf"(?<!\w){re.escape(cue.strip())}(?!\w)", sentence) is not None


def _around(typed: str, word: str) -> tuple[str, bool, str]:
    """What stands before and after a joining word, and whether it is there."""
    found = re.search(rf"\s{re.escape(word)}\s", typed, re.I)
    return (typed[: found.start()], True, typed[found.end() :]) if found else (typed, False, "")


def _named(commands: Commands, name: str) -> Command:
    command = commands.find(name)
    if command is None:
        raise ValueError(f'the router needs a command "{name}"')
    return command
