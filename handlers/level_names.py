"""Names of levels in a role."""

from __future__ import annotations

from content.models import Level, LevelGuide

_NEXT_IN_LINE = " (next in line)"
"""Follows the name of a level whose people don't hold the job yet."""


def level_name(level: Level, guide: LevelGuide | None) -> str:
    """The name of a level in a role: "Senior", or "Junior (next in line)"."""
    return level.capitalize() + next_in_line(guide)


def next_in_line(guide: LevelGuide | None) -> str:
    """What to add to a heading if people of this level don't hold the job yet; else nothing."""
    return _NEXT_IN_LINE if guide is not None and guide.feeder else ""
