"""Find the commands: every `Command` in a module of handlers/commands/. Nothing is listed by hand."""

from __future__ import annotations

import importlib
import pkgutil

import handlers.commands
from handlers.command import Command, Commands


def find_commands() -> Commands:
    """All commands of the package, each once, even if a module imports another's command.

    Raises OperatorError, naming both files, if two share a word.
    """
    commands: dict[int, Command] = {}
    for module in pkgutil.iter_modules(handlers.commands.__path__):
        contents = vars(importlib.import_module(f"handlers.commands.{module.name}"))
        commands |= {id(value): value for value in contents.values() if isinstance(value, Command)}
    return Commands(list(commands.values()))
