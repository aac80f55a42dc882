"""Recognise interview questions about protected characteristics, and suggest what may be asked instead.

Questions about casework may mention families, passports or illness; only questions about the candidate's own are
forbidden. So each pattern ties its topic to "you".
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LANGUAGES = "arabic|chinese|english|french|german|italian|japanese|portuguese|russian|spanish"
LEARNED_LANGUAGE = "how a language was learned"
_FORBIDDEN = (
    ("age", r"how old (are|were) you|at your age|your (own )?(age|birthday|date of birth)|do you plan to retire"),
    ("age", r"(what|which) year (did you (graduate|finish|leave)|were you born)|when (were you born|did you graduate)"),
    ("family", r"your (own )?(family|spouse|husband|wife|fianc\w+|kids?|sons?|daughters?|child(ren)?(?!'s| \w+ion))"),
    ("family", r"your (own )?(relatives|siblings|brothers?|sisters?|marriage|dependants?|home life|private life)"),
    ("family", r"your (own )?partner('s)? (thinks?|feels?|minds?|works?|moves?|follows?|jobs?|careers?)"),
    ("family", r"(are|were) you (married|single|divorced|engaged|pregnant|a (mother|father|parent))|your childcare"),
    ("family", r"(do|are) you (have|want|plan|expect|planning) ((any|more|to|have) )*(children|kids|a family|a baby)"),
    ("parents", r"your (own )?(parents?|mother(?! tongue)|father|mum|dad|grandparents?|ancest(ors?|ry)|upbringing)"),
    ("health", r"your (own )?(mental |physical )?health(?! (\w+ )?(section|minist|team|pro|attach|agenc|partner))"),
    ("health", r"your (own )?(illness(es)?|sickness|disabilit\w+|medications?|therapy|pregnancy|sick (days|leave))"),
    ("health", r"your (own )?medical (history|conditions?|records?|fitness|problems?)|are you (healthy|disabled|ill)"),
    ("health", r"(have you|were you) (ever )?(been )?(ill|hospitalised|diagnosed)|do you (smoke|drink|suffer)"),
    ("religion", r"your (own )?(religio\w+|faith(?! in)|church|mosque|synagogue|temple|god|prayers?|creed)"),
    ("religion", r"are you (an? )?(religious|believer|christian|catholic|muslim|jewish|jew|hindu|buddhist|atheist)"),
    ("religion", r"do you (pray|worship|believe in god|go to church)"),
    ("birthplace", r"where (were|was) (you|your \w+) born|were you born|where did you grow up|your (own )?birthplace"),
    ("birthplace", r"your (place|country|city) of birth|where (do|are) you (really |originally )?(come )?from"),
    ("origin", r"your (own )?(race(?! for)|ethnic\w*|skin colou?r|accent|origins?|homeland|caste|tribe|gender(?! \w))"),
    ("origin", r"your (own )?((national|social|cultural|family) (origins?|background)|sexual orientation)"),
    ("nationality", r"your (own )?(nationalit(y|ies)|citizenships?|immigration status|naturali[sz]ation)"),
    ("nationality", r"(passports?|citizenships?|nationalit\w+) (do|did) you (hold|have|carry)|your second passport"),
    ("nationality", r"are you (an? )?(\w+ )?(citizen|national)(?= of|[?,])|do you hold (an? )?\w* ?citizenship"),
    ("politics", r"your (own )?(politics|party (membership|card|affiliation))|are you (left|right)[- ]wing"),
    ("politics", r"your (own )?political (views?|opinions?|part(y|ies)|beliefs?|leanings?|affiliations?|sympath\w+)"),
    ("politics", r"(whom?|which party) (did|do|would|will) you vote|did you vote (in|at) .*(election|referendum)"),
    ("politics", r"(do|did|would) you (support|vote for) (the (government|president|ruling party)|an?y? party)"),
    ("politics", r"are you .*(member|supporter) of an?y? (political )?party|you think of your (president|government)"),
    (LEARNED_LANGUAGE, r"(did|have) you (\w+ )?(learn\w*|pick(ed)? up|acquired?) ((your|the|that) )?(\w+ )?languages?"),
    (LEARNED_LANGUAGE, rf"(did|have) you (\w+ )?(learn\w*|pick(ed)? up|acquired?) (your )?({_LANGUAGES})"),
    (LEARNED_LANGUAGE, r"your (own )?(mother tongue|native (language|tongue)|first language)|you a native speaker"),
    (LEARNED_LANGUAGE, r"(do|did) you speak (\w+ )?at home"),
)
PATTERNS = tuple((topic, re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE)) for topic, pattern in _FORBIDDEN)
ASK_INSTEAD = {
    "age": "Which of these tasks have you done, and when last?",
    "family": "The job has duty at night and at weekends. Can you do that?",
    "parents": "What drew you to this work?",
    "health": "Can you do these tasks, with adjustments if you need them?",
    "religion": "The job has duty on some holidays. Can you do that?",
    "birthplace": "Do you have the right to work here?",
    "origin": "What would you bring to this team?",
    "nationality": "Can you apply for the clearance that this post needs?",
    "politics": "How have you worked for people whose views you did not share?",
    LEARNED_LANGUAGE: "How do you use the language at work?",
}
"""A lawful question for each topic, which must be asked of every candidate."""


class Forbidden(NamedTuple):
    """The words of a question that must not be asked, and their topic (a key of ASK_INSTEAD)."""

    words: str
    topic: str


def forbidden_topic(question: str) -> Forbidden | None:
    """What a question asks about the candidate that it must not; None if nothing is recognised."""
    plain = question.replace("’", "'")
    for topic, pattern in PATTERNS:
        if match := pattern.search(plain):
            return Forbidden(match[0], topic)
    return None
