"""The visible text of a card, and the activity of a press."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

from tests.bot.teams.validator import inputs_of, walk

Json = dict[str, Any]


def visible(card: Json) -> str:
    """The text of a card, with buttons in brackets, and a menu's options as "[Menu > Option]"."""
    lines: list[str] = []
    hidden = [path for path, element in walk(card) if element.get("isVisible") is False]
    for path, element in walk(card):
        if "/fallback" not in path and not any(f"{path}/".startswith(f"{outer}/") for outer in hidden):
            lines += _lines(element)
    return "\n".join(lines)


def toggled(card: Json, label: str) -> Json | None:
    """The card after a press that only shows what is folded; None if the button sends something."""
    names = [
        element["targetElements"]
        for _, element in walk(card)
        if element.get("title") == label and element.get("type") == "Action.ToggleVisibility"
    ]
    if not names:
        return None
    shown = copy.deepcopy(card)
    for _, element in walk(shown):
        if element.get("id") in names[0]:
            element["isVisible"] = not element.get("isVisible", True)
    return shown


def press_of(card: Json, label: str, values: dict[str, str] | None = None) -> tuple[str, Json]:
    """The verb and data of pressing "Label", or of choosing "Menu > Option" and pressing the menu's button.

    Teams sends the card's inputs along: their initial values, or those in `values` (by label).
    """
    menu, _, chosen = label.partition(" > ")
    fields = inputs_of(card)
    assert set(values or {}) <= {element.get("label") for element in fields.values()}
    inputs = {
        name: (values or {}).get(element.get("label", ""), element.get("value", "")) for name, element in fields.items()
    }
    if chosen:
        menu_input = next(
            element
            for _, element in walk(card)
            if element.get("type") == "Input.ChoiceSet" and element["label"] == menu
        )
        option = next(element for element in menu_input["choices"] if element["title"] == chosen)
        action = next(element for element in actions(card) if f"{{{menu_input['id']}}}" in element["data"]["line"])
        inputs[menu_input["id"]] = option["value"]
    else:
        action = next(element for element in actions(card) if element["title"] == label)
    submits = action.get("associatedInputs") != "None"
    return action["verb"], action["data"] | (inputs if submits else {})


def actions(card: Json) -> list[Json]:
    """The card's Action.Execute elements."""
    return [
        element for path, element in walk(card) if element.get("type") == "Action.Execute" and "/fallback" not in path
    ]


def _lines(element: Json) -> Iterator[str]:
    match element.get("type"):
        case "RichTextBlock":
            yield "".join(run["text"] for run in element["inlines"])
        case "TextBlock":
            yield re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", element["text"])
        case "Action.OpenUrl" if "title" not in element:
            pass  # a link in a text
        case "Action.Execute" | "Action.ShowCard" | "Action.OpenUrl" | "Action.ToggleVisibility":
            yield f"[{element['title']}]"
        case "Input.ChoiceSet":
            for choice in element["choices"]:
                yield f"[{element.get('label', '')} > {choice['title']}]"
