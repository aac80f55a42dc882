"""What to listen for in the answer to an interview question, and how to rate it."""

from __future__ import annotations

from content.models import Question
from handlers.reply import Block, Bold, items, note, text

RULE = "3–4 ticks: strong. 2: adequate. 0–1, or a stop sign: weak."
"""How ticks become a rating. Frozen with the content: every guide is written for it."""
PROBING = "Rate first, then ask; the answer lifts the rating by one step at most."


def guide_blocks(question: Question) -> tuple[Block, ...]:
    """What to do without an example, the ticks, a thin answer, a stop sign and a follow-up question."""
    parts = (
        text(Bold("If it never happened to them: "), question.fallback) if question.fallback else None,
        text(Bold("Tick what you hear")),
        items(question.ticks),
        note(RULE),
        text(Bold("A thin answer: "), question.weak),
        text(Bold("Stop sign: "), question.stop),
        text(Bold("Then ask: "), question.probe),
        note(PROBING),
    )
    return tuple(part for part in parts if part is not None)
