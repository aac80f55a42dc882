"""Find who hires for a job in a place: the organisations with their seat there."""

from __future__ import annotations

from content.library import Library
from content.models import Entry, Role
from handlers.lookup import roles_of
from handlers.seat import organisations_at


def hiring_at(place: str, role: Role, library: Library) -> list[Entry]:
    """The organisations that sit in a place, first those that hire for the role; none if none does."""
    there = organisations_at(place, library)
    employers = library.linked(role.search.companies)
    hire = {entry.name for entry in there if entry in employers or role in roles_of(entry, library)}
    return sorted(there, key=lambda entry: entry.name not in hire) if hire else []
