"""Parse a line of text: a command word first, a phrase that asks for a command, or else a definition."""

from __future__ import annotations

import re
from dataclasses import replace

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.chat_speak import spelled_out
from bot.grammar import CommandLine, Grammar
from bot.quoted import from_advert, from_cv
from bot.services import BotServices
from bot.title_parts import with_whole_title
from bot.told import NAME_LAST, NOT_MEANT, REFERRING, SECOND_QUESTION, is_part_of_job, names_told, told_before_asking
from content.lookup.index import forms_of
from content.lookup.lexicon import COPULA, INVERTED, lexicon
from content.lookup.match import PUNCTUATION
from content.lookup.normalize import normalize
from content.models import Entry, Role
from handlers.channel_reference import without_channels
from handlers.command import Command, Commands
from handlers.described import is_description
from handlers.find_entry import beside_other_words
from handlers.left_out import names_nothing, unused_words, without_details
from handlers.parsing.find_time_zone import known_zone
from handlers.parsing.panel import take_panel
from handlers.parsing.role_and_level import COUNTED_QUESTIONS, LEVEL_WORDS, read_role_and_level, years_in
from handlers.several import named_together

SHARE = "share"
LONGEST_SENTENCE = 400  # characters; a longer text is not a question, so it is not searched for cues
SHORTEST_MISTYPED = 4  # letters; shorter words are too similar to each other
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
_TIME = re.compile(r"\d|\b(?:hours?|min(?:ute)?s?)\b", re.I)
_REFERS_BACK = re.compile(r"(?:this|that|it|these|those|(?:the|your) (?:answer|card|definition))\b", re.I)
"""Words after "share" that ask how to share what is on the screen: a message has no button to press."""
_REQUEST = re.compile(
    r"^\W*(?:(?:can|could|would|will)\s(?:you|u)\s)?(?:(?:please|pls|just)\s)?(?:show|give|get|send|tell)\s(?:me|us)\s"
    r"(?:(?:please|pls|the|some|all|your|a|an)\s)*"
    r"|^\W*(?:i(?:['’]d\slike|\swant|\sneed|\swould\slike)|need|want|looking\sfor|after)\s(?:to\s(?:see|know|have)\s)?(?:(?:the|some|all|your|a|an)\s)*",
    re.I,
)
"""A polite request before a command word: "could you show me"."""
_FOREIGN_FOR = frozenset(("für", "para", "pour", "per", "voor", "de", "an", "à", "a", "zu"))
"""The last word of foreign cues: "preguntas para"."""
_FOREIGN_ARTICLE = re.compile(
    r"^\s*(?:une?|un[oa]|ein(?:e[nmrs]?)?|de[nrms]?|die|das|les?|las?|los|el|il|lo|uma?|het)\s", re.I
)
_ARTICLE = re.compile(r"(?<=\s)(?:an?|the)\s")
"""An article inside a name: "head of an EU delegation"."""
_FOREIGN_LEAD = re.compile(r"(?:für|fuer|pour|para|voor)\s", re.I)
_FOR = re.compile(r"(?:for|of|on)\s", re.I)
_FIRST = re.compile(r"/?([^\s,:]+)[,:]?\s*")
_REPORTS = re.compile(r"(?:mentions?|says?|lists?|claims?|states?|shows?|reads?|has|had|includes?|contains?)\b", re.I)
"""Verbs behind "CV" or "resume" at the beginning of a line: "CV mentions country team"."""
_PEOPLE = re.compile(r"(?:managers?|teams?|leads?|panels?|committees?|compan(?:y|ies)|clients?)\b", re.I)
"""People behind an everyday word for a command: "hiring manager wants an envoy"."""
_WANTED = re.compile(r"(?:\d{1,3}|an?|some|more|two|three|several)\s", re.I)
"""How many people somebody is hiring."""
_SPLIT = re.compile(
    r"\b(?:split|divide[d]?|shared?)\b|\b(?:between|among|by|across)\s(?=\S+\s(?:interviewers?|people|of\sus)\b)", re.I
)
"""Words that share an interview out: "split 1 hour between 2 interviewers"."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEVEL = re.compile(
    r"\b(?:junior|mid|senior|entry)[\s-]level\s?\?|\b(?:is|are)\s(?:that|this|it)\s(?:too\s)?(?:junior|mid|senior)\b"
    r"|\btoo\s(?:junior|senior|inexperienced)\b|\b(?:junior|senior|experienced)\senough\b"
    r"|\b(?:junior|mid|senior|entry)[\s-]level\s(?:for|of|as|in)\b|\b(?:junior|mid|senior)\s(?:means?|looks?)\b"
    r"|\b(?:junior|mid|senior)\sor\s(?:junior|mid|senior)\b"
    r"|\b(?:is|are|or)\s(?:junior|mid|senior)\b"
    r"(?!\s(?!(?:or|enough|level)\b)\w)",  # "what is Senior Desk Officer" asks for a title
    re.I,
)
_PLEASE_LAST = re.compile(r",?\s(?:please|pls|plz|thanks|thx|ta|asap)\W*$", re.I)
_BEFORE_COMMAND = frozenset(("which", "what", "any", "some", "the", "and", "good", "best", "also", "need", "send"))
"""Words before a command's word at the end of a line: "…, which titles"."""
_QUESTION_FIRST = INVERTED | COPULA | {"what", "which", "who", "how", "when", "where", "why", "whats", "whos", "if"}
"""First words of a sentence that asks something of its own."""
_IS = re.compile(r"^\W*(?:so\s|and\s)?(?:is|are|would)\b", re.I)
_LEVEL_LAST = re.compile(
    r"\b(?:junior|mid|senior|entry|high(?:[\s-](?:up|ranking))?|low(?:[\s-]ranking)?|important)(?:[\s-]level)?"
    r"(?:\s(?:role|job|position|post|title|rank|enough))?\W*$",
    re.I,
)
"""The end of a question about the level: "is third secretary entry level"."""


