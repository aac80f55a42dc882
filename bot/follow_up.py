"""Complete a follow-up ("titles?", "and for juniors?", "the second one") from what the last answer was about."""

from __future__ import annotations

import re

from bot.intent import Reading
from content.library import Library
from content.models import Level
from handlers.left_out import names_nothing
from handlers.parsing.level_and_count import LEVEL_WORDS, parse
from handlers.topic import Topic

LONGEST = 80
"""Characters of a follow-up. A longer text says what it is about."""
MOST_WORDS = 6
"""Words of a question about a fact that doesn't name the entry: "how long do they stay"."""

FILLERS = frozenset(
    """
    a about again all also an and any are at but can could do does for get give go got have hey how i id in is just let
    like list main me need now of ok okay on one ones only or other please pls plz quick same see show so some tell than
    thanks that the them then there these this those to up us want we what whats which with would you your
    """.split()  # noqa: SIM905 - as a list it takes a hundred lines
)
"""Words that add nothing to a follow-up."""


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.I | re.X)


PRONOUNS = _pattern(
    r"""\b(?: its? | they | them | theirs? | he | him | his | she | hers? | this(?:\ one)? | that(?:\ one)? | these
    | those | the\ (?: one | role | job | post | position | title | term ) )\b"""
)
_LEADING = _pattern(
    r"""^\W* (?: (?: ok(?:ay)? | so | and | or | but | now | then | hm+ | well | also | same\ (?:thing\ )?for
    | (?:what|how)\ about | what'?s?\ with )\b\W* )+"""
)
_ABOUT = _pattern(r"^\W* (?: (?:and|or|so|ok)\ )* (?: (?:what|how)\ about | what'?s?\ with )\b")
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_MORE = _pattern(
    r"""\b(?: more | next | another | others? | continue | go\ on | further | additional | extra | keep\ going
    | carry\ on | (?:what|anything)\ else )\b"""
)
_COUNT_WORDS = dict(
    zip(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], range(1, 11), strict=True)
)
_ORDINAL_WORDS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_ORDINALS = {
    **dict(zip(_ORDINAL_WORDS, range(1, 10), strict=True)),
    **dict(zip(["1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th"], range(1, 10), strict=True)),
    **{"former": 1, "latter": 2, "last": -1},
}
_CHOOSING = FILLERS | {*_ORDINALS, *_COUNT_WORDS, "number", "nr", "no", "option", "choice", "question", "q", "take"}
_GUIDE = _pattern(r"\b(?: guides? | answers? | scorecard | rubric | good | strong | weak | (?:listen|look)\ for )\b")
_HARDER = _pattern(
    r"\b(?: harder | tougher | trickier | more\ (?:difficult|advanced|senior) | higher\ level | step\ up )\b"
)
_EASIER = _pattern(r"\b(?: easier | simpler | softer | more\ (?:basic|junior) | lower\ level | step\ down )\b")
_YES = _pattern(
    r"""^\W* (?: (?: yes | yep | yeah | yup | sure | right | correct | exactly | please | ok(?:ay)? | go\ ahead | do
    | that(?:'s|\ is)?\ (?:it|one|right) | th(?:is|at)\ one | ja | oui | s[ií] )\b\W* )+"""
)
_REASONS = _pattern(
    r"""^\W* (?:and\ )? (?:but\ )? (?: why (?:\ (?:is\ that|so|not|that))? | how\ come
    | how\ do\ you\ know (?:\ that)?
    | says\ who | (?:the\ |your\ )? (?:sources?|references?|proof|evidence) | according\ to\ whom?
    | where (?:\ do\ you\ have|\ did\ you\ get|\ is|\ does)? \ (?:that|this|it) (?:\ come)?\ from )\b\W*
    (?:please\W*)?"""
)
_THERE = re.compile(r"\b(?:in\s)?(?:there|here)\b", re.I)
_VERSUS = _pattern(
    r"""\b(?: compare[ds]? (?:\ (?:it|this|that|them))? (?:\ (?:with|to|and|against))? | vs\.? | versus
    | (?:the\ )?differences?\ (?: to | from | with | between (?:\ (?:it|this|that)\ and)? )
    | (?:how\ is\ (?:it|this|that)\ )? different\ (?:from|to|than)
    | (?: higher | lower | better | bigger | more\ (?: senior | junior | important ) | senior | junior )\ (?:than|to)
    | (?:the\ )?same\ (?:thing\ )?as | above | below | equal\ to | outranks? )\b"""
)
_SEVERAL = _pattern(r"\s(?:and|with|to|or|vs\.?|versus)\s | [,;/&]")
_LANGUAGE = _pattern(
    r"""^(?:in|into|auf|en)\s (?: french | spanish | portuguese | german | arabic | italian | russian | chinese | dutch
    | turkish | deutsch | français | español ) \W* (?:please\W*)? $"""
)
_SHORTER = _pattern(
    r"""^\W* (?:make\ it\ |a\ bit\ |even\ |much\ )* (?: shorter | briefer | short\ version | in\ (?:short|brief)
    | briefly | tl;?dr | too\ long | (?:in\ )?one\ (?:line|sentence) | summar(?:y|ise|ize) (?:\ (?:it|that|this))?
    | simpler | in\ simpler?\ (?:words|terms) | eli5 )\b\W* (?:please\W*)?"""
)
_NO_IDEA = _pattern(
    r"""^\W* (?: (?:i\ )? (?:don['’]?t|do\ not|no)\ (?:know|idea|clue)
    | (?:show|tell) (?:\ me)? (?:\ the)? (?:\ answer)?
    | pass | skip )\W*"""
)
_OF_QUESTIONS = frozenset(["questions", "question", "set", "page", "qs"])
_OF_ENTRIES = frozenset(["details", "detail", "info", "information", "it"])
_GO_ON = _pattern(
    r"""^\W* (?:(?:can|could)\ you\ )?
    (?: and | and\ then | go\ on | so | more\ please | anything\ more | continue | expand | elaborate )
    (?:\ (?:on\ )?(?:it|this|that))? \W*$"""
)
_KIND = _pattern(
    r"^\W* (?:and\ |or\ |what\ about\ |how\ about\ )* (?: an?\ | the\ )? (?P<kind>[\w-]+(?:\ [\w-]+)?)\ ones?\W*$"
)
"""Another kind of the same thing: "and a cultural one?"."""
_PERSON = frozenset(
    """
    guy man woman lady candidate person applicant somebody someone people she he her his my our has had with having got
    experience exp
    """.split()  # noqa: SIM905 - as a list it takes twenty lines
)
"""Words about a candidate beside years: "my candidate has 6 years"."""
_HIGHER = _pattern(
    r"""^\W* (?:and\ |so\ )? (?: which | who )\b .* \b(?: higher | lower | above | below | better | bigger | outranks?
    | more\ (?:senior|junior|important) ) (?:\ (?:rank|one|up))? \W*$"""
)
_NEXT_RANK = _pattern(
    r"""^\W* (?: and\ | what(?:'s|\ is)\ )* (?:the\ )? (?: one | rank | step | level | next )? \ ?
    (?: above | below | up | down | higher | lower ) \W*$"""
)
_GUESSING = _pattern(r"^\W* (?: (?: is\ it | it['’]?s | i\ think | maybe | the\ answer\ is | an? | the )\b\W* )+")
_ALONE = ((_REASONS, "details"), (_SHORTER, "short"), (_NEXT_RANK, "ladder"))
"""Follow-ups without a word of the command that they mean."""


