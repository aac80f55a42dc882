"""Follow-ups that change the questions on the screen: fewer of them, others, on a subject, harder or easier ones."""

from __future__ import annotations

import re

from bot.follow_ups.line import Line
from bot.follow_ups.words import BACK, COUNT_WORDS, FILLERS, MORE, level_alone, number_in, pattern, words_of
from content.models import Level
from handlers.commands.questions import SET_SIZE

_HARDER = pattern(
    r"""\b(?: harder | tougher | trickier | more\ (?:difficult|advanced|senior) | less\ (?:basic|junior)
    | (?:higher|next)\ level
    | (?:step|level)\ (?:up|higher) | up\ (?:a|one)\ (?:step|level) | too\ (?:easy|simple|basic|soft|junior) )\b"""
)
_EASIER = pattern(
    r"""\b(?: easier | simpler | softer | more\ (?:basic|junior) | less\ (?:difficult|advanced|senior|hard)
    | lower\ level | (?:step|level)\ down | down\ (?:a|one)\ (?:step|level)
    | too\ (?:hard|difficult|tough|advanced|senior) )\b"""
)
_OF_PERSON = re.compile(r"\b(?:she|he|candidate|person|applicant)\b", re.I)
"""Who may be too junior, rather than the questions."""
MOST_QUESTIONS = 12
"""A larger number is minutes."""
MORE_OF_EACH = 6
"""Questions in place of one of each level."""
FEW = 2
"""Questions that are shown if there were too many."""
_ONLY = pattern(
    r"""^\W* (?:(?:that'?s\ )?too\ (?:many|much|long)\W+)?
    (?: (?: (?:only|just|max|maximum|make\ it|(?:please\ )?give\ me|i\ (?:only\ )?(?:need|want))\ )+
    (?:the\ )? (?: first\ | top\ | best\ )? | (?:the\ )? (?:first|top|best)\ )
    (?P<count> \d{1,2} | one | two | three | four | five | six ) \b
    (?!\ (?:years|y\b|min|level|role|job))
    (?:\ (?:questions?|qs|of\ (?:them|these|those|it)))? \W* (?:please|pls|plz)? \W*$
    | ^\W* (?P<enough> \d{1,2} | one | two | three | four | five | six )
      \ (?:is|are|will|would)\ (?:enough|do|be\ fine) \W*$"""
)
"""How many questions: "only 2 please"."""
_FEWER = pattern(
    r"""^\W* (?:(?:that|this|it|these|those)(?:['’]?s|\ is|\ are)\ )?
    (?: (?:a\ bit\ |way\ |far\ )?too\ (?:many|much|long)
    | (?:make\ it\ |a\ bit\ |a\ |give\ me\ )?(?:fewer|less|shorter)(?:\ (?:questions?|ones?|list|set|of\ them))?
    | cut\ (?:it|that|them)\ down ) \W* (?:please|pls)? \W*$"""
)
_WITHOUT = pattern(
    r"""^\W* (?:(?:can|could)\ (?:you|we)\ |please\ |i\ )?
    (?: replace | swap | change | exchange | drop | skip | remove | without | not | except | leave\ out
    | (?:don['’]?t|do\ not)\ (?:like|want|need) )
    \ (?:out\ )?(?:the\ |number\ |nr\ |no\ |question\ |q\ ?)* \w+
    (?:\ (?:one|question))? \W* (?:please|pls)? \W*$"""
)
"""One of the questions isn't wanted: "replace the second one"."""
_ABOUT = pattern(
    r"""^\W* (?: (?: any | some | something | one | ones | more | questions? | and | what | how | the | do | you | have
    | got | is | are | there | can | could | make | it | them | only | just | all | focus | give | me | please )\W+ )*
    (?: for | on | about | regarding )\ (?P<subject> [\w-]+ (?:\ [\w-]+)? ) \W* (?:please|pls)? \W*$"""
)
"""A subject of questions: "any on integrity"."""
_OF_INTERVIEW = frozenset(("questions", "guide", "kit", "screen"))
_SOME = frozenset(["any", "some", "something", "one", "ones", "more", "question", "questions"])


