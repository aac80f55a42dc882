"""Parse a line of text: a command word first, a phrase that asks for a command, or else a definition."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from content.lookup.index import forms_of
from content.lookup.lexicon import lexicon
from content.lookup.match import PUNCTUATION
from content.lookup.normalize import normalize
from content.lookup.typography import plain
from content.models import Role
from handlers.command import Command, Commands, Services
from handlers.parsing.level_and_count import parse as parse_ask
from handlers.parsing.places import known_zone
from handlers.reference import without_channels

SHARE = "share"
LONGEST_SENTENCE = 400  # characters; a longer text is not a question, so it is not searched for cues
SHORTEST_MISTYPED = 4  # letters; shorter words are too similar to each other
LONG_MISTYPED = 7  # letters; such a word may have two slips

# "@dragoman, ", "@here ", "hey ": greetings and mentions before the question.
_GREETING = r"good (?:morning|afternoon|evening)|(?:hi|hello|hey)(?: there| all| team)?|please|pls|ok"
_MENTION = r"@[\w.-]+|dragoman\b"
_ADDRESS = re.compile(rf"^\s*(?:(?:{_MENTION})[\s,:]*|(?:{_GREETING})\b(?!-)[\s,!.]*)+", re.I)
_REFERS_BACK = re.compile(r"(?:this|that|it|these|those|(?:the|your) (?:answer|card|definition))\b", re.I)
"""Words after "share" that ask how to share what is on the screen: a message has no button to press."""
_FIRST = re.compile(r"/?([^\s,:]+)[,:]?\s*")
_LEVEL = re.compile(
    r"\d(?:\s?\+)?\s?(?:y|yrs?|years?|yoe|months?)\b|\d\+|\b(?:is|are|or)\s(?:junior|mid|senior)\b"
    r"(?!\s(?!(?:or|enough|level)\b)\w)",  # "what is Senior Desk Officer" asks for a title
    re.I,
)


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A command and its arguments (the rest of the line)."""

    command: Command
    rest: str

    def __str__(self) -> str:
        return f"{self.command.name} {self.rest}".strip()


