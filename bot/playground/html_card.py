"""An Adaptive Card to HTML, as Teams draws it: everything is escaped, and what cannot be drawn says so.

What can be pressed is numbered in the order of drawing; the page sends this number and the values of the inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.markup import tag
from bot.playground.mrkdwn import escape, link, markdown_to_html

Json = dict[str, Any]
Attributes = dict[str, str | bool | None]

WEIGHTS = range(1, 6)
"""The weights of columns that the stylesheet knows; others are drawn as the nearest."""


@dataclass
class Drawn:
    """A card on its way to HTML: its actions, whose places are their numbers, and a prefix for ids."""

    prefix: str = "card"
    actions: list[Json] = field(default_factory=list)

    def add(self, action: Json) -> str:
        """The number of this action."""
        self.actions.append(action)
        return str(len(self.actions) - 1)


def draw_card(card: Json, drawn: Drawn) -> str:
    """The elements of a card, and its actions."""
    body = "".join(_element(element, drawn) for element in card.get("body", []))
    return body + (_action_set(card, drawn) if card.get("actions") else "")


def _element(element: Json, drawn: Drawn) -> str:
    if not element.get("isVisible", True):
        return ""
    inner = _ELEMENTS.get(element["type"], _unknown)(element, drawn)
    if element.get("separator"):
        return "<hr>" + inner
    return tag("div", {"class": "close"}, inner) if element.get("spacing") in ("none", "small") else inner


def _elements(elements: list[Json], drawn: Drawn) -> str:
    return "".join(_element(element, drawn) for element in elements)


def _unknown(element: Json, drawn: Drawn) -> str:
    return tag("p", {"class": "cannot"}, f"Cannot draw {escape(str(element['type']))} yet")


def _text_classes(text: Json) -> str:
    size, color = text.get("size", "default"), text.get("color", "default")
    classes = [
        *([f"size-{size}"] if size != "default" else []),
        *([f"color-{color}"] if color != "default" else []),
        *(["strong"] if text.get("weight") == "bolder" else []),
        *(["subtle"] if text.get("isSubtle") else []),
        *(["mono"] if text.get("fontType") == "monospace" else []),
    ]
    return " ".join(classes).lower()


def _text_block(element: Json, drawn: Drawn) -> str:
    classes = f"words {_text_classes(element)}".strip()
    if element.get("style") == "heading":
        return tag("h3", {"class": classes}, escape(element["text"]))
    return tag("div", {"class": classes}, markdown_to_html(element["text"]))


def _rich_text(element: Json, drawn: Drawn) -> str:
    runs = (_run({"text": run} if isinstance(run, str) else run) for run in element["inlines"])
    return tag("p", {"class": "words"}, "".join(runs))


def _run(run: Json) -> str:
    action = run.get("selectAction", {})
    lines = escape(run["text"]).replace("\n", "<br>")
    inner = link(action["url"], run["text"]) if action.get("type") == "Action.OpenUrl" else lines
    for style, name in (("italic", "em"), ("strikethrough", "s"), ("underline", "u"), ("highlight", "mark")):
        inner = tag(name, {}, inner) if run.get(style) else inner
    classes = _text_classes(run)
    return tag("span", {"class": classes}, inner) if classes else inner


def _fact_set(element: Json, drawn: Drawn) -> str:
    rows = (tag("dt", {}, escape(f["title"])) + tag("dd", {}, markdown_to_html(f["value"])) for f in element["facts"])
    return tag("dl", {}, "".join(rows))


def _table(element: Json, drawn: Drawn) -> str:
    titled = element.get("firstRowAsHeaders", True)

    def row(number: int, cells: list[Json]) -> str:
        name, scope = ("th", "col") if titled and number == 0 else ("td", None)
        drawn_cells = (tag(name, {"scope": scope}, _elements(cell["items"], drawn)) for cell in cells)
        return tag("tr", {}, "".join(drawn_cells))

    rows = "".join(row(number, each["cells"]) for number, each in enumerate(element["rows"]))
    frame: Attributes = {"class": "table", "tabindex": "0", "role": "group", "aria-label": "Table"}
    return tag("div", frame, tag("table", {}, rows))


def _container(element: Json, drawn: Drawn) -> str:
    classes = f"container {element.get('style', '')}".strip()
    return tag("div", {"class": classes}, _elements(element["items"], drawn))


def _column_set(element: Json, drawn: Drawn) -> str:
    def width(column: Json) -> str:
        wanted = column.get("width", "stretch")
        return wanted if wanted in ("auto", "stretch") else f"weight-{_weight(wanted)}"

    columns = (
        tag("div", {"class": f"column {width(column)}"}, _elements(column.get("items", []), drawn))
        for column in element["columns"]
    )
    return tag("div", {"class": "columns"}, "".join(columns))


def _weight(wanted: object) -> int:
    weight = int(wanted) if isinstance(wanted, int | float) else 1
    return min(max(weight, WEIGHTS.start), WEIGHTS.stop - 1)


def _image(element: Json, drawn: Drawn) -> str:
    return tag("img", {"src": element["url"], "alt": element.get("altText", ""), "loading": "lazy"})


# What can be pressed


def _action_set(element: Json, drawn: Drawn) -> str:
    shown = [action for action in element["actions"] if action.get("mode") != "secondary"]
    behind = [action for action in element["actions"] if action.get("mode") == "secondary"]
    inner = "".join(_action(action, drawn) for action in shown)
    if behind:
        summary = tag("summary", {"class": "button", "aria-label": "More actions"}, "…")
        items = tag("div", {"class": "menu-items"}, "".join(_action(action, drawn, "") for action in behind))
        inner += tag("details", {"class": "menu upwards"}, summary + items)
    return tag("div", {"class": "actions"}, inner)


def _action(action: Json, drawn: Drawn, classes: str = "button") -> str:
    title, kind = escape(action.get("title", "")), action["type"]
    style = {"positive": "primary", "destructive": "danger"}.get(action.get("style", ""), "")
    classes = f"{classes} {style}".strip()
    if kind == "Action.OpenUrl":
        return link(action["url"], action.get("title", ""))
    if kind == "Action.ShowCard":
        inside = tag("div", {"class": "shown-card"}, draw_card(action["card"], drawn))
        return tag("details", {"class": "show-card"}, tag("summary", {"class": classes}, title) + inside)
    if kind in ("Action.Execute", "Action.Submit"):
        attributes: Attributes = {"type": "button", "class": classes or None, "data-press": drawn.add(action)}
        without = action.get("associatedInputs", "Auto").lower() == "none"
        return tag("button", {**attributes, "data-alone": without}, title)
    return tag("span", {"class": "cannot"}, f"Cannot draw {escape(str(kind))} yet")


# Inputs


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


_ELEMENTS: Mapping[str, Callable[[Json, Drawn], str]] = {
    "TextBlock": _text_block,
    "RichTextBlock": _rich_text,
    "FactSet": _fact_set,
    "Table": _table,
    "Container": _container,
    "ColumnSet": _column_set,
    "Image": _image,
    "ActionSet": _action_set,
    "Input.Text": _text_input,
    "Input.Number": _of_type("number"),
    "Input.Date": _of_type("date"),
    "Input.Time": _of_type("time"),
    "Input.ChoiceSet": _choice_set,
    "Input.Toggle": _toggle,
}
