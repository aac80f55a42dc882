"""Find the commands: every `Command` that a module of handlers/commands/ defines. Nothing is listed by hand."""

from __future__ import annotations

import importlib
import pkgutil

import handlers.commands
from handlers.command import Command, Commands


def find_commands() -> Commands:
    """All commands of the package. Raises OperatorError, naming both files, if two share a word."""
    commands: list[Command] = []
    for module in pkgutil.iter_modules(handlers.commands.__path__):
        contents = vars(importlib.import_module(f"handlers.commands.{module.name}"))
        commands += [value for value in contents.values() if isinstance(value, Command)]
    return Commands(commands)
