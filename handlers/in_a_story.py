"""The job that a line names which tells something and asks nothing: "my manager wants 3 consuls by Friday"."""

from __future__ import annotations

from content.library import Library
from content.lookup.match import Match
from content.lookup.normalize import normalize, stems
from content.models import Role
from handlers.commands.mentions import asks, unsaid
from handlers.reply import Bold, Button, Reply, actions, reply, text
from handlers.topic import topic_of
from handlers.wording import short_answer

SHORTEST_STORY = 5
"""Words of a line that tells something."""


def in_a_story(typed: str, match: Match, library: Library) -> Reply | None:
    """The only job that a line names which tells something and asks nothing: "my manager wants 3 consuls by Friday"."""
    if "?" in typed or asks(typed) or match.ambiguous is not None or len(typed.split()) < SHORTEST_STORY:
        return None
    line = f" {' '.join(stems(normalize(typed)))} "
    named = [
        entry
        for entry in match.suggestions
        if isinstance(entry, Role)
        and any(f" {' '.join(stems(normalize(form)))} " in line for form in (entry.name, *entry.aliases))
    ]
    if len(named) != 1:
        return None
    role = named[0]
    if said := unsaid(f"{typed}?", role, library):
        return said  # "average tenure of an ambassador"
    asked = (("Interview questions", "questions"), ("Search titles", "titles"), ("Levels", "levels"))
    return reply(
        text(Bold(f"{role.name}: "), short_answer(role.definition)),
        text("Tell me what you need for it:"),
        actions(
            *(Button(label, f"{word} {role.name}") for label, word in asked), Button("More", f"details {role.name}")
        ),
        topic=topic_of(role),
    )
