"""What a person sees of a card, and what Teams sends when something on it is pressed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.bot.teams.validator import inputs_of, walk

Json = dict[str, Any]


def visible(card: Json) -> str:
    """All the words; what can be pressed stands in brackets, a menu's options as "[Menu > Option]"."""
    lines: list[str] = []
    for path, each in walk(card):
        if "/fallback" not in path:
            lines += _lines(each)
    return "\n".join(lines)


def press_of(card: Json, label: str, written: dict[str, str] | None = None) -> tuple[str, Json]:
    """Verb and data of pressing "Label", or of choosing "Menu > Option" and pressing the menu's button.

    Teams sends the card's fields along, as they stand or as they were `written` (label → value).
    """
    menu, _, chosen = label.partition(" > ")
    fields = inputs_of(card)
    assert set(written or {}) <= {each.get("label") for each in fields.values()}
    inputs = {name: (written or {}).get(each.get("label", ""), each.get("value", "")) for name, each in fields.items()}
    if chosen:
        place = next(each for _, each in walk(card) if each.get("type") == "Input.ChoiceSet" and each["label"] == menu)
        option = next(each for each in place["choices"] if each["title"] == chosen)
        action = next(each for each in actions(card) if f"{{{place['id']}}}" in each["data"]["line"])
        inputs[place["id"]] = option["value"]
    else:
        action = next(each for each in actions(card) if each["title"] == label)
    takes = action.get("associatedInputs") != "None"
    return action["verb"], action["data"] | (inputs if takes else {})


def actions(card: Json) -> list[Json]:
    return [each for path, each in walk(card) if each.get("type") == "Action.Execute" and "/fallback" not in path]


def _lines(each: Json) -> Iterator[str]:
    match each.get("type"):
        case "RichTextBlock":
            yield "".join(run["text"] for run in each["inlines"])
        case "TextBlock":
            yield re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", each["text"])
        case "Action.Execute" | "Action.ShowCard" | "Action.OpenUrl":
            yield f"[{each['title']}]"
        case "Input.ChoiceSet":
            for choice in each["choices"]:
                yield f"[{each.get('label', '')} > {choice['title']}]"
