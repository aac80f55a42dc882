"""Recognize a long text to explain: after the word `read`, or pasted into a direct message."""

from __future__ import annotations

import re
from itertools import islice

from content.library import Library
from content.resume.post_lines import DATES
from content.resume.posts import posts_in
from handlers.command import Command, Commands
from handlers.request import Request

LONGEST_TEXT = 40_000
"""Characters of a long text that are read: about 15 pages, and all that Slack takes in one message."""
PASTED = 250
"""Characters from which a line is more likely a pasted text than a question."""
PASTED_LINES = 3
"""Lines from which a shorter text is one too."""
LEAST_POSTS = 2
"""Posts with their years that make a shorter line one from a résumé; of more posts, one with years is enough."""
LEAST_ENTRIES = 2
"""Different titles and terms that make a pasted text worth explaining."""

_ADDRESS = re.compile(r"^\s*(?:@[\w.-]+|dragoman\b)[\s,:]*", re.I)
_ASKED = re.compile(r"(?:please\s+)?explain\s+(?:this|the following)\b[:\s]*", re.I)
_FIRST = re.compile(r"(?<![^\W\d_])/?(?P<word>[^\W\d_]+)(?P<end>[\s:,]|$)")
_COLUMN = re.compile(r"\t|[^\S\n]{3,}")
_EMPTY_LINES = re.compile(r"\n{3,}")


def long_text(typed: str, request: Request, commands: Commands, library: Library) -> tuple[Command, str] | None:
    """The command that reads a long text, and the text; None if the line is anything else.

    In a channel the command must be named, or the text follow "explain this". A button's line is never a pasted text.
    """
    spoken = _ADDRESS.sub("", typed)
    first = _FIRST.match(spoken)
    named = commands.find(first["word"].casefold()) if first else None
    whole = named is not None and named.takes_long_text and (named.takes_pasted or is_pasted(spoken))
    if first and named is not None and whole:
        return named, spoken[first.end() :].strip()[:LONGEST_TEXT]
    asked = _ASKED.match(spoken)
    reader = next((command for command in commands if command.takes_long_text and command.takes_pasted), None)
    if reader is not None and asked and is_pasted(spoken):
        return reader, spoken[asked.end() :][:LONGEST_TEXT]
    if reader is None or request.pressed or request.place.kind != "direct":
        return None
    if not is_pasted(spoken):
        return (reader, spoken) if _has_posts(spoken, library) else None
    text = spoken[:LONGEST_TEXT]
    entries = {mention.entry.name for mention in library.scan(text) if mention.entry is not None}
    return (reader, text) if len(entries) >= LEAST_ENTRIES else None


def _has_posts(typed: str, library: Library) -> bool:
    """Whether a short line is from a résumé: several posts with years, or more posts of which one has years.

    A question about them is one, too: "is Consul 2010-13, then Vice Consul 2014-16 a step down?".
    """
    spans = sum(1 for _ in islice(DATES.finditer(typed), LEAST_POSTS))
    if spans < (LEAST_POSTS if "?" in typed else 1):
        return False
    posts = posts_in(typed, library.scan(typed), library)
    dated = sum(bool(post.years) for post in posts)
    return dated >= LEAST_POSTS or (dated > 0 and len(posts) > LEAST_POSTS and "?" not in typed)


def is_pasted(typed: str) -> bool:
    """Whether a line is more likely a pasted text than a question."""
    return len(typed) > PASTED or sum(map(bool, typed.split("\n"))) >= PASTED_LINES


def fold_columns(text: str) -> str:
    """Collapse whitespace, but leave an empty line between paragraphs and a tab between columns."""
    cells = ([" ".join(cell.split()) for cell in _COLUMN.split(line.strip())] for line in text.splitlines())
    return _EMPTY_LINES.sub("\n\n", "\n".join("\t".join(filter(None, row)) for row in cells)).strip()
