"""Read what a line quotes from a résumé or an advert, to explain it: "CV: Third Secretary", "the ad says"."""

from __future__ import annotations

import re

_QUOTES_CV = re.compile(
    r"""^\W*(?:\w+\W+){0,4}?(?:cv|resume|résumé|profile|bio|linkedin)\b[^"“„«'‘]{0,30}
    ["“„«'‘][^"“”„«»\n]{2,80}(?:[,;]\s[^"“”„«»\n,;]{2,80}){1,6}["”“»'’](?!\w)""",
    re.I | re.X,
)
"""A list quoted from a résumé, which is to be explained, whatever the word "resume" asks for elsewhere."""
_LABEL = re.compile(
    r"^\W*(?:(?:(?:the|her|his|their|a|this|my|candidate(?:['’]?s)?)\s)*"
    r"(?:cv|résumé|resume|profile|linkedin|background|experience|work history|career)"
    r"(?:\s(?:says|reads|line|entry|snippet|extract))?\s?:\s)",
    re.I,
)
"""What stands before a text from a résumé, which is to be explained: "CV: Third Secretary, …"."""
_ADVERT_LABEL = re.compile(
    r"^\W*(?:(?:the|an?|this|our|their|from|in)\s){0,2}(?:job\s)?"
    r"(?:advert(?:isement)?|ad|jd|description|posting|vacancy(?:\snotice)?|notice|spec)"
    r"(?:\s(?:says?|reads?|asks?(?:\sfor)?|states?|wants?)(?:\sthat)?:?\s|\s?:\s)",
    re.I,
)
"""What stands before a sentence of an advert: "the ad says", "JD:"."""
_ADVERT_SUBJECT = re.compile(
    r"^(?!\W*(?:candidate|applicant)\s(?:is|has)\b)\W*(?:the\s)?(?:successful\s|selected\s|ideal\s)?(?:incumbent|post\s?holder|appointee|applicants?|candidates?)\s"
    r"(?:must|will|shall|should|is|are|has|reports?|serves?)\b(?:\s\S+){6}",
    re.I,
)
"""A sentence of an advert by its subject: "The incumbent will report to …"; not "candidate is a consul, …"."""

_QUOTED = r"[\"“„«'‘](?P<word>[^\"“”„«»\n'‘’]{2,40})[\"”“»'’]"
_PAPER = r"(?:cvs?|resumes?|résumés?|profiles?|linkedin|bio|adverts?|ads?|jds?|job\sdescriptions?|business\scards?)"
_ASKED_OF_PAPER = re.compile(
    rf"^\W*(?:(?:so|and|ok|pls|please|hey)\W{{1,2}})*(?:(?:what(?:['’]?s|\s(?:is|does|do))?|explain|define|(?:the\s)?meaning\sof)\s)?"
    rf"(?:(?:the|an?|this)\s)?(?:(?:word|term|phrase|expression)\s)?{_QUOTED}"
    rf"\s(?:means?\s)?(?:on|in|from)\s(?:[\w'’-]{{1,20}}\s){{0,5}}{_PAPER}\b"
    r"(?:\W*(?:mean(?:s|ing)?|what(?:['’]?s|\sis|\sdoes)\s(?:that|this|it)(?:\smean)?|anyone|please|pls))?\W*$",
    re.I,
)
"""A question about a quoted word of a text, whatever else is named: "'portfolio' on a diplomat's CV - meaning?"."""
_MEANT_BY = re.compile(
    rf"^\W*what\s(?:do|does|would)\s(?:[\w'’-]{{1,20}}\s){{1,5}}mean\s(?:by|with)\s{_QUOTED}\W*$", re.I
)
"""A question what somebody means by a quoted word: "what does a diplomat mean by 'cable'"."""

_OF_TALK = re.compile(r"\b(?:\d{1,3}\s?-?(?:min(?:ute)?s?|hours?)|call|interview)\b", re.I)
"""What a person says of a talk with the candidate: "candidate is a civil affairs officer, call is at 3pm, 20 min"."""


def from_cv(typed: str) -> str:
    """What a line quotes from a résumé, or has after a word for one; empty if it does neither."""
    if _QUOTES_CV.match(typed):
        return typed
    label = _LABEL.match(typed)
    return typed[label.end() :].strip() if label else ""


def from_advert(typed: str) -> str:
    """The sentence of an advert that a line has; empty for any other line."""
    if label := _ADVERT_LABEL.match(typed):
        return typed[label.end() :].strip()
    is_advert = _ADVERT_SUBJECT.match(typed) and "?" not in typed and not _OF_TALK.search(typed)
    return typed if is_advert else ""


def word_asked(typed: str) -> str:
    """The quoted word of a text whose meaning a line asks for; empty for any other line."""
    asked = _ASKED_OF_PAPER.match(typed) or _MEANT_BY.match(typed)
    return asked["word"].strip() if asked else ""
