"""Follow-ups about an organisation: the jobs of the one on the screen, and what a job is called at another one."""

from __future__ import annotations

from bot.follow_ups.line import Line
from bot.follow_ups.words import pattern
from content.models import Role, Term
from handlers.entry_lines import lines_with
from handlers.parsing.grade import employer_in

_JOBS = pattern(
    r"""^\W* (?: (?: and | so | ok )\W+ )* (?: (?:show|list|give|tell)\ (?:me\ )? )?
    (?:(?:what|which|all|any|and)\ )? (?:the\ |other\ |kind\ of\ )? (?: jobs? | roles? | positions? | posts )
    (?: \ (?: are | is | do | does | have | has | got | can | there | they | it | in | at | with | that | this | hire
    | offer | exist | for | work | we | i | people | around ) ){0,7} \W*$"""
)
"""Asks for the jobs around a body: "which roles do they have"."""
_ELSEWHERE = pattern(
    r"""^\W* (?: (?: and | so | ok | but )\W+ )*
    (?: what\ (?:would|is|are|do)\ (?:they|it|that|this|he|she|one|we|you|people)\ (?:be\ )?(?:called?|named?)?
        \ ?(?:it\ |that\ |them\ )?(?:at|in)\ (?:the\ )?(?P<at>[\w\ ]{2,30}?)
    | (?: what(?:['’]?s|\ is)\ | is\ there\ )? (?:the\ |an?\ |any\ )? (?P<of>[\w]{2,20}(?:\ [\w]{2,20})?)
        \ (?:equivalent|version|counterpart|name\ for\ (?:it|that|this)|title)
        (?:\ (?:of|for|to)\ (?:it|that|this|them))?
    | (?: what(?:['’]?s|\ is)\ )? (?:the\ |an?\ |any\ )? (?:equivalent|version|counterpart)
        \ (?:at|in)\ (?:the\ )?(?P<there>[\w\ ]{2,30}?) )
    \W*$"""
)
"""Asks what the job on the screen is at another employer: "what would they be called at the UN"."""
_AND_AT = pattern(
    r"""^\W* (?: (?: and | so | but | ok | what\ about | how\ about | (?:is\ (?:it|that)\ )?(?:the\ )?same
    | is\ it\ different | one )\W+ )* (?: at | in | inside )\ (?:the\ )?(?P<body>[\w]{2,20}) \W*$"""
)
"""The same briefly: "and at the EU?"."""
_EXPLAINING = frozenset("define short details levels ladder titles search chart fact mentions req".split())


def completed(line: Line, entry: str) -> str | None:
    """The jobs around the body on the screen, or the job on the screen at another employer."""
    shown = line.library.linked((entry,))
    if not shown:
        return None
    if isinstance(shown[0], Term) and not _AND_AT.match(line.typed):
        return f"browse roles around {entry}" if _JOBS.match(line.typed) and shown[0].roles else None
    asked = _ELSEWHERE.match(line.typed)
    if asked is None and line.topic.command in _EXPLAINING and (asked := _AND_AT.match(line.typed)):
        employer = employer_in(asked["body"], line.library) or asked["body"]
        if line.library.is_form(employer) and not line.library.grade(entry) and lines_with(employer, shown[0]):
            return f"mentions {entry} | {employer}"
    body = next(filter(None, asked.groupdict().values()), "") if asked else ""
    employer = employer_in(body, line.library) if body else None
    return f"equivalent of {entry} in the {employer}" if employer and isinstance(shown[0], Role) else None