class Reading:
    """Read one line. `library` and `services` look each part of it up once, whoever asks; `content` is what they read.

    The content stays the same until the line is answered.
    """

    def __init__(self, grammar: Grammar, services: BotServices) -> None:
        self._grammar = grammar
        self.content = services.library
        self.library = library = self.content.for_one_line()
        self.services = replace(services, current=lambda: library)
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
        whole = with_whole_title(_APOLOGY.sub("", typed), self.library)
        spoken = _ADDRESS.sub("", whole).strip()
        if not self.library.is_form(spoken):
            spoken = spelled_out(spoken)
        first, rest = _split(spoken)
        shared = first == SHARE and bool(rest) and not _REFERS_BACK.match(rest)
        if not shared and (asked_twice := self._with_second(spoken)):
            first_question, further = asked_twice
            self._lines[typed] = replace(self.command_line(first_question), also=(further,))
            return self._lines[typed]
        line = self._read(rest if shared else spoken, "" if shared else whole)
        if shared and not self._names_what(line):
            shared, line = False, self._read(spoken, whole)  # "share please", "share with my team"
        line = self._without_lead(self._without_repeat(line))
        rest = line.rest if line.command.takes_channel else without_channels(line.rest)
        self._lines[typed] = replace(self._with_further(line.command, rest), shared=shared)
        return self._lines[typed]

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
        return replace(line, rest=_FOREIGN_ARTICLE.sub("", line.rest[lead.end() :]))

    def also_asked(self, line: CommandLine) -> tuple[Command, ...]:
        """The further commands that a line asks for, even if it names no entry: "red flags and titles"."""
        return line.also or self._further(line.rest, line.command)[1]

    def _further(self, rest: str, command: Command) -> tuple[str, tuple[Command, ...]]:
        return self._grammar.further(rest, command, lambda phrase: self._is_part_of_name(rest, phrase))

    def _with_second(self, typed: str) -> tuple[str, Command] | None:
        """A line without its second question about the same things, and the command that answers that."""
        second = SECOND_QUESTION.search(typed) if len(typed) <= LONGEST_SENTENCE else None
        if second is None or not typed[: second.start()].strip():
            return None
        first = typed[: second.start()].rstrip(PUNCTUATION)
        line = self._read(first, first)
        match = self.library.match(line.rest)
        named = match.entry or next(iter(match.suggestions), None)
        if not line.command.takes_several or named is None:
            return None  # a line about one entry is read as a whole
        asked = self._read(f"{REFERRING.sub(' ', second['asked'])} {named.name}", "")
        own = asked.command.listed and asked.command.takes_entry and asked.command.pure and not asked.command.explains
        return (first, asked.command) if own and asked.command is not line.command else None

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
        if command is not None and (_is_its_own(command, rest) or self._is_command_with_name(command, typed, rest)):
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
        return self._requested(typed) or self._sentence(typed)

    def _quoted(self, typed: str) -> CommandLine | None:
        """What a line has from a résumé or an advert, to be explained."""
        if line := from_cv(typed):
            several = not named_together(line, None, self.library) and len(self._mentioned(line)) > 1
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
        if (bare := NOT_MEANT.sub("", typed)) != typed:
            match = self.library.match(bare)
            is_name = match.entry is not None and not unused_words(bare, match.entry)
            only = typed if match.entry is not None and match.ambiguous else bare  # its other senses may be meant
            return CommandLine(self._grammar.define, only) if is_name or self.library.is_form(bare) else None
        if name := self._name_last(typed):
            return CommandLine(self._grammar.define, name)
        return self._asked_of_name_told(typed)

    def _asked_of_name_told(self, typed: str) -> CommandLine | None:
        """What a line asks about a name in what it tells first: "the client wants an envoy, what's that"."""
        told = told_before_asking(typed)
        named = names_told(told, self.library) if told else []
        if len(named) > 1 and isinstance(self.library.match(told).entry, Role):
            return CommandLine(self._grammar.define, told)  # "Wirtschaftsreferent Botschaft, was ist das"
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
        if reports or of_people or wanted or plainly or graded:
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
        if self._grammar.begins_with_cue_of_another(command, typed):
            return None  # "requisitos para un cónsul"
        return command if not rest or self._may_take(command, rest) else None

    def _is_name(self, word: str, rest: str) -> bool:
        """Whether a first word is a name: a place, or capitalised and alone or before another capitalised word."""
        if word[0].isupper() and (not rest or (rest[0].isupper() and not self.library.is_form(rest))):
            return True
        return (word[0].isupper() or not rest) and known_zone(word) is not None

    def _may_take(self, command: Command, rest: str) -> bool:
        """Whether the rest of the line could be the arguments of a mistyped command."""
        if command.takes is not None or command.takes_nothing:
            return command.takes is not None and command.takes(rest, self.services)
        name = read_role_and_level(rest, self.library.is_form).rest
        return not name or self.library.match(name).outcome != "none"

    def _sentence(self, typed: str) -> CommandLine:
        """Parse a sentence by its longest cue, a joining word ("or") or years of experience, else as a definition."""
        if len(typed) > LONGEST_SENTENCE or is_description(typed, self.library):
            return CommandLine(self._grammar.define, typed)
        cued = self._grammar.cue_in(f" {typed.casefold()} ") or self._grammar.mistyped_cue(typed)
        if cued is None and (corrected := self._grammar.corrected(typed, self.library.is_form)) != typed:
            cued = self._grammar.cue_in(f" {corrected.casefold()} ")
            typed = corrected if cued else typed
        if cued is not None and not self._is_part_of_name(typed, cued[0]):
            cue = cued[0]
            if (asked := self._asked_at_length(typed, cue)) is not None and asked is not cued[1]:
                return CommandLine(asked, typed)
            is_counted = (counted := COUNTED_QUESTIONS.search(typed)) and cue in typed[counted.start() :].casefold()
            rest = typed if cue != cue.strip() or is_counted else _without_cue(typed, cue)
            if cue.startswith("on ") and (compared := self._joined(rest) or self._compared(rest)):
                return CommandLine(
                    compared, " ".join(rest.split())
                )  # "on a CV, is it chief of staff or chef de cabinet"
            return CommandLine(cued[1], " ".join(rest.split()))
        if (beside_name := self._trailing(typed) or self._behind_name(typed)) is not None:
            return beside_name
        asked = next((known for known in self._grammar.asking if known.asks and known.asks(typed, self.services)), None)
        command = asked or self._joined(typed) or self._levelled(typed) or self._timed(typed) or self._grammar.define
        return CommandLine(command, typed)

    def _asked_at_length(self, typed: str, cue: str) -> Command | None:
        """The command that goes by more of the line than a cue: "how many years do consuls stay" isn't about levels."""
        return next(
            (
                known
                for known in self._grammar.asking
                if known.asks
                and known.asked
                and (words := known.asked(typed))
                and len(words[0]) > len(cue.strip())
                and known.asks(typed, self.services)
            ),
            None,
        )

    def _trailing(self, typed: str) -> CommandLine | None:
        """The command whose word ends the line, after a known name: "second secretary levels"."""
        *before, last = _PLEASE_LAST.sub("", typed).rstrip(" ?.!").split() or [""]
        year = last if _YEAR.fullmatch(last) and before else ""  # "consul pay 2023"
        if year:
            *before, last = before
        command = self.commands.find(last.casefold()) if before and last.islower() else None
        if command is None or not (command.listed and command.takes_entry and command.pure):
            return None
        if before[-1].casefold() in ("a", "an"):
            return None  # "ECOSOC, is that a company"
        if command.name != last and not before[-1].endswith(","):
            return None  # an everyday word for it: "consul but no honorary ones, string"
        while len(before) > 1 and before[-1].casefold() in _BEFORE_COMMAND:
            before.pop()
        name = " ".join(before)
        known = self.library.is_form(name) or self._is_named_for(name)
        if not known or self._is_part_of_name(typed, last):
            return None
        return CommandLine(command, f"{name} {year}".strip())

    def _behind_name(self, typed: str) -> CommandLine | None:
        """The command whose word is right behind the job that a line begins with: "consul general levels, Chicago"."""
        name = self.library.leading_form(typed)
        behind = _FIRST.match(typed[len(name) :].lstrip()) if name and "?" not in typed else None
        command = self.commands.find(behind[1]) if behind and behind[1].islower() else None
        if behind is None or command is None or command.name != behind[1]:
            return None
        if not (command.listed and command.takes_entry and command.pure and isinstance(self._meant(name), Role)):
            return None
        rest = typed[len(name) :].lstrip()[behind.end() :]
        return CommandLine(command, f"{name}, {rest}" if rest else name)

    def _is_named_for(self, before: str) -> bool:
        """Whether what stands before a command's word names an entry, or is no sentence and names a job among others:
        "need 2 vice consuls in Toronto, titles"; but not "does a consul have to search"."""
        match = self.library.match(before)
        if match.entry is not None and not unused_words(before, match.entry):
            return True
        words = normalize(before).split()
        is_sentence = (
            not words or words[0] in _QUESTION_FIRST or (words[-1] in lexicon().function and not before.endswith(","))
        )
        offered = match.suggestions if match.entry or match.ambiguous or match.named else ()
        named = (match.entry, *offered, beside_other_words(before, match, self.library))
        return not is_sentence and not match.outside and any(isinstance(entry, Role) for entry in named)

    def _is_part_of_name(self, typed: str, cue: str) -> bool:
        """Whether the cue overlaps a known name in the sentence: "competency-based interview", "SCS pay band 1"."""
        cue = cue.casefold()  # one with a typo is as it was typed: "UN common", for "in common"
        graded = [mention.text.casefold() for mention in self.library.grades_in(typed)]
        if any(_whole(cue.strip(), name) for name in graded):
            return True
        if not self.library.may_name(normalize(cue).split()):
            return False
        entry = self.library.match(typed).entry
        if entry is None:
            return False
        lowered, cue = _ARTICLE.sub("", f" {typed.casefold()} "), _ARTICLE.sub("", f"{cue} ")[:-1]
        cued = _whole(cue.strip(), lowered)
        for form, _ in forms_of(entry):
            named = _whole(form.casefold(), lowered)
            if cue in form.casefold() or (cued and named and named.start() < cued.end() and cued.start() < named.end()):
                return True
        return False

    def _compared(self, typed: str) -> Command | None:
        """The command that puts several entries side by side, if a line asks for that."""
        return next(
            (
                known
                for known in self._grammar.asking
                if known.takes_several and known.asks and known.asks(typed, self.services)
            ),
            None,
        )

    def _joined(self, typed: str) -> Command | None:
        """The command whose joining word stands between two known entries ("embassy or consulate")."""
        for command in self.commands:
            for word in command.joins:
                left, joiner, right = _partition(typed, word)
                if word == "&" and "," in right:
                    continue  # two titles of a résumé line: "Third Secretary & Vice Consul, Consulate General, Lyon"
                right = _partition(right, word)[0]
                if joiner and (one := self._meant(left)) and (other := self._meant(right)) and one is not other:
                    return command
        return None

    def _meant(self, part: str) -> Entry | None:
        """The entry that a part of a line names, or the only one that its ambiguous form means here."""
        return self.library.match(part).meant

    def _levelled(self, typed: str) -> Command | None:
        """`levels`, if a role is followed by years or a level ("consul 7y", "is a consul of 3 years mid?")."""
        asks_level = _LEVEL.search(typed) or (_IS.match(typed) and _LEVEL_LAST.search(typed))
        if years_in(typed) is None and not asks_level:
            return None
        library = self.library
        ask = read_role_and_level(typed, lambda name: library.by_name(name) is not None)
        match = library.match(" ".join(word for word in ask.rest.split() if word.lower() not in LEVEL_WORDS))
        return self._grammar.levels if isinstance(match.meant, Role) else None

    def _timed(self, typed: str) -> Command | None:
        """`questions`, if a role is named beside the minutes of a talk: "10 min with a consul"."""
        if not _TIME.search(typed):
            return None
        is_split = _SPLIT.search(typed) is not None
        ask = read_role_and_level(take_panel(_SPLIT.sub(" ", typed))[0] if is_split else typed, self.library.is_form)
        match = self.library.match(ask.rest) if ask.minutes else None
        meant = (match.entry, *match.senses) if match else ()
        asked = self._grammar.kit if is_split else self._grammar.questions
        return asked if any(isinstance(one, Role) for one in meant) else None


