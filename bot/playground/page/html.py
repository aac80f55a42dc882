"""Block Kit as HTML. All text is escaped; a block that can't be drawn is replaced by a note."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape

from bot.playground.blockkit import Control, cell_to_plain
from bot.playground.mrkdwn import EMOJI
from bot.playground.page.html_elements import DrawContext, draw_control
from bot.playground.page.html_mrkdwn import Names, mention, mrkdwn_to_html
from bot.playground.page.html_tag import EMPTY, RULE, cannot_draw, image, lines, link, tag

Json = dict[str, Any]


def draw_blocks(blocks: list[Json], context: DrawContext) -> Markup:
    """The blocks of a message or a view."""
    return EMPTY.join(_BLOCKS.get(block["type"], _unknown)(block, context) for block in blocks)


def _unknown(block: Json, context: DrawContext) -> Markup:
    return cannot_draw(block["type"])


def _context(block: Json, context: DrawContext) -> Markup:
    texts = (tag("span", {}, _text(text, context.names)) for text in block["elements"])
    return tag("div", {"class": "context"}, EMPTY.join(texts))


def _text(text: Json, names: Names) -> Markup:
    return mrkdwn_to_html(text["text"], names) if text["type"] == "mrkdwn" else lines(text["text"])


def _section(block: Json, context: DrawContext) -> Markup:
    """A text with its button or menu beside it."""
    inner = tag("p", {}, _text(block["text"], context.names))
    if accessory := block.get("accessory"):
        inner += draw_control(Control(block, accessory), context)
    return tag("div", {"class": "section"}, inner)


def _actions(block: Json, context: DrawContext) -> Markup:
    elements = (draw_control(Control(block, element), context) for element in block["elements"])
    return tag("div", {"class": "actions"}, EMPTY.join(elements))


def _context_actions(block: Json, context: DrawContext) -> Markup:
    elements = (draw_control(Control(block, element), context) for element in block["elements"])
    return tag("div", {"class": "actions faint"}, EMPTY.join(elements))


def _input(block: Json, context: DrawContext) -> Markup:
    """The control with its label, its error and its hint; both describe it to screen readers."""
    block_id = block["block_id"]
    name = f"input-{block_id}"
    error = context.errors.get(block_id, "")
    optional = tag("span", {"class": "optional"}, escape(" (optional)")) if block.get("optional") else EMPTY
    label = escape(block["label"]["text"]) + optional
    hint = (
        tag("p", {"class": "hint", "id": f"{name}-hint"}, escape(block["hint"]["text"])) if "hint" in block else EMPTY
    )
    problem = tag("p", {"class": "error", "id": f"{name}-error"}, escape(error)) if error else EMPTY
    described_by = " ".join([f"{name}-error"] * bool(error) + [f"{name}-hint"] * bool(hint))
    element = block["element"]
    control = draw_control(Control(block, element), context.for_input(name, described_by, invalid=bool(error)))
    is_group = element["type"] in ("checkboxes", "radio_buttons", "multi_static_select")
    caption = tag("legend", {}, label) if is_group else tag("label", {"for": name}, label)
    return tag("fieldset" if is_group else "div", {"class": "input"}, caption + control + problem + hint)


def _table(block: Json, context: DrawContext) -> Markup:
    """A table with explicit roles and column names: on a narrow screen blocks.css shows its rows as cards."""
    settings = [column or {} for column in block.get("column_settings", [])]
    head, *rest = block["rows"]
    names = dict(enumerate(map(cell_to_plain, head)))

    def cell(kind: str, column: int, content: Json) -> Markup:
        own = settings[column] if column < len(settings) else {}
        classes = f"align-{own.get('align', 'left')}" + (" wrapped" if own.get("is_wrapped") else "")
        inner = escape(content["text"]) if content["type"] == "raw_text" else _rich_text(content, context)
        if kind == "th":
            return tag(kind, {"class": classes, "role": "columnheader", "scope": "col"}, inner)
        return tag(kind, {"class": classes, "role": "cell", "data-column": names.get(column)}, inner)

    def row(kind: str, cells: list[Json]) -> Markup:
        return tag("tr", {"role": "row"}, EMPTY.join(cell(kind, column, item) for column, item in enumerate(cells)))

    rows = {"role": "rowgroup"}
    body = tag("thead", rows, row("th", head)) + tag("tbody", rows, EMPTY.join(row("td", cells) for cells in rest))
    frame = {"class": "table", "tabindex": "0", "role": "group", "aria-label": block.get("caption", "Table")}
    return tag("div", frame, tag("table", {"role": "table"}, body))


def _container(block: Json, context: DrawContext) -> Markup:
    """Blocks below a title, which folds and unfolds them if it can."""
    subtitle = block.get("subtitle")
    title = tag("strong", {}, escape(block["title"]["text"]))
    title += tag("span", {"class": "subtitle"}, _text(subtitle, context.names)) if subtitle else EMPTY
    inside = tag("div", {"class": "inside"}, draw_blocks(block["child_blocks"], context))
    if not block.get("is_collapsible"):
        return tag("div", {"class": "folded"}, tag("div", {"class": "title"}, title) + inside)
    summary = tag("summary", {"class": "title"}, tag("span", {}, title))
    return tag("details", {"class": "folded", "open": not block.get("default_collapsed")}, summary + inside)


def _carousel(block: Json, context: DrawContext) -> Markup:
    """Cards in a row that scrolls sideways."""
    cards = EMPTY.join(tag("li", {}, _card(card, context)) for card in block["elements"])
    frame = {"class": "carousel", "tabindex": "0", "role": "group", "aria-label": "Cards"}
    return tag("div", frame, tag("ul", {}, cards))


def _card(card: Json, context: DrawContext) -> Markup:
    parts = (("title", "strong"), ("subtitle", "span"), ("body", "p"))
    inner = EMPTY.join(tag(name, {}, _text(card[part], context.names)) for part, name in parts if part in card)
    buttons = EMPTY.join(draw_control(Control(card, button), context) for button in card.get("actions", ()))
    return inner + (tag("div", {"class": "actions"}, buttons) if buttons else EMPTY)


def _rich_text(block: Json, context: DrawContext) -> Markup:
    return tag("div", {"class": "rich"}, EMPTY.join(_rich_part(part, context.names) for part in block["elements"]))


def _rich_part(part: Json, names: Names) -> Markup:
    if part["type"] == "rich_text_list":
        items = EMPTY.join(tag("li", {}, _inline(item["elements"], names)) for item in part["elements"])
        style = {"class": f"indent-{part.get('indent', 0)}" + (" bordered" if part.get("border") else "")}
        if part["style"] == "ordered":
            return tag("ol", {**style, "start": str(part.get("offset", 0) + 1)}, items)
        return tag("ul", style, items)
    inner = _inline(part["elements"], names)
    if part["type"] == "rich_text_quote":
        return tag("blockquote", {}, inner)
    if part["type"] == "rich_text_preformatted":
        return _copyable(inner)
    return tag("p", {}, inner)


def _copyable(inner: Markup) -> Markup:
    """Preformatted text with a button that copies it."""
    button = tag("button", {"type": "button", "class": "copy", "data-copy": ""}, escape("Copy"))
    return tag("div", {"class": "pre"}, tag("pre", {"tabindex": "0"}, inner) + button)


def _inline(pieces: list[Json], names: Names) -> Markup:
    return EMPTY.join(_styled(_PIECES.get(piece["type"], _unknown_piece)(piece, names), piece) for piece in pieces)


def _styled(inner: Markup, piece: Json) -> Markup:
    for style, name in (("code", "code"), ("strike", "s"), ("italic", "em"), ("bold", "strong")):
        if piece.get("style", {}).get(style):
            inner = tag(name, {}, inner)
    return inner


def _unknown_piece(piece: Json, names: Names) -> Markup:
    return cannot_draw(piece["type"], "span")


_PIECES: Mapping[str, Callable[[Json, Names], Markup]] = {
    "text": lambda piece, names: lines(piece["text"]),
    "link": lambda piece, names: link(piece["url"], piece.get("text", "")),
    "emoji": lambda piece, names: escape(EMOJI.get(piece["name"], f":{piece['name']}:")),
    "user": lambda piece, names: mention("@", names.get(piece["user_id"], piece["user_id"])),
    "channel": lambda piece, names: mention("#", names.get(piece["channel_id"], piece["channel_id"])),
    "date": lambda piece, names: escape(str(piece.get("fallback", piece["format"]))),
}
_BLOCKS: Mapping[str, Callable[[Json, DrawContext], Markup]] = {
    "header": lambda block, context: tag("h2", {}, escape(block["text"]["text"])),
    "divider": lambda block, context: RULE,
    "section": _section,
    "image": lambda block, context: image(block["image_url"], block["alt_text"]),
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "input": _input,
    "table": _table,
    "data_table": _table,
    "container": _container,
    "carousel": _carousel,
    "rich_text": _rich_text,
}
