"""Read a title of several subjects as one: "Political and Economic Officer" is a Political Officer with more to do."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from content.library import Library
from content.models import Role
from content.scan.scanner import Mention

LONGEST_SUBJECTS = 60
"""Characters before a title in which its other subjects may stand."""
_SUBJECT = r"[A-Z][\w'’-]{1,20}(?: [A-Z][\w'’-]{1,20})?"
_SUBJECTS = re.compile(rf"(?:{_SUBJECT},\s){{0,2}}{_SUBJECT},?\s(?:and|&|AND)\s$")
"""Subjects before the title of the last one: "Political, Press and "."""
_LEVEL = re.compile(r"(?:Senior|Junior|Principal|Associate|Assistant|Acting|First|Deputy|Head) (?:of )?")
_ORDINAL = re.compile(
    r"(?<!\w)(First|Second|Third)(?: and| &|,? (?:and )?(?:then|later|subsequently)(?: as)?|\s?/) ?$", re.I
)
"""A rank in one word before another: "Second, then First Secretary"."""
_AND = re.compile(r",?\s(?:and|&|AND)\s|,\s")


def with_joined_titles(text: str, mentions: Sequence[Mention], library: Library) -> list[Mention]:
    """The mentions, each title of several subjects as one, with the meaning of the first subject that makes a title."""
    known = {word for pack in library.packs for word in pack.vocabulary.subjects}
    joined: list[Mention] = []
    for mention in mentions:
        joined += _lower_rank(text, mention, library)
        whole = _whole(text, mention, known, library)
        while joined and joined[-1].end > whole.start:
            joined.pop()
        joined.append(whole)
    return joined


def _lower_rank(text: str, mention: Mention, library: Library) -> list[Mention]:
    """The rank before a title that shares its last word with it: "Second" in "Second, then First Secretary"."""
    if not mention.text.casefold().endswith(" secretary"):
        return []
    match = _ORDINAL.search(text, max(mention.start - LONGEST_SUBJECTS, 0), mention.start)
    ranks = [entry for entry in library.senses(f"{match[1]} Secretary") if isinstance(entry, Role)] if match else []
    if not match or len(ranks) != 1:
        return []
    start, end = match.span(1)
    return [mention._replace(start=start, end=end, text=match[1], entry=ranks[0], senses=tuple(ranks))]


def _whole(text: str, mention: Mention, known: Set[str], library: Library) -> Mention:
    """The mention with the subjects before it, if it's a title that shares its last word with them."""
    subject, _, noun = mention.text.rpartition(" ")
    is_title = subject and any(isinstance(sense, Role) for sense in mention.senses)
    before = text[max(mention.start - LONGEST_SUBJECTS, 0) : mention.start] if is_title else ""
    match = _SUBJECTS.search(before) if before.endswith(("and ", "& ", "AND ")) else None
    if not match:
        return mention
    level = _LEVEL.match(match[0])
    subjects = match[0][level.end() if level else 0 :]
    parts = _AND.split(subjects)[:-1]
    after = text[mention.end : mention.end + LONGEST_SUBJECTS]
    titles = [_title(f"{part} {noun}", after, library) for part in parts]
    if not all(title or part.casefold() in known for part, title in zip(parts, titles, strict=True)):
        return mention
    start = mention.start - len(subjects)
    first = next(filter(None, titles), mention)
    return mention._replace(start=start, text=text[start : mention.end], entry=first.entry, senses=first.senses)


def _title(written: str, after: str, library: Library) -> Mention | None:
    """The mention of a title as it would be read here; None if it's no title."""
    found = next(iter(library.scan(f"{written}{after}")), None)
    is_one = found and found.text == written and any(isinstance(sense, Role) for sense in found.senses)
    return found if is_one else None
