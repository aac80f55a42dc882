"""`career`: how people are hired into a role, its formal requirements, and the steps that lead there."""

from __future__ import annotations

import re

from content.library import Library
from content.models import Entry, SectionName
from handlers.command import Command, Services
from handlers.commands.sections import lines_of, section_menu
from handlers.entry_lines import lines_naming
from handlers.find_job import find_role
from handlers.grade_cards import answer
from handlers.lookup import other_jobs, related_job_note
from handlers.market import market_lines
from handlers.parsing.grade import read_grades
from handlers.ranks import order_of
from handlers.reply import Bold, Button, Facts, Heading, Reply, Text, actions, items, note, reply, text
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import EMPLOYERS_OWN_RULES

SECTIONS = (
    SectionName.DUTIES,
    SectionName.SKILLS,
    SectionName.TOOLS,
    SectionName.ORGANISATIONS,
    SectionName.FAQ,
    SectionName.PAY,
)
_ROUTES = {
    "career": "Career service",
    "local": "Local hire",
    "political": "Political appointment",
    "competition": "Competition",
    "secondment": "Secondment",
    "contract": "Contract",
}
"""How people are hired, as a label: below "Career: Consul", "Career" alone says nothing."""
_BECOME = re.compile(r"\b(?:ever\s)?(?:becomes?|(?:be\s|get\s)?promoted\sto)\b", re.I)

_WITHOUT = re.compile(
    r"\b(?:be|become|get\sto\sbe)\s(?:an?\s)?(?P<name>[^?!,]{2,50}?),?\s(?:without|if|unless)\s(?:[\w'’]{1,9}\s){0,3}?"
    r"(?:being|having\sbeen|going\sthrough|coming\sfrom|been|not|never)\b",
    re.I,
)
"""Asks for a way in that skips a step: "can you be ambassador without being a career diplomat"."""
_TO_BECOME = re.compile(rf"^.*{_BECOME.pattern}", re.I)


async def run(request: Request, services: Services) -> Reply:
    """Hiring routes, requirements and career steps, with a menu of the other career sections."""
    grades = read_grades(request.text, services.library)
    if len(grades.grades) > 1:  # "can a G-7 become a P-2"
        return answer(grades, services.library)
    before, _, after = _BECOME.sub("|", request.text, count=1).partition("|")
    if skipping := _WITHOUT.search(request.text):
        before, after = "", skipping["name"]
    result = find_role(after or before, services, "career")
    if isinstance(result, Reply):
        return result
    role, asked = result
    first = services.library.match(before).entry if after else None
    steps = role.sections.get(SectionName.STEPS, ())
    return reply(
        Heading(f"Career: {role.name}"),
        related_job_note(role, asked),
        _way_up(first, asked, services.library) if first is not None and first.name != asked.name else None,
        Facts(tuple((_ROUTES[route.kind], (route.text,)) for route in role.hiring)) if role.hiring else None,
        *market_lines(role, services.library),
        text(Bold("Formal requirements")) if role.gates else None,
        items(gate.fact for gate in role.gates),
        note(EMPLOYERS_OWN_RULES) if role.gates else None,
        text(Bold("Steps")) if steps else None,
        items(lines_of(steps), ordered=True),
        actions(
            Button("Levels", f"levels {role.name}"),
            Button("What it means", f"define {role.name}"),
            section_menu(role, SECTIONS),
        ),
        other_jobs(role, asked, services.library, "career"),
        topic=topic_of(asked),
    )


def _way_up(first: Entry, asked: Entry, library: Library) -> Text:
    """Where the two stand, if somebody asks whether one can become the other."""
    if (order := order_of(first, asked, library)) is not None:
        return order
    lines = [*lines_naming(asked.name, first), *lines_naming(first.name, asked)]
    if lines:
        return text(" ".join(lines[:2]))
    return text(f"My entries don't say how people move from {first.name} to {asked.name}. How people get in:")


command = Command(
    name="career",
    summary="How people get into a role: hiring, requirements, steps",
    usage="career <role>",
    examples=("career diplomatic mission coordinator",),
    run=run,
    takes_entry=True,
    pure=True,
    prompt="Career in which role?",
    synonyms=("hiring",),
    used=lambda typed: _WITHOUT if _WITHOUT.search(typed) else _TO_BECOME,
    asks=lambda typed, services: _WITHOUT.search(typed) is not None,
    cues=(
        "how to become",
        "how do you become",
        " become ",
        " promoted to ",
        "wie wird man",
        "devenir",
        "career path",
        "career of",
        "typical career",
        "do before",
        "do next",
        "do after",
        "do afterwards",
        "hired",
        "hiring route",
    ),
    repeats=True,
    order=65,
)
