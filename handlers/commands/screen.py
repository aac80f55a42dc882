"""`screen`: what to ask on the phone: a card for five minutes, or a plan to read from if there is more time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from content.models import Gate, Level, Role
from content.strings.compose import Wanted
from handlers.command import Command, Services
from handlers.commands.levels import SHOWS_IN
from handlers.find_job import find_role
from handlers.grade_cards import level_in, level_note, line_of
from handlers.lookup_replies import other_jobs, related_job_note
from handlers.parsing.grade import take_grade
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.panel import spell_minutes
from handlers.parsing.role_and_level import read_role_and_level
from handlers.reply import (
    Actions,
    Block,
    Bold,
    Button,
    Heading,
    Italic,
    Option,
    Overflow,
    Reply,
    Spans,
    actions,
    items,
    note,
    reply,
    text,
)
from handlers.request import Request
from handlers.screen_plan import (
    LONGEST_SCREEN,
    SHORT,
    USUAL,
    Screen,
    plan_blocks,
    question_guide,
    questions_of,
    questions_shown,
)
from handlers.wording import stop

FACTS = 4
SAFE_GATES = {
    "education": "Education",
    "language": "Languages",
    "examination": "Exam",
    "clearance": "Clearance",
    "accreditation": "Accreditation",
}
"""Conditions that may be asked about on the phone, the most telling first. Nationality, age and health may not."""
_ASIDE = re.compile(
    r"""\b(?: phone|telephone|video|call|screen(?:ing)?|interview|quick|short
    | (?:locally[\s-](?:engaged|employed|hired|recruited)|local[\s-]hire)(?:\s(?:staff|position|contract))?
    | on\san?\slocal\scontract
    )\b""",
    re.I | re.X,
)
"""Words about the call, and about a local contract, which a screen is the same for."""
_NUMBERED = re.compile(r"\squestion\s(\d{1,2})\W*$", re.I)
"""The question of a screen whose answer guide is asked for."""
_CANNOT_TELL = Option("If they can't talk about it", "lawful classified work")
_WORKPLACE = re.compile(r"(?<=\w)(?:\sat\s(?:an?|the|our))?\s(?:embassy|consulate)\b", re.I)
"""Where a locally hired person works. It helps to find the title, so only the note on unused words ignores it."""


async def run(request: Request, services: Services) -> Reply:
    """What to ask for one level, the one named or else mid: the five-minute card, or a plan if there is more time."""
    library = services.library
    typed = request.text if library.is_form(request.text) else _without_details(request.text)
    numbered = _NUMBERED.search(typed)
    graded = take_grade(typed[: numbered.start()] if numbered else typed, library)
    ask = read_role_and_level(graded.rest, lambda name: library.by_name(name) is not None)
    again = f"screen {line_of(graded.first, library)}" if graded.first else ask.again("screen")
    again = f"{again} {ask.time}".rstrip()
    named, wanted = (ask.rest, Wanted()) if library.is_form(ask.rest) else take_languages_and_places(ask.rest)
    result = find_role(named, services, again, graded.first)
    if isinstance(result, Reply):
        return result
    role, asked = result
    level = ask.level or (role.level_for(ask.years) if ask.years is not None else None)
    level = level or (level_in(graded.first, role) if graded.first else Level.MID)
    minutes = 0 if ask.soon else ask.minutes or 0
    screen = Screen(role, level, minutes, int(numbered[1]) if numbered else 0, wanted)
    if screen.number:
        return question_guide(screen, library)
    return reply(
        Heading(screen.title),
        related_job_note(role, asked),
        level_note(graded.first, role, unused=graded.more) if graded.first else None,
        note("This is more than a screen needs. An interview kit fits better.") if minutes > LONGEST_SCREEN else None,
        *(plan_blocks(screen) if screen.is_plan else _card(screen)),
        _ways_on(screen, ask.further),
        other_jobs(role, asked, library, again),
        topic=replace(screen.topic(len(questions_shown(screen))), entries=(asked.name,)),
    )


def _card(screen: Screen) -> Iterator[Block | None]:
    """Four facts, one question with its ticks, one flag."""
    facts = list(_facts(screen.role, screen.level))
    question = next((asked.question for asked in questions_of(screen)), None)
    flag = screen.role.red_flags[0] if screen.role.red_flags else None
    if facts:
        yield text(Bold("Four facts" if len(facts) == FACTS else "Facts"))
        yield items(facts, ordered=True)
    if question:
        yield text(Bold("One question: "), f"{question.text} Tick what you hear:")
        yield items(question.ticks)
    if flag:
        yield text(Bold("One flag: "), f"{flag.flag}{stop(flag.flag)} ", Italic("Check first: "), flag.check)


def _ways_on(screen: Screen, further: int | None) -> Actions | None:
    """The second talk that a line names, the screen in another time or at another level, the kit and the flags."""
    role, level = screen.role, screen.level
    other = SHORT if screen.is_plan else USUAL
    return actions(
        Button(f"Questions for {further} minutes", f"questions {level} {role.name} {further} minutes")
        if further
        else None,
        Button(f"{other} minutes", replace(screen, minutes=other).line),
        *(Button(one.capitalize(), replace(screen, level=one).line) for one in Level if one is not level),
        Overflow(
            (
                Option("Interview kit", f"kit {level} {role.name}"),
                Option("Red flags", f"flags {role.name}"),
                _CANNOT_TELL,
            )
        ),
    )


def _without_details(typed: str) -> str:
    return " ".join(_ASIDE.sub(" ", spell_minutes(typed)).split())


def _facts(role: Role, level: Level) -> Iterator[Spans]:
    """Up to four facts: what shows when you ask or on the CV, and the conditions to confirm."""
    guide = role.levels.get(level)
    indicators = [sign for sign in guide.indicators if sign.shows_in != "test"] if guide else []
    gates = [gate for kind in SAFE_GATES for gate in role.gates if gate.kind == kind]
    from_gates = min(len(gates), max(FACTS - len(indicators), 1))
    for sign in indicators[: FACTS - from_gates]:
        yield (sign.text, " (", Italic(SHOWS_IN[sign.shows_in]), ")")
    for gate in gates[:from_gates]:
        yield _condition(gate)


def _condition(gate: Gate) -> Spans:
    return (Bold(f"{SAFE_GATES[gate.kind]}: "), gate.fact)


command = Command(
    name="screen",
    summary="A phone screen: facts, questions and a red flag, or a plan for your minutes",
    usage="screen [level] <role> [minutes]",
    examples=("screen visa officer", "screen senior consul"),
    run=run,
    takes_entry=True,
    takes_level=True,
    takes_places=True,
    pure=True,
    prompt="A phone screen for which role?",
    synonyms=("screening", "prescreen", "phonescreen"),
    cues=(
        "phone screen",
        "phone screening",
        "zoom screen",
        "video screen",
        "zoom call",
        "video call",
        "phone interview",
        "telephone interview",
        "telephone screen",
        "telephone call",
        "screening call",
        " minute call ",
        " minutes call ",
        " min call ",
        " mins call ",
        *(
            f" {time} {talk} "
            for time in ("minute", "minutes", "min", "mins", "hour")
            for talk in ("screen", "screening")
        ),
        "quick call",
        "short call",
        "first call with",
        "screening questions",
        "pre-screen",
        "cheat sheet",
        "crib sheet",
        "what should i check",
        "what to check",
        "what do i check",
        "check first",
        "knock out questions",
        "knock-out questions",
    ),
    without_details=lambda typed: _WORKPLACE.sub("", _without_details(typed)),
    reads_grade=True,
    repeats=True,
    keeps_level=True,
    order=36,
)
