"""Names of levels in a role."""

from __future__ import annotations

from content.models import Level, LevelGuide

NEXT_IN_LINE = "Next in line"
"""What the level of people is called who don't hold the job yet."""


def level_name(level: Level, guide: LevelGuide | None) -> str:
    """The name of a level in a role: "Senior", or "Next in line (junior)"."""
    return f"{NEXT_IN_LINE} ({level})" if guide is not None and guide.feeder else level.capitalize()
