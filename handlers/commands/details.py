"""`details`: the rest of an entry's card, behind "More"."""

from __future__ import annotations

from content.models import Entry, Role
from handlers.command import Command, Services
from handlers.commands.sections import section_buttons
from handlers.lookup import entry_menu, find_entry, sources_note
from handlers.reply import (
    Actions,
    Bold,
    Button,
    Facts,
    Heading,
    Italic,
    Reply,
    actions,
    items,
    note,
    reply,
    text,
)
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import EMPLOYERS_OWN_RULES


async def run(request: Request, services: Services) -> Reply:
    """Common mix-ups, the limits of the analogy, a résumé line, requirements and sources."""
    entry = find_entry(request.text, services, "details")
    if isinstance(entry, Reply):
        return entry
    return reply(
        Heading(f"More on {entry.name}"),
        text(Italic("Where the comparison breaks down: "), entry.picture.ends)
        if entry.picture and entry.picture.ends
        else None,
        items(entry.is_not),
        text(Bold("Who uses it: "), entry.used_by) if entry.used_by else None,
        text(Bold("On a résumé: "), entry.resume_lines[0].text) if entry.resume_lines else None,
        _gates(entry),
        note(EMPLOYERS_OWN_RULES) if isinstance(entry, Role) and entry.gates else None,
        sources_note(entry),
        _ways_on(entry),
        actions(*section_buttons(entry)),
        actions(entry_menu("Related", services.library.linked(entry.related))),
        topic=topic_of(entry),
    )


def _gates(entry: Entry) -> Facts | None:
    if not isinstance(entry, Role) or not entry.gates:
        return None
    return Facts(tuple((gate.kind.capitalize(), (gate.fact,)) for gate in entry.gates))


def _ways_on(entry: Entry) -> Actions | None:
    examples = Button("Résumé lines", f"examples {entry.name}") if len(entry.resume_lines) > 1 else None
    role = isinstance(entry, Role)
    return actions(
        examples,
        Button("Levels", f"levels {entry.name}") if role else None,
        Button("Hiring", f"career {entry.name}") if role else None,
    )


command = Command(
    name="details",
    summary="More on a term: common mix-ups, requirements, sources",
    usage="details <term>",
    examples=("details permanent mission",),
    run=run,
    pure=True,
    prompt="More about which term?",
    synonyms=("more",),
    cues=("more about", "more on", "tell me more"),
    order=60,
)
