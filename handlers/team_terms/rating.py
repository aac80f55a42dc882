"""What a thumb below an answer counts for."""

from __future__ import annotations

from content.library import Library
from content.models import Entry
from content.team_terms import TeamEntry
from handlers.reply import Reply
from handlers.team_terms.feedback import NO_VERSION, Rated


def rated_by(answer: Reply, library: Library) -> Rated | None:
    """The entry that an answer is about and its version; None if it is about none, or about several."""
    topic = answer.topic
    if topic is None or topic.offered or len(topic.entries) != 1 or answer.dialog or not answer.shareable:
        return None
    entry = library.by_name(topic.entries[0])
    is_entry = entry is not None and entry.name == topic.entries[0]  # not a grade
    return Rated(f"{entry.pack}/{entry.id}", _version(entry)) if entry and is_entry else None


def _version(entry: Entry) -> str:
    if isinstance(entry, TeamEntry):
        return str(entry.meanings[0].version)
    return entry.reviewed_on.isoformat() if entry.reviewed_on else NO_VERSION
