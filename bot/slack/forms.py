"""A Form on its way: packed into a button's value, opened as a modal, and filled in to a command line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, assert_never

from bot.slack import limits
from bot.slack.payload import Json
from bot.slack.text import clean, option, plain_text
from handlers.reply import Form, Input, Option

ENTRY_ACTION = "entry"
"""The action_id of a field that asks us for entries while a person types; for time zones it is "zone"."""
CHANNELS = {"include": ["public", "private"], "exclude_bot_users": True, "exclude_external_shared_channels": True}
"""What a field for a channel offers: no direct messages, and nothing that another company reads too."""
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_VALUES = ("value", "selected_time", "selected_conversation")
"""Where Slack puts what was typed or chosen in an element that has no options of its own."""
OPTIONS_SHOWN = 20
"""Options that answer what has been typed; Slack takes 100, nobody reads them."""


def encode(form: Form) -> str:
    """The whole form as JSON, so that it survives a restart; a button's value holds 2,000 characters of it.

    What is as it is by default is left out, and an option is a pair: twelve fields must fit, with days and the rest.
    """
    packed = {"inputs": [_packed(each) for each in form.inputs]}
    return json.dumps(_told(form) | packed, ensure_ascii=False, separators=(",", ":"))


def _packed(field: Input) -> Json:
    told = _told(field)
    return told | {"options": [[each.label, each.command] for each in field.options]} if field.options else told


def _told(thing: Form | Input) -> Json:
    """The fields of a dataclass that differ from their defaults."""
    values = {each.name: (getattr(thing, each.name), each.default) for each in fields(thing)}
    return {name: value for name, (value, default) in values.items() if value != default}


def decode(value: str) -> Form:
    """The form that `encode` packed. Raises ValueError for anything else."""
    try:
        packed = json.loads(value)
        return Form(**{**packed, "inputs": tuple(_input(each) for each in packed["inputs"])})
    except (TypeError, KeyError) as error:
        raise ValueError("not a form") from error


def _input(packed: dict[str, Any]) -> Input:
    return Input(**{**packed, "options": tuple(Option(label, value) for label, value in packed.get("options", ()))})


def form_modal(form: Form, metadata: str) -> Json:
    """The modal of a form. `metadata` comes back with what was filled in."""
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain_text(form.title, limits.VIEW_TITLE),
        "submit": plain_text(form.submit, limits.VIEW_BUTTON),
        "close": plain_text("Cancel", limits.VIEW_BUTTON),
        "private_metadata": metadata,
        "blocks": _fields(form),
    }


def values_of(state: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, by field name. Raises KeyError, TypeError or AttributeError if it is not a view's state."""
    return {name: _value(element) for name, elements in state["values"].items() for element in elements.values()}


def _value(element: Mapping[str, Any]) -> str:
    if "selected_options" in element:
        return ",".join(str(each["value"]) for each in element["selected_options"])
    chosen = element.get("selected_option")
    value = chosen["value"] if chosen else next((element[key] for key in _VALUES if element.get(key)), "")
    return value.strip() if isinstance(value, str) else ""


def _fields(form: Form) -> list[Json]:
    """One input block a field; its block_id is the field's name, so one without a usable or with a used name is out."""
    named: dict[str, Json] = {}
    for field in form.inputs:
        name = clean(field.name)
        if 0 < len(name) <= limits.BLOCK_ID and name not in named:
            named[name] = _field(name, field)
    return list(named.values())[: limits.VIEW_BLOCKS] or [{"type": "divider"}]


def _field(name: str, field: Input) -> Json:
    block: Json = {
        "type": "input",
        "block_id": name,
        "label": plain_text(field.label, limits.INPUT_LABEL),
        "element": _element(field),
    }
    if field.hint:
        block["hint"] = plain_text(field.hint, limits.INPUT_HINT)
    if field.optional:
        block["optional"] = True
    return block


def _element(field: Input) -> Json:
    initial = clean(field.initial)
    options = [fitting for each in field.options if (fitting := option(each.label, each.command))]
    match field.kind:
        case "entry" | "zone":
            return _completed(field.kind, initial)
        case "choice" if options:
            return _menu(options, initial)
        case "many" if options:
            return _several(options, initial)
        case "time":
            first = {"initial_time": initial} if _TIME.fullmatch(initial) else {}
            return {"type": "timepicker", "action_id": "time"} | first
        case "channel":
            here = {"initial_conversation": initial} if initial else {"default_to_current_conversation": True}
            return {"type": "conversations_select", "action_id": "channel", "filter": CHANNELS} | here
        case "text" | "choice" | "many":
            first = {"initial_value": initial[: limits.INPUT_LENGTH]} if initial else {}
            return {"type": "plain_text_input", "action_id": "text"} | first
        case _:
            assert_never(field.kind)


def _completed(kind: str, initial: str) -> Json:
    element: Json = {"type": "external_select", "action_id": kind, "min_query_length": 1}
    return element | ({"initial_option": chosen} if (chosen := option(initial, initial)) else {})


def _menu(options: list[Json], initial: str) -> Json:
    element: Json = {"type": "static_select", "action_id": "choice", "options": options[: limits.SELECT_OPTIONS]}
    first = next((each for each in element["options"] if each["value"] == initial), None)
    return element | ({"initial_option": first} if first else {})


def _several(options: list[Json], initial: str) -> Json:
    """Boxes to tick, as far as Slack takes so many; else a menu of several."""
    few = len(options) <= limits.CHECKBOX_OPTIONS
    shown = options[: limits.SELECT_OPTIONS]
    element: Json = {"type": "checkboxes" if few else "multi_static_select", "action_id": "many", "options": shown}
    wanted = initial.split(",")
    ticked = [each for each in shown if each["value"] in wanted]
    return element | ({"initial_options": ticked} if ticked else {})
