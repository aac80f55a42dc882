"""Names of levels in a role."""

from __future__ import annotations

from content.models import Level, Role


def level_name(role: Role, level: Level) -> str:
    """The name of a level in a role: "Senior", or "Junior (next in line)"."""
    return level.capitalize() + next_in_line(role, level)


def next_in_line(role: Role, level: Level) -> str:
    """What to add to a heading if people of this level don't hold the job yet; else nothing.

    People of a level above the job aren't next in line: a later level than theirs must be the job's own.
    """
    later = [role.levels[other] for other in list(Level)[list(Level).index(level) + 1 :] if other in role.levels]
    guide = role.levels.get(level)
    waiting = guide is not None and guide.feeder is not None and any(other.feeder is None for other in later)
    return " (next in line)" if waiting else ""
