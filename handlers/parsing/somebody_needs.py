"""Read the beginning of a line that says that somebody needs people: "our client urgently needs", "looking to hire"."""

from __future__ import annotations

_WE = r"(?:i|we|they)(?:['’](?:m|re|d))?"
_BOSS = r"(?:(?:my|our|the|a)\s)?(?:client|hiring\smanager|hm|boss|manager|team|company)(?:['’]s)?\b"
_ASIDE = r"(?:\s[\w'’-]+){0,6}?"
_HURRY = r"(?:(?:am|are|is|and|urgently|now|also|still|really)\s){0,3}"
_HIRE = r"(?:hire|fill|find|recruit)"
_NEEDS = (
    rf"(?:need(?:s|ed)?|want(?:s|ed)?:?|requires?|hiring:?|recruiting|seek(?:s|ing)?|in\sneed\sof|(?:would\s|(?<=['’]d\s))like"
    rf"|ask(?:s|ed|ing)?\sfor|search(?:es|ing)?\sfor|look(?:s|ing)?\s(?:for|to\s{_HIRE})|(?:ha(?:ve|s)\sto|must)\s{_HIRE})\s(?:to\s{_HIRE}\s)?"
)


def somebody_needs(*, aside: bool = False) -> str:
    """A pattern for the words up to who is needed. With `aside`, words may follow "client": "our client in Doha needs".

    A requisition takes none there: what the pattern matches is dropped, and its place may be among them.
    """
    return rf"^\W*(?:urgent(?:ly)?\W+)?(?:(?:{_WE}|{_BOSS}{_ASIDE if aside else ''})\s)?{_HURRY}{_NEEDS}"
