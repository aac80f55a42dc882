"""`details`: the rest of an entry's card, behind "More"."""

from __future__ import annotations

from content.models import Entry, Role
from handlers.command import Command, Services
from handlers.commands.sections import section_menu
from handlers.entry_card import short_comparison
from handlers.find_entry import find_entry
from handlers.lookup_replies import entry_menu, sources_note
from handlers.page_address import page_button
from handlers.reply import (
    Actions,
    Bold,
    Button,
    Facts,
    Heading,
    Italic,
    Reply,
    Text,
    actions,
    items,
    note,
    reply,
    text,
)
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import EMPLOYERS_OWN_RULES, with_full_stop


async def run(request: Request, services: Services) -> Reply:
    """The analogy and its limits, common mix-ups, requirements and sources, with a menu of the other sections."""
    entry = find_entry(request.text, services, "details")
    if isinstance(entry, Reply):
        return entry
    return reply(
        Heading(f"More on {entry.name}"),
        _whole_comparison(entry),
        text(Italic("Where the comparison breaks down: "), entry.picture.ends)
        if entry.picture and entry.picture.ends
        else None,
        items(entry.is_not),
        text(Bold("Who uses it: "), entry.used_by) if entry.used_by else None,
        _gates(entry),
        note(EMPLOYERS_OWN_RULES) if isinstance(entry, Role) and entry.gates else None,
        sources_note(entry),
        _ways_on(entry, services),
        actions(entry_menu("Related", services.library.linked(entry.related))),
        topic=topic_of(entry),
    )


def _whole_comparison(entry: Entry) -> Text | None:
    """The comparison, if the card shows only the first part of it."""
    if entry.picture is None or short_comparison(entry) == entry.picture.think_of:
        return None
    return text(Italic("Like"), f" {with_full_stop(entry.picture.think_of)}")


def _gates(entry: Entry) -> Facts | None:
    if not isinstance(entry, Role) or not entry.gates:
        return None
    return Facts(tuple((gate.kind.capitalize(), (gate.fact,)) for gate in entry.gates))


def _ways_on(entry: Entry, services: Services) -> Actions | None:
    return actions(
        Button("Résumé lines", f"examples {entry.name}") if len(entry.resume_lines) > 1 else None,
        Button("Hiring", f"career {entry.name}") if isinstance(entry, Role) else None,
        page_button(entry, services),
        section_menu(entry),
    )


command = Command(
    name="details",
    summary="More on a term: common mix-ups, requirements, sources",
    usage="details <term>",
    examples=("details permanent mission",),
    run=run,
    takes_entry=True,
    pure=True,
    prompt="More about which term?",
    synonyms=("more",),
    cues=(
        "your sources for",
        "your sources on",
        "your source for",
        "your source on",
        "more about",
        "more on",
        "tell me more",
    ),
    order=60,
)
