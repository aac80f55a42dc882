"""`intake`: what to ask the hiring manager before a search, with a role's own conditions, signs and neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.models import Level, Role
from handlers.command import Command, Services
from handlers.commands import company
from handlers.find_job import find_role
from handlers.grade_cards import level_in, level_note, line_of
from handlers.lookup_replies import ask_for_entry, other_jobs, related_job_note
from handlers.parsing.grade import take_grade
from handlers.parsing.role_and_level import read_role_and_level
from handlers.parsing.small_words import says_nothing
from handlers.reply import Bold, Button, Heading, Option, Overflow, Reply, Spans, actions, items, note, reply, text
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import join_phrases, with_full_stop

NEIGHBOURS = 3
ALWAYS = (
    "What must be done in the first six months, and what happens if nobody is found?",
    "Who held the post before, and why did they leave?",
    "Which grade, pay and kind of contract are approved: posted, local, fixed-term?",
    "Where is the duty station, and who needs a permit there?",
    "Who interviews, who decides, and on which date should the person start?",
)
_WITH_MANAGER = re.compile(
    r"""\b(?:intake|kick-?off|briefing)\s(?:call|meeting|questions?|session|talk|interview|list)(?:\squestions?)?\b
      (?:\swith\s(?:the|a|my|our)\s(?:hiring\s|line\s)?(?:manager|team)\b)?
    | \b(?:what\s)?(?:questions?\s)?(?:(?:do|should|can|must|could)\s(?:i|we)\s|to\s)?ask\s(?:the|a|my|our|an)\s
      (?:hiring\s(?:manager|team)|line\smanager|client)\b
    | \b(?:what\s(?:else\s)?)?(?:(?:do|should|can|must|could)\s(?:i|we)\s|to\s)(?:need\sto\s|have\sto\s)?
      (?:check|clarify|clear\sup|agree|discuss|settle|confirm|find\sout|sort\sout)\s(?:with|from)\s(?:the|a|my|our)\s
      (?:hiring\s(?:manager|team)|line\smanager|client)\b
    | \b(?:questions?\s)?for\s(?:the|a|my|our)\s(?:hiring\s(?:manager|team)|line\smanager|client)\b""",
    re.I | re.X,
)
"""The talk with the manager, or what to ask in it."""


_OTHER = re.compile(
    r"\s(?:vs\.?|versus)\s|\b(?:diff(?:erences?)?|summar(?:y|i[sz]e)|explain|define|definition|in\s(?:a|one)\s(?:line|sentence))\b",
    re.I,
)
"""Asks for something to pass on to the manager, rather than what to ask."""


async def run(request: Request, services: Services) -> Reply:
    """The list for a role: what is always asked, then what the role's entry leaves open."""
    library = services.library
    graded = take_grade(_without_details(request.text), library)
    ask = read_role_and_level(graded.rest, library.is_form)
    if says_nothing(ask.rest):
        return ask_for_entry(services, "intake")
    again = f"intake {line_of(graded.first, library)}" if graded.first else ask.again("intake")
    result = find_role(ask.rest, services, again, graded.first)
    if isinstance(result, Reply):
        return result
    role, asked = result
    level = ask.level or (level_in(graded.first, role) if graded.first else Level.MID)
    return reply(
        Heading(f"Ask the hiring manager: {role.name}"),
        related_job_note(role, asked),
        level_note(graded.first, role, unused=graded.more) if graded.first else None,
        items(_of_role(role, level), ordered=True),
        text(Bold("For every job")),
        items(ALWAYS),
        note("The questions are ours. What is asked for and not needed for the work shrinks the field."),
        actions(
            Button("Whole requisition", f"req {level} {role.name}", primary=True),
            Button("Requirements", f"requirements {role.name}"),
            Overflow((Option("Candidate questions", f"questions {level} {role.name}"),)),
        ),
        other_jobs(role, asked, library, "intake"),
        topic=topic_of(asked),
    )


def _of_role(role: Role, level: Level) -> Iterator[Spans]:
    """What the entry of a role leaves to the manager: years, conditions, signs, neighbours and employers."""
    guide = role.levels.get(level)
    if guide and guide.years:
        yield (Bold("Years: "), f"{level} usually means {guide.years}. Is that what you need, or is it a habit?")
    if role.gates:
        facts = " / ".join(gate.fact for gate in role.gates[:2])
        yield (Bold("Conditions: "), f"{with_full_stop(facts)} Which of these bind you by law, and which are wishes?")
    if guide and guide.indicators:
        signs = " / ".join(sign.text for sign in guide.indicators[:3])
        yield (Bold("On day one: "), f"{with_full_stop(signs)} Which of these must be there, and which can be learned?")
    if near := (*role.titles.below, *role.titles.beside)[:NEIGHBOURS]:
        yield (
            Bold("Other titles: "),
            f"would you also meet people with these? {with_full_stop(join_phrases(near))}",
        )
    if role.search.companies:
        names = join_phrases(role.search.companies[:NEIGHBOURS])
        yield (Bold("Employers: "), f"is experience at {names} needed, or is it only familiar?")


def _without_details(typed: str) -> str:
    return " ".join(_WITH_MANAGER.sub(" ", typed).split())


def _claims(line: str, services: Services) -> bool:
    if (
        _WITH_MANAGER.search(line) is None
        or _OTHER.search(line)
        or (company.command.claims and company.command.claims(line, services))
    ):
        return False
    named = _without_details(line)
    return says_nothing(named) or services.library.match(named).outcome != "none"


command = Command(
    name="intake",
    summary="What to ask the hiring manager before a search",
    usage="intake <role> [grade]",
    examples=("intake consul",),
    run=run,
    takes_entry=True,
    pure=True,
    prompt="Which role is the manager hiring for?",
    claims=_claims,
    without_details=_without_details,
    reads_grade=True,
    repeats=True,
    listed=False,
    order=37,
)
