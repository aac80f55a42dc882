"""The inputs of an Adaptive Card as HTML, each below its label as in Teams."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

from bot.playground.page.html_tag import EMPTY, Attributes, tag

Json = dict[str, Any]


@dataclass
class CardContext:
    """The card being drawn: a prefix for ids, and the actions drawn so far; an action's number is its index."""

    prefix: str = "card"
    actions: list[Json] = field(default_factory=list)

    def add(self, action: Json) -> str:
        """Add an action and return its number."""
        self.actions.append(action)
        return str(len(self.actions) - 1)


def _labelled(element: Json, context: CardContext, draw: Callable[[Attributes], Markup]) -> Markup:
    """A label and the control, which gets its id and its name from the attributes."""
    name = f"{context.prefix}-{element['id']}"
    is_required = bool(element.get("isRequired"))
    star = tag("span", {"class": "error", "aria-hidden": "true"}, escape(" *")) if is_required else EMPTY
    label = tag("label", {"for": name}, escape(element["label"]) + star)
    control = draw({"id": name, "data-input": element["id"], "required": is_required})
    return tag("div", {"class": "input"}, label + control)


def _text_input(element: Json, context: CardContext) -> Markup:
    length = str(element["maxLength"]) if "maxLength" in element else None
    attributes = {
        "class": "control",
        "placeholder": element.get("placeholder"),
        "maxlength": length,
        "type": "text",
        "value": element.get("value", ""),
    }
    return _labelled(element, context, lambda common: tag("input", {**common, **attributes}))


def _time_input(element: Json, context: CardContext) -> Markup:
    attributes = {"class": "control", "type": "time", "value": str(element.get("value", ""))}
    return _labelled(element, context, lambda common: tag("input", {**common, **attributes}))


def _choice_set(element: Json, context: CardContext) -> Markup:
    value = element.get("value", "")
    if "choices.data" in element:  # Teams asks the bot for choices; here the words are sent as they are
        return _text_input(element, context)
    if element.get("isMultiSelect"):
        return _checkboxes(element, context, value.split(","))
    options = tag("option", {"value": ""}, escape(element.get("placeholder", "")))
    for choice in element["choices"]:
        attributes = {"value": choice["value"], "selected": choice["value"] == value}
        options += tag("option", attributes, escape(choice["title"]))
    return _labelled(element, context, lambda common: tag("select", {**common, "class": "control"}, options))


def _checkboxes(element: Json, context: CardContext, chosen: list[str]) -> Markup:
    name = f"{context.prefix}-{element['id']}"
    boxes = EMPTY
    for choice in element["choices"]:
        checked = choice["value"] in chosen
        box = tag("input", {"type": "checkbox", "name": name, "value": choice["value"], "checked": checked})
        boxes += tag("label", {}, box + tag("span", {}, escape(choice["title"])))
    caption = tag("legend", {}, escape(element["label"]))
    return tag("fieldset", {"class": "input choices", "data-input": element["id"]}, caption + boxes)


INPUTS: Mapping[str, Callable[[Json, CardContext], Markup]] = {
    "Input.Text": _text_input,
    "Input.Time": _time_input,
    "Input.ChoiceSet": _choice_set,
}
