"""Follow-ups about the person whose titles are on the screen: "is she senior?", "what should I ask her?"."""

from __future__ import annotations

from bot.follow_ups.line import Line
from bot.follow_ups.words import pattern
from content.models import Role
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
    | (?:(?:is|was)\ (?:it|that|this)\ |(?:an?\ )?) (?:an?\ )?
      (?: normal | usual | typical | fast | quick | slow | steep | good | steady | healthy | strange )
      \ (?: pace | career | speed | progression | rise | path | climb | rhythm | development )
    | (?: senior | junior | mid | seniority | levels? | rank ) (?:\ (?:or|enough)(?:\ \w+)?)?
    ) \W*$"""
)
_GRADED = pattern(
    rf"""^\W* (?:(?:and|so|but|ok|well)\W+)* (?:
    (?: is | are | does | do | has | have | can | could | would )\ {_PERSON}\b
    | (?:what|how)\ about | (?:enough|qualif\w+|eligible|right|ready|good|ok|fit)\b )"""
)
"""The beginning of a question whether the person suits a grade: "does she have enough years for P-4"."""
_ENOUGH = pattern(
    r"""\b(?: enough | ready | qualif\w+ | suit\w* | senior | experienced | fit | good | do | eligible | right )
    \ (?:for|as|at)\ """
)
"""Asks whether something is enough for a grade: "would that do for a P-5"."""
_FOR_A_JOB = pattern(
    r"""\b(?: enough | ready | qualif\w+ | suit\w* | senior | experienced | fit | right | good | material | level | rank
    | too\ (?:junior|senior) | eligible ) \b [^?]{0,30}?
    \b(?: for | as | of | to\ be(?:come)? | to\ (?:do|fill|take|lead|run) )\ (?: an?\ | the\ | our\ | this\ )?
    (?P<job> [^?!.]{2,40}? ) (?:\ (?:post|role|job|position|vacancy|opening|seat|slot|level|material))? \W* $
    | \b(?: (?:can|could|would|may|might)\ (?:she|he|they)
      \ (?: be | become | do | work\ as | apply\ for | go\ for | handle | manage | take\ on | fill
        | step\ (?:up\ )?(?:in)?to )
      | (?:she|he|they)\ (?:can|could)\ be(?:come)? )\ (?: an?\ | the\ | our\ )?
      (?P<next> [^?!.]{2,40}? ) (?:\ (?:post|role|job|position))? (?:\ (?:next|now|already|then|one\ day))? \W* $"""
)
"""Asks whether somebody is up to a job: "senior enough for a head of mission post"."""
_ONE_PERSON = pattern(r"\b(?:she|he)\b")
_ASK = pattern(
    rf"""^\W* (?:(?:and|so|but|ok|well)\W+)* (?:
    (?: (?:what|which)\ (?:questions?\ )?(?: (?:should|do|can|could|must|would)\ (?:i|we|you)\ | to\ ) | anything\ to\ )
      ask (?:\ {_PERSON})? (?:\ (?:next|first|then|on\ the\ phone|about(?:\ [^?\n]{{1,30}})?))?
    | (?: (?:any|the|give\ me|some|good|more|which|what)\ )* questions? (?:\ (?:for|to\ ask)(?:\ {_PERSON})?)?
    ) \W* (?:please|pls)? \W*$"""
)

_GAPS = pattern(
    r"""^\W* (?: (?: and | so | but | ok | any | are | there | is | does | has | she | he | they | have | the | what
    | his | her | their | cv | r[eé]sum[eé] | career | dates | years | posts | titles | ranks | grades | really | all
    | what['’]?s | about )\W+ )*
    (?: gaps? | breaks? | holes? | inconsistenc(?:y|ies) | contradictions? | missing | mismatch(?:es)?
    | (?:(?:any|some)thing\ |what\ )?(?:looks?\ |seems?\ |sounds?\ |is\ |that['’]?s\ )?
      (?: odd | missing | off | strange | weird | suspicious | fishy | wrong | unusual )
    | (?:(?:any|some)thing\ |what\ |it\ |this\ |that\ |everything\ |all\ )?(?:that\ |which\ |may\ |might\ |all\ )?
      (?:(?:does|do)(?:n['’]?t|\ not)\ |not\ )?(?:fit|add\ up|make\ sense|match)(?:\ together)? )
    (?:\ (?:there | here | (?:in|on|with|about|from)\ (?: it | there
    | (?:the|this|that|his|her|their)\ (?:cv|dates|resume|profile|career) ) ))? \W*$"""
)
"""Asks what doesn't fit."""

_ABOUT = pattern(r"\babout\b")
"""What to ask about a flag is in the flags."""


def asked(line: Line) -> str | None:
    """The whole line about the titles that the last answer read: their levels, or what to ask about them."""
    topic = line.topic
    if topic.command == "flags" and topic.entry and _ASK.match(line.typed) and not _ABOUT.search(line.typed):
        held = topic.before if topic.entry in topic.before else ()
        return f"read {'; '.join(held)} | ask" if len(held) > 1 else f"questions {topic.entry}"
    if topic.command not in ("read", "define") or not (topic.entries or topic.noted):
        return None
    titles = "; ".join(topic.entries)
    of_person = topic.command == "read" or (len(topic.entries) > 1 and not topic.offered)
    enough = not topic.offered and _ENOUGH.search(line.typed)
    grades = [one.readings[0] for one in line.library.grades_in(line.typed) if len(one.readings) == 1]
    if grades and (enough or (of_person and _GRADED.match(line.typed))):
        return f"levels {titles} {line_of(grades[0], line.library)}"
    if not topic.offered and (job := _job_asked(line)):
        return f"levels {titles} | {job}"
    if topic.command == "read":
        return _of_resume(line, titles)
    return _of_titles(line, titles) if len(topic.entries) > 1 and not topic.offered else None


def _of_resume(line: Line, titles: str) -> str | None:
    """What a line asks of the résumé on the screen: what doesn't fit in it, what to ask, or its level."""
    kinds = {"fit": _GAPS, "ask": _ASK, "level": _LEVEL}
    about = next((kind for kind, asked in kinds.items() if asked.match(line.typed)), None)
    return " | ".join((f"read {titles}", about, *line.topic.noted)) if about else None


def _of_titles(line: Line, titles: str) -> str | None:
    """What a line asks of several titles: their levels, or what doesn't fit."""
    if _LEVEL.match(line.typed):
        return f"levels {titles}"
    return f"read {titles} | fit" if _GAPS.match(line.typed) else None


def _job_asked(line: Line) -> str | None:
    """The job for which a line asks whether the person is up to it; None if that is on the screen, or none."""
    asked = _FOR_A_JOB.search(line.typed)
    if asked is None or not line.topic.entries or line.library.is_form(line.typed.strip(" ?.!")):
        return None
    is_role = line.topic.command != "read" and len(line.topic.entries) == 1
    if asked["next"] and is_role and not _ONE_PERSON.search(line.typed):
        return None  # "can they become ambassador" is about a role
    name = line.entry_in(asked["job"] or asked["next"])
    is_job = name is not None and isinstance(line.library.by_name(name), Role)
    return name if is_job and name not in line.topic.entries else None
