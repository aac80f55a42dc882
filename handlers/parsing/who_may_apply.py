"""Read who may work or apply somewhere: "can americans work for the UN", "can someone from Brazil apply"."""

from __future__ import annotations

import re

from handlers.parsing.countries import is_nationality, known_country

_HIRED = (
    r"(?:work|apply|join|become|compete|serve|do\s(?:this|that|it)|(?:get|take|fill)\s(?:this|that|it)|be(?:\s(?:hired|employed|recruited|considered|an?))?"
    r"|get\s(?:in|into|hired|a\sjob))"
)
_PEOPLE = (
    r"(?:citizens?|nationals?|passport\sholders?|people|persons?|candidates?|applicants?|guys?|m[ae]n|wom[ae]n"
    r"|lad(?:y|ies))"
)
_BY_NAME = re.compile(
    rf"\b(?:an?\s)?(?P<who>[^\W\d_]{{3,14}})\s(?:{_PEOPLE}\s)?(?:(?:still|also|even|really)\s)?"
    rf"(?:(?:be\s)?(?:allowed|able|eligible|permitted)\sto\s)?{_HIRED}\b"
    r"|\b(?:(?:needs?|has|have)\sto\sbe|must(?:\s[\w'’.-]{1,20}){0,4}\sbe|only\sfor|hires?|recruits?|employs?|accepts?)"
    r"\s(?:an?\s|only\s)?(?P<what>[^\W\d_]{3,14})(?=\W*$|\s(?:to|for|at|in|citizens?|nationals?|people|candidates?)\b)",
    re.I,
)
"""A word that may be a nationality, beside words of hiring."""
_BY_COUNTRY = re.compile(
    rf"\b(?:{_PEOPLE}|someone|somebody|anyone|anybody)\sfrom\s(?:the\s)?(?P<land>[^\W\d_]+(?:\s[^\W\d_]+)?)"
    rf"\s(?:(?:still|also|even|really)\s)?{_HIRED}\b",
    re.I,
)
_WITHOUT = re.compile(
    rf"\b{_HIRED}\b(?:\s[\w'’.-]{{1,20}}){{0,4}}?\swithout\s(?:(?:an?|the|any|having|holding|being)\s){{0,2}}"
    r"(?:[\w'’.-]{1,20}\s){0,2}(?:passports?|citizens?(?:hip)?|nationals?|nationality|work\spermit|residence\spermit|visa)\b",
    re.I,
)
"""Asks whether somebody is hired without a nationality: "may they work without an EU passport"."""
_ANYBODY = re.compile(
    r"^\W*(?:(?:and|so|but)\s)?(?:who(?=\s\w+\s(?:work|apply|join)\b)|(?:which|what)\s(?:nationalit\w+|countries|passports?))"
    r"\s(?:can|may|could|(?:is|are)\s(?:allowed|eligible)\sto)\s(?:even\s)?(?:work|apply|join|be\s(?:hired|employed))\b",
    re.I,
)
_BESIDE = re.compile(
    rf"^\W*(?:(?:and|so|but|my|the|which|what|who|does|do|can|could|may|will|would|is|are|must|should|it|she|he|they)\s)+"
    rf"|\b(?:nationalit\w+|{_HIRED}|{_PEOPLE}|someone|somebody|anyone|anybody|still|also|even|really|only|allowed|eligible"
    r"|(?:needs?|has|have)\sto\sbe|must|be|to\swork|hires?|recruits?|employs?|accepts?)\b",
    re.I,
)


def without_applicants(typed: str) -> str | None:
    """What a question about who may work somewhere names beside them; None if the line is no such question."""
    if _ANYBODY.match(typed):
        rest = typed
    elif (named := next(filter(_is_nationality, _BY_NAME.finditer(typed)), None)) is not None:
        word = "who" if named["who"] else "what"
        rest = f"{typed[: named.start(word)]} {typed[named.end(word) :]}"
    elif without := _WITHOUT.search(typed):
        rest = f"{typed[: without.start()]} {typed[without.end() :]}"
    elif (coming := _BY_COUNTRY.search(typed)) and known_country(coming["land"]):
        rest = f"{typed[: coming.start()]} {typed[coming.end() :]}"
    else:
        return None
    return " ".join(_BESIDE.sub(" ", rest).split())


def _is_nationality(named: re.Match[str]) -> bool:
    word = named["who"] or named["what"]
    return is_nationality(word) or is_nationality(word.removesuffix("s"))
