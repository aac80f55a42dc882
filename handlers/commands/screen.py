"""`screen`: five minutes on the phone: four facts to ask for, one question and one red flag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.models import Gate, Level, Question, Role
from handlers.command import Command, Services
from handlers.commands.levels import SHOWS_IN
from handlers.find_job import find_role
from handlers.grade_cards import level_in, level_note, line_of
from handlers.lookup_replies import other_jobs, related_job_note
from handlers.parsing.grade import take_grade
from handlers.parsing.panel import spell_minutes
from handlers.parsing.role_and_level import read_role_and_level
from handlers.reply import Bold, Button, Heading, Italic, Option, Overflow, Reply, Spans, actions, items, reply, text
from handlers.request import Request
from handlers.topic import topic_of
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
_WORKPLACE = re.compile(r"(?<=\w)(?:\sat\s(?:an?|the|our))?\s(?:embassy|consulate)\b", re.I)
"""Where a locally hired person works. It helps to find the title, so only the note on unused words ignores it."""


async def run(request: Request, services: Services) -> Reply:
    """What to ask in five minutes, for one level: the one named, or else mid."""
    library = services.library
    typed = request.text if library.is_form(request.text) else _without_details(request.text)
    graded = take_grade(typed, library)
    ask = read_role_and_level(graded.rest, lambda name: library.by_name(name) is not None)
    again = f"screen {line_of(graded.first, library)}" if graded.first else f"{ask.again('screen')} {ask.time}".rstrip()
    result = find_role(ask.rest, services, again, graded.first)
    if isinstance(result, Reply):
        return result
    role, asked = result
    level = ask.level or (role.level_for(ask.years) if ask.years is not None else None)
    level = level or (level_in(graded.first, role) if graded.first else Level.MID)
    question = _question(role, level)
    flag = role.red_flags[0] if role.red_flags else None
    facts = list(_facts(role, level))
    return reply(
        Heading(f"Phone screen: {role.name}, {level}{f' · {ask.minutes} minutes' if ask.minutes else ''}"),
        related_job_note(role, asked),
        level_note(graded.first, role, unused=graded.more) if graded.first else None,
        text(Bold("Four facts" if len(facts) == FACTS else "Facts")) if facts else None,
        items(facts, ordered=True),
        text(Bold("One question: "), f"{question.text} Tick what you hear:") if question else None,
        items(question.ticks) if question else None,
        text(Bold("One flag: "), f"{flag.flag}{stop(flag.flag)} ", Italic("Check first: "), flag.check)
        if flag
        else None,
        actions(
            Button(f"Questions for {ask.further} minutes", f"questions {level} {role.name} {ask.further} minutes")
            if ask.further
            else None,
            *(Button(other.capitalize(), f"screen {other} {role.name}") for other in Level if other is not level),
            Overflow((Option("Interview kit", f"kit {level} {role.name}"), Option("Red flags", f"flags {role.name}"))),
        ),
        other_jobs(role, asked, library, again),
        topic=topic_of(asked, level=level).of_set(ask.minutes or 0),
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


def _question(role: Role, level: Level) -> Question | None:
    """The first question about something the candidate has done, or else the first."""
    questions = role.questions.get(level, ())
    return next(
        (question for question in questions if question.kind == "behavioural"), questions[0] if questions else None
    )


command = Command(
    name="screen",
    summary="A five-minute phone screen: four facts, one question, one red flag",
    usage="screen [level] <role>",
    examples=("screen visa officer", "screen senior consul"),
    run=run,
    takes_entry=True,
    takes_level=True,
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
