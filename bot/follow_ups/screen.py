"""Follow-ups of the phone screen on the screen: longer or shorter, its next question, an answer guide."""

from __future__ import annotations

from bot.follow_ups.line import Line
from bot.follow_ups.words import BACK, ORDINALS, number_in, pattern, words_of
from content.models import Level
from handlers.left_out import names_nothing
from handlers.parsing.panel import spell_minutes
from handlers.parsing.role_and_level import read_role_and_level
from handlers.screen_plan import LONGEST_CARD, MOST_QUESTIONS, SHORT, USUAL

_SHORTER = pattern(
    r"""^\W* (?: (?: and | ok | but | can | could | you | please | make | it | that | a | bit | much | the | is | it's
    | that's | this | give | me )\W+ )*
    (?: shorter | short | too\ long | quick(?:er)? | briefer | (?:short|quick)\ (?:version|one)
    | (?:the\ )?(?:five|5)[\ -]?min(?:ute)?s?(?:\ (?:card|one|version|screen))? )
    \W* (?:please|pls|version|one|screen|card)? \W*$"""
)
_LONGER = pattern(
    r"""\b(?: longer | too\ short | more\ time | not\ (?:long\ )?enough | full(?:er)?\ (?:plan|version|screen|call)
    | (?:whole|complete)\ (?:plan|screen|call) | back\ to\ the\ (?:plan|screen|call) )\b"""
)
_WHOLE_CALL = pattern(
    r"""^\W* (?: (?: and | so | ok | but )\W+ )*
    (?: (?:how|what)\ (?:do|should|can|would|must)\ (?:i|we)\ (?:best\ )?
        (?: open | start | begin | close | end | finish | wrap\ up | say\ (?:first|last)
        | say\ (?:to|at\ the)\ (?:open|close|start|beginning|begin|end) )
        (?:\ (?:the|this|that|my|with))? (?:\ (?:call|screen|talk|conversation|it))?
    | how\ long\ (?:does|will|would|should)\ (?:it|this|that|the\ (?:call|screen)|all\ (?:this|that))\ take
    | (?:the\ |any\ )?(?:opening|closing)\ (?:words|line|script)s? | (?:an?\ |the\ )?script )
    \W* (?:please|pls)? \W*$"""
)
"""Asks for what the plan has: its opening, its closing, its minutes."""
_NEXT = pattern(
    r"""^\W* (?: (?: and | ok | so | now | give | show | me | the | please | can | i | have | go | to )\W+ )*
    (?: next | another | one\ more | more )
    (?:\ (?:one|question|guide))? \W* (?:please|pls)? \W*$
    | ^\W* more\ questions \W*$"""
)
_GUIDE = pattern(
    r"""\b(?: guides? | (?:good|strong|weak|thin|bad|poor|right|best)\ answers? | answers?\ (?:to|for)
    | how\ (?:do|should|can)\ (?:i|we)\ (?:rate|score|mark|judge)\b | (?:listen|look)\ for | ticks )\b"""
)
"""Asks how to rate an answer."""
_NUMBERED = pattern(
    rf"""^\W* (?:(?:and|ok|now|show\ me|go\ to)\ )* (?:the\ )? (?: (?:question|q|number|no)\ ?\d | [1-9]
    | (?:{"|".join(ORDINALS)})(?:\ (?:one|question))? ) \W* (?:please|pls)? \W*$"""
)
"""Names a question by its number alone."""


def completed(line: Line) -> str | None:
    """The line of the screen that is meant, of the same job, level and places."""
    topic = line.topic
    if topic.command != "screen" or topic.entry is None or topic.offered:
        return None
    if (wanted := _question(line)) is not None:
        return _screen(line, topic.minutes, wanted)
    asked = read_role_and_level(spell_minutes(line.typed), line.library.is_form)
    if _SHORTER.match(line.typed):
        return _screen(line, SHORT)
    if _LONGER.search(line.typed) and not line.names_another(line.typed):
        return _screen(line, asked.minutes or max(topic.minutes, USUAL), level=asked.level)
    if _WHOLE_CALL.match(line.typed):
        return _screen(line, topic.minutes if topic.minutes > LONGEST_CARD else USUAL)
    return None


def _question(line: Line) -> int | None:
    """The number of the question whose guide is asked for, in the order of the screen; None if it is none."""
    shown, typed = line.topic.shown, line.typed
    number = number_in(words_of(typed))
    if _NEXT.match(typed):
        return shown + 1
    if BACK.match(typed) and shown > 1:
        return shown - 1
    if number and (_GUIDE.search(typed) or _NUMBERED.match(typed)):
        return number if number > 0 else shown
    if number is None and _GUIDE.search(typed) and names_nothing(_GUIDE.sub(" ", typed)):
        return shown if shown > MOST_QUESTIONS else 1
    return None


def _screen(line: Line, minutes: int, number: int = 0, level: Level | None = None) -> str:
    topic = line.topic
    time = f"{minutes} minutes" if minutes else ""
    question = f"question {number}" if number else ""
    return " ".join(filter(None, ("screen", level or topic.level, topic.entry, *topic.wanted, time, question)))
