"""An interview kit as text to copy into an applicant tracking system, in the order of its screens."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.commands.guide import RULE
from handlers.commands.questions import SAY_FIRST
from handlers.kit.pages import OWN_TICKS, Kit, title_of
from handlers.kit.plan import KitQuestion

SYSTEMS = {
    "Greenhouse": "In the job's interview plan: attributes first, then the interview's prep notes and questions.",
    "Lever": "In a new feedback form: its name and instructions, then one field per question.",
    "Ashby": "In a new feedback form: its title and description, then one section per question.",
}
"""The systems, with where the text goes."""


def fields_for(system: str, kit: Kit) -> Iterator[tuple[str, str]]:
    """The label and the text of each field, in the order in which the system asks for them."""
    questions, title = (
        kit.plan.questions,
        f"{title_of(kit.plan.request).removeprefix('Interview kit: ')} ({kit.set_id})",
    )
    opening = f"{SAY_FIRST}\n\nRate: {RULE}"
    if system == "Greenhouse":
        yield "Scorecard attributes, one per line", "\n".join(asked.competency for asked in questions)
        yield "Interview name", title
        yield "Prep notes", opening
        yield "Questions", "\n\n".join(f"{asked.text}\n{_guide(asked)}" for asked in questions)
        return
    yield ("Form name" if system == "Lever" else "Form title"), title
    yield ("Instructions" if system == "Lever" else "Description"), opening
    for asked in questions:
        label = "Question" if system == "Lever" else "Section"
        yield f"{label} {asked.number}: {asked.competency}", f"{asked.text}\n\n{_guide(asked)}"


def _guide(asked: KitQuestion) -> str:
    question = asked.guide
    if question is None:
        return OWN_TICKS
    lines = [
        *([f"If it never happened to them: {question.fallback}"] if question.fallback else []),
        *(f"[ ] {tick}" for tick in question.ticks),
        f"Thin answer: {question.weak}",
        f"Stop sign: {question.stop}",
        f"After rating, ask: {question.probe}",
    ]
    return "\n".join(lines)
