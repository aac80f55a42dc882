"""Hold conversations over standard input, as in a direct message or a channel's thread: for scripts and tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

from bot.ask import TERMINAL, library
from bot.router import Router
from bot.services import BotServices
from bot.settings import Settings
from handlers.registry import find_commands
from handlers.reply import Actions, Button, Element, Form, Menu, Reply
from handlers.request import Place, Request


async def answers(
    lines: Iterable[str], settings: Settings, packs: Iterable[Path] = (), *, in_channel: bool = False
) -> AsyncIterator[dict[str, Any]]:
    """Answer each line: `said`, `text` (the whole answer as plain text) and `buttons` (each a `label` and a `command`).

    A blank line ends the conversation: the next one remembers nothing.
    """
    content = library(settings, tuple(packs))
    router = Router(BotServices(current=lambda: content, commands=find_commands()))
    conversation = 1
    for line in lines:
        if not (said := line.rstrip("\r\n")).strip():
            conversation += 1
            continue
        name = str(conversation)
        place = Place("channel", name, name, public=True, present=True) if in_channel else Place("direct", name)
        reply = await router.answer(Request(said, TERMINAL, place))
        yield {"said": said, "text": reply.plain_text, "buttons": list(_buttons(reply))}


def _buttons(reply: Reply) -> Iterable[dict[str, str]]:
    elements = [element for block in reply.blocks if isinstance(block, Actions) for element in block.elements]
    return ({"label": label, "command": command} for element in elements for label, command in _commands_of(element))


def _commands_of(element: Element) -> list[tuple[str, str]]:
    match element:
        case Button(label=label, command=command) | Form(label=label, command=command):
            return [(label, command)]
        case Menu(options=options):
            return [(option.label, option.command) for option in options]
