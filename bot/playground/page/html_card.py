"""Adaptive Cards as HTML, roughly as Teams draws them. All text is escaped; an element that can't be drawn is noted.

Actions are numbered in drawing order. The page sends this number and the values of the card's inputs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from markupsafe import Markup, escape

from bot.playground.mrkdwn import WEB_ADDRESS
from bot.playground.page.html_card_inputs import INPUTS, CardContext, Json
from bot.playground.page.html_tag import EMPTY, RULE, cannot_draw, image, lines, link, tag

_LINK = re.compile(r"\[([^\[\]\n]+)\]\(([^)\s]{1,999})\)")


def draw_card(card: Json, context: CardContext) -> Markup:
    """The elements of a card, followed by its own actions."""
    body = _elements(card.get("body", []), context)
    return body + (_action_set(card, context) if card.get("actions") else EMPTY)


def _elements(elements: list[Json], context: CardContext) -> Markup:
    return EMPTY.join(_element(element, context) for element in elements)


def _element(element: Json, context: CardContext) -> Markup:
    inner = _ELEMENTS.get(element["type"], _unknown)(element, context)
    if element.get("separator"):
        return RULE + inner
    return tag("div", {"class": "close"}, inner) if element.get("spacing") == "small" else inner


def _unknown(element: Json, context: CardContext) -> Markup:
    return cannot_draw(element["type"])


def _text_classes(text: Json) -> str:
    size = text.get("size", "default")
    classes = [
        *([f"size-{size}"] if size != "default" else []),
        *(["strong"] if text.get("weight") == "bolder" else []),
        *(["subtle"] if text.get("isSubtle") else []),
        *(["mono"] if text.get("fontType") == "monospace" else []),
    ]
    return " ".join(classes)


def _text_block(element: Json, context: CardContext) -> Markup:
    classes = f"words {_text_classes(element)}".strip()
    if element.get("style") == "heading":
        return tag("h3", {"class": classes}, escape(element["text"]))
    return tag("div", {"class": classes}, _with_links(element["text"]))


def _with_links(text: str) -> Markup:
    """Convert `[label](address)`; bot/teams/text.py writes no other Markdown."""
    parts: list[Markup] = []
    end = 0
    for match in _LINK.finditer(text):
        parts += [lines(text[end : match.start()]), link(match[2], match[1])]
        end = match.end()
    return EMPTY.join([*parts, lines(text[end:])])


def _rich_text(element: Json, context: CardContext) -> Markup:
    runs = (_run({"text": run} if isinstance(run, str) else run) for run in element["inlines"])
    return tag("p", {"class": "words"}, EMPTY.join(runs))


def _run(run: Json) -> Markup:
    action = run.get("selectAction", {})
    is_link = action.get("type") == "Action.OpenUrl"
    inner = link(action["url"], run["text"]) if is_link else lines(run["text"])
    inner = tag("em", {}, inner) if run.get("italic") else inner
    classes = _text_classes(run)
    return tag("span", {"class": classes}, inner) if classes else inner


def _table(element: Json, context: CardContext) -> Markup:
    """A table with explicit roles and column names: on a narrow screen blocks.css shows its rows as cards."""
    has_head = element.get("firstRowAsHeaders", True)
    names = [_plain(cell["items"]) for cell in element["rows"][0]["cells"]] if has_head and element["rows"] else []

    def cell(row_number: int, column: int, content: Markup) -> Markup:
        if has_head and row_number == 0:
            return tag("th", {"role": "columnheader", "scope": "col"}, content)
        return tag("td", {"role": "cell", "data-column": names[column] if column < len(names) else None}, content)

    def row(row_number: int, cells: list[Json]) -> Markup:
        inner = (cell(row_number, column, _elements(item["items"], context)) for column, item in enumerate(cells))
        return tag("tr", {"role": "row"}, EMPTY.join(inner))

    head, *rest = (row(number, item["cells"]) for number, item in enumerate(element["rows"]))
    group = {"role": "rowgroup"}
    rows = tag("thead", group, head) + tag("tbody", group, EMPTY.join(rest)) if has_head else EMPTY.join((head, *rest))
    frame = {"class": "table", "tabindex": "0", "role": "group", "aria-label": "Table"}
    return tag("div", frame, tag("table", {"role": "table"}, _column_widths(element) + rows))


def _plain(elements: list[Json]) -> str:
    """The text of a header cell without formatting."""
    runs = [run for element in elements for run in element.get("inlines", [element])]
    return "".join(str(run.get("text", "")) for run in runs)


def _column_widths(table: Json) -> Markup:
    """Relative widths as attributes, since the page's content security policy forbids inline styles."""
    weights = [column.get("width", 1) for column in table.get("columns", [])]
    columns = EMPTY.join(tag("col", {"width": f"{100 * weight / sum(weights):.0f}%"}) for weight in weights)
    return tag("colgroup", {}, columns) if columns else EMPTY


def _container(element: Json, context: CardContext) -> Markup:
    attributes = {
        "class": f"container {element.get('style', '')}".strip(),
        "id": f"{context.prefix}-{element['id']}" if "id" in element else None,
        "hidden": element.get("isVisible") is False,
    }
    return tag("div", attributes, _elements(element["items"], context))


# Actions


def _action_set(element: Json, context: CardContext) -> Markup:
    """Buttons; the secondary ones are in a menu behind "…"."""
    primary = [action for action in element["actions"] if action.get("mode") != "secondary"]
    secondary = [action for action in element["actions"] if action.get("mode") == "secondary"]
    inner = EMPTY.join(_action(action, context) for action in primary)
    if secondary:
        summary = tag("summary", {"class": "button", "aria-label": "More actions"}, escape("…"))
        items = EMPTY.join(_action(action, context, "") for action in secondary)
        inner += tag("details", {"class": "menu overflow"}, summary + tag("div", {"class": "menu-items"}, items))
    return tag("div", {"class": "actions"}, inner)


def _action(action: Json, context: CardContext, classes: str = "button") -> Markup:
    title, kind = escape(action.get("title", "")), action["type"]
    classes = f"{classes} primary".strip() if action.get("style") == "positive" else classes
    if kind == "Action.ShowCard":
        inside = tag("div", {"class": "shown-card"}, draw_card(action["card"], context))
        return tag("details", {"class": "show-card"}, tag("summary", {"class": classes}, title) + inside)
    if kind == "Action.ToggleVisibility":
        shown = " ".join(f"{context.prefix}-{name}" for name in action["targetElements"])
        state = {"data-toggle": shown, "aria-expanded": "false", "aria-controls": shown}
        return tag("button", {"type": "button", "class": classes, **state}, title)
    if kind == "Action.Execute":
        number = context.add(action)
        ignores_inputs = action.get("associatedInputs", "Auto").lower() == "none"
        attributes = {"type": "button", "class": classes or None, "data-press": number, "data-alone": ignores_inputs}
        return tag("button", attributes, title)
    if kind == "Action.OpenUrl" and WEB_ADDRESS.match(action["url"]):
        attributes = {"class": classes or None, "href": action["url"], "target": "_blank", "rel": "noopener noreferrer"}
        return tag("a", attributes, title)
    return cannot_draw(kind, "span")


_ELEMENTS: Mapping[str, Callable[[Json, CardContext], Markup]] = {
    "TextBlock": _text_block,
    "RichTextBlock": _rich_text,
    "Table": _table,
    "Container": _container,
    "ActionSet": _action_set,
    "Image": lambda element, context: image(element["url"], element["altText"]),
    **INPUTS,
}
