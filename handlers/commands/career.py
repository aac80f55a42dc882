"""`career`: how people are hired into a role, its formal requirements, and the steps that lead there."""

from __future__ import annotations

from content.models import SectionName
from handlers.command import Command, Services
from handlers.commands.sections import lines_of, section_menu
from handlers.lookup import find_role, other_jobs, related_job_note
from handlers.reply import Bold, Button, Facts, Heading, Reply, actions, items, note, reply, text
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


async def run(request: Request, services: Services) -> Reply:
    """Hiring routes, requirements and career steps, with a menu of the other career sections."""
    result = find_role(request.text, services, "career")
    if isinstance(result, Reply):
        return result
    role, asked = result
    steps = role.sections.get(SectionName.STEPS, ())
    return reply(
        Heading(f"Career: {role.name}"),
        related_job_note(role, asked),
        Facts(tuple((route.kind.capitalize(), (route.text,)) for route in role.hiring)) if role.hiring else None,
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


command = Command(
    name="career",
    summary="How people get into a role: hiring, requirements, steps",
    usage="career <role>",
    examples=("career diplomatic mission coordinator",),
    run=run,
    pure=True,
    prompt="Career in which role?",
    synonyms=("hiring",),
    cues=("how to become", "how do you become", "become a", "become an", "career path", "hired", "hiring route"),
    repeats=True,
    order=65,
)
