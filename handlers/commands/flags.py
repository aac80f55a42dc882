"""`flags`: warning signs in a résumé or an interview, each with an innocent explanation to check first."""

from __future__ import annotations

import re

from content.models import RedFlag
from handlers.command import Command, Services
from handlers.find_job import find_role
from handlers.lookup import other_jobs, related_job_note
from handlers.reply import Bold, Button, Heading, Italic, Reply, Spans, actions, items, note, reply
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import stop

SHOWN = 3
"""Red flags shown without "all": one phone screen."""

_ALL = re.compile(r"\sall\s?$", re.I)


async def run(request: Request, services: Services) -> Reply:
    """The first red flags of a role; with "all", every one and why it matters."""
    whole = _ALL.search(f" {request.text}") is not None
    result = find_role(_ALL.sub("", f" {request.text}"), services, "flags")
    if isinstance(result, Reply):
        return result
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
        "red flag",
        "warning signs",
        "warning sign",
        "watch out for",
        "look out for",
        "how do i spot",
        "how to spot",
        "how can i spot",
        "spot a fake",
        "how can i tell if",
        "how do i know if",
    ),
    repeats=True,
    order=50,
)
