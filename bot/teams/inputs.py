"""Render the fields of a form and the options of a menu as card inputs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.teams import limits
from bot.teams.text import Json, clean, label
from handlers.reply import FormButton, Input, Option

PICKER = "channel"
"""The kind of field for which cards have no input."""

COMPLETED = ("entry", "zone")
"""The kinds of fields that are completed while typing."""

_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


def new_id(name: str, ids: Iterator[int]) -> str:
    """An id that is unique in the card and differs from every key of an action's data."""
    return f"{re.sub(r'[^A-Za-z0-9]+', '_', name)[:40]}_{next(ids)}"


def form_fields(form: FormButton, ids: Iterator[int]) -> tuple[list[Json], dict[str, str]]:
    """The inputs, and their ids by field name. Of two fields with the same name the second is dropped."""
    fields: list[Json] = []
    names: dict[str, str] = {}
    for field in form.inputs:
        if field.kind != PICKER and field.name not in names:
            names[field.name] = new_id(field.name, ids)
            fields.append(_field(names[field.name], field))
    return fields, names


def choice_set(name: str, title: str, options: tuple[Option, ...], *, many: bool = False) -> Json | None:
    """A menu; None if no option fits. With `many`, Teams joins the values with commas, so none may contain one."""
    choices: dict[str, Json] = {}
    for option in options:
        value = clean(option.command).strip()
        if 0 < len(value) <= limits.LINE and not (many and "," in value):
            choices.setdefault(value, {"title": label(option.label, limits.OPTION), "value": value})
    if not choices:
        return None
    menu: Json = {"type": "Input.ChoiceSet", "id": name, "label": label(title, limits.LABEL)}
    if many:
        return menu | {"isMultiSelect": True, "style": "expanded", "choices": list(choices.values())}
    return menu | {"style": "compact", "placeholder": "Choose", "choices": list(choices.values())}


def _field(name: str, field: Input) -> Json:
    element = _KINDS.get(field.kind, _text)(name, field)
    if field.optional:
        return element
    return element | {"isRequired": True, "errorMessage": label(f"Please fill in “{field.label}”.", limits.LABEL)}


def _text(name: str, field: Input) -> Json:
    element: Json = {"type": "Input.Text", "id": name, "label": label(field.label, limits.LABEL)}
    element["maxLength"] = limits.INPUT_LENGTH
    if hint := clean(field.hint).strip():
        element["placeholder"] = label(hint, limits.LABEL)
    if initial := clean(field.initial).strip()[: limits.INPUT_LENGTH]:
        element["value"] = initial
    return element


def _time(name: str, field: Input) -> Json:
    element: Json = {"type": "Input.Time", "id": name, "label": label(field.label, limits.LABEL)}
    return element | {"value": field.initial} if _TIME.fullmatch(field.initial) else element


def _choice(name: str, field: Input) -> Json:
    element = choice_set(name, field.label, field.options)
    if element is None:
        return _text(name, field)
    initial = clean(field.initial).strip()
    known = any(choice["value"] == initial for choice in element["choices"])
    return element | {"value": initial} if known else element


def _many(name: str, field: Input) -> Json:
    element = choice_set(name, field.label, field.options, many=True)
    if element is None:
        return _text(name, field)
    wanted = {value.strip() for value in clean(field.initial).split(",")}
    initial = [choice["value"] for choice in element["choices"] if choice["value"] in wanted]
    return element | {"value": ",".join(initial)} if initial else element


def _completed(name: str, field: Input) -> Json:
    """A field whose choices the bot offers while a person types; Teams asks for them with the field's kind.

    Source: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search
    """
    element: Json = {
        "type": "Input.ChoiceSet",
        "id": name,
        "label": label(field.label, limits.LABEL),
        "style": "filtered",
        "placeholder": label(clean(field.hint).strip() or "Type to search", limits.LABEL),
        "choices": [],
        "choices.data": {"type": "Data.Query", "dataset": field.kind},
    }
    if (initial := clean(field.initial).strip()) and len(initial) <= limits.OPTION:
        element |= {"choices": [{"title": initial, "value": initial}], "value": initial}
    return element


_KINDS: dict[str, Callable[[str, Input], Json]] = {
    "choice": _choice,
    "many": _many,
    "time": _time,
    **dict.fromkeys(COMPLETED, _completed),
}
