"""Reads what is asked of `questions` and `levels`: a level or years, a number, and the role, in any word order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from content.models import Level

LEVEL_WORDS = {
    "junior": Level.JUNIOR,
    "jr": Level.JUNIOR,
    "entry": Level.JUNIOR,
    "entry-level": Level.JUNIOR,
    "graduate": Level.JUNIOR,
    "trainee": Level.JUNIOR,
    "mid": Level.MID,
    "mid-level": Level.MID,
    "middle": Level.MID,
    "medior": Level.MID,
    "intermediate": Level.MID,
    "senior": Level.SENIOR,
    "sr": Level.SENIOR,
    "snr": Level.SENIOR,
    "lead": Level.SENIOR,
    "experienced": Level.SENIOR,
}
MAX_YEARS = 60
MAX_COUNT = 10

_YEARS = re.compile(
    r"(\d{1,2})(?:\s*[-–]\s*\d{1,2})?\s*\+?\s*(?:y|yr|yrs|year|years|yoe)\b(?:\s+of\s+experience)?|(\d{1,2})\+", re.I
)
_START = re.compile(r"\bfrom\s+(\d{1,4})\b", re.I)
_COUNT = re.compile(r"(?<![\w.+-])(\d{1,2})(?![\w.+-])")
_WORD = re.compile(r"[\w-]+\.?")


@dataclass(frozen=True, slots=True)
class Ask:
    """What was asked: `rest` is the role in the asker's words; `start` counts from 1, for the next set of a walk."""

    rest: str
    level: Level | None = None
    years: int | None = None
    count: int | None = None
    start: int = 1


def parse(typed: str, is_name: Callable[[str], bool]) -> Ask:
    """Splits the words. `is_name` protects names that hold a level word or a number ("Junior Professional Officer")."""
    typed, start = _take(_START, typed)
    if is_name(typed.strip()):
        return Ask(typed.strip(), start=start or 1)
    typed, years = _take(_YEARS, typed)
    typed, level = _take_level(typed)
    years = min(years, MAX_YEARS) if years is not None else None
    if is_name(typed.strip()):
        return Ask(typed.strip(), level, years, None, start or 1)
    rest, number = _take(_COUNT, typed)
    if level is None and years is None and number is not None:
        years, number = min(number, MAX_YEARS), None
    count = min(max(number, 1), MAX_COUNT) if number is not None else None
    return Ask(rest.strip(), level, years, count, start or 1)


def _take(pattern: re.Pattern[str], typed: str) -> tuple[str, int | None]:
    found = pattern.search(typed)
    if not found:
        return typed, None
    number = next(group for group in found.groups() if group)
    return f"{typed[: found.start()]} {typed[found.end() :]}", int(number)


def _take_level(typed: str) -> tuple[str, Level | None]:
    for found in _WORD.finditer(typed):
        level = LEVEL_WORDS.get(found[0].lower().rstrip("."))
        if level is not None:
            rest = re.sub(r"^[\s-]*(?:level|lvl)\b", " ", typed[found.end() :], flags=re.I)
            return f"{typed[: found.start()]} {rest}", level
    return typed, None
