"""Follow-ups that ask the questions for the manager again: shorter, as a checklist, in another language."""

from __future__ import annotations

from bot.follow_ups.line import Line
from bot.follow_ups.words import LANGUAGE, LEADING, pattern
from handlers.manager_questions import FIVE
from handlers.parsing.languages import known_language

_FEWER = pattern(
    r"""^\W* (?: (?: and | ok | so | please | give | show | me | i | need | want | only | just | the )\W+ ){0,6}
    (?: (?:top|most\ important|best|key|five|5|three|3)\b[^?!]{0,40}
    | (?:too\ (?:many|much|long)|fewer|less)\b[^?!]{0,20}
    | [^?!\d]{0,30} \b (?:[1-9]|1[0-5]|five|ten|fifteen)\ ?-?min(?:ute)?s?\b [^?!]{0,20} ) \W*$"""
)
"""Asks for the most telling questions only."""
_AGAIN = pattern(
    r"""^\W* (?: (?: and | ok | so | please | can | could | you | i | we | give | show | make | turn | put | have | send
    | write | me | us | it | that | this | them | the | a | an | as | into | in | with | get | need | want )\W+ ){0,9}
    (?: check-?\ ?list | (?:bullet|tick)[ -]?(?:points?|list|box(?:es)?) | list | template | form | agenda | brief
    | (?:intake|meeting|call)\ (?:form|sheet|notes|template|agenda|guide|checklist|list) )
    (?:\ (?:for|of)\ (?:it|that|this|me|the\ (?:call|meeting|talk|manager|intake)))? \W* (?:please|pls)? \W*$"""
)
"""Asks for the questions as something to tick off, which they are."""
_ALL = pattern(
    r"""^\W* (?: (?: and | ok | so | show | give | me | us | what | are )\W+ )*
    (?: longer | everything | (?:the\ )?(?:rest|others?|whole\ (?:thing|list)|full\ (?:list|version))
    | all(?:\ (?:of\ (?:it|them)|questions))? | more(?:\ questions)? ) \W* (?:please|pls)? \W*$"""
)
"""Asks for the whole list."""


def completed(line: Line) -> str | None:
    """The line that asks the questions for the manager again in another form; None for any other line."""
    topic, entry = line.topic, line.topic.entry
    if topic.command != "intake" or topic.offered or entry is None:
        return None
    if asked := LANGUAGE.match(LEADING.sub("", line.typed)):
        language = known_language(asked["language"])
        return f"intake {entry} in {language}" if language and language != "English" else None
    if line.meaning == "short" or _FEWER.match(line.typed):
        return f"intake {entry} {FIVE} questions"
    if _AGAIN.match(line.typed) or (topic.shown and _ALL.match(line.typed)):
        return f"intake {entry}"
    return None