class FollowUps:
    """Completes a follow-up. `reading` reads a line as if there were no answer before it."""

    def __init__(self, reading: Reading) -> None:
        self._read, self._library, self._commands = reading.command_line, reading.library, reading.commands

    def complete(self, typed: str, topic: Topic) -> str | None:
        """The whole command line that a follow-up means; None if the line stands on its own."""
        if len(typed) > LONGEST or not topic.command or "\n" in typed:
            return None
        if topic.command == "quiz" and (line := _quiz_answer(typed, topic, self._library)):
            return line
        if self._library.is_form(typed.strip(" ?.!")):
            return None
        entry = topic.entries[0] if topic.offered and topic.entries else topic.entry
        if entry and (line := self._word_alone(typed, entry)):
            return line
        command = self._read(typed).command
        if entry and command.claims and not command.takes_entry and not _REASONS.fullmatch(typed):
            line = self._named(typed, topic, entry)  # "who runs it" may be about the entry
            if line and self._read(line).command.repeats:
                return line
            entry = None  # small talk and questions about the bot: "this is wrong" is not "consul is wrong"
        return (
            self._chosen(typed, topic)
            or _ordered(typed, topic)
            or self._of_another_kind(typed, entry)
            or self._at_another_level(typed, topic)
            or self._paged(typed, topic)
            or self._compared(typed, entry)
            or (self._about_the_same(typed, topic, entry) if entry else None)
            or self._about_another(typed, topic)
        )

    def _word_alone(self, typed: str, entry: str) -> str | None:
        """ "languages?", "and the degree?": a word that a command reads beside an entry; not "in French?"."""
        if _LANGUAGE.match(_LEADING.sub("", typed)):
            return None
        word = " ".join(word for word in _words(typed) if word not in FILLERS)
        for command in self._commands:
            pattern = command.used(word) if command.used and command.repeats else None
            if pattern and pattern.fullmatch(word):
                return f"{command.name} {word} {entry}"
        return None

    def _chosen(self, typed: str, topic: Topic) -> str | None:
        """ "yes", "the second one", "answer guide 2", "3": one of the entries or questions on the screen."""
        if topic.offered and len(topic.entries) == 1 and _YES.fullmatch(typed):
            return topic.line(topic.entries[0])
        words = _words(typed)
        questions = topic.command in ("questions", "guide") and topic.level and topic.entry
        number = _number_in(words)
        guide = _GUIDE.search(typed) is not None
        if questions and guide and self._library.match(_GUIDE.sub(" ", typed)).outcome != "answer":
            return f"guide {topic.level} {topic.entry} {number or (topic.shown if topic.command == 'guide' else 1)}"
        if number is None or not set(words) - {str(number)} <= _CHOOSING or _MORE.search(typed):
            return None
        if len(topic.entries) > 1 and topic.command != "quiz":
            place = number - 1 if number > 0 else len(topic.entries) - 1
            if place < len(topic.entries):
                chosen = topic.entries[place]
                return topic.line(chosen) if topic.offered else f"define {chosen}"
        return f"guide {topic.level} {topic.entry} {max(number, 1)}" if questions else None

    def _of_another_kind(self, typed: str, entry: str | None) -> str | None:
        """ "and a cultural one?" after a press attaché: the entry of that kind, if there is one."""
        kind = _KIND.match(typed)
        if entry is None or kind is None:
            return None
        other = self._library.by_name(f"{kind['kind']} {entry.split()[-1]}")
        return f"define {other.name}" if other and other.name != entry else None

    def _at_another_level(self, typed: str, topic: Topic) -> str | None:
        """ "harder ones", "more on senior": the questions or the level of the entry on the screen at another level."""
        if topic.command in ("questions", "guide") and topic.level:
            levels = list(Level)
            step = 1 if _HARDER.search(typed) else -1 if _EASIER.search(typed) else 0
            if step:
                level = levels[min(max(levels.index(topic.level) + step, 0), len(levels) - 1)]
                return " ".join(filter(None, ("questions", level, topic.entry)))
        named = _level_alone(_MORE.sub(" ", typed)) if topic.entry and _MORE.search(typed) else None
        return f"{'levels' if topic.command == 'levels' else 'questions'} {named} {topic.entry}" if named else None

    def _paged(self, typed: str, topic: Topic) -> str | None:
        """ "more", "next 3", "go on": on from the questions on the screen, or the rest of an entry."""
        if not _MORE.search(typed) and not _GO_ON.match(typed):
            return None
        more = "" if _GO_ON.match(typed) else _MORE.sub(" ", typed)
        words = [word for word in _words(more) if word not in FILLERS]
        number = _number_in(words)
        words = [word for word in words if not word.isdecimal() and word not in _COUNT_WORDS]
        if topic.command == "guide" and not words:
            return f"guide {topic.level} {topic.entry} {topic.shown + 1}"
        if topic.command == "questions" and topic.level and set(words) <= _OF_QUESTIONS:
            size = f" {number}" if number else ""
            return " ".join(filter(None, ("questions", topic.level, topic.entry))) + f"{size} from {topic.shown + 1}"
        if topic.entry is None or topic.command == "quiz" or not set(words) <= _OF_ENTRIES:
            return None
        return f"questions {topic.entry} {number or 6}" if topic.command == "questions" else f"details {topic.entry}"

    def _compared(self, typed: str, entry: str | None) -> str | None:
        """ "compare it with ambassador", "vs consulate": the entry on the screen and the one that is named."""
        if entry is None or not (found := _VERSUS.search(typed)):
            return None
        before, behind = (_stripped(part) for part in (typed[: found.start()], typed[found.end() :]))
        if _SEVERAL.search(behind):
            return None  # the line names both sides itself
        other = self._library.match(behind).entry if behind else None
        return f"compare {entry} and {other.name}" if other and not before and other.name != entry else None

    def _about_the_same(self, typed: str, topic: Topic, entry: str) -> str | None:
        """ "titles?", "juniors?", "why?", "how much do they earn?": something else about the entry on the screen."""
        bare = _LEADING.sub("", typed)
        for pattern, command in _ALONE:
            if pattern.fullmatch(typed):
                return f"{command} {entry}"
        if _LANGUAGE.match(bare):
            return f"titles {entry} {bare}"
        if (level := _level_alone(typed)) is not None:
            return f"{'levels' if topic.command == 'levels' else 'questions'} {level} {entry}"
        if (years := self._years_alone(typed)) is not None:
            return f"levels {entry} {years:g}y"
        return (
            self._asked_of(bare, topic, entry)
            or self._asked_of(typed, topic, entry)
            or self._named(typed, topic, entry)
            or self._of_the_place(typed, entry)
            or self._fact(bare, entry)
        )

    def _of_the_place(self, typed: str, entry: str) -> str | None:
        """ "who works there": a question about the place on the screen."""
        line = _THERE.sub(f"at {entry}", typed)
        return line if line != typed and self._read(line).command.name != "define" else None

    def _fact(self, typed: str, entry: str) -> str | None:
        """ "how long?", "what's the plural": a fact of the entry on the screen, if the line names no other."""
        if len(typed.split()) > MOST_WORDS:
            return None
        line = f"{typed.rstrip(' ?.!')} {entry}"
        if self._read(line).command.asks is None or self._library.match(typed).outcome == "answer":
            return None
        return line

    def _years_alone(self, typed: str) -> float | None:
        """The years of experience, if the line says nothing else: "my candidate has 6 years"."""
        if self._read(typed).command.name not in ("define", "levels"):
            return None
        details = parse(typed, self._library.is_form)
        words = _words(PRONOUNS.sub(" ", details.rest))
        return details.years if all(word in FILLERS or word in _PERSON for word in words) else None

    def _asked_of(self, line: str, topic: Topic, entry: str) -> str | None:
        """ "titles?", "junior questions": a command that lacks its entry."""
        asked = self._read(line)
        if asked.shared or not asked.command.takes_entry:
            return None
        if asked.command.name == "define" and not PRONOUNS.search(line):
            return None
        own = (asked.command.name, *asked.command.synonyms)
        rest = " ".join(word for word in asked.rest.split() if word.casefold().strip("?!.,") not in own)
        details = parse(rest, self._library.is_form)
        level = details.level or _level_alone(details.rest)
        named = _stripped(details.rest)
        if named and _level_alone(named) is None and (asked.command.name == "define" or not names_nothing(named)):
            return None
        if asked.command.used and (words := asked.command.used(asked.rest)) and (what := words.search(asked.rest)):
            return f"{asked.command.name} {what[0].strip()} {entry}"
        if asked.command.keeps_level:
            level = level or (topic.level if details.years is None else None)
        years = f"{details.years:g}y" if details.years is not None and not level else None
        count = str(details.count) if details.count else None
        return " ".join(part for part in (asked.command.name, level, years, entry, count) if part)

    def _named(self, typed: str, topic: Topic, entry: str) -> str | None:
        """The line with the entry's name instead of a pronoun, unless it names another entry."""
        pronoun = PRONOUNS.search(typed)
        if not pronoun:
            return None
        line = f"{typed[: pronoun.start()]}{entry}{typed[pronoun.end() :]}"
        explains = self._read(line).command.name == "define"
        return line if not explains or not self._names_another(PRONOUNS.sub(" ", typed), topic) else None

    def _about_another(self, typed: str, topic: Topic) -> str | None:
        """ "and ambassador?", "what about vice consul?": the same about another entry."""
        behind = _LEADING.sub("", typed).strip(" ?.!")
        if not behind or behind == typed.strip(" ?.!"):
            return None
        other = self._library.match(behind)
        if other.outcome != "answer" or other.entry is None:
            return None
        command = self._commands.find(topic.command)
        again = command is not None and command.repeats and not _ABOUT.search(typed)
        return topic.line(other.entry.name) if again else f"define {other.entry.name}"

    def _names_another(self, typed: str, topic: Topic) -> bool:
        """Whether the line names an entry of its own."""
        found = self._library.match(typed)
        return found.outcome == "answer" and found.entry is not None and found.entry.name not in topic.entries