def _without_cue(typed: str, cue: str) -> str:
    """A sentence without its cue, and without the article behind a foreign one: "gagne un interprète"."""
    at = re.search(rf"\b{re.escape(cue)}\b", typed, re.I)
    if at is None:
        return typed
    words, behind = cue.split(), typed[at.end() :]
    if words[-1] in _FOREIGN_FOR or not any(map(lexicon().is_english, words)):
        behind = _FOREIGN_ARTICLE.sub("", behind)
    return f"{typed[: at.start()]} {behind}"


def _whole(words: str, sentence: str) -> re.Match[str] | None:
    """The first place where words stand in a sentence as whole words."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", sentence)


def _split(typed: str) -> tuple[str, str]:
    """The first word, in lower case without a slash and punctuation, and the rest."""
    first = _FIRST.match(typed)
    if not first:
        return "", typed
    return first[1].casefold().rstrip(PUNCTUATION) or first[1], typed[first.end() :].strip()


def _is_its_own(command: Command, rest: str) -> bool:
    """Whether a button or a form of the command sends these arguments, whatever was typed into the form."""
    return command.sends is not None and command.sends(rest)


def _partition(typed: str, word: str) -> tuple[str, str, str]:
    """Like str.partition, but at a whole word in any case."""
    joiner = re.search(rf"\s{re.escape(word)}\s", typed, re.I)
    return (typed[: joiner.start()], joiner[0], typed[joiner.end() :]) if joiner else (typed, "", "")
