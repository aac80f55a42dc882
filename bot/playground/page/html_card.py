"""An Adaptive Card to HTML, as Teams draws it: everything is escaped, and what cannot be drawn says so.

What can be pressed is numbered in the order of drawing; the page sends this number and the values of the inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.playground.page.html_card_inputs import INPUTS, Attributes, Drawn, Json
from bot.playground.page.html_tag import tag
from bot.playground.page.mrkdwn import escape, link, markdown_to_html

WEIGHTS = range(1, 6)
"""The weights of columns that the stylesheet knows; others are drawn as the nearest."""


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
    names = [_plain(cell["items"]) for cell in element["rows"][0]["cells"]] if titled and element["rows"] else []

    def cell(number: int, column: int, content: str) -> str:
        if titled and number == 0:
            return tag("th", {"role": "columnheader", "scope": "col"}, content)
        return tag("td", {"role": "cell", "data-column": names[column] if column < len(names) else None}, content)

    def row(number: int, cells: list[Json]) -> str:
        inner = (cell(number, column, _elements(each["items"], drawn)) for column, each in enumerate(cells))
        return tag("tr", {"role": "row"}, "".join(inner))

    rows = "".join(row(number, each["cells"]) for number, each in enumerate(element["rows"]))
    frame: Attributes = {"class": "table", "tabindex": "0", "role": "group", "aria-label": "Table"}
    return tag("div", frame, tag("table", {"role": "table"}, _widths(element) + rows))


def _plain(elements: list[Json]) -> str:
    """The words of a heading cell, without formatting."""
    runs = [run for element in elements for run in element.get("inlines", [element])]
    return "".join(str(run.get("text", "")) for run in runs)


def _widths(table: Json) -> str:
    """The columns' shares of the width; an attribute, as the page allows no styles of elements."""
    weights = [column.get("width", 1) for column in table.get("columns", [])]
    if not all(isinstance(weight, int | float) for weight in weights):
        return ""
    columns = "".join(tag("col", {"width": f"{100 * weight / sum(weights):.0f}%"}) for weight in weights)
    return tag("colgroup", {}, columns) if columns else ""


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


_ELEMENTS: Mapping[str, Callable[[Json, Drawn], str]] = {
    "TextBlock": _text_block,
    "RichTextBlock": _rich_text,
    "FactSet": _fact_set,
    "Table": _table,
    "Container": _container,
    "ColumnSet": _column_set,
    "Image": _image,
    "ActionSet": _action_set,
    **INPUTS,
}