def _ordered(typed: str, topic: Topic) -> str | None:
    """ "which one is higher": the two entries on the screen side by side."""
    return f"compare {', '.join(topic.entries)}" if len(topic.entries) == 2 and _HIGHER.match(typed) else None


def _quiz_answer(typed: str, topic: Topic, library: Library) -> str | None:
    """A name, a letter or a number typed as the answer to the quiz question on the screen."""
    asked, *choices = topic.entries
    if not choices:
        return None
    word = typed.strip(" .)!?").casefold()
    if _NO_IDEA.fullmatch(word):
        return f"quiz {asked} | ?"
    guess = _GUESSING.sub("", word)
    if library.is_form(guess):
        named = library.match(guess).entry
        return f"quiz {asked} | {named.name}" if named else None
    place = "abcdefgh".find(word) if len(word) == 1 and word.isalpha() else (_number_in(_words(word)) or 0) - 1
    chosen = set(_words(word)) <= _CHOOSING | {word} and 0 <= place < len(choices)
    return f"quiz {asked} | {choices[place]}" if chosen else None


def _words(typed: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(typed)]


def _number_in(words: list[str]) -> int | None:
    """The number or ordinal among the words, -1 for the last one; None unless there is exactly one."""
    numbers = [int(word) for word in words if word.isdecimal() and len(word) < 3]
    numbers += [_ORDINALS[word] for word in words if word in _ORDINALS]
    if not numbers:
        numbers = [_COUNT_WORDS[word] for word in words if word in _COUNT_WORDS and word != "one"]
    return numbers[0] if len(numbers) == 1 else None


def _level_alone(typed: str) -> Level | None:
    """The level, if the line says nothing else: "and for juniors?", "senior level please"."""
    words = [
        word
        for word in _words(typed)
        if word not in FILLERS and word not in ("level", "levels", "people", "candidates")
    ]
    levels = {LEVEL_WORDS.get(word) or LEVEL_WORDS.get(word.removesuffix("s")) for word in words}
    return levels.pop() if len(levels) == 1 else None


def _stripped(typed: str) -> str:
    """The line without fillers and pronouns; empty if it holds nothing else."""
    words = _words(PRONOUNS.sub(" ", typed))
    return "" if all(word in FILLERS for word in words) else typed.strip(" ?.!,")
