"""Read which competency questions should be on: "questions about teamwork for a protocol officer"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from content.library import Library
from content.lookup.normalize import normalize
from handlers.parsing.role_and_level import LEVEL_WORDS

_BEFORE = (
    r"(?:\b(?:about|on|around|regarding|re|testing|test|tests|assess|assessing|probe|probing|check|checking|cover|covering"
    r"|for|focus|focused|show|showing|see|like)|[,:(–-])\s?(?:(?:their|her|his|the|good|some|skills\sin)\s){0,2}"
)
"""What stands before a competency: "on", "to test"."""
_COMPETENCY = re.compile(r"\b(?:competenc(?:y|ies)|behaviou?rs?)(?:[\s-]based)?(?:\sof)?\b:?", re.I)
_HOW_MANY = rf"(?:(?:\d{{1,2}}|a|an|some|few|good|best|more|level|{'|'.join(map(re.escape, LEVEL_WORDS))})\s){{0,3}}"
"""What stands before a competency at the beginning: "three senior integrity questions"."""
_FOR = re.compile(r"(?:for|with|to|of|questions?|qs)\b", re.I)


@dataclass(frozen=True, slots=True)
class WantedCompetencies:
    """The competencies that a line names, by their names in the pack, and what it calls them."""

    called: str
    names: frozenset[str]


def competencies_asked(typed: str, library: Library) -> re.Match[str] | None:
    """The words of a line that name competencies; None if it names none, or names an entry."""
    if library.is_form(typed):
        return None
    asked = _pattern(_forms(library)).search(typed)
    if asked is None or not asked["first"]:
        return asked
    behind = typed[asked.end() :].strip()
    return asked if not behind or _FOR.match(behind) or library.leading_form(behind) else None


def take_competencies(typed: str, library: Library) -> tuple[str, WantedCompetencies | None]:
    """The line without the competencies that it names, and these."""
    asked = competencies_asked(typed, library)
    if asked is None:
        return typed, None
    called = asked["first"] or asked["behind"] or asked["tagged"]
    forms = _forms(library)
    said = re.findall(_any(forms), called, re.I)
    names = frozenset(name for form in said for name in dict(forms)[normalize(form)])
    start = asked.start("first") if asked["first"] else asked.start()
    before, behind = typed[:start], typed[asked.end() :]
    rest = _COMPETENCY.sub(" ", f"{before} {behind}")
    return " ".join(rest.split()), WantedCompetencies(called.casefold(), names)


@lru_cache(maxsize=2)
def _forms(library: Library) -> tuple[tuple[str, frozenset[str]], ...]:
    """What people call each competency, and the names of those that are called so, the longest first."""
    named: dict[str, set[str]] = {}
    for pack in library.packs:
        for known in pack.competencies:
            for form in filter(None, (known.name, known.generic, *known.found_by)):
                named.setdefault(normalize(form), set()).add(known.name)
    return tuple((form, frozenset(named[form])) for form in sorted(named, key=len, reverse=True))


def _any(forms: tuple[tuple[str, frozenset[str]], ...]) -> str:
    return rf"\b(?:{'|'.join(re.escape(form).replace(chr(92) + ' ', '[ -]') for form, _ in forms)})\b"


@lru_cache(maxsize=2)
def _pattern(forms: tuple[tuple[str, frozenset[str]], ...]) -> re.Pattern[str]:
    one = _any(forms)
    several = rf"{one}(?:(?:\s?[,/&+]\s?(?:and\s)?|\s(?:and|or)\s){one}){{0,3}}"
    return re.compile(
        rf"^\W*{_HOW_MANY}(?P<first>{several})(?:\sskills?)?(?=\s|\W*$)"
        rf"|{_COMPETENCY.pattern}\s?(?:(?:about|on|for|like)\s)?(?P<tagged>{several})(?:\sskills?)?"
        rf"|{_BEFORE}(?P<behind>{several})(?:\sskills?)?(?!\s(?:officer|adviser|advisor|specialist|manager|assistant|attach))",
        re.I,
    )
