"""Find titles that no entry explains in sentences with years: "she was for four years (2017–2021) Director of"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from content.resume.job_words import is_job
from content.resume.post_lines import DATES, SENTENCE
from content.resume.sections import Part
from content.scan.scanner import Mention

_HELD = re.compile(
    r"\b(?:(?:[Ss]?[Hh]e|I)(?: then| later)? (?:was|became)|(?:served|worked) as|(?:been|was) (?:appointed|named)"
    r"(?: as)?|promoted to)(?: for (?:\w+ ){1,3}?years?)?(?: \([^()\n]{4,15}\))? (?:an? |the |its )?"
    r"(?P<title>(?:[A-Z][\w'’-]{1,20})(?: (?:[A-Z][\w'’-]{0,20}|of|for(?! the)|the|and|&)){0,8}?)"
    r"(?=\s(?:at|in|with|from|by|on|to|for the)\s|,|[.;](?:\s|$)|\s\(|\sof the (?:Ministry|Department|Embassy))"
)
"""What says in a sentence that somebody held a title, and the title."""


def titles_in_sentences(text: str, titles: Sequence[Mention], closed: Sequence[Part]) -> Iterator[Mention]:
    """Such titles, without a meaning, outside the `closed` parts and where none of `titles` stands."""
    for held in _HELD.finditer(text):
        start, end = held.span("title")
        is_taken = any(title.start < end and start < title.end for title in titles)
        is_closed = any(part.start <= start < part.end for part in closed)
        if not (is_taken or is_closed) and is_job(held["title"]) and DATES.search(_sentence(text, start)):
            yield Mention(start, end, held["title"], None)


def _sentence(text: str, at: int) -> str:
    """The sentence around a place in its line."""
    first, last = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    before, after = text[first:at], text[at : last if last >= 0 else len(text)]
    return SENTENCE.split(before)[-1] + SENTENCE.split(after)[0]
