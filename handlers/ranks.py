"""Which of two entries is above the other: by a ladder of ranks, or by the titles of an entry."""

from __future__ import annotations

from content.library import Library
from content.models import Entry
from handlers.reply import Bold, Text, text


def order_of(one: Entry, other: Entry, library: Library) -> Text | None:
    """One line on which is above the other; None if the content doesn't say."""
    for ladder in (ladder for pack in library.packs for ladder in pack.ladders):
        rungs = library.linked(ladder.entries)
        if one in rungs and other in rungs:
            lower, upper = sorted((one, other), key=rungs.index)
            steps = rungs.index(upper) - rungs.index(lower)
            far = "one step" if steps == 1 else f"{steps} steps"
            return text(Bold(f"{upper.name} is above {lower.name}"), f", {far} higher in {ladder.name.lower()}.")
    for lower, upper in ((one, other), (other, one)):
        if upper.name in lower.titles.above or lower.name in upper.titles.below:
            return text(Bold(f"{upper.name} is the step above {lower.name}"), " in most services.")
    return None
