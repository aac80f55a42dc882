"""What is typed beside a file."""

from __future__ import annotations

import pytest

from bot.files import problems
from bot.files.extract import Extracted
from bot.files.lines import READ, answer_of, is_about_file
from handlers.command import Commands
from handlers.plain_text import plain_text_of
from handlers.registry import find_commands
from handlers.reply import Reply

COMMANDS: Commands = find_commands()


@pytest.mark.parametrize(
    "typed", ["", "explain this", "Explain this CV, please", "what do you make of it?", "help", "@dragoman"]
)
def test_the_file_is_meant(typed: str) -> None:
    assert is_about_file(typed, COMMANDS)


def test_a_text_is_explained_whole_or_not_at_all() -> None:
    assert answer_of(Extracted(text="Consul " * 5000)) == f"{READ} {'Consul ' * 5000}".strip()
    for extracted, problem in (
        (Extracted(text="Consul " * 6000), problems.TOO_LONG),
        (Extracted(text=" "), problems.NO_TEXT),
        (Extracted(problem=problems.SCANNED), problems.SCANNED),
    ):
        answer = answer_of(extracted)
        assert isinstance(answer, Reply)
        assert plain_text_of(answer) == problem


@pytest.mark.parametrize("typed", ["define consul", "titles for consul", "questions senior consul"])
def test_something_else_is_meant(typed: str) -> None:
    assert not is_about_file(typed, COMMANDS)
