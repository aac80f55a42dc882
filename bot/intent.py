"""Parse a line of text: a command word first, a phrase that asks for a command, or else a definition."""

from __future__ import annotations

import re
from dataclasses import replace

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.answer_form import in_other_form
from bot.asked_command import FIRST, FOREIGN_ARTICLE, LONGEST_SENTENCE, Sentences
from bot.grammar import CommandLine, Grammar
from bot.quoted import from_advert, from_cv, word_asked
from bot.second_question import two_questions
from bot.services import BotServices
from bot.shorthand_and_typos import spelled_out
from bot.title_parts import with_whole_title
from bot.told import (
    NAME_LAST,
    NOT_MEANT,
    NOT_SENSE,
    TELL_ME,
    corrected,
    is_part_of_job,
    name_with_sense,
    names_told,
    told_before_asking,
    without_remark,
)
from content.lookup.lexicon import lexicon
from content.lookup.match import PUNCTUATION
from content.lookup.normalize import normalize
from content.lookup.query import quotations
from content.models import Role
from handlers.channel_reference import without_channels
from handlers.command import Command, Commands
from handlers.described import is_description
from handlers.left_out import names_nothing, unused_words, without_details
from handlers.parsing.find_time_zone import known_zone
from handlers.parsing.role_and_level import read_role_and_level
from handlers.several import named_together

SHARE = "share"
SHORTEST_MISTYPED = 4  # letters; shorter words are too similar to each other
MOST_TOLD = 5  # words of a name and where it's used
LONG_MISTYPED = 7  # letters; such a word may have two slips

# "@dragoman, ", "@here ", "hey ": greetings and mentions before the question.
_GREETING = r"good (?:morning|afternoon|evening)|(?:hi|hello|hey)(?: there| all| team)?|please|pls|ok"
_APOLOGY = re.compile(
    r"^\W*(?:(?:so\s)?sorry|apologies|excuse\sme|pardon)\s(?:to|for)\s"
    r"(?:both(?:er|ering)|bug(?:ging)?|disturb(?:ing)?|troubl(?:e|ing)|ask(?:ing)?|keep(?:ing)?|another|one\smore|the|yet)\b"
    r"[\w\s]{0,30}?(?:(?:\sagain)?,?\sbut\s|[,.:;!–-]+\s|\sagain\s(?=what|who|how|which))(?=\w)",
    re.I,
)
"""An apology before the question: "sorry to bug you again but"."""
_MENTION = r"@[\w.-]+|dragoman\b"
_ADDRESS = re.compile(rf"^\s*(?:(?:{_MENTION})[\s,:]*|(?:{_GREETING})\b(?!-)[\s,!.]*)+", re.I)
_REFERS_BACK = re.compile(r"(?:this|that|it|these|those|(?:the|your) (?:answer|card|definition))\b", re.I)
"""Words after "share" that ask how to share what is on the screen: a message has no button to press."""
_REQUEST = re.compile(
    r"^\W*(?:just|only)\s(?:(?:please|pls|the|some|all|your|give\sme|show\sme)\s)*"
    r"|^\W*(?:(?:can|could|would|will)\s(?:you|u)\s)?(?:(?:please|pls|just)\s)?(?:show|give|get|send|tell)\s(?:me|us)\s"
    r"(?:(?:please|pls|the|some|all|your|a|an)\s)*"
    r"|^\W*(?:can|could|would|will)\s(?:you|u)\s(?:(?:please|pls|just)\s)?(?:do|make|list|show|get)\s(?:(?:the|some|all|your|a|an)\s)+"
    r"|^\W*(?:i(?:['’]d\slike|\swant|\sneed|\swould\slike)|need|want|looking\sfor|after)\s(?:to\s(?:see|know|have)\s)?(?:(?:the|some|all|your|a|an)\s)*",
    re.I,
)
"""A polite request before a command word: "could you show me"."""
_FOREIGN_LEAD = re.compile(r"(?:für|fuer|pour|para|voor)\s", re.I)
_FOR = re.compile(r"(?:for|of|on)\s", re.I)
_REPORTS = re.compile(r"(?:mentions?|says?|lists?|claims?|states?|shows?|reads?|has|had|includes?|contains?)\b", re.I)
"""Verbs behind "CV" or "resume" at the beginning of a line: "CV mentions country team"."""
_PEOPLE = re.compile(r"(?:managers?|teams?|leads?|panels?|committees?|compan(?:y|ies)|clients?)\b", re.I)
"""People behind an everyday word for a command: "hiring manager wants an envoy"."""
_WANTED = re.compile(r"(?:\d{1,3}|an?|some|more|two|three|several)\s", re.I)
"""How many people somebody is hiring."""


