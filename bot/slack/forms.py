"""Forms: encode one in a button's value, render it as a modal, and read the submitted values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, assert_never

from bot.slack import limits
from bot.slack.payload import Json
from bot.slack.text import clean, option, plain_text
from handlers.reply import FormButton, Input, Option

ENTRY_ACTION = "entry"
"""The action_id of a field that completes entry names; a field for time zones has "zone"."""
CHANNELS = {"include": ["public", "private"], "exclude_bot_users": True, "exclude_external_shared_channels": True}
"""Filter of a channel field: no direct messages, and no channels shared with other companies."""
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_VALUES = ("value", "selected_time", "selected_conversation")
"""The keys under which Slack submits the value of an element without options."""
OPTIONS_SHOWN = 20
"""Completions to return; Slack allows 100, but nobody reads that many."""


def encode(form: FormButton) -> str:
    """The whole form as JSON, so that it survives a restart.

    A button's value holds 2,000 characters, enough for twelve fields with their options: defaults are left out, an
    option is a pair, and the button's own style is not part of the form.
    """
    inputs = {"inputs": [_encode_input(field) for field in form.inputs]}
    return json.dumps(_non_defaults(replace(form, primary=False)) | inputs, ensure_ascii=False, separators=(",", ":"))


def _encode_input(field: Input) -> Json:
    encoded = _non_defaults(field)
    if field.options:
        encoded["options"] = [[choice.label, choice.command] for choice in field.options]
    return encoded


def _non_defaults(thing: FormButton | Input) -> Json:
    """The attributes of a dataclass that differ from their defaults."""
    values = {attribute.name: (getattr(thing, attribute.name), attribute.default) for attribute in fields(thing)}
    return {name: value for name, (value, default) in values.items() if value != default}


def decode(value: str) -> FormButton:
    """The form from the result of `encode`. Raises ValueError for anything else."""
    try:
        encoded = json.loads(value)
        return FormButton(**{**encoded, "inputs": tuple(_decode_input(field) for field in encoded["inputs"])})
    except (TypeError, KeyError) as error:
        raise ValueError("not a form") from error


def _decode_input(encoded: Json) -> Input:
    return Input(**{**encoded, "options": tuple(Option(label, value) for label, value in encoded.get("options", ()))})


def form_modal(form: FormButton, metadata: str) -> Json:
    """Render the form as a modal. `metadata` is sent back with the submitted values."""
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
    """The submitted values by field name. Raises KeyError, TypeError or AttributeError for an invalid state."""
    return {name: _value(element) for name, elements in state["values"].items() for element in elements.values()}


def _value(element: Mapping[str, Any]) -> str:
    if "selected_options" in element:
        return ",".join(str(selected["value"]) for selected in element["selected_options"])
    selected = element.get("selected_option")
    value = selected["value"] if selected else next((element[key] for key in _VALUES if element.get(key)), "")
    return value.strip() if isinstance(value, str) else ""


def _fields(form: FormButton) -> list[Json]:
    """One input block per field, named by its block_id; fields with an invalid or repeated name are dropped."""
    blocks: dict[str, Json] = {}
    for field in form.inputs:
        name = clean(field.name)
        if 0 < len(name) <= limits.BLOCK_ID and name not in blocks:
            blocks[name] = _field(name, field)
    return list(blocks.values())[: limits.VIEW_BLOCKS] or [{"type": "divider"}]


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
    options = [rendered for choice in field.options if (rendered := option(choice.label, choice.command))]
    default: Json
    match field.kind:
        case "entry" | "zone":
            return _external_select(field.kind, initial)
        case "choice" if options:
            return _select(options, initial)
        case "many" if options:
            return _multiple(options, initial)
        case "time":
            default = {"initial_time": initial} if _TIME.fullmatch(initial) else {}
            return {"type": "timepicker", "action_id": "time"} | default
        case "channel":
            default = {"initial_conversation": initial} if initial else {"default_to_current_conversation": True}
            return {"type": "conversations_select", "action_id": "channel", "filter": CHANNELS} | default
        case "text" | "choice" | "many":
            default = {"initial_value": initial[: limits.INPUT_LENGTH]} if initial else {}
            return {"type": "plain_text_input", "action_id": "text"} | default
        case _:
            assert_never(field.kind)


def _external_select(kind: str, initial: str) -> Json:
    element: Json = {"type": "external_select", "action_id": kind, "min_query_length": 1}
    return element | ({"initial_option": selected} if (selected := option(initial, initial)) else {})


def _select(options: list[Json], initial: str) -> Json:
    element: Json = {"type": "static_select", "action_id": "choice", "options": options[: limits.SELECT_OPTIONS]}
    first = next((choice for choice in element["options"] if choice["value"] == initial), None)
    return element | ({"initial_option": first} if first else {})


def _multiple(options: list[Json], initial: str) -> Json:
    """Checkboxes for up to 10 options, else a multi-select menu."""
    kind = "checkboxes" if len(options) <= limits.CHECKBOX_OPTIONS else "multi_static_select"
    element: Json = {"type": kind, "action_id": "many", "options": options[: limits.SELECT_OPTIONS]}
    values = initial.split(",")
    selected = [choice for choice in element["options"] if choice["value"] in values]
    return element | ({"initial_options": selected} if selected else {})
