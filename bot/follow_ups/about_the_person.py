"""Follow-ups about the person whose titles are on the screen: "is she senior?", "what should I ask her?"."""

from __future__ import annotations

from bot.follow_ups.line import Line
from bot.follow_ups.words import pattern
from handlers.grade_cards import line_of

_PERSON = r"(?:she|he|they|her|him|them|this\ (?:person|candidate|one)|the\ (?:person|candidate)|it|that|this)"
_LEVEL = pattern(
    rf"""^\W* (?:(?:and|so|but|ok|well)\W+)* (?:
    (?: is | are | was | would | could | can )\ {_PERSON}
      \ (?:be\ |count\ as\ |really\ |already\ |too\ |very\ |an?\ )*
      (?: senior | junior | mid | experienced | qualified )\b [^?]{{0,40}}
    | (?: how\ (?:senior|junior|experienced) | (?:at\ )?(?:what|which)\ (?:level|rank|seniority) )
      (?:\ (?:is|are)\ {_PERSON})? (?:\ at)?
    | (?: what\ (?:is|was)\ | what['’]?s\ )? (?:his|her|their|the)\ (?:level|seniority|rank)
    | (?: how\ many\ years | (?:does|do|has|have)\ {_PERSON}\ (?:have\ )?enough\ (?:years|experience) ) [^?]{{0,40}}
    | (?: which | what )(?:\ (?:one|of\ (?:these|them|those)|title|job|role|post))?\ (?:is|was)
      \ (?:the\ )?(?:most\ |more\ )? (?: senior | junior | high(?:er|est) | low(?:er|est) | top )
      (?:\ (?:one|rank|title|job|role|post))?
    | (?:what['’]?s\ |what\ is\ )?(?:the\ )?(?:most\ senior|highest|higher)\ (?:one|rank|title|job|role|post)
    | (?:the\ )?years
    | (?: senior | junior | mid | seniority | levels? | rank ) (?:\ (?:or|enough)(?:\ \w+)?)?
    ) \W*$"""
)
_GRADED = pattern(
    rf"""^\W* (?:(?:and|so|but|ok|well)\W+)* (?:
    (?: is | are | does | do | has | have | can | could | would )\ {_PERSON}\b
    | (?:what|how)\ about | (?:enough|qualif\w+|eligible|right|ready|good|ok|fit)\b )"""
)
"""The beginning of a question whether the person suits a grade: "does she have enough years for P-4"."""
_ASK = pattern(
    rf"""^\W* (?:(?:and|so|but|ok|well)\W+)* (?:
    (?: (?:what|which)\ (?:questions?\ )?(?: (?:should|do|can|could|must|would)\ (?:i|we|you)\ | to\ ) | anything\ to\ )
      ask (?:\ {_PERSON})? (?:\ (?:next|first|then|on\ the\ phone|about(?:\ [^?\n]{1, 30})?))?
    | (?: (?:any|the|give\ me|some|good|more|which|what)\ )* questions? (?:\ (?:for|to\ ask)(?:\ {_PERSON})?)?
    ) \W* (?:please|pls)? \W*$"""
)

_GAPS = pattern(
    r"""^\W* (?: (?: and | so | but | ok | any | are | there | is | does | has | she | he | they | have | the | what
    | about )\W+ )* (?: gaps? | breaks? | holes? | inconsistenc(?:y|ies) | (?:does\ )?anything\ (?:odd|missing) )
    (?:\ (?:there|here|in\ (?:it|there|the\ (?:cv|dates|resume))))? \W*$"""
)
"""Asks what doesn't fit: the answer is what to ask about."""

_ABOUT = pattern(r"\babout\b")
"""What to ask about a flag is in the flags."""


def asked(line: Line) -> str | None:
    """The whole line about the titles that the last answer read: their levels, or what to ask about them."""
    topic = line.topic
    if topic.command == "flags" and topic.entry and _ASK.match(line.typed) and not _ABOUT.search(line.typed):
        held = topic.before if topic.entry in topic.before else ()
        return f"read {'; '.join(held)} | ask" if len(held) > 1 else f"questions {topic.entry}"
    if topic.command not in ("read", "define"):
        return None
    titles = "; ".join(topic.entries)
    grades = [one.readings[0] for one in line.library.grades_in(line.typed) if len(one.readings) == 1]
    if grades and topic.command == "read" and _GRADED.match(line.typed):
        return f"levels {titles} {line_of(grades[0], line.library)}"
    if len(topic.entries) < 2 or topic.offered:
        return None
    if _LEVEL.match(line.typed):
        return f"levels {titles}"
    asks = _ASK.match(line.typed) or _GAPS.match(line.typed)
    return f"read {titles} | ask" if topic.command == "read" and asks else None
