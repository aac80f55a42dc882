"""The highest or lowest grade of an employer or a ladder: "top UN grade below the Secretary-General"."""

from __future__ import annotations

import re
from dataclasses import replace

from content.library import Library
from content.lookup.grades import GradeReading
from content.lookup.normalize import normalize, stems
from content.models import Entry, GradeScheme
from handlers.grade_cards import card, seniors
from handlers.parsing.grade import employer_in, read_grades, schemes_named
from handlers.reply import Bold, Reply, note, text
from handlers.wording import join_phrases, with_full_stop

_TOP = r"top(?:most)?|high(?:est)?|most\ssenior|biggest|max(?:imum)?|last|upper"
_LOW = r"low(?:est)?|bottom|most\sjunior|smallest|first|entry|start(?:ing|er['’]?s?)?|beginners?['’]?|min(?:imum)?"
_GRADE = r"(?:grades?|levels?|rungs?|bands?|steps?\son\sthe\sladder)"
_BETWEEN = r"(?:[\s-]level)?\s(?:[\w'’.&-]{1,15}\s){0,4}?"
_ASKS = re.compile(
    rf"\b(?:(?P<top>{_TOP})|(?P<low>{_LOW})){_BETWEEN}{_GRADE}\b"
    rf"|\b(?P<of_top>top|end|upper\send)\sof\s(?:[\w'’.&-]{{1,15}}\s){{1,5}}?(?:{_GRADE}|ladder|scale)\b"
    rf"|\b(?P<of_low>bottom|start|beginning|lower\send|foot)\sof\s(?:[\w'’.&-]{{1,15}}\s){{1,5}}?(?:{_GRADE}|ladder|scale)\b"
    rf"|\b{_GRADE}\b.{{0,30}}\b(?:(?P<then_top>highest|at\sthe\stop|most\ssenior|on\stop)"
    r"|(?P<then_low>lowest|at\sthe\sbottom|most\sjunior|(?:fresh\s|new\s)?graduates?|beginners?|newcomers?|starters?"
    r"|(?:start|begin)(?:s|\sat|\son|\swith|\sin)?))\b",
    re.I,
)
_UNDER = re.compile(
    r"\b(?:below|under|beneath|just\sbefore|short\sof|without\s(?:being|becoming)|(?:that|which)\s(?:is|are)n['’]?t|not\sbeing)"
    r"\s(?:the\s|an?\s)?(?P<what>[^?!,;]{2,50}?)(?:\s(?:at|in)\s[^?!,;]*)?\W*$",
    re.I,
)
"""What the grade must not reach: "below the directors"."""
_CHAIR = re.compile(r"\b(?:(?:deputy|under|assistant)[\s-])?secretary[\s-]general\b", re.I)
"""A chair, whose words name no ladder."""
_BEGIN = re.compile(r"\b(?:graduates?|beginners?|newcomers?|starters?)\b", re.I)
_CODE = re.compile(r"\b[A-Za-z]{1,3}\b")
_NOT_CODES = frozenset(("a", "i", "is", "in", "of", "the", "at", "an", "on", "it", "no", "for", "do", "us", "un", "eu"))
"""Short words that no line means as the letters of a grade unless they are capitals, or ever."""


def end_of_ladder(line: str, library: Library) -> tuple[GradeReading, bool] | None:
    """The grade at one end of a ladder that a line asks for, and whether it is the upper end; None for other lines."""
    asked = _ASKS.search(line)
    if asked is None or read_grades(line, library).grades:
        return None
    is_top = bool(asked["top"] or asked["then_top"] or asked["of_top"]) and not _BEGIN.search(line)
    bare = _CHAIR.sub(" ", line)
    scheme, letters = _ladder(_UNDER.sub(" ", bare), library)
    if scheme is None:
        scheme, letters = _ladder(bare, library)
    if scheme is None or not scheme.ascending:
        return None
    if is_top and (under := _UNDER.search(line)) and (grade := _below(under["what"], scheme, library)):
        return grade, True
    every = [name for grade in scheme.grades for name in grade.names]
    names = [name for name in every if letters and _begins(name, letters)] or every
    if is_top and scheme.top and not letters:
        names = [name for name in names if scheme.top.startswith(f"{name} ")] or names
    reading = library.grade(names[-1 if is_top else 0]) if names else None
    return (reading, is_top) if reading else None


def at_the_end(reading: GradeReading, *, is_top: bool, library: Library) -> Reply:
    """The card of the grade at the end of a ladder, after a line that says so."""
    shown = card(reading, library)
    scheme = reading.scheme
    said = f"{reading.name} is the {'highest' if is_top else 'lowest'} of the {scheme.name}."
    is_own_top = is_top and scheme.top is not None and scheme.top.startswith(f"{reading.name} ")
    ends = (scheme.grades[0].names[0], scheme.grades[-1].names[-1])
    first = text(Bold(scheme.top or "")) if is_own_top else text(Bold(said)) if reading.name in ends else None
    heading, *rest = shown.blocks
    others = [one.name for one in library.grades if one.employers == scheme.employers and one is not scheme]
    also = note(f"Other ladders there: {with_full_stop(join_phrases(others))}") if others else None
    return replace(shown, blocks=tuple(block for block in (heading, first, *rest[:1], also, *rest[1:]) if block))


def _ladder(line: str, library: Library) -> tuple[GradeScheme | None, str]:
    """The ladder that a line names, by letters, by its own words or by its employer; and the letters."""
    employer = employer_in(line, library)
    own = [scheme for scheme in library.grades if employer in scheme.employers]
    for code in _CODE.findall(line):
        if normalize(code) in _NOT_CODES:
            continue
        named = {entry.name for entry in _may_mean(code, library)}
        lettered = [one for one in own if one.entry in named]
        lettered = lettered or [one for one in schemes_named(code, library) if not own or one in own]
        if len(lettered) == 1 or (lettered and own):
            return lettered[0], code.upper()
    words = set(stems(normalize(line)))
    told = [(len(words & _own_words(scheme)), scheme) for scheme in own or library.grades]
    most = max((count for count, _ in told), default=0)
    best = [scheme for count, scheme in told if count == most]
    if own:
        return max(best, key=seniors), ""
    return (best[0] if most and len(best) == 1 else None), ""


def _own_words(scheme: GradeScheme) -> set[str]:
    """The words of a ladder's name that tell it from the employer's others."""
    employers = set(stems(normalize(" ".join((*scheme.employers, "grades pay level")))))
    return set(stems(normalize(f"{scheme.name} {scheme.entry}"))) - employers


def _below(what: str, scheme: GradeScheme, library: Library) -> GradeReading | None:
    """The grade just below those that an entry explains: "below the directors"."""
    named = {entry.name for entry in _may_mean(what, library)}
    above = [place for place, grade in enumerate(scheme.grades) if grade.entry in named]
    return library.grade(scheme.grades[above[0] - 1].names[-1]) if above and above[0] else None


def _may_mean(words: str, library: Library) -> list[Entry]:
    """The entries that words may mean."""
    match = library.match(words)
    return [entry for entry in (match.entry, *match.suggestions) if entry]


def _begins(name: str, letters: str) -> bool:
    return re.match(rf"{re.escape(letters)}(?![A-Za-z])", name, re.I) is not None
