"""Render buttons, menus and forms as Block Kit elements whose values are command lines."""

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
"""Elements in one actions block. Slack allows 25; more than this fill a phone's screen with buttons."""

RUN, SWAP, FORM, UNDO = "run", "swap", "form", "undo"
"""Verbs of a press: answer, answer in place of the message, open a form, delete the shared message.

An action_id is a verb and a number: "run.3".
"""


def action_blocks(actions: Actions, ids: Iterator[int]) -> list[Json]:
    """Render the elements in rows, without those that Slack would reject (an empty or too long command line)."""
    elements = [rendered for element in actions.elements for rendered in _render(element, ids)]
    return [
        {"type": "actions", "elements": elements[at : at + ROW_ELEMENTS]}
        for at in range(0, len(elements), ROW_ELEMENTS)
    ]


def undo_block(value: str) -> list[Json]:
    """An Undo button with a value from bot/slack/undo.py."""
    elements = _button("Undo", value, UNDO, count())
    return [{"type": "actions", "elements": elements}] if elements else []


def fits_menu(menu: Menu) -> bool:
    """Whether every command line fits a menu option (150 characters); if not, buttons are used, which hold 2,000."""
    return all(0 < len(choice.command) <= limits.OPTION_VALUE for choice in menu.options)


def _render(element: Element, ids: Iterator[int]) -> list[Json]:
    match element:
        case Button(label=label, command=command):
            return _button(label, command, SWAP if element.replace else RUN, ids, primary=element.primary)
        case Menu(label=label):
            return _menus(element, ids) if fits_menu(element) else _buttons(element, ids)
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


def _buttons(menu: Menu, ids: Iterator[int]) -> list[Json]:
    return [button for choice in menu.options for button in _button(choice.label, choice.command, RUN, ids)]


def _menus(menu: Menu, ids: Iterator[int]) -> list[Json]:
    """One select menu per 100 options, Slack's limit."""
    options = [rendered for choice in menu.options if (rendered := option(choice.label, choice.command))]
    placeholder = plain_text(menu.label, limits.PLACEHOLDER)
    return [
        {
            "type": "static_select",
            "action_id": f"{RUN}.{next(ids)}",
            "placeholder": placeholder,
            "options": options[at : at + limits.SELECT_OPTIONS],
        }
        for at in range(0, len(options), limits.SELECT_OPTIONS)
    ]
