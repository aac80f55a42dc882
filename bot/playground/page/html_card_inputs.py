"""The inputs of an Adaptive Card to HTML, each under the label that Teams shows above it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.page.html_tag import tag
from bot.playground.page.mrkdwn import escape

Json = dict[str, Any]
Attributes = dict[str, str | bool | None]


@dataclass
class Drawn:
    """A card on its way to HTML: its actions, whose places are their numbers, and a prefix for ids."""

    prefix: str = "card"
    actions: list[Json] = field(default_factory=list)

    def add(self, action: Json) -> str:
        """The number of this action."""
        self.actions.append(action)
        return str(len(self.actions) - 1)


def _labelled(element: Json, drawn: Drawn, draw: Callable[[Attributes], str]) -> str:
    name = f"{drawn.prefix}-{element['id']}"
    required = bool(element.get("isRequired"))
    mark = tag("span", {"class": "error", "aria-hidden": "true"}, " *") if required else ""
    attributes: Attributes = {"id": name, "data-input": element["id"], "required": required}
    if label := element.get("label"):
        words = tag("label", {"for": name}, escape(label) + mark)
    else:
        words, attributes["aria-label"] = "", element.get("placeholder") or element["id"]
    return tag("div", {"class": "input"}, words + draw(attributes))


def _text_input(element: Json, drawn: Drawn) -> str:
    length = str(element["maxLength"]) if "maxLength" in element else None
    common: Attributes = {"class": "control", "placeholder": element.get("placeholder"), "maxlength": length}
    value = element.get("value", "")
    if element.get("isMultiline"):
        return _labelled(element, drawn, lambda own: tag("textarea", {**own, **common}, escape(value)))
    return _labelled(element, drawn, lambda own: tag("input", {**own, **common, "type": "text", "value": value}))


def _of_type(kind: str) -> Callable[[Json, Drawn], str]:
    def draw(element: Json, drawn: Drawn) -> str:
        common: Attributes = {"class": "control", "type": kind, "value": str(element.get("value", ""))}
        return _labelled(element, drawn, lambda own: tag("input", {**own, **common}))

    return draw


def _choice_set(element: Json, drawn: Drawn) -> str:
    several = bool(element.get("isMultiSelect"))
    value = element.get("value", "")
    chosen = value.split(",") if several else [value]
    if several or element.get("style") == "expanded":
        return _boxes(element, drawn, chosen)
    options = tag("option", {"value": ""}, escape(element.get("placeholder", "")))
    for choice in element["choices"]:
        selected = choice["value"] in chosen
        options += tag("option", {"value": choice["value"], "selected": selected}, escape(choice["title"]))
    return _labelled(element, drawn, lambda own: tag("select", {**own, "class": "control"}, options))


def _boxes(element: Json, drawn: Drawn, chosen: list[str]) -> str:
    name = f"{drawn.prefix}-{element['id']}"
    kind = "checkbox" if element.get("isMultiSelect") else "radio"
    boxes = ""
    for choice in element["choices"]:
        checked = choice["value"] in chosen
        attributes: Attributes = {"type": kind, "name": name, "value": choice["value"], "checked": checked}
        boxes += tag("label", {}, tag("input", attributes) + tag("span", {}, escape(choice["title"])))
    caption = tag("legend", {}, escape(element.get("label", "Choose")))
    return tag("fieldset", {"class": "input choices", "data-input": element["id"]}, caption + boxes)


def _toggle(element: Json, drawn: Drawn) -> str:
    on, off = element.get("valueOn", "true"), element.get("valueOff", "false")
    attributes: Attributes = {"type": "checkbox", "data-input": element["id"], "value": on, "data-off": off}
    checked = {"checked": element.get("value", off) == on}
    words = tag("span", {}, escape(element["title"]))
    return tag("label", {"class": "input choices"}, tag("input", {**attributes, **checked}) + words)


INPUTS: Mapping[str, Callable[[Json, Drawn], str]] = {
    "Input.Text": _text_input,
    "Input.Number": _of_type("number"),
    "Input.Date": _of_type("date"),
    "Input.Time": _of_type("time"),
    "Input.ChoiceSet": _choice_set,
    "Input.Toggle": _toggle,
}
