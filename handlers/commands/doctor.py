"""`doctor`: check the installation, for admins."""

from __future__ import annotations

from handlers.command import Command, Services
from handlers.findings import Outcome
from handlers.reply import Block, Bold, Button, Divider, Heading, Reply, Span, actions, items, note, reply, text
from handlers.request import Request

_NOT_HERE = "I can't check myself here. Whoever runs me can: “python -m bot doctor”."
_MARKS = {Outcome.OK: "OK: ", Outcome.ADVICE: "Advice: ", Outcome.PROBLEM: "Problem: "}
_ORDER = (Outcome.PROBLEM, Outcome.ADVICE, Outcome.OK)


async def run(request: Request, services: Services) -> Reply:
    """A line for each check, problems first. People who aren't admins are told so."""
    if services.doctor is None:
        return reply(text(_NOT_HERE), shareable=False)
    if not await services.doctor.is_admin(request.person):
        return reply(text("Only admins of this workspace can check the setup."), text(_NOT_HERE), shareable=False)
    findings = sorted(await services.doctor.examine(request.person), key=lambda finding: _ORDER.index(finding.outcome))
    problems = sum(finding.outcome is Outcome.PROBLEM for finding in findings)
    title = f"{problems} problem{'s' if problems > 1 else ''}" if problems else "All is well"
    lines: list[tuple[Span, ...]] = [(Bold(_MARKS[finding.outcome]), finding.sentence) for finding in findings]
    return reply(
        Heading(f"Setup: {title}"),
        items(lines),
        note("The same on the command line: python -m bot doctor."),
        actions(Button("Check again", "doctor")),
        shareable=False,
    )


async def admin_section(request: Request, services: Services) -> list[Block]:
    """The front page's part for admins; empty for everybody else."""
    if services.doctor is None or not await services.doctor.is_admin(request.person):
        return []
    row = actions(Button("Check the setup", "doctor"), Button("Get support", "support"))
    return [Heading("For admins"), *([row] if row else []), Divider()]


command = Command(
    name="doctor",
    summary="Check the setup (for admins)",
    usage="doctor",
    examples=("doctor",),
    run=run,
    takes=lambda rest, services: not rest,  # "doctor of law"
    listed=False,
    order=97,
)
