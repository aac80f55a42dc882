"""An interview kit as text to copy into an applicant tracking system, in the order of its screens."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from handlers.answer_guide import RULE
from handlers.commands.questions import SAY_FIRST
from handlers.kit.pages import OWN_TICKS, Kit, title_of
from handlers.kit.plan import KitQuestion

SYSTEMS = {
    "Greenhouse": "In the job's interview plan: attributes first, then the interview's prep notes and questions.",
    "Greenhouse HTML": "The same for the source view of Greenhouse's editor, or for its API: lists and bold stay.",
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
    if system.startswith("Greenhouse"):
        html = system.endswith("HTML")
        yield "Scorecard attributes, one per line", "\n".join(asked.competency for asked in questions)
        yield "Interview name", title
        yield (
            "Prep notes",
            f"<p>{escape(SAY_FIRST, quote=False)}</p>\n<p>Rate: {escape(RULE, quote=False)}</p>" if html else opening,
        )
        yield "Questions", "\n".join(map(_in_html, questions)) if html else "\n\n".join(map(_in_text, questions))
        return
    yield ("Form name" if system == "Lever" else "Form title"), title
    yield ("Instructions" if system == "Lever" else "Description"), opening
    for asked in questions:
        label = "Question" if system == "Lever" else "Section"
        guide = "\n".join(_guide(asked))
        yield f"{label} {asked.number}: {asked.competency}", f"{asked.text}\n\n{guide}"


def _in_text(asked: KitQuestion) -> str:
    return "\n".join([asked.text, *_guide(asked)])


def _in_html(asked: KitQuestion) -> str:
    """A question with its guide, in the few elements that Greenhouse keeps: p, b, i, a, ul, li."""
    lines = (escape(line.removeprefix("[ ] "), quote=False) for line in _guide(asked))
    listed = "".join(f"<li>{line}</li>" for line in lines)
    return f"<p><b>{escape(asked.text, quote=False)}</b></p>\n<ul>{listed}</ul>"


def _paragraphs(*texts: str) -> str:
    return "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)


def _guide(asked: KitQuestion) -> list[str]:
    question = asked.guide
    if question is None:
        return [OWN_TICKS]
    return [
        *([f"If it never happened to them: {question.fallback}"] if question.fallback else []),
        *(f"[ ] {tick}" for tick in question.ticks),
        f"Thin answer: {question.weak}",
        f"Stop sign: {question.stop}",
        f"After rating, ask: {question.probe}",
    ]
