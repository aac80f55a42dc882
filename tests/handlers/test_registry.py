"""Commands are found by being there, and each of their words asks for one command only."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from content.errors import OperatorError
from handlers.command import Commands
from handlers.commands import questions, sections
from handlers.registry import find_commands


def test_every_command_file_is_found() -> None:
    names = {command.name for command in find_commands()}
    assert {"define", "questions", "where", "pay", "tips"} <= names


def test_a_command_that_another_module_imports_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "pay", sections.pay, raising=False)
    assert [command.name for command in find_commands()].count("pay") == 1


def test_two_commands_with_the_same_word_are_refused_with_both_files() -> None:
    salary = replace(sections.pay, synonyms=("salary", "interview"))
    with pytest.raises(OperatorError) as raised:
        Commands([questions.command, salary])
    assert str(raised.value) == (
        '"interview" asks for both questions (handlers/commands/questions.py) and pay (handlers/commands/sections.py); '
        "rename one"
    )


def test_no_phrase_asks_for_two_commands() -> None:
    owners: dict[str, set[str]] = {}
    for command in find_commands():
        for phrase in (command.name, *command.synonyms, *(cue.strip() for cue in command.cues)):
            owners.setdefault(phrase, set()).add(command.name)
    assert {phrase: names for phrase, names in owners.items() if len(names) > 1} == {}


def test_every_command_names_the_file_it_is_written_in() -> None:
    for command in find_commands():
        assert command.run.__module__.startswith("handlers.commands."), command.name


def test_the_usage_of_every_command_says_what_it_takes() -> None:
    for command in find_commands():
        arguments = re.findall(r"[<\[]([^<>\[\]]*)[>\]]", command.usage)
        entries = sum(re.search(r"\b(?:term|role)\b", argument) is not None for argument in arguments)
        level = any(re.search(r"\b(?:level|years)\b", argument) for argument in arguments)
        taken = (command.takes_entry or command.name == "tip", command.takes_several, command.takes_level)
        assert taken == (entries > 0, entries > 1, level), command.usage