class Reading:
    """Read one line. `library` and `services` look each part of it up once, whoever asks; `content` is what they read.

    The content stays the same until the line is answered.
    """

    def __init__(self, grammar: Grammar, services: BotServices) -> None:
        self._grammar = grammar
        self.content = services.library
        self.library = library = self.content.for_one_line()
        self.services = replace(services, current=lambda: library)
        self._sentences = Sentences(grammar, library, self.services)
        self._lines: dict[str, CommandLine] = {}

    @property
    def commands(self) -> Commands:
        """All registered commands."""
        return self._grammar.commands

    def command_line(self, typed: str) -> CommandLine:
        """The command line that a text means.

        References to channels are removed for a command that doesn't take them: a lookup would read them as words.
        """
        if (known := self._lines.get(typed)) is not None:
            return known
        if wished := in_other_form(typed, self.command_line, self.library, self._grammar):
            self._lines[typed] = wished
            return wished
        whole = with_whole_title(TELL_ME.sub("", corrected(_APOLOGY.sub("", typed), self.library)), self.library)
        spoken = _ADDRESS.sub("", without_remark(whole, self.library, self._asks)).strip()
        if not self.library.is_form(spoken):
            spoken = spelled_out(spoken)
        first, rest = _split(spoken)
        shared = first == SHARE and bool(rest) and not _REFERS_BACK.match(rest)
        if not shared and (
            two := two_questions(spoken, self.command_line, lambda part: self._read(part, part), self.library)
        ):
            self._lines[typed] = two
            return two
        line = self._read(rest if shared else spoken, "" if shared else whole)
        if shared and not self._names_what(line):
            shared, line = False, self._read(spoken, whole)  # "share please", "share with my team"
        line = self._without_lead(self._without_repeat(line))
        rest = line.rest if line.command.takes_channel else without_channels(line.rest)
        self._lines[typed] = replace(self._with_further(line.command, rest), shared=shared)
        return self._lines[typed]

    def _asks(self, typed: str) -> bool:
        return self._grammar.cue_in(f" {typed.casefold()} ") is not None

    def _names_what(self, line: CommandLine) -> bool:
        """Whether a line says what to share."""
        if line.command.small_talk:
            return False
        rest = without_channels(line.rest)
        match = self.library.match(rest)
        known = match.entry is not None or match.named or match.ambiguous is not None
        return known or not line.command.explains

    def _without_repeat(self, line: CommandLine) -> CommandLine:
        """The line without a second word for its command: "search strings for", "search string visa officer"."""
        first, rest = _split(line.rest)
        introduces = line.rest[len(first) :].startswith(":")  # "search string: programme manager"
        said_twice = first in line.command.synonyms and (
            introduces or _FOR.match(rest) or self.library.leading_form(rest)
        )
        return replace(line, rest=rest) if said_twice else line

    def _without_lead(self, line: CommandLine) -> CommandLine:
        """The line without a foreign "for" before a name: "questions pour un consul"."""
        lead = _FOREIGN_LEAD.match(line.rest)
        if lead is None or line.command.explains or self.library.leading_form(line.rest):
            return line
        return replace(line, rest=FOREIGN_ARTICLE.sub("", line.rest[lead.end() :]))

    def also_asked(self, line: CommandLine) -> tuple[Command, ...]:
        """The further commands that a line asks for, even if it names no entry: "red flags and titles"."""
        return line.also or self._further(line.rest, line.command)[1]

    def _further(self, rest: str, command: Command) -> tuple[str, tuple[Command, ...]]:
        return self._grammar.further(rest, command, lambda phrase: self._sentences.is_part_of_name(rest, phrase))

    def _with_further(self, command: Command, rest: str) -> CommandLine:
        """A command line whose arguments don't hold the other commands that it asks for."""
        alone = CommandLine(command, rest)
        if not command.pure or not command.takes_entry or command.takes_several or len(rest) > LONGEST_SENTENCE:
            return alone
        if self.library.is_form(rest):
            return alone
        left, further = self._further(rest, command)
        return CommandLine(command, left, also=further) if further and not names_nothing(left) else alone

    def _read(self, typed: str, whole: str) -> CommandLine:
        """Read a text. `whole` also has the greeting before it, which may be all there is."""
        first, rest = _split(typed)
        command = self.commands.find(first)
        if (command is None or command.name != first) and (quoted := self._meaning(typed) or self._quoted(typed)):
            return quoted
        is_meaning = command is not None and command.explains and rest.casefold().startswith("of ")
        if command and (is_meaning or _is_its_own(command, rest) or self._is_command_with_name(command, typed, rest)):
            return CommandLine(command, self._arguments(command, typed, rest))
        for line in dict.fromkeys((typed, whole)):
            if (claiming := self._claimed(line)) is not None:
                greets = whole != line and self._claimed(whole) is claiming  # "good morning :)"
                return CommandLine(claiming, whole if greets else line)
        if not typed:
            return CommandLine(self._grammar.help, "")
        command = command or self._mistyped(typed, rest)
        if command is not None and self._is_meant(command, typed, rest):
            return CommandLine(command, self._arguments(command, typed, rest))
        return self._requested(typed) or self._sentences.line(typed)

    def _quoted(self, typed: str) -> CommandLine | None:
        """What a line has from a résumé or an advert, to be explained."""
        if line := from_cv(typed):
            several = (";" in line or len(self._mentioned(line)) > 1) and not named_together(line, None, self.library)
            return CommandLine(self._grammar.read if several else self._grammar.define, line)
        if not (line := from_advert(typed)):
            return None
        several = sum(mention.entry is not None for mention in self.library.scan(line)) > 1
        return CommandLine(self._grammar.read if several else self._grammar.define, line)

    def _mentioned(self, line: str) -> set[str]:
        """The jobs and grades that a line from a résumé has."""
        jobs = {mention.entry.name for mention in self.library.scan(line) if isinstance(mention.entry, Role)}
        return jobs | {mention.text for mention in self.library.grades_in(line)}

    def _meaning(self, typed: str) -> CommandLine | None:
        """`define`, if a line tells something with a name in it and then asks what that is, or says what it isn't."""
        if len(typed) > LONGEST_SENTENCE:
            return None
        if word := word_asked(typed):
            return CommandLine(self._grammar.define, word)
        if sensed := name_with_sense(typed, self.library):
            return CommandLine(self._grammar.define, sensed)
        if (bare := NOT_MEANT.sub("", typed)) != typed:
            match = self.library.match(bare)
            is_name = match.entry is not None and not unused_words(bare, match.entry)
            only = typed if match.entry is not None and match.ambiguous else bare  # its other senses may be meant
            return CommandLine(self._grammar.define, only) if is_name or self.library.is_form(bare) else None
        if (bare := self._without_other_sense(typed)) or (name := self._name_last(typed)):
            return CommandLine(self._grammar.define, bare or name)
        return self._asked_of_name_told(typed)

    def _without_other_sense(self, typed: str) -> str:
        """A line about an ambiguous form without the sense that it doesn't mean; empty for any other line."""
        excluded = NOT_SENSE.search(typed)
        ambiguous = self.library.match(typed[: excluded.start()]).ambiguous if excluded else None
        if excluded is None or ambiguous is None:
            return ""
        is_other = any(normalize(excluded["other"]) in normalize(other) for other in ambiguous.others)
        return typed[: excluded.start()] if is_other else ""

    def _asked_of_name_told(self, typed: str) -> CommandLine | None:
        """What a line asks about a name in what it tells first: "the client wants an envoy, what's that"."""
        told = told_before_asking(typed)
        if len(quoted := quotations(told)) == 1 and " " not in quoted[0]:
            return CommandLine(self._grammar.define, quoted[0])  # "'seconded' to the UN. meaning?"
        named = names_told(told, self.library) if told else []
        if len(named) > 1 and isinstance(self.library.match(told).entry, Role):
            return CommandLine(self._grammar.define, told)  # "Wirtschaftsreferent Botschaft, was ist das"
        if told and not named and len(told.split()) <= MOST_TOLD and self.library.match(told).outcome != "none":
            return CommandLine(self._grammar.define, told)  # "cabinet in Brussels - meaning?"
        if len(named) != 1 or is_part_of_job(named[0], told):
            return None
        whole = self._read(told, told)
        if whole.command.name == "wanted":
            return whole  # it says what the name means, and which jobs to search for
        return CommandLine(self._grammar.define, named[0])

    def _name_last(self, typed: str) -> str:
        """The name that a line asks for after telling something that names nothing and asks for nothing; or empty."""
        asked = NAME_LAST.match(typed)
        if asked is None or not self.library.is_form(asked["name"]):
            return ""
        match = self.library.match(asked["told"])
        names = match.entry is not None or match.named or match.ambiguous is not None
        return "" if names or self._grammar.cue_in(f" {asked['told'].casefold()} ") else asked["name"]

    def _arguments(self, command: Command, typed: str, rest: str) -> str:
        """The rest of a line that begins with a command's word, without the rest of a cue: "pay range desk officer"."""
        behind = None if _FOREIGN_LEAD.match(rest) else self._grammar.behind_cue(command, typed)
        return behind if behind is not None and self.library.match(rest).entry is None else rest

    def _requested(self, typed: str) -> CommandLine | None:
        """A command word after a polite request: "could you show me levels consul", "give me the ladder"."""
        asked = _REQUEST.sub("", typed)
        first, rest = _split(asked)
        command = self.commands.find(first) if asked != typed else None
        return CommandLine(command, rest) if command is not None and self._is_meant(command, asked, rest) else None

    def _is_command_with_name(self, command: Command, typed: str, rest: str) -> bool:
        """Whether a line is a command's word and a known name, so that nothing else can be meant: "titles consul"."""
        named = without_details(command, rest, self.library) if command.without_details else rest
        known = self.library.is_form(named) or bool(rest and not named)  # "kit <set id> own <question>" is all details
        return known and self._is_meant(command, typed, rest)

    def _claimed(self, line: str) -> Command | None:
        """The command that claims the whole line, whatever its words: small talk, or a question about the bot."""
        if not line or len(line) > LONGEST_SENTENCE or is_description(line, self.library):
            return None
        return next(
            (known for known in self._grammar.claiming if known.claims and known.claims(line, self.services)), None
        )

    def _is_meant(self, command: Command, typed: str, rest: str) -> bool:
        """Whether the first word is the command, and not part of a name ("staff officer") or a sentence ("help me")."""
        if not rest:
            return True
        if self._begins_with_name(command, typed, rest):
            return False
        everyday = command.takes_entry and self._is_synonym(command, typed)
        reports = everyday and _REPORTS.match(rest)  # "CV mentions country team"
        of_people = everyday and _PEOPLE.match(rest)
        wanted = everyday and typed.casefold().startswith("hiring") and _WANTED.match(rest)  # "hiring 3 consuls"
        plainly = command.explains and self._grammar.asks_for_short(typed)  # "explain agrément like I'm five"
        graded = everyday and any(
            mention.start == 0 for mention in self.library.grades_in(typed)
        )  # "function group IV"
        if reports or of_people or wanted or plainly or graded or (everyday and self._is_unknown_name(typed, rest)):
            return False
        cued = self._is_synonym(command, typed) and self._grammar.begins_with_cue_of_another(command, typed)
        if cued or (everyday and command.takes is None and self._grammar.asks_for_kit(rest)):
            return False  # "ask me something about the EU", "interview panel on friday for a consul"
        if command.takes is None and everyday:
            return names_nothing(rest) or self.library.match(rest).outcome != "none"  # "software engineer"
        return command.takes is None or command.takes(rest, self.services)

    def _is_synonym(self, command: Command, typed: str) -> bool:
        """Whether the line begins with another word for the command, which may be an everyday word."""
        return _split(typed)[0] in command.synonyms

    def _begins_with_name(self, command: Command, typed: str, rest: str) -> bool:
        """Whether a command's word begins a name of the content: "home state", but not "career consul".

        If the rest is a name too, the word is the command, unless the longer name is written as in the content
        ("Career Consul") or the command takes no arguments.
        """
        library = self.library
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
        words = [known for known in self.commands.words if len(known) >= SHORTEST_MISTYPED]
        slips = 2 if len(word) >= LONG_MISTYPED else 1
        near = extractOne(word.casefold(), words, scorer=OSA.distance, score_cutoff=slips)
        command = self.commands.find(near[0]) if near else None
        if command is None or self.library.leading_form(typed) or self._is_name(word, rest):
            return None
        if self._grammar.begins_with_cue_of_another(command, typed) or self._is_misspelt_name(typed):
            return None  # "requisitos para un cónsul", "organisaiton of islamic cooperation"
        return command if not rest or self._may_take(command, rest) else None

    def _is_name(self, word: str, rest: str) -> bool:
        """Whether a first word is a name: a place, or capitalised and alone or before another capitalised word."""
        if word[0].isupper() and (not rest or (rest[0].isupper() and not self.library.is_form(rest))):
            return True
        return (word[0].isupper() or not rest) and known_zone(word) is not None

    def _is_unknown_name(self, typed: str, rest: str) -> bool:
        """Whether a line is written as a name, and what follows its first word means nothing: "Staff Regulations"."""
        match = self.library.match(rest)
        return self._is_name(typed.lstrip("/"), rest) and not (match.entry or match.named or match.ambiguous)

    def _is_misspelt_name(self, typed: str) -> bool:
        """Whether a line is the name of an entry with a typo."""
        entry = self.library.match(typed).entry
        names = (entry.name, *entry.aliases) if entry else ()
        return any(OSA.distance(normalize(typed), normalize(name), score_cutoff=2) <= 2 for name in names)

    def _may_take(self, command: Command, rest: str) -> bool:
        """Whether the rest of the line could be the arguments of a mistyped command."""
        if command.takes is not None or command.takes_nothing:
            return command.takes is not None and command.takes(rest, self.services)
        name = read_role_and_level(rest, self.library.is_form).rest
        return not name or self.library.match(name).outcome != "none"


def _split(typed: str) -> tuple[str, str]:
    """The first word, in lower case without a slash and punctuation, and the rest."""
    first = FIRST.match(typed)
    if not first:
        return "", typed
    return first[1].casefold().rstrip(PUNCTUATION) or first[1], typed[first.end() :].strip()


def _is_its_own(command: Command, rest: str) -> bool:
    """Whether a button or a form of the command sends these arguments, whatever was typed into the form."""
    return command.sends is not None and command.sends(rest)
