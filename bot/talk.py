"""Hold conversations over standard input, as in a direct message or a channel's thread: for scripts and tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

from bot.ask import TERMINAL, library
from bot.router import Router
from bot.services import BotServices
from bot.settings import Settings
from handlers.plain_text import plain_text_of
from handlers.registry import find_commands
from handlers.reply import Button, Element, FormButton, LinkButton, Menu, Overflow, Reply
from handlers.request import Place, Request


async def answers(
    lines: Iterable[str], settings: Settings, packs: Iterable[Path] = (), *, in_channel: bool = False
) -> AsyncIterator[dict[str, Any]]:
    """Answer each line: `said`, `text` (the whole answer as plain text) and `buttons`.

    Each of the buttons has a `label` and the `command` it sends, or the `url` it opens. The options of menus count. A
    blank line ends the conversation: the next one remembers nothing.
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
        yield {"said": said, "text": plain_text_of(reply), "buttons": list(_buttons(reply))}


def _buttons(reply: Reply) -> Iterable[dict[str, str]]:
    return (button for element in reply.elements for button in _buttons_of(element))


def _buttons_of(element: Element) -> list[dict[str, str]]:
    match element:
        case Button(label=label, command=command) | FormButton(label=label, command=command):
            return [{"label": label, "command": command}]
        case LinkButton(label=label, url=url):
            return [{"label": label, "url": url}]
        case Menu(options=options) | Overflow(options=options):
            return [{"label": option.label, "command": option.command} for option in options]
