"""Export a team's words as a table, and import one: first what it would change, then the change."""

from __future__ import annotations

from dataclasses import replace

from handlers.document import DataFile
from handlers.reply import Bold, Button, Code, Heading, Reply, TextToCopy, actions, items, note, reply, shorten, text
from handlers.team_terms import cards
from handlers.team_terms.table import BOM, PROBLEMS_SHOWN, read_table, write_table
from handlers.team_terms.terms import Conflict, Meaning, TermProblem
from handlers.team_terms.terms_request import TermsRequest

LONGEST_TABLE = 2_500
"""Characters of a table that is shown in the answer, too."""
DIFFERENCE = 80
"""Characters of a meaning in a list of differences."""
DIFFERENCES = 20
"""Differences that are listed."""


async def export_terms(asked: TermsRequest) -> Reply:
    """All terms as a table: in the answer if it is short, and as a file."""
    table = write_table(await asked.team.terms.list_of(asked.request.person))
    short = len(table) <= LONGEST_TABLE
    answer = reply(
        Heading("Your team’s words as a table"),
        TextToCopy(table.lstrip(BOM)) if short else None,
        note("Change it in a spreadsheet, save it as CSV, and send it back: terms import, then the table."),
        shareable=False,
    )
    return replace(
        answer, data=DataFile("team-terms.csv", "Your team’s words", "text/csv; charset=utf-8", table.encode())
    )


async def import_terms(asked: TermsRequest) -> Reply:
    """Say what an import would change; nothing is stored before the button is pressed."""
    person, terms = asked.request.person, asked.team.terms
    if not await asked.team.is_owner(person):
        return cards.conflict(Conflict(TermProblem.NOT_AN_OWNER))
    if not asked.rest:
        return reply(
            text("Send me the table after the words ", Code("terms import"), ", in a direct message."), shareable=False
        )
    plan = read_table(asked.rest, await terms.list_of(person))
    lines: list[tuple[Bold | str, ...]] = [
        (Bold(f"New: {meaning.name}"), f": {_says(meaning)}") for meaning in plan.added
    ]
    lines += [
        (Bold(f"Changed: {after.name}"), f": {_says(before.meaning)} → {_says(after)}")
        for before, after in plan.changed
    ]
    count = len(plan.changes)
    counts = (len(plan.added), "new"), (len(plan.changed), "changed"), (plan.same, "as they are")
    summary = ", ".join(f"{number} {what}" for number, what in (*counts, (len(plan.problems), "with a problem")))
    ready = bool(count) and not plan.problems
    return reply(
        Heading("What this table would change"),
        text(f"{summary}."),
        items([*lines[:DIFFERENCES], *([f"… and {len(lines) - DIFFERENCES} more"] if len(lines) > DIFFERENCES else [])])
        if lines
        else None,
        items(plan.problems[:PROBLEMS_SHOWN]) if plan.problems else None,
        actions(
            Button(f"Import {count}", f"terms apply {terms.hold(person, plan.changes)}", primary=True, replace=True)
        )
        if ready
        else None,
        note("Nothing is stored yet. Words that the table lacks stay.")
        if ready
        else note("Correct the table and send it again."),
        shareable=False,
    )


async def apply_import(asked: TermsRequest) -> Reply:
    """Make the changes that the person was shown, all of them or none."""
    changes = asked.team.terms.held(asked.request.person, asked.rest)
    if not changes:
        return reply(text("I no longer have that table. Please send it again."), shareable=False)
    conflicts = await asked.team.terms.import_terms(asked.request.person, changes)
    if conflicts:
        first = cards.conflict(conflicts[0])
        return reply(
            text(f"I imported nothing: {len(conflicts)} of {len(changes)} changed meanwhile."),
            *first.blocks,
            shareable=False,
        )
    return reply(
        text(f"Done: {len(changes)} imported, live for everyone in your workspace."),
        actions(Button("Your team’s words", "terms")),
        shareable=False,
    )


def _says(meaning: Meaning) -> str:
    return shorten(meaning.definition or meaning.entry, DIFFERENCE)
