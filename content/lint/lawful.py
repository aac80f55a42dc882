"""Gates for fairness: no questions about protected characteristics, and no red flags about who somebody is.

Questions about casework may mention families, passports or illness; only questions about the candidate's own are
forbidden. So each pattern ties its topic to "you".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.errors import Problem
from content.lint.prose import list_asked
from content.models import Role
from content.packs import Pack

_LANGUAGES = "arabic|chinese|english|french|german|italian|japanese|portuguese|russian|spanish"
_LANGUAGE = "how a language was learned"
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
    (_LANGUAGE, r"(did|have) you (\w+ )?(learn\w*|pick(ed)? up|acquired?) ((your|the|that) )?(\w+ )?languages?"),
    (_LANGUAGE, rf"(did|have) you (\w+ )?(learn\w*|pick(ed)? up|acquired?) (your )?({_LANGUAGES})"),
    (_LANGUAGE, r"your (own )?(mother tongue|native (language|tongue)|first language)|you a native speaker"),
    (_LANGUAGE, r"(do|did) you speak (\w+ )?at home"),
)
_PATTERNS = tuple((topic, re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE)) for topic, pattern in _FORBIDDEN)
_BACKGROUND = re.compile(
    r"\b(?:nationalit|citizenship|accent|native speaker|mother tongue|birthplace|ethnic|religio|married|spouse|children"
    r"|pregnan|maternity|parental leave|disabilit|political (?:part|view|opinion)|too (?:old|young)\b)\w*",
    re.IGNORECASE,
)


def personal_question(text: str) -> tuple[str, str] | None:
    """The first question about a candidate's private life or origin in a text, and its topic; None if there is none."""
    plain = text.replace("’", "'")
    return next(((match[0], topic) for topic, pattern in _PATTERNS if (match := pattern.search(plain))), None)


def forbidden_questions(pack: Pack) -> Iterator[Problem]:
    """No question or probe asks about the candidate's age, family, health, religion, origin, politics and the like."""
    for entry, path, text in list_asked(pack):
        if asked := personal_question(text):
            message = f'"{asked[0]}" asks about {asked[1]}; ask what the candidate did, or what the job needs'
            yield pack.problem(entry, path, message)


def fair_flags(pack: Pack) -> Iterator[Problem]:
    """No red flag is about somebody's origin or private life."""
    for role in pack.entries:
        for index, red_flag in enumerate(role.red_flags if isinstance(role, Role) else ()):
            if match := _BACKGROUND.search(red_flag.flag):
                message = f'"{match[0]}" is about who somebody is; write what the person did, said or left out'
                yield pack.problem(role, f"red_flags.{index}.flag", message)