class IntentReader:
    """Parses lines, using the registered commands and the current content."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._commands = services.commands
        self._define, self._help = _named(self._commands, "define"), _named(self._commands, "help")
        self._levels = _named(self._commands, "levels")
        cues = [(cue, command) for command in self._commands for cue in command.cues]
        self._cues = sorted(cues, key=lambda pair: -len(pair[0]))

    def read(self, typed: str) -> tuple[CommandLine, bool]:
        """The command line that a text means, and whether to share its answer.

        References to channels are removed for a command that doesn't take them: a lookup would read them as words.
        """
        line, shared = self._read(typed)
        rest = line.rest if line.command.takes_channel else without_channels(line.rest)
        return CommandLine(line.command, rest), shared

    def _read(self, typed: str) -> tuple[CommandLine, bool]:
        whole, typed = typed, _ADDRESS.sub("", typed).strip()
        first, rest = _split(typed)
        shared = first == SHARE and bool(rest) and not _REFERS_BACK.match(rest)
        if shared:
            typed, (first, rest) = rest, _split(rest)
        command = self._commands.find(first)
        if command is not None and self._services.library.is_form(rest) and self._is_meant(command, typed, rest):
            return CommandLine(command, rest), shared  # nothing else can be meant, and claims take longest
        for line in dict.fromkeys((typed, "" if shared else whole)):  # a greeting may be all there is
            if (command := self._claimed(line)) is not None:
                return CommandLine(command, line), shared
        if not typed:
            return CommandLine(self._help, ""), shared
        command = self._commands.find(first) or self._mistyped(typed, rest)
        if command is not None and self._is_meant(command, typed, rest):
            return CommandLine(command, rest), shared
        return self._sentence(typed), shared

    def _claimed(self, line: str) -> Command | None:
        """The command that claims the whole line, whatever its words: small talk, or a question about the bot."""
        if not line or len(line) > LONGEST_SENTENCE:
            return None
        return next((known for known in self._commands if known.claims and known.claims(line, self._services)), None)

    def _is_meant(self, command: Command, typed: str, rest: str) -> bool:
        """Whether the first word is the command, and not part of a name ("staff officer") or a sentence ("help me")."""
        if not rest:
            return True
        if self._begins_with_name(command, typed, rest):
            return False
        return command.takes is None or command.takes(rest, self._services)

    def _begins_with_name(self, command: Command, typed: str, rest: str) -> bool:
        """Whether a command's word begins a name of the content: "home state", but not "career consul".

        If the rest is a name too, the word is the command, unless the longer name is written as in the content
        ("Career Consul") or the command takes no arguments.
        """
        library = self._services.library
        name = library.leading_form(typed)
        _, _, name_rest = name.partition(" ")
        if not name_rest:
            return False
        if command.takes_nothing or not library.is_form(name_rest):
            return True
        longer = normalize(rest) != normalize(name_rest) and library.is_form(rest)
        return (name.isupper() or library.is_form(name, as_written=True)) and not longer

    def _mistyped(self, typed: str, rest: str) -> Command | None:
        """The command whose word is one typo away from the first word; None if there is none.

        Words that the content knows, English words, words in capitals and names are not typos.
        """
        word = typed.split(maxsplit=1)[0].lstrip("/").rstrip(PUNCTUATION)
        if len(word) < SHORTEST_MISTYPED or not word.isalpha() or sum(map(str.isupper, word)) > 1:
            return None
        if lexicon().is_english(word.casefold()):
            return None
        words = [known for known in self._commands.words if len(known) >= SHORTEST_MISTYPED]
        slips = 2 if len(word) >= LONG_MISTYPED else 1
        near = extractOne(word.casefold(), words, scorer=OSA.distance, score_cutoff=slips)
        command = self._commands.find(near[0]) if near else None
        if command is None or self._services.library.leading_form(typed) or self._is_name(word, rest):
            return None
        return command if not rest or self._may_take(command, rest) else None

    def _is_name(self, word: str, rest: str) -> bool:
        """Whether a first word is a name: a place, or capitalised and alone or before another capitalised word."""
        if word[0].isupper() and (not rest or (rest[0].isupper() and not self._services.library.is_form(rest))):
            return True
        return (word[0].isupper() or not rest) and known_zone(word) is not None

    def _may_take(self, command: Command, rest: str) -> bool:
        """Whether the rest of the line could be the arguments of a mistyped command."""
        if command.takes is not None or command.takes_nothing:
            return command.takes is not None and command.takes(rest, self._services)
        name = parse_ask(rest, self._services.library.is_form).rest
        return not name or self._services.library.match(name).outcome != "none"

    def _sentence(self, typed: str) -> CommandLine:
        """Parse a sentence by its longest cue, a joining word ("or") or years of experience, else as a definition."""
        if len(typed) > LONGEST_SENTENCE:
            return CommandLine(self._define, typed)
        lowered = f" {typed.casefold()} "
        cued = next(((cue, command) for cue, command in self._cues if _has(lowered, cue)), None)
        if cued is not None and not self._is_part_of_name(lowered, cued[0]):
            cue, command = cued
            rest = typed if cue != cue.strip() else re.sub(rf"\b{re.escape(cue)}\b", " ", typed, count=1, flags=re.I)
            return CommandLine(command, " ".join(rest.split()))
        return CommandLine(self._joined(typed) or self._levelled(typed) or self._define, typed)

    def _is_part_of_name(self, lowered: str, cue: str) -> bool:
        """Whether the cue overlaps a known name in the sentence: "competency-based interview", "CAT tools for"."""
        entry = self._services.library.match(lowered).entry
        if entry is None:
            return False
        start = lowered.find(cue)
        for form, _ in forms_of(entry):
            at = lowered.find(form.casefold())
            if cue in form.casefold() or (0 <= at < start + len(cue.rstrip()) and start < at + len(form)):
                return True
        return False

    def _joined(self, typed: str) -> Command | None:
        """The command whose joining word stands between two known entries ("embassy or consulate")."""
        match = self._services.library.match
        for command in self._commands:
            for word in command.joins:
                left, joiner, right = _partition(typed, word)
                if joiner and (one := match(left).entry) and (other := match(right).entry) and one is not other:
                    return command
        return None

    def _levelled(self, typed: str) -> Command | None:
        """`levels`, if a role is followed by years or a level ("consul 7y", "is a consul of 3 years mid?")."""
        if _LEVEL.search(plain(typed)) is None:
            return None
        library = self._services.library
        ask = parse_ask(typed, lambda name: library.by_name(name) is not None)
        return self._levels if isinstance(library.match(ask.rest).entry, Role) else None


def _split(typed: str) -> tuple[str, str]:
    """The first word, in lower case without a slash and punctuation, and the rest."""
    first = _FIRST.match(typed)
    if not first:
        return "", typed
    return first[1].casefold().rstrip(PUNCTUATION) or first[1], typed[first.end() :].strip()


def _has(sentence: str, cue: str) -> bool:
    """Whether the sentence contains the cue as whole words."""
    return cue in sentence and re.search(rf"(?<!\w){re.escape(cue.strip())}(?!\w)", sentence) is not None


def _partition(typed: str, word: str) -> tuple[str, str, str]:
    """Like str.partition, but at a whole word in any case."""
    joiner = re.search(rf"\s{re.escape(word)}\s", typed, re.I)
    return (typed[: joiner.start()], joiner[0], typed[joiner.end() :]) if joiner else (typed, "", "")


def _named(commands: Commands, name: str) -> Command:
    command = commands.find(name)
    if command is None:
        raise ValueError(f'The router needs a command "{name}"')
    return command
