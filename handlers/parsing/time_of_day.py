"""Parse a time of day: "09:00", "9am", "half past nine", "17.30 Uhr", "8 in the evening"."""

from __future__ import annotations

import re
from datetime import time

from handlers.parsing.calendar_names import NUMBERS

PARTS: dict[str, tuple[str, ...]] = {
    "morning": ("08:00", "09:00", "10:00"),
    "lunch": ("12:00", "12:30", "13:00"),
    "afternoon": ("14:00", "15:00", "16:00"),
    "evening": ("17:00", "18:00", "19:00"),
    "night": ("20:00", "21:00", "22:00"),
}
"""Parts of the day, which are not times by themselves, and the times to offer for each."""
_HOURS = {
    "morning": range(12),
    "lunch": range(11, 15),
    "afternoon": range(12, 19),
    "evening": range(16, 24),
    "night": range(18, 24),
}

_NUMBER = rf"(?:{'|'.join(NUMBERS)})"
_HOUR = rf"(?P<hour>{_NUMBER}|[0-9]{{1,2}})"
_SPOKEN = re.compile(
    r"\b(?P<minutes>half|quarter|a quarter|five|ten|twenty|twenty[- ]five)(?: minutes)? (?P<side>past|to|before|after)"
    rf" {_HOUR}\b(?! ?[:.])",
    re.I,
)
_THIRTY = re.compile(rf"\b(?P<hour>{_NUMBER})[ -](?P<minutes>fifteen|thirty|forty[- ]five)\b", re.I)
_CLOCK = r" ?(?:o'? ?clock|[ap]\.?m\b|in the (?:morning|afternoon|evening))"
_COUNTED = r" (?:terms?|tips?|words?|times|days?|weeks?|months?|minutes?|hours?|fields?)\b"
_IN_LETTERS = re.compile(
    rf"\b(?:at (?P<at>{_NUMBER})\b|(?P<named>{_NUMBER})(?={_CLOCK})|(?P<bare>(?!one\b){_NUMBER})\b)(?!{_COUNTED})", re.I
)
_MINUTES = {
    **{"five": 5, "ten": 10, "fifteen": 15, "quarter": 15, "a quarter": 15, "twenty": 20, "twenty five": 25},
    **{"half": 30, "thirty": 30, "forty five": 45},
}
_FIGURES = re.compile(
    r"(?<![\w:.+/-])(?:at\s+|@\s?)?(?P<hour>[0-9]{1,2})(?:[:.h]?(?P<minute>[0-9]{2})(?::00)?)?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?|(?P<letter>[ap])\b|\s?(?:h|hrs?|hours?|uhr|o'? ?clock)\b)?"
    r"(?![\w:+/-])(?!\s(?:terms|tips|words|times|weeks|months|minutes|days(?! \w))\b)",
    re.I,
)
_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_BY_NAME = re.compile(r"\b(?:at\s+)?(noon|midday|midnight)\b", re.I)
_PART = re.compile(
    r"\b(?:(?:in|during|at|of|every|each)\s+(?:the\s+)?)?(morning|lunch|afternoon|evening|night)(?:time|s)?\b", re.I
)


def take_time(text: str) -> tuple[str, time | None, str]:
    """Remove a time of day from the text. Returns (rest, time, unparsable time such as "25:00" or "morning")."""
    if match := _BY_NAME.search(text):
        return _cut(text, match), _NAMED[match[1].lower()], ""
    text, part = _take_part(text)
    text = _in_figures(text)
    unparsable = ""
    for match in _FIGURES.finditer(text):
        half = (match["half"] or match["letter"] or "").lower()
        at = _time(int(match["hour"]), int(match["minute"] or 0), half, part)
        if at is not None:
            return _cut(text, match), at, ""
        unparsable = unparsable or match[0].strip()
    if unparsable:
        return text.replace(unparsable, " ", 1), None, unparsable
    return text, None, part


def _take_part(text: str) -> tuple[str, str]:
    match = _PART.search(text)
    return (_cut(text, match), match[1].lower()) if match else (text, "")


def _in_figures(text: str) -> str:
    """Rewrite times in words as digits."""
    text = _SPOKEN.sub(_spoken, text)
    text = _THIRTY.sub(lambda match: f"{_hour(match['hour'])}:{_minutes(match['minutes']):02}", text)
    return _IN_LETTERS.sub(lambda match: str(_hour(match["at"] or match["named"] or match["bare"])), text)


def _spoken(match: re.Match[str]) -> str:
    hour, minutes = _hour(match["hour"]), _minutes(match["minutes"])
    if match["side"].lower() in ("to", "before"):
        hour, minutes = (hour - 1) % 24, 60 - minutes
    return f"{hour}:{minutes:02}"


def _hour(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBERS.index(word.lower()) + 1


def _minutes(word: str) -> int:
    return _MINUTES[word.lower().replace("-", " ")]


def _time(hour: int, minute: int, half: str, part: str) -> time | None:
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    if part and not half and hour not in _HOURS[part] and hour + 12 in _HOURS[part]:
        hour += 12
    fits = not part or hour in _HOURS[part]
    return time(hour, minute) if hour < 24 and minute < 60 and fits else None


def _cut(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} , {text[match.end() :]}"
