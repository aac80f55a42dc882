"""Render a reply as Block Kit for Slackbot, which allows fewer blocks and other actions than an app's own messages.

Rules, under https://docs.slack.dev/ai/slackbot-mcp-client/returning-rich-responses: at most 50 blocks; a press comes
back as a call of the tool in its `action_id` (`tool:ask`), with the element's `value` (a JSON object, as a string) as
arguments; an `action_id` is unique within its block, and any other one does nothing. One invalid block drops them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, assert_never

from bot.registry import platform_kind
from bot.settings import Settings
from handlers.reply import (
    Actions,
    Block,
    Button,
    Diagram,
    Element,
    Folded,
    FormButton,
    Link,
    LinkButton,
    Menu,
    Option,
    Overflow,
    Reply,
    Text,
    Tiles,
)

Json = dict[str, Any]

ACTION: Final = "tool:ask"
ALLOWED: Final = frozenset(
    (
        *("context", "divider", "header", "markdown", "rich_text", "section", "file", "image", "video", "actions"),
        *("carousel", "input", "data_table", "data_visualization", "table", "card", "container"),
    )
)
"""Types of blocks that Slackbot shows."""
_VALUE: Final = 2_000
"""Characters of a button's value: https://docs.slack.dev/reference/block-kit/block-elements/button-element"""
_OPTION_VALUE: Final = 150
"""Characters of an option's value: https://docs.slack.dev/reference/block-kit/composition-objects/option-object"""
_OPTIONS: Final = 100
"""Options of a menu: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element"""
_ALONE: Final = 2
"""Buttons of a row that stay buttons, each in a block of its own; a menu has the rest."""
_MORE: Final = "More"


def blocks_of(reply: Reply, settings: Settings) -> list[Json]:
    """The reply's blocks; empty if Slackbot would drop them, since the text says the same."""
    adapted = replace(reply, blocks=tuple(part for block in reply.blocks for part in _adapted(block)))
    rendered: list[Json] = platform_kind("slack").render(adapted, settings)["blocks"]
    for block in rendered:
        for element in _pressable(block):
            element["action_id"] = ACTION
    return rendered if all(block["type"] in ALLOWED for block in rendered) else []


def _pressable(block: Json) -> list[Json]:
    elements = [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else [])]
    return [element for element in elements if "action_id" in element]


def _adapted(block: Block) -> Iterator[Block]:
    """The block with actions that Slackbot understands; links become part of the text."""
    match block:
        case Actions(elements=elements):
            yield from _rows(elements)
        case Text(spans=spans, button=LinkButton() as button):
            yield Text((*spans, " ", Link(button.label, button.url)))
        case Text(button=Button() as button):
            yield replace(block, button=_button(button))
        case Folded(line=line):
            yield from (replace(block, line=part) for part in _adapted(line) if isinstance(part, Text))
        case Tiles(tiles=tiles):  # buttons of several tiles would share the action_id
            yield Tiles(tuple(replace(tile, buttons=()) for tile in tiles))
        case Diagram(url="", instead=instead):
            yield replace(block, instead=tuple(part for inner in instead for part in _adapted(inner)))
        case _:
            yield block


def _rows(elements: Sequence[Element]) -> Iterator[Block]:
    """The first buttons, each in a block of its own, then menus with everything else, then the links."""
    alone: list[Option] = []
    rest: list[Option] = []
    for option in _choices(elements):
        (alone if len(alone) < _ALONE or len(option.command) > _OPTION_VALUE else rest).append(option)
    if len(rest) == 1:
        alone.append(rest.pop())
    for option in alone:
        yield Actions((Button(option.label, option.command),))
    for menu in (Menu(_MORE, tuple(rest)), *_menus(elements)):
        if menu.options:
            yield Actions((replace(menu, options=menu.options[:_OPTIONS]),))
    for element in elements:
        if isinstance(element, LinkButton):
            yield Text((Link(element.label, element.url),))


def _choices(elements: Iterable[Element]) -> Iterator[Option]:
    """Everything but menus that sends a command line, with the line as a tool's arguments."""
    for element in elements:
        match element:
            case Button(label=label, command=command) | FormButton(label=label, command=command, inputs=()):
                if len(_value(command)) <= _VALUE:
                    yield Option(label, _value(command))
            case Overflow(options=options):
                yield from (_option(option) for option in options if len(_value(option.command)) <= _VALUE)
            case Menu() | FormButton() | LinkButton():
                pass
            case _:
                assert_never(element)


def _menus(elements: Iterable[Element]) -> Iterator[Menu]:
    """The menus, without options that are too long for one."""
    for menu in elements:
        if isinstance(menu, Menu):
            options = tuple(_option(option) for option in menu.options)
            yield replace(menu, options=tuple(option for option in options if len(option.command) <= _OPTION_VALUE))


def _option(option: Option) -> Option:
    return Option(option.label, _value(option.command))


def _button(button: Button) -> Button | None:
    value = _value(button.command)
    return replace(button, command=value) if len(value) <= _VALUE else None


def _value(line: str) -> str:
    return json.dumps({"line": line}, ensure_ascii=False, separators=(",", ":"))
