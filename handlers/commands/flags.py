"""`flags`: warning signs in a résumé or an interview, each with an innocent explanation to check first."""

from __future__ import annotations

import re

from content.models import RedFlag, Role
from handlers.command import Command, Services
from handlers.find_job import find_role
from handlers.first_of_each import with_first_of_each
from handlers.lookup_replies import other_jobs, related_job_note
from handlers.reply import Bold, Button, Heading, Italic, Reply, Spans, actions, items, note, reply
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import stop

SHOWN = 3
"""Red flags shown without "all": one phone screen."""

_BESIDE = re.compile(
    r"\b(?:(?:is|are|looks?|seems?|sounds?|has\sbeen|was)\s)?"
    r"(?:inflated|exaggerat(?:es?|ed|ing)|embellished|fake|faked|faking|lying|dodgy|fishy|overselling)\b"
    r"|['’]s\s(?:cv|r[eé]sum[eé]|profile)\b|\b(?:on|in|from)\s(?:(?:an?|the|her|his|their)\s)?(?:cv|r[eé]sum[eé]|profile)s?\b",
    re.I,
)
"""What doesn't sound right, and where it's written: "'s cv is inflated"."""
_ALL = re.compile(r"\sall\s?$", re.I)


_DOUBTS = (
    *("suspicious", "sceptical", "skeptical", "doubtful", "wary", "careful", "cautious", "worried", "nervous"),
    *("concerned", "uneasy"),
)
"""How a recruiter feels about what doesn't sound right."""


async def run(request: Request, services: Services) -> Reply:
    """The first red flags of a role; with "all", every one and why it matters."""
    whole = _ALL.search(f" {request.text}") is not None
    named = " ".join(_BESIDE.sub(" ", _ALL.sub("", f" {request.text}")).split())
    result = find_role(named, services, "flags")
    if isinstance(result, Reply):
        lead = "To begin with, one for each:"
        return with_first_of_each(result, named, services.library, lead, _first_flag)
    role, asked = result
    shown = role.red_flags if whole else role.red_flags[:SHOWN]
    hidden = len(role.red_flags) - len(shown)
    return reply(
        Heading(f"Red flags: {role.name}"),
        related_job_note(role, asked),
        items(_line(flag, whole) for flag in shown),
        note("A flag is a question to ask, not a verdict."),
        actions(
            Button(f"All {len(role.red_flags)}, with reasons", f"flags {role.name} all") if hidden else None,
            Button("Interview questions", f"questions {role.name}"),
            Button("Search titles", f"titles {role.name}"),
            Button("What it means", f"define {role.name}"),
        ),
        other_jobs(role, asked, services.library, "flags"),
        topic=topic_of(asked),
    )


def _first_flag(job: Role) -> str | None:
    return job.red_flags[0].flag if job.red_flags else None


def _line(flag: RedFlag, whole: bool) -> Spans:
    why = f" {flag.why}" if whole else ""
    return (Bold(flag.flag), f"{stop(flag.flag)}{why} ", Italic("Check first: "), flag.check)


command = Command(
    name="flags",
    summary="Red flags, each with an innocent explanation to check",
    usage="flags <role>",
    examples=("flags consul",),
    run=run,
    takes_entry=True,
    pure=True,
    prompt="Red flags for which role?",
    synonyms=("flag", "redflags"),
    cues=(
        "red flags",
        *(
            "señales de alerta",
            "señales de alarma",
            "warnsignale",
            "warnzeichen",
            "signaux d'alerte",
            "segnali d'allarme",
        ),
        "red flag",
        "warning signs",
        "warning sign",
        "watch out for",
        *(" things to check ", " things to verify "),
        "look out for",
        "how do i spot",
        "how to spot",
        "how can i spot",
        "spot a fake",
        "how can i tell if",
        "how do i know if",
        "how would i know if",
        "how can i know if",
        "how do i know that",
        "how do i verify",
        "how can i verify",
        "how to verify",
        "verify that",
        "how do i check if",
        "how do i check that",
        "how do i check whether",
        "how can i check if",
        "how can i check whether",
        *(
            f"{lead} {felt}"
            for lead in ("make me", "makes me", "making me", "make us", "make you", "makes you")
            for felt in _DOUBTS
        ),
        *(f"should i be {felt}" for felt in _DOUBTS),
        *(f"to be {felt} about" for felt in _DOUBTS),
        *(f"be {felt} with" for felt in _DOUBTS),
        *(f"{lead} {worry}" for lead in ("should", "would", "could", "might") for worry in ("worry me", "worry you")),
        *("should i worry about", "should i doubt", "should i be worried about", "makes you doubt", "make me doubt"),
        *("what's fishy", "what is fishy", "whats fishy", "anything fishy", "smells fishy", "looks fishy"),
        *("what to be wary of", "be wary of", "beware of", "dodgy", "too good to be true"),
        *("is inflated", "inflated", "exaggerate", "exaggerated", "exaggerating", "exaggerates", "embellished"),
        *("is fake", "are faking", "is faking", "faking it", "is lying", "overselling"),
    ),
    used=lambda typed, _: _BESIDE,
    repeats=True,
    order=50,
)
