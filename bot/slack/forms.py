"""A Form on its way: packed into a button's value, opened as a modal, and filled in to a command line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.slack import limits
from bot.slack.text import Json, clean, option, plain_text
from handlers.reply import Form, Input, Option

TERM_ACTION = "entry"
"""The action_id of a field that asks us for its options while a person types."""
OPTIONS_SHOWN = 20
"""Options that answer what has been typed; Slack takes 100, nobody reads them."""


def encode(form: Form) -> str:
    """The whole form as JSON, so that it survives a restart; a button's value holds 2,000 characters of it."""
    return json.dumps(asdict(form), ensure_ascii=False, separators=(",", ":"))


def decode(value: str) -> Form:
    """The form that `encode` packed. Raises ValueError for anything else."""
    try:
        fields = json.loads(value)
        return Form(**{**fields, "inputs": tuple(_input(each) for each in fields["inputs"])})
    except (TypeError, KeyError) as error:
        raise ValueError("not a form") from error


def _input(fields: dict[str, Any]) -> Input:
    return Input(**{**fields, "options": tuple(Option(**each) for each in fields["options"])})


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
    chosen = element.get("selected_option")
    value = chosen["value"] if chosen else element.get("value")
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
    if field.kind == "entry":
        element: Json = {"type": "external_select", "action_id": TERM_ACTION, "min_query_length": 1}
        return element | ({"initial_option": chosen} if (chosen := option(initial, initial)) else {})
    options = [fitting for each in field.options if (fitting := option(each.label, each.command))]
    if field.kind == "choice" and options:
        element = {"type": "static_select", "action_id": "choice", "options": options[: limits.SELECT_OPTIONS]}
        first = next((each for each in element["options"] if each["value"] == initial), None)
        return element | ({"initial_option": first} if first else {})
    element = {"type": "plain_text_input", "action_id": "text"}
    return element | ({"initial_value": initial[: limits.INPUT_LENGTH]} if initial else {})
