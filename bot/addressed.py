"""Recognize lines that are meant for the bot although they don't mention it, in a thread where it has just answered.

Answering a remark between people is worse than staying silent, so a line must be short, name nothing but commands and
entries, and have none of the words with which people arrange things among themselves.
"""

from __future__ import annotations

import re

from bot.grammar import CommandLine
from content.library import Library
from handlers.command import Commands
from handlers.left_out import left_out_note, without_details
from handlers.topic import Topic

MOST_WORDS = 8
_AMONG_PEOPLE = frozenset(
    """
    i i'm i've i'd we we're us our ours lets let's he she him his her guys folks everyone no not don't doesn't didn't
    isn't wasn't aren't never think thought said told asked saw heard knew at today tomorrow tonight yesterday meeting
    call lunch then anyone anybody
    """.split()
)
"""Words with which people talk about what they do or think, rather than ask for an entry."""
_REMARKS = frozenset(
    [
        "any questions",
        "got any questions",
        "questions",
        "more or less",
        "good question",
        "search is on",
        "who else",
        "are you sure",
        "is it true",
        "is that true",
        "huh",
        "confused",
        "lost",
    ]
)
"""Remarks that look like follow-ups."""
SHORTEST_NAME = 5
"""Letters of a name in any case; shorter ones must be written as in the content: "WHO", not "who"."""
_WORD = re.compile(r"[\w']+")
_REQUEST_END = re.compile(r"(?:\?|\b(?:please|pls|plz))[\s.!]{0,3}$", re.I)
_WHAT_IS = re.compile(
    r"^(?:(?:and|so|ok|okay)\W+)?what(?:['’]?s|\s+(?:is|are|does))\s+(?:an?\s+|the\s+)?(?P<name>.+?)(?:\s+(?:mean|do))?$",
    re.I,
)


def may_be_addressed(typed: str, whole: str, commands: Commands, library: Library) -> bool:
    """Whether a line asks for a command or an entry in so many words. `whole` is the line as a completed follow-up."""
    words = _WORD.findall(typed.casefold().replace("’", "'"))
    if not 0 < len(words) <= MOST_WORDS or "\n" in typed or " ".join(words) in _REMARKS:
        return False
    if not _AMONG_PEOPLE.isdisjoint(words):
        return False
    bare = typed.strip(" ?!.")
    named = _WHAT_IS.match(bare)
    if library.is_form(bare):
        return len(bare) >= SHORTEST_NAME or library.is_form(bare, as_written=True)
    if named and library.is_form(named["name"]):
        return True
    command = commands.find(whole.partition(" ")[0].casefold().strip("?!.,/"))
    return command is not None and command.listed


def is_request(typed: str) -> bool:
    """Whether a line ends as a question or a request does."""
    return _REQUEST_END.search(typed) is not None


def uses_every_word(line: CommandLine, topic: Topic, library: Library) -> bool:
    """Whether an answer is about what the line names, and left out nothing that was typed."""
    if topic.offered:
        return False
    rest = without_details(line.command, line.rest, library)
    return left_out_note(rest, library.linked(topic.entries), library) is None
