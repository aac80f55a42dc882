"""Turn the text of a file or message into a command line, and a problem with it into an answer."""

from __future__ import annotations

import re

from bot.files import limits, problems
from bot.files.errors import UnreadableFileError
from bot.files.extract import Extracted
from handlers.command import Commands
from handlers.reply import Reply, note, reply, text
from handlers.team_terms.table import BOM

_WORD = re.compile(r"[^\W_]+")
_THE_FILE = frozenset(
    {"this", "that", "it", "these", "the", "my", "a", "for", "me", "please", "attached"}
    | {"file", "document", "text", "cv", "résumé", "resume", "ad", "advert", "job"}
)
"""Words that refer to the file."""
_TABLE_COLUMNS = frozenset({"name", "definition"})
"""Columns that the first line of a table of a team's terms has (handlers/team_terms/table.py)."""
IMPORT = "terms import"
"""The command that says what such a table would change."""
READ = "read"
"""The command that explains a long text; its argument is the whole text."""


def line_of(typed: str) -> str:
    """The command line that explains a text. Raises UnreadableFileError for an empty text or a too long one."""
    if not typed.strip():
        raise UnreadableFileError(problems.NO_TEXT)
    if len(typed) > limits.MAX_READ_LENGTH:
        raise UnreadableFileError(problems.TOO_LONG)
    if _is_table(typed.lstrip(BOM)):
        return f"{IMPORT}\n{typed.lstrip(BOM).strip()}"
    return f"{READ} {typed.strip()}"


def _is_table(text: str) -> bool:
    head, newline, _ = text.partition("\n")
    return bool(newline) and {column.strip().casefold() for column in head.split(",")} >= _TABLE_COLUMNS


def is_about_file(typed: str, commands: Commands) -> bool:
    """Whether what is typed beside a file asks for the file to be read.

    Anything does but a line with another command and something to look up: "define consul", but not "explain this CV".
    """
    first, *rest = _WORD.findall(typed.casefold().replace("@", " ")) or [READ]
    command = commands.find(first)
    return command is None or command.name == READ or all(word in _THE_FILE for word in rest)


def problem_reply(problem: str) -> Reply:
    """The answer about a file or text that can't be read."""
    return reply(text(problem), shareable=False)


def answer_of(extracted: Extracted) -> str | Reply:
    """The command line that explains an extracted text, or the answer about the problem with it."""
    if extracted.problem:
        return problem_reply(extracted.problem)
    try:
        return line_of(extracted.text)
    except UnreadableFileError as error:
        return problem_reply(str(error))


def only_the_first(answer: Reply, number: int) -> Reply:
    """The answer about the first of `number` files, with a note about the others."""
    if number < 2:
        return answer
    added = note(f"I read one file at a time: this is the first of {number}. Please send the others one by one.")
    return Reply((*answer.blocks, added), answer.visibility, answer.dialog, answer.shareable, answer.topic)
