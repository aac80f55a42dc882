"""Recognize a line that wants people of a job rather than the job itself: "profiles of translators in Brussels"."""

from __future__ import annotations

import re

_LEAD = re.compile(
    r"""^\W*
    (?:(?:(?:have|do|did)\s(?:you|u|we)\s(?:have\s|got\s|know\s(?:of\s)?)?|(?:is|are)\sthere\s|got\s|know\s|need\s|want\s
      |any\s|some\s|the\s|all\s|more\s|good\s|new\s|few\s|a\s|an\s|i\s|we\s|(?:looking|searching)\sfor\s
      |(?:show|give|get|send|find)\s(?:me\s|us\s)?|(?:please|pls|hi|hello)[\s,]+)*)
    (?: (?:(?:someone|somebody|anyone|anybody|people|persons?|candidates?|folks|profiles?|those)\s)?
        (?:(?:in|from|around|based\sin)\s(?:[\w'’-]{2,20}\s){1,3}?)?
        (?: (?:who|that|which)(?:['’]ve|\shas|\shave|['’]s)?\s(?:ever\s|already\s|also\s|once\s|previously\s)?
            (?:worked|works?|served|serves?|acted|been|were|was|used\sto\s(?:be|work|serve))\s(?:as\s)?
          | (?:with|having)\s(?:\w+\s){0,2}?(?:experience|background|history|past)\s(?:as|of|in\sbeing|working\sas)\s
          | (?:working|serving|employed|posted)\sas\s )
      | (?:profiles?|cvs?|r[eé]sum[eé]s?|candidates?|people|talents?|names|list|linkedins?)\s
        (?:(?:profiles?|cvs?)\s)?(?:of|for|from|like)\s(?:people\s(?:like\s)?)? )
    (?:an?\s|the\s|former\s|ex[\s-])*(?=\w)""",
    re.I | re.X,
)
"""What stands before the job: "got any profiles of", "who worked as a"."""
_PLURAL = r"(?:[\w'’.-]{1,20}\s){0,3}(?:[\w-]{2,20}s|attachés)"
_THERE = re.compile(
    rf"^\W*{_PLURAL}\s(?:who\sare\s|currently\s|now\s)?(?:based|living|located|residing|posted|available)"
    r"\sin\s[\w'’ -]{2,30}\W*$",
    re.I,
)
"""People of a job and where they are: "interpreters based in Geneva"."""
_KNOWN = re.compile(
    rf"^\W*(?:(?:do|would)\s(?:you|u)\s(?:happen\sto\s)?know|know|are\sthere|got)\s(?:any|some)\s"
    rf"(?!(?:\S+\s){{0,3}}(?:for|of|about|on|to)\s)(?={_PLURAL}\sin\s[\w'’ -]{{2,30}}\W*$)",
    re.I,
)
"""Asks whether the bot knows people somewhere: "do you know any consuls in Hamburg"."""
_QUESTION = re.compile(r"^\W*(?:who|which)\s(?:['’]?s\b|is\b|was\s(?:the|our|first)\b)", re.I)
"""A question for one person: "who was the ambassador in Paris"."""


def people_wanted(typed: str) -> str:
    """The words of a line before the job of which it wants people; empty if it wants none."""
    lead = None if _QUESTION.match(typed) else _LEAD.match(typed) or _KNOWN.match(typed)
    return lead[0] if lead else ""


def people_there(typed: str) -> bool:
    """Whether a line has people of a job and where they are, and nothing else: "interpreters based in Geneva"."""
    return _THERE.match(typed) is not None
