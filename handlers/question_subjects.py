"""Read what questions should be on, a competency or a theme: "questions about fraud for a visa officer"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from content.library import Library
from content.lookup.normalize import normalize
from content.models import Question
from handlers.parsing.role_and_level import LEVEL_WORDS

_BEFORE = (
    r"(?:\b(?:about|on|around|regarding|re|testing|test|tests|assess|assessing|probe|probing|check|checking|cover|covering"
    r"|for|focus|focused|show|showing|see|like)|[,:(–-])\s?(?:(?:their|her|his|the|good|some|skills\sin)\s){0,2}"
)
"""What stands before a competency: "on", "to test"."""
_ABOUT = (
    r"\b(?:about|on|around|regarding|re|concerning|covering|cover|testing|test|probing|probe)\s"
    r"(?:(?:how\s(?:they|she|he|people|you)\s(?:(?:would|did|do|does|have)\s)?"
    r"(?:handled?|dealt?\swith|coped?\swith|managed?|approach(?:ed)?|worked?\s(?:on|with))"
    r"|handling|dealing\swith|coping\swith|(?:their\s|any\s)?(?:past\s)?(?:work|experience|record)\s(?:of|on|with|in))\s)?"
    r"(?:(?:their|her|his|the|an?|any|some)\s)?"
)
"""What stands before a theme: fewer words, since a theme may also begin a title ("for a human rights delegate")."""
_COMPETENCY = re.compile(r"\b(?:competenc(?:y|ies)|behaviou?rs?)(?:[\s-]based)?(?:\sof)?\b:?", re.I)
_HOW_MANY = rf"(?:(?:\d{{1,2}}|a|an|some|few|good|best|more|level|{'|'.join(map(re.escape, LEVEL_WORDS))})\s){{0,3}}"
"""What stands before a competency at the beginning: "three senior integrity questions"."""
_FOR = re.compile(r"(?:for|with|to|of|questions?|qs)\b", re.I)
_ENDS = re.compile(r"\s\d|\s(?:for|with|to|of|at|from|when|in|as)\b|\s?[,;.?!]|\W{0,3}$", re.I)
"""What may follow a theme, beside a role: "on budgets for a consul"."""
_LEVEL = re.compile(rf"\s(?:(?:{'|'.join(map(re.escape, LEVEL_WORDS))})\s)?", re.I)


@dataclass(frozen=True, slots=True)
class WantedSubjects:
    """The competencies and themes that a line names, by their names in the pack, and what it calls them."""

    called: str
    names: frozenset[str]

    def is_of(self, question: Question) -> bool:
        """Whether a question is on one of them."""
        return question.competency in self.names or not self.names.isdisjoint(question.themes)


def subjects_asked(typed: str, library: Library) -> re.Match[str] | None:
    """The words of a line that name competencies or themes; None if it names none, or names an entry."""
    if library.is_form(typed):
        return None
    asked = _pattern(library).search(typed)
    if asked is None or asked.lastgroup not in ("first", "about"):
        return asked
    behind = typed[asked.end() :]
    if asked["first"]:
        named = not behind.strip() or _FOR.match(behind.strip()) or library.leading_form(behind)
        return asked if named else None
    return asked if _ENDS.match(behind) or _is_before_role(typed, asked, library) else None


def _is_before_role(typed: str, asked: re.Match[str], library: Library) -> bool:
    """Whether a name follows a theme: "on budgets senior Consul"; not "on trade negotiators", who are a longer name."""
    name = library.leading_form(typed[asked.start("about") :])
    level = _LEVEL.match(typed, asked.end())
    return len(name) <= len(asked["about"]) and level is not None and library.leading_form(typed[level.end() :]) != ""


def take_subjects(typed: str, library: Library) -> tuple[str, WantedSubjects | None]:
    """The line without the competencies and themes that it names, and these."""
    asked = subjects_asked(typed, library)
    if asked is None:
        return typed, None
    group = asked.lastgroup or ""
    called = asked[group]
    forms = _forms(library)
    said = re.findall(_any(forms), called, re.I)
    names = frozenset(name for form in said for name in forms[normalize(form)])
    start = asked.start(group) if group in ("first", "theme_first") else asked.start()
    before, behind = typed[:start], typed[asked.end() :]
    rest = _COMPETENCY.sub(" ", f"{before} {behind}")
    return " ".join(rest.split()), WantedSubjects(called.casefold(), names)


@lru_cache(maxsize=2)
def _forms(library: Library) -> dict[str, frozenset[str]]:
    """What people call each competency and theme, and the names of those that are called so."""
    named: dict[str, set[str]] = {}
    for form, name in (*_competency_forms(library), *_theme_forms(library)):
        named.setdefault(form, set()).add(name)
    return {form: frozenset(names) for form, names in named.items()}


def _competency_forms(library: Library) -> list[tuple[str, str]]:
    known = [one for pack in library.packs for one in pack.competencies]
    return [
        (normalize(form), one.name) for one in known for form in filter(None, (one.name, one.generic, *one.found_by))
    ]


def _theme_forms(library: Library) -> list[tuple[str, str]]:
    known = [one for pack in library.packs for one in pack.themes]
    return [(normalize(form), one.name) for one in known for form in (one.name, *one.found_by)]


def _any(forms: Iterable[str]) -> str:
    longest_first = sorted(set(forms), key=len, reverse=True)
    return rf"\b(?:{'|'.join(re.escape(form).replace(chr(92) + ' ', '[ -]') for form in longest_first)})\b"


def _several(first: str, further: str) -> str:
    return rf"{first}(?:(?:\s?[,/&+]\s?(?:and\s)?|\s(?:and|or)\s){further}){{0,3}}"


@lru_cache(maxsize=2)
def _pattern(library: Library) -> re.Pattern[str]:
    one = _any(form for form, _ in _competency_forms(library))
    either = _any(_forms(library))
    competencies = _several(one, either)
    parts = [
        rf"^\W*{_HOW_MANY}(?P<first>{competencies})(?:\sskills?)?(?=\s|\W*$)",
        rf"{_COMPETENCY.pattern}\s?(?:(?:about|on|for|like)\s)?(?P<tagged>{competencies})(?:\sskills?)?",
        rf"{_BEFORE}(?P<behind>{competencies})(?:\sskills?)?"
        r"(?!\s(?:officer|adviser|advisor|specialist|manager|assistant|attach))",
        rf"{_ABOUT}(?P<about>{_several(either, either)})(?:\s(?:skills?|cases?|issues?|work|matters))?\b",
    ]
    if themes := _theme_forms(library):
        first = _several(_any(form for form, _ in themes), either)
        parts.append(rf"^\W*{_HOW_MANY}(?P<theme_first>{first})(?=\s(?:interview\s)?(?:questions?|qs)\b|\sfor\b|\W*$)")
    return re.compile("|".join(parts), re.I)
