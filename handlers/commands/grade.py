"""`grade`: what a pay grade such as P-3, AD7 or GS-13 means, and what it isn't equal to."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

from content.library import Library
from content.models import GradeScheme
from handlers.command import Command, Services
from handlers.commands import compare
from handlers.grade_cards import answer, scheme_card
from handlers.lookup import echo
from handlers.parsing.grade import GradeRequest, read_grades, schemes_named
from handlers.reply import Bold, Button, Code, Reply, actions, reply, text
from handlers.request import Request

SCHEMES_SHOWN = 5  # buttons: as many as fit into one row

_AGAINST = re.compile(r"\s(?:vs\.?|versus|v|and|or|to|with)\s|\s?[,/&]\s?", re.I)


async def run(request: Request, services: Services) -> Reply:
    """The card of a grade, a table of several, or the grades of a scheme."""
    library = services.library
    asked = _read(request.text, library)
    if asked.grades:
        return answer(asked, library)
    schemes = schemes_named(request.text, library)
    if len(schemes) == 1:
        return scheme_card(schemes[0], library)
    parts = _AGAINST.split(request.text.strip(" ?.!"))
    if len(parts) > 1 and (chosen := _schemes_of_one_employer(parts, library)):
        names = ", ".join(scheme.entry for scheme in chosen)
        return await compare.run(replace(request, text=names), services)
    return _ask_which(request.text, schemes or list(library.grades), library)


def _read(typed: str, library: Library) -> GradeRequest:
    """The grades in the arguments. A number alone is a British grade: "grade 7"."""
    asked = read_grades(typed, library, sure=True)
    return asked if asked.grades or not typed.strip().isdecimal() else read_grades(f"Grade {typed}", library, sure=True)


def _schemes_of_one_employer(parts: list[str], library: Library) -> tuple[GradeScheme, ...]:
    """A scheme for each part, of the same employer if possible: "P vs GS" is about the UN."""
    named = [schemes_named(part, library) for part in parts]
    choices = sorted(product(*named), key=lambda schemes: len({scheme.employers[0] for scheme in schemes}))
    return choices[0] if choices else ()


def _ask_which(typed: str, schemes: list[GradeScheme], library: Library) -> Reply:
    if not library.grades:
        return reply(text("I have no grades in this content."), shareable=False)
    unknown = (
        f"I don't know the grade “{echo(typed)}”. " if typed.strip() and len(schemes) == len(library.grades) else ""
    )
    grades = library.grades[0].grades
    example = grades[len(grades) // 2].names[0]
    return reply(
        text(unknown, Bold("Which grade?"), " For example ", Code(f"grade {example}"), ". Or pick a ladder:"),
        actions(*(Button(scheme.name, f"grade {scheme.name}") for scheme in schemes[:SCHEMES_SHOWN])),
        actions(*(Button(scheme.name, f"grade {scheme.name}") for scheme in schemes[SCHEMES_SHOWN:][:SCHEMES_SHOWN])),
        shareable=False,
    )


def _takes(rest: str, services: Services) -> bool:
    """Whether the words are grades or a scheme: "grade P-3", but not "grade inflation"."""
    library = services.library
    if _read(rest, library).grades or schemes_named(rest, library):
        return True
    return all(schemes_named(part, library) for part in _AGAINST.split(rest.strip(" ?.!")))


command = Command(
    name="grade",
    summary="What a pay grade means: years, who sits there, what it isn't equal to",
    usage="grade <grade>",
    examples=("grade P-3", "grade FS-02 vs GS-13"),
    run=run,
    pure=True,
    prompt="Which grade?",
    synonyms=("grades",),
    takes=_takes,
    reads_grade=True,
    order=45,
)
