"""`levels`: what junior, mid and senior mean for a role, in years and in what an interviewer can observe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from content.library import Library
from content.lookup.lexicon import CONNECTORS
from content.models import Indicator, Level, LevelGuide, Role
from handlers.command import Command, Services
from handlers.diagrams import ladders, levels_diagram
from handlers.entry_card import years_of
from handlers.find_job import find_role
from handlers.grade_cards import answer, level_in, level_note, line_of
from handlers.level_from_titles import beside_job, held, levels_of, titles_in
from handlers.level_names import level_name
from handlers.lookup_replies import other_jobs, related_job_note
from handlers.parsing.grade import is_unknown, take_grade
from handlers.parsing.role_and_level import LEVEL_WORDS, read_role_and_level
from handlers.reply import (
    Block,
    Bold,
    Button,
    Heading,
    Italic,
    Note,
    Reply,
    Spans,
    Text,
    actions,
    items,
    note,
    reply,
    text,
)
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import format_years, is_early, join_phrases, with_full_stop

BESIDE = " | "
"""Between the titles that somebody has held and the job that they are set beside."""
SHOWS_IN = {"cv": "CV", "ask": "ask", "test": "test"}
"""Where an indicator shows: on the CV, when you ask, or in a work sample."""

_GOOD = re.compile(
    r"\b(?:makes?|recogni[sz]e|identify|spot|tell|what does|what is|what's|whats)\s(?:an?|the)\s"
    r"(?:really\s|truly\s|very\s)?(?:good|great|strong|excellent|outstanding|successful|best)\s",
    re.I,
)
"""Asks what a good holder of a role is like."""
_CV_SHOWS = re.compile(
    r"\bwhat\b.{0,40}\b(?:should|would|must|does|do)\b.{0,80}\b(?:cv|resume|résumé|profile)s?\b.{0,80}"
    r"\b(?:show|have|say|contain|include|mention|look like)\W*$"
    r"|\bwhat\b.{0,40}\b(?:expect|want|like|look for|hope|need)\b.{0,20}\b(?:on|in|from)\b.{0,20}"
    r"\b(?:cv|resume|résumé|profile)s?\s(?:of|for|from)\b",
    re.I,
)
"""Asks what to look for: "what should a good CV of a consul show"."""
_OF_CV = re.compile(
    r"\b(?:what|should|would|must|does|do|really|good|strong|great|cv|resume|résumé|profile|show|have|say|contain|include"
    r"|mention|look|like|expect|want|hope|need|on|in|from|of|for|to|you|we|i|would|see)s?\b",
    re.I,
)
"""The words of such a question, without the role."""
_OF_SEVERAL = re.compile(
    r"[,:;.–—-]\s?(?:so\s)?(?:is\s(?:she|he|this|that|it)\s)?(?:too\s|really\s|very\s)?(?:senior|junior|mid)(?:[\s-]level)?"
    r"(?:\senough|\sor\s\w+)?\s?\?+\W*$",
    re.I,
)
"""The question after a list of titles: "DPR; before that Second Secretary: senior?"."""
_HOW_LONG = re.compile(
    r"\bhow\s(?:long|many\syears|much\sexperience)\b|\bmin(?:imum)?\s(?:years|experience)\b|\byears\s(?:of\s)?experience\s(?:for|needed)\b",
    re.I,
)
"""Asks how long it takes to get there."""
_TO_GET_THERE = re.compile(
    rf"^\W*(?:[^\W\d_]{{2,4}}\s)?(?:{_HOW_LONG.pattern})"
    r"(?:\s(?:does|do|would|will|it|take|takes|to|become|becoming|be|until|before|for|of|you|someone|somebody|people|get))*\s",
    re.I,
)
"""Such a question, before the role."""
_LEVEL_ASKED = re.compile(r"\b(?:junior|mid|senior|entry)(?:[\s-]level)?\s?\?", re.I)
"""A level with a question mark: "senior level? consul"."""
_WHETHER = re.compile(r"^\W*(?:so\s|and\s)?(?:is|are|would)\b", re.I)
"""The beginning of a question whether a role is of a level: "is a consul senior"."""


_PUSHED_BACK = re.compile(
    r"\b(?:(?:how\s)?(?:can|could|should|may|do)\s(?:i|we)\s)?"
    r"(?:push\sback\son|argue\s(?:about|against|over)|negotiate|challenge)\s(?:the\s)?(?=\d|t[ew]|years|experience)",
    re.I,
)
"""Asks whether less experience would do: "can I push back on 10 years for a consul"."""


async def run(request: Request, services: Services) -> Reply:
    """All levels of a role, or the one selected by a level word, years of experience or a grade."""
    library = services.library
    titles, _, beside = request.text.partition(BESIDE)
    if beside and isinstance(job := library.by_name(beside), Role):
        return beside_job(held(titles, library), job, library)
    typed = _PUSHED_BACK.sub("", _TO_GET_THERE.sub("", request.text))
    graded = take_grade(_good_one(request.text, library) or typed, library)
    if posts := titles_in(graded.rest, library):
        return levels_of(posts, library, graded.first)
    ask = read_role_and_level(graded.rest, lambda name: library.by_name(name) is not None)
    if graded.grades and (len(graded.grades[0].readings) > 1 or not graded.unused):
        return answer(graded, library, years=True)
    again = ask.again("levels")
    if graded.first and again == "levels":
        again = f"levels {line_of(graded.first, library)}"
    result = find_role(_without_levels(ask.rest, library), services, again, graded.first)
    if isinstance(result, Reply):
        return answer(graded, library) if graded.grades and is_unknown(graded, library) else result
    role, asked = result
    if graded.first and ask.level is None and ask.years is None:
        ask = replace(ask, level=level_in(graded.first, role))
    whether = _WHETHER.match(request.text) or _LEVEL_ASKED.search(request.text)
    either = ask.years is None and (_asks_which(request.text) or whether is not None)
    only = None if either else role.level_for(ask.years) if ask.years is not None else ask.level
    shown = [(level, guide) for level, guide in role.levels.items() if only in (None, level)]
    return reply(
        Heading(f"Levels: {role.name}"),
        related_job_note(role, asked),
        level_note(graded.first, role, unused=graded.more) if graded.first else None,
        _on_ladder(role, library) if either else None,
        _in_one_line(role) if either else None,
        _held_after(role, library) if ask.years is None and not either and _HOW_LONG.search(request.text) else None,
        _verdict(role, only, ask.years) if ask.years is not None else None,
        _bands(role) if ask.years is not None else None,
        levels_diagram(role, only),
        *(block for level, guide in shown for block in _level(role, level, guide)),
        note(f"Years: {with_full_stop(role.bands_from)}") if role.bands_from else None,
        actions(
            *(Button(f"{level.capitalize()} questions", f"questions {level} {role.name}") for level, _ in shown),
            Button("All levels", f"levels {role.name}") if len(shown) < len(role.levels) else None,
            Button("What it means", f"define {role.name}"),
        ),
        other_jobs(role, asked, library, again),
        topic=topic_of(asked, level=only),
    )


def _without_levels(typed: str, library: Library) -> str:
    """The role without a second level and the words around it: "or senior with as protocol officer"."""
    words = typed.split()
    if library.match(typed).entry is not None or LEVEL_WORDS.keys().isdisjoint(word.lower() for word in words):
        return typed
    return " ".join(word for word in words if word.lower() not in LEVEL_WORDS and word.lower() not in CONNECTORS)


def _asks_which(typed: str) -> bool:
    """Whether the line asks which level it is: "is a consul junior or senior?"."""
    return len({level for word in typed.split() if (level := LEVEL_WORDS.get(word.lower().strip("?.,:;!–-")))}) > 1


def _on_ladder(role: Role, library: Library) -> Text | None:
    """How high a rank stands on its ladder; None for a role that is on none."""
    rungs = next((list(one.entries) for one in ladders(library) if role.name in one.entries), [])
    place = len(rungs) - rungs.index(role.name) if rungs else 0
    if not place:
        return None
    return text(Bold(f"{role.name} is number {place} of {len(rungs)} diplomatic ranks, counted from the top."))


def _held_after(role: Role, library: Library) -> Text | None:
    """The years of experience of those who hold a role."""
    years = years_of(role, library)
    return text(Bold(f"People usually hold it with {years} of experience.")) if years else None


def _in_one_line(role: Role) -> Text | None:
    bands = _years_of_levels(role)
    return text(Bold("It depends on the years: "), bands) if bands else None


def _bands(role: Role) -> Note | None:
    """The years of all levels beside the one that some years mean."""
    bands = _years_of_levels(role)
    return note(f"{bands[0].upper()}{bands[1:]}") if bands else None


def _years_of_levels(role: Role) -> str:
    bands = [f"{level} is {guide.years} years" for level, guide in role.levels.items() if guide.years]
    return f"{join_phrases(bands)}." if bands else ""


def _verdict(role: Role, level: Level | None, years: float) -> Note:
    """The level that this many years correspond to in this role."""
    if level is None:
        return note(f"I don't have years of experience for {role.name}.")
    if is_early(role, level, years):
        return note(f"{format_years(years)} is early for {role.name}: {level} means {role.levels[level].years} years.")
    return note(f"{format_years(years)} as {role.name}: {level}.")


def _level(role: Role, level: Level, guide: LevelGuide) -> Iterator[Block | None]:
    years = f", {guide.years} years" if guide.years else ""
    yield text(Bold(f"{level_name(role, level)}{years}"))
    yield note(with_full_stop(guide.feeder)) if guide.feeder else None
    yield items((*_shows_in(indicator),) for indicator in guide.indicators)


def _shows_in(indicator: Indicator) -> Spans:
    """The sign, and where to look for it."""
    return (indicator.text, " (", Italic(SHOWS_IN[indicator.shows_in]), ")")


def _asks(typed: str, services: Services) -> bool:
    """Whether the line asks what a good one is like ("what makes a great consul"), or what several titles prove."""
    if _OF_SEVERAL.search(typed) and titles_in(typed, services.library):
        return True
    if _CV_SHOWS.search(typed):
        return isinstance(services.library.match(_OF_CV.sub(" ", typed)).entry, Role)
    if _PUSHED_BACK.search(typed):
        return isinstance(services.library.match(_PUSHED_BACK.sub(" ", typed)).entry, Role)
    return bool(_good_one(typed, services.library))


def _good_one(typed: str, library: Library) -> str:
    """The role in "what makes a great consul"; empty if the line doesn't ask what a good one is like."""
    good = _GOOD.search(typed)
    name = library.leading_form(typed[good.end() :]) if good else ""
    return name if name and isinstance(library.match(name).entry, Role) else ""


command = Command(
    name="levels",
    summary="What junior, mid and senior mean for a role",
    usage="levels <role> [years or grade]",
    examples=("levels consul", "levels consul 7y"),
    run=run,
    takes_entry=True,
    takes_level=True,
    pure=True,
    prompt="Levels of which role?",
    synonyms=("level", "seniority", "years"),
    cues=(
        "how senior",
        " how many years ",
        " how long until ",
        " how long before ",
        "how much experience",
        " minimum years ",
        " min years ",
        " minimum experience ",
        " min experience ",
        " years of experience for ",
        " how long to become ",
        " how long does it take to become ",
        " how long to be an ",
        " how long to get to ",
        " how many years to become ",
        " how many years does it take to become ",
        "what level",
        "how do i assess",
        "how do you assess",
        "how to assess",
        "how can i assess",
        "what does good look like",
        "look for in",
        "what to expect",
        "what can i expect",
        "what should i expect",
        "what do i expect",
        "what to look for",
    ),
    reads_grade=True,
    without_details=lambda typed: _PUSHED_BACK.sub("", typed),
    asks=_asks,
    repeats=True,
    order=40,
)
