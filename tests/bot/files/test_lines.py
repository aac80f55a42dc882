"""What is typed beside a file."""

from __future__ import annotations

import pytest

from bot.files.lines import is_about_file
from handlers.command import Commands
from handlers.registry import find_commands

COMMANDS: Commands = find_commands()


@pytest.mark.parametrize(
    "typed", ["", "explain this", "Explain this CV, please", "what do you make of it?", "help", "@dragoman"]
)
def test_the_file_is_meant(typed: str) -> None:
    assert is_about_file(typed, COMMANDS)


@pytest.mark.parametrize("typed", ["define consul", "titles for consul", "questions senior consul"])
def test_something_else_is_meant(typed: str) -> None:
    assert not is_about_file(typed, COMMANDS)
