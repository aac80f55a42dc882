"""Which of two entries is above the other: by a ladder of ranks, or by the titles of an entry."""

from __future__ import annotations

import re
from collections.abc import Sequence

from content.library import Library
from content.lookup.normalize import normalize, stem, stems
from content.models import Chart, Entry, Role
from handlers.reply import Bold, Text, text

STANDS = re.compile(
    r"^\W*(?:(?:and|so|but|ok|then)\s)*where\s(?:does|do|would|is|are|will)\s(?:an?\s|the\s)?(?P<name>[^?!]{3,40}?)\s"
    r"(?:ranks?\W*$|(?:sits?|stands?|ranks?|comes?|fits?|falls?|belongs?)\s(?:in|on|into|within|among|compared\sto)\s"
    r"(?:all\s)?(?:(?:the|this|that|your|these|those|it)\b\s?)?(?:(?:diplomatic|rank|career|pecking|whole|order|embassy)\s){0,2}"
    r"(?:hierarchy|ladder|ranking|order|ranks|rungs|list|others)?\W*$)",
    re.I,
)
"""Asks for the place of a rank among the others: "where does a counsellor sit in the hierarchy"."""
_BEFORE_RUNG = frozenset(("a", "an", "the", "is", "are", "does", "do", "so", "and", "normal", "plain", "simple"))
"""Words that may stand before the last word of a rank alone: "is a secretary higher than an attaché"."""


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
    for chart in (chart for pack in library.packs for chart in pack.charts):
        for lower, upper in ((one, other), (other, one)):
            if upper.name in _above(lower, chart):
                return text(Bold(f"{upper.name} is above {lower.name}"), f" in the chart “{chart.name}”.")
    return None


def order_of_all(entries: Sequence[Entry], library: Library) -> Text | None:
    """One line with several rungs of one ladder, the highest first; None if no ladder has them all."""
    for ladder in (ladder for pack in library.packs for ladder in pack.ladders):
        rungs = library.linked(ladder.entries)
        if all(entry in rungs for entry in entries):
            names = [entry.name for entry in sorted(entries, key=rungs.index, reverse=True)]
            return text(Bold(f"Highest first: {', '.join(names)}"), f", in {ladder.name.lower()}.")
    return None


def unordered() -> Text:
    """What to say of entries whose order is asked for and that no ladder has."""
    return text(
        Bold("No ladder has them all, so the titles alone don't say who is above."),
        " Ask for the grade at home and the size of the team.",
    )


def _above(entry: Entry, chart: Chart) -> set[str]:
    """The names of all entries above one in a chart."""
    posts = {post.label: post for post in chart.posts}
    post = next((post for post in chart.posts if entry.name in post.entries), None)
    above: set[str] = set()
    while post is not None and post.reports_to is not None:
        post = posts.get(post.reports_to)
        above.update(post.entries if post else ())
    return above


def rungs_beside(part: str, entry: Entry, library: Library) -> list[Entry]:
    """The rungs that end with a word, beside another entry: the three secretaries beside an attaché or a consul.

    Empty unless the part of a line is that word alone, and there are several. The ladder of the entry comes first.
    """
    *before, word = normalize(part).split() or [""]
    if not _BEFORE_RUNG.issuperset(before) or not isinstance(entry, Role):
        return []
    ladders = [ladder for pack in library.packs for ladder in pack.ladders]
    ladders.sort(key=lambda ladder: entry.name not in ladder.entries)
    rungs = (library.linked(name for name in ladder.entries if _last_word(name) == stem(word)) for ladder in ladders)
    return next((found for found in rungs if len(found) > 1 and entry not in found), [])


def _last_word(name: str) -> str:
    """The stem of the last word of a name with several."""
    _, *others = stems(normalize(name))
    return others[-1] if others else ""
