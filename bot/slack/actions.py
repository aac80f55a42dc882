"""Render buttons, links, menus and forms as Block Kit elements; their values are command lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import assert_never

from bot.slack import limits
from bot.slack.forms import encode
from bot.slack.payload import Json
from bot.slack.text import clean, option, plain_text
from bot.urls import is_safe_url
from handlers.reply import Actions, Button, Element, FormButton, LinkButton, Menu, Option, Overflow
from handlers.team_terms.feedback import Rated, Rating

ROW_ELEMENTS = 5
"""Elements in one actions block. Slack allows 25; more than this fill a phone's screen with buttons."""

RUN, SWAP, FORM, UNDO, OPEN = "run", "swap", "form", "undo", "open"
"""Verbs of a press: answer, answer in place of the message, open a form, delete the shared message, open an address.

Slack opens addresses by itself, and reports the press.

An action_id is a verb and a number: "run.3".
"""
THUMBS = ((Rating.UP, "👍", "This answer helped"), (Rating.DOWN, "👎", "Something is wrong with this answer"))
"""The ratings below an answer, with the text of the button and what a screen reader says."""


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


def thumbs_block(rated: Rated, ids: Iterator[int], *, native: bool) -> Json:
    """A thumb up and a thumb down: Slack's own feedback buttons, or else plain ones.

    Source: https://docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element
    """
    thumbs = [
        {
            "text": plain_text(text, limits.BUTTON_TEXT),
            "value": f"feedback {rating.value} {rated}",
            "accessibility_label": label,
        }
        for rating, text, label in THUMBS
    ]
    if native:
        up, down = thumbs
        action_id = f"{RUN}.{next(ids)}"
        element = {"type": "feedback_buttons", "action_id": action_id, "positive_button": up, "negative_button": down}
        return {"type": "context_actions", "elements": [element]}
    return {
        "type": "actions",
        "elements": [{"type": "button", "action_id": f"{RUN}.{next(ids)}", **thumb} for thumb in thumbs],
    }


def button_element(button: Button | LinkButton, ids: Iterator[int]) -> Json | None:
    """Render a button; None if Slack would reject its command line or address."""
    return next(iter(_render(button, ids)), None)


def fits_menu(menu: Menu | Overflow) -> bool:
    """Whether every command line fits a menu option (150 characters); if not, buttons are used, which hold 2,000."""
    return all(0 < len(choice.command) <= limits.OPTION_VALUE for choice in menu.options)


def _render(element: Element, ids: Iterator[int]) -> list[Json]:
    match element:
        case Button(label=label, command=command):
            return _button(label, command, SWAP if element.replace else RUN, ids, primary=element.primary)
        case LinkButton(label=label, url=url):
            return _link(label, url, ids)
        case Menu():
            return _menus(element, ids) if fits_menu(element) else _buttons(element.options, ids)
        case Overflow():
            return _overflows(element, ids) if fits_menu(element) else _buttons(element.options, ids)
        case FormButton(label=label):
            if not element.inputs:
                return _button(label, element.command, RUN, ids, primary=element.primary)
            return _button(label, encode(element), FORM, ids, primary=element.primary)
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


def _link(label: str, url: str, ids: Iterator[int]) -> list[Json]:
    """A button that opens an address; nothing if the address is unsafe."""
    if not is_safe_url(url, limits.URL):
        return []
    text = plain_text(label, limits.BUTTON_TEXT)
    return [{"type": "button", "action_id": f"{OPEN}.{next(ids)}", "text": text, "url": url}]


def _buttons(choices: Iterable[Option], ids: Iterator[int]) -> list[Json]:
    return [button for choice in choices for button in _button(choice.label, choice.command, RUN, ids)]


def _overflows(menu: Overflow, ids: Iterator[int]) -> list[Json]:
    """One "…" menu per five options, Slack's limit. A single option is a button: a menu needs two."""
    rendered: list[Json] = []
    for at in range(0, len(menu.options), limits.OVERFLOW_OPTIONS):
        choices = menu.options[at : at + limits.OVERFLOW_OPTIONS]
        options = [json for choice in choices if (json := option(choice.label, choice.command))]
        if len(options) < limits.OVERFLOW_OPTIONS_LOW:
            rendered += _buttons(choices, ids)
        else:
            rendered.append({"type": "overflow", "action_id": f"{RUN}.{next(ids)}", "options": options})
    return rendered


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