def turned_back(line: Line) -> str | None:
    """ "back", "previous": the questions before those on the screen, or the answer guide before."""
    topic = line.topic
    if not BACK.match(line.typed) or topic.entry is None or topic.offered:
        return None
    if topic.command == "guide" and topic.level:
        before = f" {topic.shown - 1}"
        return (
            f"guide {topic.level} {topic.entry}{before}"
            if topic.shown > 1
            else f"questions {topic.level} {topic.entry}"
        )
    if topic.command != "questions" or topic.shown <= SET_SIZE:
        return None
    if topic.level is None:
        return f"questions {topic.entry}"
    first = max(topic.shown - 2 * SET_SIZE + 1, 1)
    return f"questions {topic.level} {topic.entry}" + (f" from {first}" if first > 1 else "")


def resized(line: Line) -> str | None:
    """ "only 2 please", "fewer", "make it 30": so many of the questions on the screen, or as many minutes of them."""
    topic = line.topic
    if topic.command != "questions" or topic.offered:  # "the first one" chooses a meaning
        return None
    if only := _ONLY.match(line.typed):
        named = (only["count"] or only["enough"]).casefold()
        count = COUNT_WORDS.get(named) or named
    elif _FEWER.match(line.typed):
        count = min(max(topic.shown - 1, 1), FEW)
    else:
        return None
    what = "minutes" if int(count) > MOST_QUESTIONS else "questions"
    return " ".join(filter(None, ("questions", topic.level, topic.entry, f"{count} {what}")))


def replaced(line: Line) -> str | None:
    """ "without the first", "replace the second one": the next questions, if one of these isn't wanted."""
    topic = line.topic
    if topic.command != "questions" or topic.offered or not topic.entry or not _WITHOUT.match(line.typed):
        return None
    if number_in(words_of(line.typed)) is None:
        return None
    if not topic.level:
        return f"questions {topic.entry} {MORE_OF_EACH} questions"  # one of each level is on the screen
    return " ".join(filter(None, ("questions", topic.level, topic.entry))) + f" from {topic.shown + 1}"


def on_subject(line: Line) -> str | None:
    """ "any on integrity?": the questions on the screen, about a subject; the answer says what it has."""
    topic, about = line.topic, _ABOUT.match(line.typed) if line.topic.command in _OF_INTERVIEW else None
    if about is None or line.entry is None or level_alone(about["subject"]):
        return None
    more = not _SOME.isdisjoint(words_of(line.typed[: about.start("subject")]))
    if not more and (topic.command != "questions" or line.entry_in(about["subject"])):
        return None  # "what about a vice consul"
    if any(word.isdecimal() or word in FILLERS for word in words_of(about["subject"])):
        return None
    return " ".join(filter(None, ("questions", topic.level, line.entry, "on", about["subject"])))


def at_another_level(line: Line) -> str | None:
    """ "harder ones", "more on senior": the questions or the level of the entry on the screen at another level."""
    typed, topic = line.typed, line.topic
    if topic.command in ("questions", "guide") and topic.entry and not topic.offered and not _OF_PERSON.search(typed):
        levels = list(Level)
        step = 1 if _HARDER.search(typed) else -1 if _EASIER.search(typed) else 0
        if step:
            shown = levels.index(topic.level) if topic.level else 1  # the overview has one of each level
            level = _level_in(typed) or levels[min(max(shown + step, 0), len(levels) - 1)]
            return " ".join(filter(None, ("questions", level, topic.entry)))
    named = level_alone(MORE.sub(" ", typed)) if topic.entry and MORE.search(typed) else None
    return f"{'levels' if topic.command == 'levels' else 'questions'} {named} {topic.entry}" if named else None


def _level_in(typed: str) -> Level | None:
    """The level that a line names beside "too hard": "too hard, something for a junior"."""
    said = _HARDER.sub(" ", _EASIER.sub(" ", typed))
    return next(filter(None, (level_alone(word) for word in words_of(said))), None)
