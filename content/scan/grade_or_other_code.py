"""Tell a grade from other codes in a text by the words beside it: "P2 officer" has one, and "P2 incident" none."""

from __future__ import annotations

import re
from collections.abc import Iterable

WINDOW = 60
"""Characters on each side of a code that may say what it is."""
_LANGUAGE_LEVEL = re.compile(r"[abc][ .-]?[12]", re.I)
_BEFORE = re.compile(
    r"\b(?:grades?|graded|levels?|band|category|class|step|pay(?: scale)?|rank|niveau|nivel|grado|categoría|"
    r"(?:promoted|promotion|appointed|recruited|hired|moved|rose) (?:to|at|as|from))(?:\W{1,3}|\W? (?:is|was) )"
    r"(?:an? |the )?$",
    re.I,
)
"""What stands before a grade: "Grade: P-3", "promoted to a P4"."""
_AFTER = re.compile(
    r"\W{0,2}(?:levels?|grades?|posts?|positions?|band|step|officers?|assistants?|officials?|staff|specialists?|"
    r"diplomats?|administrators?|contracts?|appointments?|vacanc(?:y|ies)|jobs?|roles?|equivalent|functions?|category|"
    r"roster|laureates?|temporary|fixed[- ]term)\b",
    re.I,
)
"""What stands after a grade: "P3 level", "G6 assistants"."""
_OTHER_BEFORE = re.compile(
    r"\b(?:priority|severity|sev|incidents?|tickets?|triage|bay|ward|room|theat(?:re|er)|surgery|scrub|nurse|gate|chapter|"
    r"unit|block|visa|motorway|autobahn|vitamins?|iphone|ipad|apple|samsung|galaxy|audi|road|route)"
    r"[^\w\t\n]{0,3}(?:levels? |tag |an? |the )?$",
    re.I,
)
"""What stands before another code: "ward D2", "Priority: P1"."""
_LANGUAGES = (
    "french|spanish|german|english|arabic|russian|italian|portuguese|dutch|chinese|mandarin|turkish|polish|romanian|"
    "swedish|danish|norwegian|finnish|greek|ukrainian|swahili|persian|farsi|dari|hindi|urdu|japanese|korean|"
    "anglais|français|espagnol|allemand|italien|portugais|russe|arabe|chinois|englisch|französisch|spanisch|deutsch|"
    "italienisch|portugiesisch|russisch|arabisch|chinesisch|türkisch|inglés|francés|alemán|italiano|portugués|ruso|"
    "árabe|chino|inglese|francese|tedesco|spagnolo|portoghese|russo|arabo|cinese"
)
_FRAMEWORK = re.compile(r"(?<![\w-])(?:A1|B[12]|C[12])(?![\w-])")
"""A level of the European framework that is no grade: "C1"."""
_LANGUAGE_BEFORE = re.compile(
    rf"\b(?:reading|writing|listening|speaking|{_LANGUAGES})\W{{0,3}}"
    r"(?:levels? |an? )?$",
    re.I,
)
"""What stands before a level of the European framework: "French A2"."""
_LANGUAGE_AFTER = re.compile(rf"\W{{0,3}}(?:levels? )?(?:in |of )?(?:{_LANGUAGES})\b", re.I)
_OTHER_AFTER = re.compile(
    r"\W{0,2}(?:incidents?|tickets?|outages?|issues?|bugs?|alerts?|defects?|escalations?|priorit(?:y|ies)|severity|visas?|"
    r"triage|patients?|operating|theat(?:re|er)s?|surger(?:y|ies)|surgical|nurses?|laptops?|networks?|posters?|"
    r"paper|chips?|processors?|cpus?|engines?|cars?|autobahn|(?:english )?learners?|licen[cs]e|motorway|road)\b",
    re.I,
)
"""What makes another code of it: "ward D2", "P1 outage"."""
_OF_DIRECTORS = re.compile(r"[dp][12]", re.I)
_PAY_BAND = re.compile(r"\b(?:pay|salary)[ -](?:band|range|group|grade)\W{1,3}(?:is )?$", re.I)
"""What stands before a band of an employer's own, which the UN doesn't have: "Salary band: D2"."""
_OWN_PART = re.compile(r"(?:^|[\n\t|(])[ ]{0,20}$"), re.compile(r"[ ]{0,20}(?:$|[\n\t|)/,;])")
"""What stands around a grade that has a bracket, a cell or a line of its own."""
_LISTED = re.compile(r"[,|(–—-]\s{0,3}$"), re.compile(r"\s{0,3}(?:$|[\n,;|)–—.])")
"""What stands around a grade in a line with a job: "Legal Officer, Arusha, P3"."""
_OF_EU = re.compile(r"(?:AD|AST|FG) ?[\dIVX]+")
"""A grade that is nothing else at the end of a line: "Budget support, AD 8"."""
_BESIDE = re.compile(r"[\s,:;(|/–—-]{0,8}")
_RANGE = re.compile(r"\W{0,3}(?:to|and|or|bis|à|a)?\W{0,3}")
_HYPHEN = re.compile(r"[-‐‑]")


def is_grade(text: str, start: int, end: int, jobs: Iterable[tuple[int, int]]) -> bool:
    """Whether a code in a text of the field is a grade. `jobs` are the places of the job titles beside it."""
    before, after = text[max(start - WINDOW, 0) : start], text[end : end + WINDOW]
    if is_other_code(text, start, end):
        return False
    if _HYPHEN.search(text, start, end) or _BEFORE.search(before) or _AFTER.match(after):
        return True
    if _OWN_PART[0].search(before) and _OWN_PART[1].match(after):
        return True
    is_listed = _LISTED[0].search(before) and _LISTED[1].match(after)
    if is_listed and _OF_EU.fullmatch(text, start, end):
        return True
    for first, last in jobs:
        gap = text[last:start] if last <= start else text[end:first]
        if len(gap) < WINDOW and (_BESIDE.fullmatch(gap) or (is_listed and "\n" not in gap)):
            return True
    return False


def is_other_code(text: str, start: int, end: int) -> bool:
    """Whether the words beside a code make something else of it: "OR-2 operating room", "visa D1"."""
    before, after = text[max(start - WINDOW, 0) : start], text[end : end + WINDOW]
    if _LANGUAGE_LEVEL.fullmatch(text, start, end):
        beside = before.rpartition("\n")[2], after.partition("\n")[0]
        if _LANGUAGE_BEFORE.search(before) or _LANGUAGE_AFTER.match(after) or any(map(_FRAMEWORK.search, beside)):
            return True
    if _OF_DIRECTORS.fullmatch(text, start, end) and _PAY_BAND.search(before):
        return True
    return _OTHER_BEFORE.search(before) is not None or _OTHER_AFTER.match(after) is not None


def is_range(between: str) -> bool:
    """Whether what stands between two codes makes a range or a list of them: "P-3 to P-5"."""
    return _RANGE.fullmatch(between) is not None
