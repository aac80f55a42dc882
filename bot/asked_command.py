"""Tell which command a sentence asks for: by its longest cue, a word at its end, what joins two names, or years."""

from __future__ import annotations

import re

from bot.grammar import CommandLine, Grammar
from bot.services import BotServices
from content.library import Library
from content.lookup.index import forms_of
from content.lookup.lexicon import COPULA, INVERTED, lexicon
from content.lookup.match import Match
from content.lookup.normalize import normalize
from content.models import Entry, Role
from handlers.command import Command
from handlers.described import is_description
from handlers.find_entry import beside_other_words
from handlers.left_out import unused_words
from handlers.parsing.panel import take_panel
from handlers.parsing.role_and_level import COUNTED_QUESTIONS, LEVEL_WORDS, read_role_and_level, years_in
from handlers.several import named_together

LONGEST_SENTENCE = 400  # characters; a longer text is not a question, so it is not searched for cues
_TIME = re.compile(r"\d|\b(?:hours?|min(?:ute)?s?)\b", re.I)
_FOREIGN_FOR = frozenset(("für", "para", "pour", "per", "voor", "de", "an", "à", "a", "zu"))
"""The last word of foreign cues: "preguntas para"."""
FOREIGN_ARTICLE = re.compile(
    r"^\s*(?:une?|un[oa]|ein(?:e[nmrs]?)?|de[nrms]?|die|das|les?|las?|los|el|il|lo|uma?|het)\s", re.I
)
_ARTICLE = re.compile(r"(?<=\s)(?:an?|the)\s")
"""An article inside a name: "head of an EU delegation"."""
FIRST = re.compile(r"/?([^\s,:]+)[,:]?\s*")
_SPLIT = re.compile(
    r"\b(?:split|divide[d]?|shared?)\b|\b(?:between|among|by|across)\s(?=\S+\s(?:interviewers?|people|of\sus)\b)", re.I
)
"""Words that share an interview out: "split 1 hour between 2 interviewers"."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEVEL = re.compile(
    r"^\W*(?:which|what)\slevel\s(?:is|are|would|does|do)\b|\b(?:junior|mid|senior|entry)[\s-]level\s?\?|\b(?:is|are)\s(?:that|this|it)\s(?:too\s)?(?:junior|mid|senior)\b"
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


class Sentences:
    """Read sentences. `library` and `services` are those of one line (bot/intent.py)."""

    def __init__(self, grammar: Grammar, library: Library, services: BotServices) -> None:
        self._grammar, self._library, self._services = grammar, library, services

    def line(self, typed: str) -> CommandLine:
        """Parse a sentence by its longest cue, a joining word ("or") or years of experience, else as a definition."""
        if len(typed) > LONGEST_SENTENCE or is_description(typed, self._library):
            return CommandLine(self._grammar.define, typed)
        cued = self._grammar.cue_in(f" {typed.casefold()} ") or self._grammar.mistyped_cue(typed)
        if cued is None and (corrected := self._grammar.corrected(typed, self._is_of_name)) != typed:
            cued = self._grammar.cue_in(f" {corrected.casefold()} ")
            typed = corrected if cued else typed
        if cued is not None and not self.is_part_of_name(typed, cued[0]):
            cue = cued[0]
            if (asked := self._asked_at_length(typed, cue)) is not None and asked is not cued[1]:
                return CommandLine(asked, typed)
            is_counted = (counted := COUNTED_QUESTIONS.search(typed)) and cue in typed[counted.start() :].casefold()
            rest = typed if cue != cue.strip() or is_counted else _without_cue(typed, cue)
            rest = " ".join(rest.split())
            if cue.startswith("on ") and (compared := self._joined(rest) or self._compared(rest)):
                return CommandLine(compared, rest)  # "on a CV, is it chief of staff or chef de cabinet"
            return CommandLine(cued[1], rest)
        if (beside_name := self._trailing(typed) or self._behind_name(typed)) is not None:
            return beside_name
        asked = next(
            (known for known in self._grammar.asking if known.asks and known.asks(typed, self._services)), None
        )
        command = asked or self._joined(typed) or self._levelled(typed)
        timed = self._timed(typed) if command in (None, self._grammar.levels) else None
        return timed or CommandLine(command or self._grammar.define, typed)

    def _is_of_name(self, word: str) -> bool:
        """Whether a word is in a name, and so no cue with a typo: "Frauen", for "fragen"."""
        return self._library.is_form(word) or self._library.reviewed.may_name([normalize(word)])

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
                and known.asks(typed, self._services)
            ),
            None,
        )

    def _trailing(self, typed: str) -> CommandLine | None:
        """The command whose word ends the line, after a known name: "second secretary levels"."""
        *before, last = _PLEASE_LAST.sub("", typed).rstrip(" ?.!").split() or [""]
        year = last if _YEAR.fullmatch(last) and before else ""  # "consul pay 2023"
        if year:
            *before, last = before
        command = self._grammar.commands.find(last.casefold()) if before and last.islower() else None
        if command is None or not (command.listed and command.takes_entry and command.pure):
            return None
        if before[-1].casefold() in ("a", "an"):
            return None  # "ECOSOC, is that a company"
        if command.name != last and not before[-1].endswith(","):
            return None  # an everyday word for it: "consul but no honorary ones, string"
        while len(before) > 1 and before[-1].casefold() in _BEFORE_COMMAND:
            before.pop()
        name = " ".join(before)
        known = self._library.is_form(name) or self._is_named_for(name)
        known = known or (command.reads_grade and self._grade_first(name) == name)
        if not known or self.is_part_of_name(typed, last):
            return None
        return CommandLine(command, f"{name} {year}".strip())

    def _behind_name(self, typed: str) -> CommandLine | None:
        """The command whose word is right behind the job that a line begins with: "consul general levels, Chicago"."""
        grade = self._grade_first(typed)
        name = grade or self._library.leading_form(typed)
        behind = FIRST.match(typed[len(name) :].lstrip()) if name and "?" not in typed else None
        command = self._grammar.commands.find(behind[1]) if behind and behind[1].islower() else None
        if behind is None or command is None or command.name != behind[1]:
            return None
        is_known = command.reads_grade if grade else isinstance(self._meant(name), Role)
        if not (command.listed and command.takes_entry and command.pure and is_known):
            return None
        rest = typed[len(name) :].lstrip()[behind.end() :]
        separator = " " if grade else ", "
        return CommandLine(command, f"{name}{separator}{rest}" if rest else name)

    def _grade_first(self, typed: str) -> str:
        """The pay grade that a line begins with: "GS-9 pay, Washington"."""
        first = next(iter(self._library.grades_in(typed)), None)
        return first.text if first and typed.startswith(first.text) else ""

    def _is_named_for(self, before: str) -> bool:
        """Whether what stands before a command's word names an entry, or is no sentence and names a job among others:
        "need 2 vice consuls in Toronto, titles"; but not "does a consul have to search"."""
        match = self._library.match(before)
        if match.entry is not None and not unused_words(before, match.entry):
            return True
        words = normalize(before).split()
        is_sentence = (
            not words or words[0] in _QUESTION_FIRST or (words[-1] in lexicon().function and not before.endswith(","))
        )
        offered = match.suggestions if match.entry or match.ambiguous or match.named else ()
        named = (match.entry, *offered, beside_other_words(before, match, self._library))
        return not is_sentence and not match.outside and any(isinstance(entry, Role) for entry in named)

    def is_part_of_name(self, typed: str, cue: str) -> bool:
        """Whether the cue overlaps a known name in the sentence: "competency-based interview", "SCS pay band 1"."""
        cue = cue.casefold()  # one with a typo is as it was typed: "UN common", for "in common"
        graded = [mention.text.casefold() for mention in self._library.grades_in(typed)]
        if any(_whole(cue.strip(), name) for name in graded):
            return True
        if not self._library.may_name(normalize(cue).split()):
            return False
        entry = self._library.match(typed).entry
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
                if known.takes_several and known.asks and known.asks(typed, self._services)
            ),
            None,
        )

    def _joined(self, typed: str) -> Command | None:
        """The command whose joining word stands between two known entries ("embassy or consulate")."""
        for command in self._grammar.commands:
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
        return self._library.match(part).meant

    def _levelled(self, typed: str) -> Command | None:
        """`levels`, if a role is followed by years or a level ("consul 7y", "is a consul of 3 years mid?")."""
        asks_level = _LEVEL.search(typed) or (_IS.match(typed) and _LEVEL_LAST.search(typed))
        if years_in(typed) is None and not asks_level:
            return None
        library = self._library
        ask = read_role_and_level(typed, lambda name: library.by_name(name) is not None)
        match = library.match(" ".join(word for word in ask.rest.split() if word.lower() not in LEVEL_WORDS))
        return self._grammar.levels if isinstance(match.meant, Role) else None

    def _timed(self, typed: str) -> CommandLine | None:
        """`questions`, if a role is named beside the minutes of a talk: "10 min with a consul"."""
        if not _TIME.search(typed):
            return None
        rest, panel = take_panel(_SPLIT.sub(" ", typed))
        ask = read_role_and_level(rest, self._library.is_form)
        if not ask.minutes:
            return None
        match = self._library.match(ask.rest)
        met = [one for one in named_together(ask.rest, match.entry, self._library) if isinstance(one, Role)]
        is_panel = panel is not None and len(met) < panel  # "half an hour with two people, a consul and an attaché"
        asked = self._grammar.kit if is_panel or _SPLIT.search(typed) else self._grammar.questions
        if any(isinstance(one, Role) for one in (match.entry, *match.senses, *met)):
            return CommandLine(asked, typed)
        if match.entry or match.ambiguous or match.outside or (role := self._beside(ask.rest, match)) is None:
            # a job without an entry: "meeting a chief of party in 15 min"
            return CommandLine(self._grammar.define, ask.rest) if ask.soon and match.ambiguous else None
        time = f"{'call in ' if ask.soon else ''}{ask.minutes} minutes"
        return CommandLine(asked, " ".join(filter(None, (ask.level, role.name, time))))

    def _beside(self, rest: str, match: Match) -> Role | None:
        """The only job that a line names in what it tells: "lunch break, 12 minutes to prep, summit sherpa"."""
        beside = beside_other_words(rest, match, self._library)
        named = [one for one in match.suggestions if isinstance(one, Role)] if match.named else []
        only = named[0] if len(named) == len(match.suggestions) == 1 else None
        return beside if isinstance(beside, Role) else only


def _without_cue(typed: str, cue: str) -> str:
    """A sentence without its cue, and without the article behind a foreign one: "gagne un interprète"."""
    at = re.search(rf"\b{re.escape(cue)}\b", typed, re.I)
    if at is None:
        return typed
    words, behind = cue.split(), typed[at.end() :]
    if words[-1] in _FOREIGN_FOR or not any(map(lexicon().is_english, words)):
        behind = FOREIGN_ARTICLE.sub("", behind)
    return f"{typed[: at.start()]} {behind}"


def _whole(words: str, sentence: str) -> re.Match[str] | None:
    """The first place where words stand in a sentence as whole words."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", sentence)


def _partition(typed: str, word: str) -> tuple[str, str, str]:
    """Like str.partition, but at a whole word in any case."""
    joiner = re.search(rf"\s{re.escape(word)}\s", typed, re.I)
    return (typed[: joiner.start()], joiner[0], typed[joiner.end() :]) if joiner else (typed, "", "")
