"""The grammar of lines: the commands, and the phrases in a sentence that ask for one ("cues"), perhaps mistyped."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from content.lookup.lexicon import lexicon
from handlers.command import Command, Commands

SHORTEST_MISTYPED_CUE = 6
"""Letters of a word anywhere in a sentence that may be a mistyped word of a cue."""
MOST_CORRECTED = 3
"""Words of a sentence that are compared with those of cues."""
_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]+")
_TOGETHER = r"(?:^|[,;+&/]|\b(?:and|plus|then|also|und|et|y)\b)\W{0,3}"
_FILLING = (
    r"(?:(?:the|some|their|its|his|her|also|give(?: me)?|show(?: me)?|get|list|tell me|what(?:'s| is| are)?)\s){0,3}"
)
_NOT_REPORTED = r"(?!\s(?:says?|mentions?|lists?|claims?|reads?|states?|shows?|has|had|that)\b)"
"""A command's word that tells what it says asks for nothing: "résumé says tour of duty"."""
_NEVER_FURTHER = frozenset(("define", "compare", "read", "req", "short", "details"))
_MAY_BE_TOGETHER = re.compile(r"[,;+&/]|\b(?:and|plus|then|also|und|et|y)\b", re.I)


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A command and its arguments (the rest of the line), and whether its answer is shared with the channel.

    `also` are further commands that the line asks for: "titles and questions for consul"; `beside` are further entries
    of which it asks the meaning: "levels of a consul, and what is an exequatur". `aside` says what of it can't be done.
    """

    command: Command
    rest: str
    shared: bool = False
    also: tuple[Command, ...] = ()
    beside: tuple[str, ...] = ()
    aside: str = ""

    def __str__(self) -> str:
        return f"{self.command.name} {self.rest}".strip()


class Grammar:
    """What every line is read with: the commands, and the phrases in a sentence that ask for them."""

    def __init__(self, commands: Commands) -> None:
        self.commands = commands
        self.define, self.help = _named(commands, "define"), _named(commands, "help")
        self.levels, self.questions = _named(commands, "levels"), _named(commands, "questions")
        self.kit, self.read = _named(commands, "kit"), _named(commands, "read")
        self.short = _named(commands, "short")
        self.claiming = tuple(command for command in commands if command.claims)
        self.asking = tuple(command for command in commands if command.asks)
        cues = [(cue, command) for command in commands for cue in command.cues]
        self._cues: defaultdict[str, list[tuple[int, str, Command]]] = defaultdict(list)
        """The cues by their first word, each with its place in the order in which cues are tried: the longest first."""
        for place, (cue, command) in enumerate(sorted(cues, key=lambda pair: -len(pair[0]))):
            self._cues[_WORD.findall(cue)[0]].append((place, cue, command))
        self._pairs = {cue: command for cue, command in cues if cue == cue.strip() and _is_pair(cue)}
        """The cues of two words."""
        words = {word for cue, _ in cues for word in _WORD.findall(cue) if len(word) >= SHORTEST_MISTYPED_CUE}
        self._words = sorted(words)
        self._further = _further_phrases(commands)
        self._openings = frozenset(_WORD.findall(phrase)[0] for phrase in self._further)
        phrases = "|".join(map(re.escape, sorted(self._further, key=len, reverse=True)))
        self._together = re.compile(rf"{_TOGETHER}{_FILLING}(?P<phrase>{phrases})(?!\w){_NOT_REPORTED}", re.I)

    def cue_in(self, sentence: str) -> tuple[str, Command] | None:
        """The longest cue that a sentence in lower case contains as whole words, and the command that it asks for."""
        near = [known for word in set(_WORD.findall(sentence)) for known in self._cues.get(word, ())]
        return next(
            ((cue, command) for _, cue, command in sorted(near, key=itemgetter(0)) if _has(sentence, cue)), None
        )

    def behind_cue(self, command: Command, typed: str) -> str | None:
        """What follows a cue of several words that begins with the command's own word: "pay range desk officer"."""
        lowered = typed.casefold().rstrip(" ?.!")
        cues = self._cues.get(lowered.split(maxsplit=1)[0], ()) if lowered.strip() else ()
        for _, cue, asked in cues:
            if asked is command and " " in cue.strip() and f"{lowered} ".startswith(f"{cue} "):
                return typed[len(cue) :].strip(" ?.!")
        return None

    def begins_with_cue_of_another(self, command: Command, typed: str) -> bool:
        """Whether a line begins with a cue of several words that asks for another command: "ask me something"."""
        lowered = typed.casefold()
        cues = self._cues.get(lowered.split(maxsplit=1)[0], ()) if lowered.strip() else ()
        return any(
            asked is not command and " " in cue.strip() and f"{lowered} ".startswith(f"{cue} ")
            for _, cue, asked in cues
        )

    def asks_for_kit(self, sentence: str) -> bool:
        """Whether the longest cue in a sentence is one of several words that asks for a kit: "panel on friday"."""
        cued = self.cue_in(f" {sentence.casefold()} ")
        return cued is not None and " " in cued[0].strip() and cued[1] is self.kit

    def asks_for_short(self, sentence: str) -> bool:
        """Whether the longest cue in a sentence, of several words, asks for one sentence: "like I'm five"."""
        cued = self.cue_in(f" {sentence.casefold()} ")
        return cued is not None and " " in cued[0].strip() and cued[1] is self.short

    def mistyped_cue(self, typed: str) -> tuple[str, Command] | None:
        """The cue of two words at the beginning or the end, if one of them has a typo: "red falgs consul"."""
        words = typed.split()
        for pair in (words[:2], words[-2:]):
            folded = [word.casefold().rstrip("?.!") for word in pair]
            if len(pair) < 2 or all(lexicon().is_english(word) for word in folded):
                continue
            near = extractOne(" ".join(folded), list(self._pairs), scorer=OSA.distance, score_cutoff=1)
            if near is not None:
                return f"{' '.join(pair)}{' ' if pair is words[:2] else ''}", self._pairs[near[0]]
        return None

    def corrected(self, typed: str, is_name: Callable[[str], bool]) -> str:
        """The sentence with the words that are cues' words with a typo put right: "differnce between"."""
        tried = 0
        for word in _LETTERS.findall(typed):
            plain = word.casefold()
            if len(plain) < SHORTEST_MISTYPED_CUE or lexicon().is_word(plain) or is_name(word):
                continue
            near = extractOne(plain, self._words, scorer=OSA.distance, score_cutoff=1)
            if near is not None:
                typed = typed.replace(word, near[0], 1)
            tried += 1
            if tried == MOST_CORRECTED:
                break
        return typed

    def further(self, rest: str, own: Command, is_name: Callable[[str], bool]) -> tuple[str, tuple[Command, ...]]:
        """The arguments of a command without the further commands that they ask for, and these commands.

        `is_name` tells whether a phrase belongs to a name in the arguments: "styles and titles".
        """
        if _MAY_BE_TOGETHER.search(rest) is None or self._openings.isdisjoint(_WORD.findall(rest.casefold())):
            return rest, ()
        found: list[Command] = []

        def take(phrase: re.Match[str]) -> str:
            command = self._further[phrase["phrase"].casefold()]
            if command is own or is_name(phrase["phrase"].casefold()):
                return phrase[0]
            found.append(command)
            return " "

        left = self._together.sub(take, rest)
        return (" ".join(left.split()), tuple(dict.fromkeys(found))) if found else (rest, ())


def _is_pair(cue: str) -> bool:
    """Whether a cue has two words that may be mistyped: a typo in "s manager" makes "a manager"."""
    words = cue.split()
    return len(words) == 2 and all(len(word) > 1 for word in words)


def _further_phrases(commands: Commands) -> dict[str, Command]:
    """The words and cues of the commands that people ask for beside another: those that explain one entry."""
    listed = [command for command in commands if command.listed and command.takes_entry and command.pure]
    wanted = [command for command in listed if command.name not in _NEVER_FURTHER]
    return {
        phrase: command
        for command in wanted
        for phrase in (command.name, *command.synonyms, *command.cues)
        if phrase == phrase.strip()
    }


def _has(sentence: str, cue: str) -> bool:
    """Whether the sentence contains the cue as whole words."""
    word = cue.strip()
    return word in sentence and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", sentence) is not None


def _named(commands: Commands, name: str) -> Command:
    command = commands.find(name)
    if command is None:
        raise ValueError(f'The router needs a command "{name}"')
    return command
