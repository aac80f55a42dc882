"""Parse a role with its level, years, count and minutes, in any word order: "senior consul 7y", "5 for a consul"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from content.lookup.typography import plain
from content.models import Level
from handlers.parsing.small_words import says_nothing

LEVEL_WORDS = {
    "junior": Level.JUNIOR,
    "jr": Level.JUNIOR,
    "entry": Level.JUNIOR,
    "entry-level": Level.JUNIOR,
    "graduate": Level.JUNIOR,
    "trainee": Level.JUNIOR,
    "beginner": Level.JUNIOR,
    "newbie": Level.JUNIOR,
    "starter": Level.JUNIOR,
    "rookie": Level.JUNIOR,
    "mid": Level.MID,
    "mid-level": Level.MID,
    "midlevel": Level.MID,
    "mid-career": Level.MID,
    "middle": Level.MID,
    "medior": Level.MID,
    "intermediate": Level.MID,
    "senior": Level.SENIOR,
    "sr": Level.SENIOR,
    "snr": Level.SENIOR,
    "lead": Level.SENIOR,
    "experienced": Level.SENIOR,
    "seasoned": Level.SENIOR,
}
_ANY_LEVEL = rf"(?:{'|'.join(map(re.escape, LEVEL_WORDS))})(?:[\s-](?:level|lvl))?"
_SEVERAL_LEVELS = re.compile(
    rf"\b{_ANY_LEVEL}(?:(?:\s?[,/+&]\s?|\s(?:and|or|to|plus)\s){_ANY_LEVEL}){{1,2}}(?![\w-])", re.I
)
MAX_YEARS = 99
MOST_NUMBERS = 4
"""Numbers in a line that are tried as part of a name; each costs a lookup."""

_NUMBER = r"\d{1,2}(?:[.,]\d{1,2})?"
SPELLED = {
    **{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10},
    **{"eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20},
}
_MONTHS = r"(?P<{name}>\d{{1,3}})\s?(?:mo|mos|month|months)\b"
_YEARS = re.compile(
    rf"(?<![\w.])(?P<years>{_NUMBER})(?:\sand\sa\shalf)?(?:\s?(?:[-~]|\.\.+|to|or)\s?{_NUMBER})?(?:\s?\+)?\s?(?:y|yr|yrs|year|years|yoe)\b(?!\s?-?\s?olds?\b)"
    rf"(?:\s?(?:and\s)?{_MONTHS.format(name='months')})?(?:\sof\sexperience)?"
    rf"|(?<![\w.]){_MONTHS.format(name='only')}|(?<![\w.])(?P<plus>\d{{1,2}})\+"
    rf"|\b(?P<spelled>{'|'.join(SPELLED)})\s(?:years?|yrs?)\b(?:\sof\sexperience)?",
    re.I,
)
_JOB_LENGTH = re.compile(
    rf"(?:\bfor\s)?(?:\ban?\s)?(?<![\w.])(?P<length>(?:{_NUMBER}|an?|one|{'|'.join(SPELLED)})"
    r"\s?-?\s?(?:weeks?|mos?|months?|yrs?|years?)\s?-?\s?"
    r"(?:(?:long|fixed|maternity|parental|interim|temporary|rolling|renewable)[\s-]){0,2}"
    r"(?:contracts?|gaps?|cover|assignments?|postings?|leave|secondments?|stints?|notice|probation|gig))\b"
    r"(?!\sexperience)",
    re.I,
)
_SPELLED_MINUTES = {
    **{"five": 5, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50},
    **{"sixty": 60, "ninety": 90},
}
_TALKS = r"(?:call|interview|ring|phone?|meet|talk|speak|screen|chatt?)(?:ing)?|panel"
_MINUTES = re.compile(
    r"(?<![\w.])(?:(?P<part>[134]/[24]|[¼½¾])\s?(?:of\s)?(?:an?\s)?(?:h|hrs?|hours?)\b|(?P<three>(?:three|3)[\s-]quarters?(?:\sof\san)?\shour)\b|(?:a\s)?(?P<quarter>quarter[\s-](?:of\san\s)?hour)\b"
    rf"|(?P<spelled>{'|'.join(sorted(_SPELLED_MINUTES, key=len, reverse=True))})\s?-?\s?min(?:ute)?s?\b"
    r"|(?P<minutes>\d{1,3})\s?-?\s?(?:min|mins|minutes?|['’′])(?!\w)"
    rf"|(?P<short>[1-9][05])\s?m(?=\W*$|[,;.)]|\s(?:{_TALKS}|slot|session|meeting|with|for|long|each|tops|max)\b)"
    r"|(?:(?P<more>\d|an|a|one|two|three)\s)?"
    r"(?:(?:hours?|hrs?)\s(?:and\s)?a\shalf|and\sa\shalf\s(?:hours?|hrs?))\b"
    r"|(?:(?P<over>an|a|one|two|\d)\s)(?:hours?|hrs?|h)\s(?:and\s)?(?:a\s)?quarter\b"
    r"|(?P<clock>\d|an|one|two)\s?(?:h|hrs?|hours?)\s?(?:and\s)?(?P<past>\d{1,2})(?:\s?m(?:in(?:ute)?s?)?)?\b"
    r"|(?P<half>half\s?-?\s?(?:an?\s)?(?:hour|hr))\b|(?P<long>(?:an?\s)?(?:full\s)?hour[\s-]long\b|^\W*hour(?=\s(?:with|for)\b))|(?P<hours>\d(?:[.,]5|\s?½|\s1/2)?|an|one|two)\s?-?\s?(?:h|hrs?|hours?)\b)",
    re.I,
)
_FROM_TO = re.compile(
    r"\b(?:from\s|between\s)?(?P<from>\d{1,2}(?:[:.][0-5]\d)?)\s?(?:[ap]m)?\s?(?:-|–|to|until|till|and)\s?"
    r"(?P<to>\d{1,2}[:.][0-5]\d)(?!\d)(?:\s?[ap]m)?\b",
    re.I,
)
"""When a talk begins and ends: "from 2 to 2:45"."""
MOST_MINUTES = 240
_PARTS_OF_HOUR = {"1/4": 15, "1/2": 30, "3/4": 45, "¼": 15, "½": 30, "¾": 45}
_BARE_SOON = re.compile(
    r"(\bin\s\d{1,2})(?=\s?(?:[;!?]|[.,](?!\d)|$)|\s[–-]\s|\s(?:what|which|how|help|any|quick|pls|please)\b)"
    r"|^(\W*in\s\d{1,2})(?=\s(?:i|we|i['’]?m|i['’]?ll|my|our)\b)"
    r"|((?:^\W*|\b(?:got|have|only|about|just)\s)[1-9]\d)(?=\swith\b)",
    re.I,
)
"""Minutes without their unit: "calling a consul in 10, what do I ask", "in 20 I talk to a consul"."""
_UNTIL = re.compile(
    rf"((?:\d{{1,2}}|five|ten|fifteen|twenty|thirty)\s?-?\s?min(?:ute)?s?)\s(?:to\s(?:prep(?:are)?|get\sready|read\sup|study)\b|(?:(?:to|un|’|')?till?|before|to)\s"
    r"(?:(?:my|the|a|our|this)\s|(?:i|we)(?:['’]?(?:m|re|ll))?\s(?:(?:have|need|am|are|got|going|must|will|can)\s(?:to\s)?)*)?"
    rf"(?:next\s)?(?:{_TALKS})\b(?:\s(?:to|with)\b)?)",
    re.I,
)
"""The time until a talk: "5 min till my call"."""
_SOON = re.compile(
    r"\bin\s(?:\d{1,2}\s?-?\s?(?:min|m\b|h\b|hour)|half\sa|an\shour|(?:five|ten|fifteen|twenty|thirty)\smin)", re.I
)
"""An interview that begins in some minutes: "a call in 5 minutes with"."""
_WITHIN = re.compile(
    r"\b(?:ask|asked|do|cover|fits?|squeeze|through|check|test|learn|find\sout|how\smany)\b.{0,60}\bin\s(?:\d|half|an?\b)",
    re.I,
)
"""What is to be done within some minutes: "what can I ask a consul in 20 minutes"."""
_TALK_IN = re.compile(
    rf"\b(?:{_TALKS}|starts?|begins?)\b(?:\swith\b)?|\bbrief\s(?:me|us)\b(?:\s(?:on|about)\b)?|\bin(?=\s*[,;.?!]|\W*$)",
    re.I,
)
"""What is left of "calling a consul in 10 minutes" without the minutes and the name."""
_TALK = re.compile(
    r"^\s*-?\s*(?:(?:first|second|third|final|last|next|technical)\s)?(?:interview|screen(?:ing)?|call|slot|session|panel|chat|meeting|talk|round)s?\b",
    re.I,
)
"""What the minutes are for."""
_HOURS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0}
_NO_LEVEL = re.compile(
    r"\b(?:at|@)\s\d{1,2}(?:[:.]\d\d)?(?:\s?(?:am|pm|o['’]?clock))?(?=\W*$|[,;.)]|\s(?:today|tomorrow|for|with)\b)"
    r"|(?<![\w.:])\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)\b"
    rf"|(?<![\w.+-])(?:\d{{1,2}}|{'|'.join(SPELLED)})\s(?:different\s)?"
    r"(?:roles|jobs|posts|positions|vacanc(?:ies|y)|titles|people|candidates|interviews|calls|rounds)\b:?",
    re.I,
)
"""When a talk is, and how many jobs there are: no level and no number of questions. "At 3pm", "for 2 roles"."""
_START = re.compile(r"\bfrom\s(\d{1,4})\s?$", re.I)
_PANEL_OF = re.compile(r"\bpanel of \d\b", re.I)
"""How many people ask together, which is neither years nor a count of questions."""
_COUNT = re.compile(r"(?<![\w.+-])(\d{1,2})(?![\w.+-])")
_KINDS = (
    r"(?:good|great|quick|short|best|more|new|different|top|behaviou?ral|situational|technical|knock-?out|opening"
    r"|closing|screening|really|very|tough|hard|tricky|nasty|difficult|challenging|demanding|killer|easy|simple|basic)"
)
"""What is said of questions between their number and the word."""
_COUNTS = {"one": 1} | SPELLED
_ANY_COUNT = rf"\d{{1,2}}|{'|'.join(_COUNTS)}"
COUNTED_QUESTIONS = re.compile(
    rf"(?<![\w.+-])({_ANY_COUNT})(?=(?:\s{_KINDS}){{0,3}}\s(?:interview\s)?(?:questions?|qs)\b)", re.I
)
"""The number of questions in a line: "four tricky questions", "7 questions"."""
_COUNTED = re.compile(
    rf"{COUNTED_QUESTIONS.pattern}|(?<![\w.+-])(\d{{1,2}})\s(?=(?:ones|about|on|for|of\s(?:them|these|those))\b)"
    rf"|^\W*(\d{{1,2}})(?=\s{_KINDS}\b)"
    r"|(?<=\b(?:me|op) )(\d{1,2})(?![\w.+-])",  # "give me 5", "top 5"
    re.I,
)
_QUESTIONS = re.compile(r"\b(?:interview\s)?(?:questions?|qs)\b", re.I)
_SPELLED_FIRST = re.compile(rf"^\W*({'|'.join(SPELLED)})\s+(?:(?:about|on|for)\s+)?(?:(?:an?|the)\s+)?(?=\w)", re.I)
_WORD = re.compile(r"[\w-]+\.?")


@dataclass(frozen=True, slots=True)
class RoleAndLevel:
    """The parsed arguments. `rest` is the role as typed; `start` counts from 1, for the next page.

    `minutes`: the time for the interview; with `soon`, the time until it begins.
    """

    rest: str
    level: Level | None = None
    years: float | None = None
    count: int | None = None
    start: int = 1
    minutes: int | None = None
    soon: bool = False
    further: int | None = None
    """The time of a second talk: "20 min phone screen, then 45 min panel"."""
    hard: str = ""
    """The word that asks for hard or easy questions, which stands for the level."""

    @property
    def time(self) -> str:
        """The minutes of the interview as a line has them, or nothing."""
        return f"{self.minutes} minutes" if self.minutes and not self.soon else ""

    def again(self, command: str) -> str:
        """The command to send with another role, keeping the level or years."""
        if self.level is not None:
            return f"{command} {self.level}"
        return command if self.years is None else f"{command} {self.years:g}y"


def job_length_in(typed: str) -> str:
    """How long a job lasts: "6 month maternity cover", which is no experience; empty if nothing says it."""
    match = _JOB_LENGTH.search(plain(typed))
    return match["length"] if match else ""


def without_job_length(typed: str) -> str:
    """The text without how long the job lasts."""
    match = _JOB_LENGTH.search(plain(typed))
    return _without(typed, match) if match else typed


def read_role_and_level(typed: str, is_name: Callable[[str], bool]) -> RoleAndLevel:
    """Parse the arguments. `is_name` protects names that contain a level or number ("Junior Professional Officer")."""
    typed, page_start = _take(_START, typed)
    start = page_start or 1
    if is_name(typed.strip()) and _level(typed.strip()) is None:
        return RoleAndLevel(typed.strip(), start=start)
    typed = _PANEL_OF.sub("panel", without_job_length(typed))
    typed = _UNTIL.sub(r"call in \1", _BARE_SOON.sub(r"\1\2\3 minutes", typed))
    soon = _SOON.search(typed) is not None and not _WITHIN.search(typed)
    typed, minutes = _take_minutes(_NO_LEVEL.sub(" ", _FROM_TO.sub(_between, typed)))
    typed, further = _take_minutes(typed) if minutes else (typed, None)
    typed = _TALK_IN.sub(" ", typed) if soon else typed
    typed, years = _take_years(typed)
    typed, level = _take_level(typed)
    if is_name(typed.strip()):
        return RoleAndLevel(typed.strip(), level, years, None, start, minutes, soon, further)
    rest, count = _take(_COUNTED, typed)
    rest = _QUESTIONS.sub(" ", rest) if rest != typed else rest
    if count is None:
        rest, count = _take_spelled(rest, is_name)
    if count is None:
        rest, count = _take_beside_name(typed, is_name)
        if level is None and years is None and count is not None:
            years, count = float(min(count, MAX_YEARS)), None
    rest = "" if says_nothing(rest) and not is_name(rest.strip()) else rest.strip()
    count = max(count, 1) if count is not None else None
    return RoleAndLevel(rest, level, years, count, start, minutes, soon, further)


def years_in(typed: str) -> float | None:
    """The years of experience that a line names: 1.5 for "18 months"; None without. How long a job lasts is none."""
    return _take_years(without_job_length(typed))[1]


def _take(pattern: re.Pattern[str], typed: str) -> tuple[str, int | None]:
    match = pattern.search(plain(typed))
    if not match:
        return typed, None
    number = next(group for group in match.groups() if group).lower()
    return _without(typed, match), _COUNTS.get(number) or int(number)


def _take_spelled(typed: str, is_name: Callable[[str], bool]) -> tuple[str, int | None]:
    """Remove a number in letters before a known name: "three for a consul"."""
    match = _SPELLED_FIRST.match(plain(typed))
    if match is None or not is_name(typed[match.end() :].strip(" ?.!")):
        return typed, None
    return typed[match.end() :], SPELLED[match[1].lower()]


def _take_beside_name(typed: str, is_name: Callable[[str], bool]) -> tuple[str, int | None]:
    """Remove the number that leaves a known name ("group of 77 2"), otherwise the first number."""
    for match in islice(_COUNT.finditer(plain(typed)), MOST_NUMBERS):
        if is_name(_without(typed, match).strip()):
            return _without(typed, match), int(match[1])
    return _take(_COUNT, typed)


def _take_years(typed: str) -> tuple[str, float | None]:
    """Remove "7y", "1.5 years", "2 years 6 months", "18 months" or "7+". A range counts as its lower end."""
    match = _YEARS.search(plain(typed))
    if not match:
        return typed, None
    spelled = SPELLED.get((match["spelled"] or "").lower())
    years = float(spelled or (match["years"] or match["plus"] or "0").replace(",", "."))
    months = int(match["months"] or match["only"] or 0)
    return _without(typed, match), min(round(years + months / 12, 1), float(MAX_YEARS))


def _take_minutes(typed: str) -> tuple[str, int | None]:
    """Remove the time for an interview: "45 minutes", "1 hour", "half an hour"."""
    match = _MINUTES.search(plain(typed))
    if not match:
        return typed, None
    minutes = _minutes_in(match)
    rest = _TALK.sub(" ", typed[match.end() :])
    return f"{typed[: match.start()]} {rest}", int(minutes) or None


def _between(times: re.Match[str]) -> str:
    """The minutes between two times of the day, within half a day."""
    begins, ends = (
        int(hour) * 60 + int(minute or 0)
        for hour, _, minute in (times[when].replace(".", ":").partition(":") for when in ("from", "to"))
    )
    minutes = (ends - begins) % (12 * 60)
    return f" {minutes} minutes " if 0 < minutes <= MOST_MINUTES else times[0]


def _minutes_in(match: re.Match[str]) -> float:
    """The minutes of a time: 90 for "an hour and a half" and "1h30"."""
    if match["part"]:
        return _PARTS_OF_HOUR.get(match["part"], 0)
    if match["long"]:
        return 60
    if match["over"]:
        return 60 * _hours(match["over"]) + 15
    if match["clock"]:
        return 60 * _hours(match["clock"]) + int(match["past"])
    if "a half" in " ".join(match[0].lower().split()):
        return 60 * _hours(match["more"] or "1") + 30
    hours = re.sub(r"\s?(?:½|1/2)$", ".5", (match["hours"] or "0.5").lower())
    spelled = (
        45 if match["three"] else 15 if match["quarter"] else _SPELLED_MINUTES.get((match["spelled"] or "").lower())
    )
    minutes = spelled or match["minutes"] or match["short"]
    return float(minutes or 60 * _hours(hours))


def _hours(number: str) -> float:
    return _HOURS.get(number.lower()) or float(number.replace(",", "."))


def _take_level(typed: str) -> tuple[str, Level | None]:
    """Remove the level. Several levels are the same as none: "junior and senior questions" asks for all."""
    if both := _SEVERAL_LEVELS.search(typed):
        return _without(typed, both), None
    for match in _WORD.finditer(typed):
        level = _level(match[0])
        if level is not None:
            rest = re.sub(r"^[\s-]*(?:level|lvl)\b", " ", typed[match.end() :], flags=re.I)
            return f"{typed[: match.start()]} {rest}", level
    return typed, None


def _level(word: str) -> Level | None:
    return LEVEL_WORDS.get(word.lower().rstrip("."))


def _without(typed: str, match: re.Match[str]) -> str:
    return f"{typed[: match.start()]} {typed[match.end() :]}"
