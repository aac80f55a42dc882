"""The subjects of questions about the bot: how they are recognized, and the answers, read from the YAML files here."""

from __future__ import annotations

from collections.abc import Iterator
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


def _load(file: str) -> Any:
    return yaml.load(Path(__file__).with_name(file).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _subjects(listed: list[dict[str, Any]]) -> Iterator[Subject]:
    for fields in listed:
        yield from _subjects(_load(fields["file"])) if "file" in fields else (_subject(fields),)


_FILE = _load("subjects.yaml")

SUBJECTS: tuple[Subject, ...] = tuple(_subjects(_FILE["subjects"]))
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
