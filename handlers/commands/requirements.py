"""`requirements`: what a role asks of people: languages, a degree, a nationality, a clearance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.models import Role
from handlers.command import Command, Services
from handlers.commands.sections import lines_of
from handlers.lookup import find_role, other_jobs, related_job_note
from handlers.reply import Bold, Button, Heading, Reply, Spans, actions, items, note, plain, reply, text
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import EMPLOYERS_OWN_RULES

KINDS: dict[str, tuple[re.Pattern[str], frozenset[str]]] = {
    "languages": (
        re.compile(r"\b(?:languages?|speaks?|spoken|fluent|fluency|bilingual)\b", re.I),
        frozenset(["language"]),
    ),
    "education": (
        re.compile(r"\b(?:degrees?|education|universit\w+|stud(?:y|ies|ied)|diploma|graduates?|masters?)\b", re.I),
        frozenset(["education", "examination"]),
    ),
    "nationality": (
        re.compile(r"\b(?:nationalit\w+|nationals?|citizen\w*|passports?|foreigners?|work permit)\b", re.I),
        frozenset(["nationality"]),
    ),
    "clearance": (
        re.compile(r"\b(?:clearances?|vetting|vetted|security check|background check)\b", re.I),
        frozenset(["clearance"]),
    ),
    "age": (re.compile(r"\b(?:age|how old|too old|too young)\b", re.I), frozenset(["age"])),
}
"""What is asked: the words that ask for it, which also find it in other lines, and its kinds of requirement."""
_ASKED = re.compile("|".join(pattern.pattern for pattern, _ in KINDS.values()), re.I)
_VERBS = re.compile(
    r"\b(?:need(?:ed|s)?|require[ds]?|requirements?|must|should|have|has|had|know|be|get|hold|work)\b", re.I
)


async def run(request: Request, services: Services) -> Reply:
    """What the role's entry says about the requirement asked for, or all requirements."""
    kind = next((kind for kind, (pattern, _) in KINDS.items() if pattern.search(request.text)), None)
    name = " ".join(_VERBS.sub(" ", _ASKED.sub(" ", request.text)).split())
    result = find_role(name or request.text, services, "requirements")
    if isinstance(result, Reply):
        return result
    role, asked = result
    lines = list(_lines(role, kind))
    what = kind or "requirements"
    return reply(
        Heading(f"{what.capitalize()}: {role.name}"),
        related_job_note(role, asked),
        items(lines) if lines else text("My entry on ", Bold(role.name), f" fixes nothing on {what}."),
        note(EMPLOYERS_OWN_RULES),
        actions(
            Button("Hiring", f"career {role.name}"),
            Button("Levels", f"levels {role.name}"),
            Button("What it means", f"define {role.name}"),
        ),
        other_jobs(role, asked, services.library, "requirements"),
        topic=topic_of(asked),
    )


def _lines(role: Role, kind: str | None) -> Iterator[Spans]:
    """The requirements of a kind, then other lines of the entry that speak of it."""
    if kind is None:
        yield from ((gate.fact,) for gate in role.gates)
        return
    pattern, gates = KINDS[kind]
    yield from ((gate.fact,) for gate in role.gates if gate.kind in gates)
    others: list[Spans] = [(route.text,) for route in role.hiring]
    others += [line for section in role.sections.values() for line in lines_of(section)]
    yield from (line for line in others if pattern.search(plain(line)))


command = Command(
    name="requirements",
    summary="Languages, degree, nationality and clearance asked for",
    usage="requirements <role>",
    examples=("requirements consul",),
    run=run,
    pure=True,
    prompt="Requirements of which role?",
    synonyms=("conditions", "eligibility"),
    cues=(
        *(" what languages ", " which languages ", " what language ", " which language ", " languages does "),
        *(" languages do ", " what degree ", " which degree ", " degree for ", " degree do ", " degree does "),
        *(" need a degree ", " university degree ", " citizenship ", " nationality ", " a security clearance to be "),
        *(" clearance for a ", " clearance for an ", "requirements for", "requirements of", "conditions for"),
        *("eligible for", "eligible to be"),
    ),
    repeats=True,
    order=66,
)
