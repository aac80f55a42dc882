"""The subjects of questions about the bot: how they are recognized, and the answers. They are in subjects.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from content.lookup.normalize import normalize


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject: the patterns that recognize it, the answer, and buttons (label, command) for what may come next.

    subjects.yaml explains the patterns and the flags.
    """

    name: str
    patterns: tuple[str, ...]
    answer: str
    buttons: tuple[tuple[str, str], ...] = ()
    takes_entry: bool = False
    needs_entry: bool = False
    shows_example: bool = False
    example: str = ""


def _subject(fields: dict[str, Any]) -> Subject:
    patterns, buttons = fields.pop("patterns"), fields.pop("buttons", [])
    return Subject(patterns=tuple(patterns), buttons=tuple((label, line) for label, line in buttons), **fields)


_FILE = yaml.load(Path(__file__).with_name("subjects.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)

SUBJECTS: tuple[Subject, ...] = tuple(map(_subject, _FILE["subjects"]))
"""All subjects. If several match, the one with the longest pattern counts; the first of equals."""

BY_NAME = {subject.name: subject for subject in SUBJECTS}

WORDS_OF: dict[str, frozenset[str]] = {
    kind: frozenset(normalize(words).split()) for kind, words in _FILE["kinds"].items()
}
"""The words of each kind."""

KINDS_OF: dict[str, frozenset[str]] = {
    word: frozenset(kind for kind, words in WORDS_OF.items() if word in words)
    for word in frozenset().union(*WORDS_OF.values())
}
"""The kinds of each word."""
