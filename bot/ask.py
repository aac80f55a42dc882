"""Answer a line without a platform, for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path

from bot.load_content import load
from bot.router import Router
from bot.services import BotServices
from bot.settings import Settings
from content.library import Library
from content.packs import load_packs
from handlers.registry import find_commands
from handlers.reply import Reply
from handlers.request import Person, Place, Request

TERMINAL = Person(platform="terminal", workspace="local", user="local")


def library(settings: Settings, packs: Sequence[Path] = ()) -> Library:
    """Load only these packs, or the store if none are given. Raises OperatorError if that fails."""
    if not packs:
        return load(settings).current
    loaded = load_packs(packs)
    return Library(
        (pack.info for pack in loaded),
        (entry for pack in loaded for entry in pack.entries),
        (comparison for pack in loaded for comparison in pack.comparisons),
        (scheme for pack in loaded for scheme in pack.grades),
    )


async def answer(line: str, settings: Settings, packs: Sequence[Path] = ()) -> Reply:
    """Answer one line, as in a direct message."""
    content = library(settings, packs)
    services = BotServices(current=lambda: content, commands=find_commands(), pages_url=settings.pages_url)
    router = Router(services, public_url=settings.public_url or "")
    return await router.answer(Request(line, TERMINAL, Place("direct")))


def as_json(value: object) -> object:
    """Convert a reply, or a part of it, to JSON values. Each block is an object with its `type` in lower case."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
        return {"type": type(value).__name__.lower(), **parts}
    if isinstance(value, tuple):
        return [as_json(item) for item in value]
    return value.value if isinstance(value, Enum) else value
