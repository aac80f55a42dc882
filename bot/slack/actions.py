"""What can be pressed: buttons, menus and forms as Block Kit elements, each carrying a command line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import assert_never

from bot.slack import limits
from bot.slack.forms import encode
from bot.slack.payload import Json
from bot.slack.text import clean, option, plain_text
from handlers.reply import Actions, Button, Element, Form, Menu

ROW_ELEMENTS = 5
"""Elements in one actions block: Slack takes 25, a phone shows about this many without a wall of buttons."""


RUN, SWAP, FORM, UNDO = "run", "swap", "form", "undo"
"""What a press asks for: to answer, to answer in place of the message, to open a form, to take back what was shared.
Opens the action_id, "run.3".
"""


def action_blocks(actions: Actions, ids: Iterator[int]) -> list[Json]:
    """The elements in rows; what Slack would refuse (an over-long or empty command line) is left out."""
    elements = [rendered for element in actions.elements for rendered in _render(element, ids)]
    return [
        {"type": "actions", "elements": elements[at : at + ROW_ELEMENTS]}
        for at in range(0, len(elements), ROW_ELEMENTS)
    ]


def undo_block(ts: str, line: str) -> list[Json]:
    """A button that deletes the message `ts` and answers `line` in its own place."""
    elements = _button("Undo", f"{ts} {line}", UNDO, count())
    return [{"type": "actions", "elements": elements}] if elements else []


def becomes_menu(choice: Menu) -> bool:
    """Whether every option fits into a menu's option; a choice that doesn't becomes buttons, which hold more."""
    return all(0 < len(each.command) <= limits.OPTION_VALUE for each in choice.options)


def _render(element: Element, ids: Iterator[int]) -> list[Json]:
    match element:
        case Button(label=label, command=command):
            return _button(label, command, SWAP if element.replace else RUN, ids, primary=element.primary)
        case Menu(label=label):
            return _menus(element, ids) if becomes_menu(element) else _buttons(element, ids)
        case Form(label=label):
            if not element.inputs:
                return _button(label, element.command, RUN, ids)
            return _button(label, encode(element), FORM, ids)
        case _:
            assert_never(element)


def _button(label: str, value: str, verb: str, ids: Iterator[int], *, primary: bool = False) -> list[Json]:
    value = clean(value)
    if not 0 < len(value) <= limits.BUTTON_VALUE:
        return []
    text = plain_text(label, limits.BUTTON_TEXT)
    button: Json = {"type": "button", "action_id": f"{verb}.{next(ids)}", "text": text, "value": value}
    if primary:
        button["style"] = "primary"
    return [button]


def _buttons(choice: Menu, ids: Iterator[int]) -> list[Json]:
    return [button for each in choice.options for button in _button(each.label, each.command, RUN, ids)]


def _menus(choice: Menu, ids: Iterator[int]) -> list[Json]:
    """One menu for each hundred options, which is as many as Slack takes."""
    options = [fitting for each in choice.options if (fitting := option(each.label, each.command))]
    placeholder = plain_text(choice.label, limits.PLACEHOLDER)
    return [
        {
            "type": "static_select",
            "action_id": f"{RUN}.{next(ids)}",
            "placeholder": placeholder,
            "options": options[at : at + limits.SELECT_OPTIONS],
        }
        for at in range(0, len(options), limits.SELECT_OPTIONS)
    ]
