"""`examples`: how an entry reads on a résumé, level by level."""

from __future__ import annotations

import re

from content.models import ResumeLine
from handlers.command import Command, Services
from handlers.find_entry import find_entry
from handlers.grade_cards import answer
from handlers.parsing.grade import read_grades
from handlers.reply import Bold, Button, Heading, Reply, Spans, actions, items, note, reply
from handlers.request import Request
from handlers.topic import topic_of

_DATED = re.compile(r"\b(?:19|20)\d\d\b")
"""A year: then "cv:" begins a CV."""
INVENTED = "Made-up lines that show what a good one names: the post, the task and a result."


async def run(request: Request, services: Services) -> Reply:
    """Made-up résumé lines, each with the level it shows."""
    entry = find_entry(request.text, services, "examples")
    if isinstance(entry, Reply):  # "what is P5 on a CV"
        graded = read_grades(request.text, services.library, sure=True)
        return answer(graded, services.library) if graded.grades and not graded.unused else entry
    return reply(
        Heading(f"On a CV: {entry.name}"),
        items(_line(line) for line in entry.resume_lines),
        note(INVENTED if entry.resume_lines else "I don't have any for this yet."),
        actions(Button("What it means", f"define {entry.name}"), Button("Search titles", f"titles {entry.name}")),
        topic=topic_of(entry),
    )


def _line(line: ResumeLine) -> Spans:
    return (Bold(f"{line.level.capitalize()}: "), line.text) if line.level else (line.text,)


command = Command(
    name="examples",
    summary="How it reads on a résumé",
    usage="examples <term or role>",
    examples=("examples head of mission",),
    run=run,
    takes_entry=True,
    pure=True,
    prompt="Résumé lines for which role or term?",
    takes=lambda rest, services: _DATED.search(rest) is None,
    synonyms=("example", "resume", "résumé", "cv"),
    cues=(
        "cv lines",
        "cv line",
        "lines for a cv",
        "resume line",
        "resume lines",
        "résumé lines",
        "resume examples",
        "cv examples",
        "on a resume",
        "on a résumé",
        "on a cv",
    ),
    repeats=True,
    order=55,
)
