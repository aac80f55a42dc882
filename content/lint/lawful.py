"""Gates for fairness: no questions about protected characteristics, and no red flags about who somebody is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.errors import Problem
from content.lawful import forbidden_topic
from content.lint.prose import list_asked
from content.models import Role
from content.packs import Pack

_BACKGROUND = re.compile(
    r"\b(?:nationalit|citizenship|accent|native speaker|mother tongue|birthplace|ethnic|religio|married|spouse|children"
    r"|pregnan|maternity|parental leave|disabilit|political (?:part|view|opinion)|too (?:old|young)\b)\w*",
    re.IGNORECASE,
)


def forbidden_questions(pack: Pack) -> Iterator[Problem]:
    """No question or probe asks about the candidate's age, family, health, religion, origin, politics and the like."""
    for entry, path, text in list_asked(pack):
        if found := forbidden_topic(text):
            message = f'"{found.words}" asks about {found.topic}; ask what the candidate did, or what the job needs'
            yield pack.problem(entry, path, message)


def fair_flags(pack: Pack) -> Iterator[Problem]:
    """No red flag is about somebody's origin or private life."""
    for role in pack.entries:
        for index, red_flag in enumerate(role.red_flags if isinstance(role, Role) else ()):
            if match := _BACKGROUND.search(red_flag.flag):
                message = f'"{match[0]}" is about who somebody is; write what the person did, said or left out'
                yield pack.problem(role, f"red_flags.{index}.flag", message)
