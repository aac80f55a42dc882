"""Block Kit to HTML: everything a bot sends is escaped, and what cannot be drawn says so."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.playground.page.html_elements import Drawing, draw_element
from bot.playground.page.html_tag import tag
from bot.playground.page.mrkdwn import EMOJI, Names, escape, link, markdown_to_html, mrkdwn_to_html
from bot.playground.slack.blockkit import Place, cell_to_plain

Json = dict[str, Any]


def draw_blocks(blocks: list[Json], drawing: Drawing) -> str:
    """The blocks of a message or a view."""
    return "".join(_BLOCKS.get(block["type"], _unknown)(block, drawing) for block in blocks)


def draw_text(text: Json, names: Names) -> str:
    """A text object."""
    words = str(text["text"])
    if text["type"] == "mrkdwn":
        return mrkdwn_to_html(words, names)
    return escape(words).replace("\n", "<br>")


def _unknown(block: Json, drawing: Drawing) -> str:
    return tag("p", {"class": "cannot"}, f"Cannot draw {escape(str(block['type']))} yet")


def _section(block: Json, drawing: Drawing) -> str:
    text = tag("div", {"class": "text"}, draw_text(block["text"], drawing.names)) if "text" in block else ""
    fields = "".join(tag("div", {}, draw_text(field, drawing.names)) for field in block.get("fields", []))
    words = tag("div", {"class": "words"}, text + (tag("div", {"class": "fields"}, fields) if fields else ""))
    accessory = draw_element(Place(block, block["accessory"]), drawing) if "accessory" in block else ""
    return tag(
        "div", {"class": "section"}, words + (tag("div", {"class": "accessory"}, accessory) if accessory else "")
    )


def _context(block: Json, drawing: Drawing) -> str:
    pieces = [
        draw_element(Place(block, each), drawing)
        if each["type"] == "image"
        else tag("span", {}, draw_text(each, drawing.names))
        for each in block["elements"]
    ]
    return tag("div", {"class": "context"}, "".join(pieces))


def _actions(block: Json, drawing: Drawing) -> str:
    return tag("div", {"class": "actions"}, "".join(draw_element(Place(block, e), drawing) for e in block["elements"]))


def _image(block: Json, drawing: Drawing) -> str:
    picture = tag("img", {"src": block["image_url"], "alt": block["alt_text"], "loading": "lazy"})
    caption = tag("figcaption", {}, escape(block["title"]["text"])) if "title" in block else ""
    return tag("figure", {}, caption + picture)


def _input(block: Json, drawing: Drawing) -> str:
    block_id = block["block_id"]
    name = f"input-{block_id}"
    error = drawing.errors.get(block_id, "")
    optional = tag("span", {"class": "optional"}, " (optional)") if block.get("optional") else ""
    label = escape(block["label"]["text"]) + optional
    hint = tag("p", {"class": "hint", "id": f"{name}-hint"}, escape(block["hint"]["text"])) if "hint" in block else ""
    problem = tag("p", {"class": "error", "id": f"{name}-error"}, escape(error)) if error else ""
    described = " ".join([f"{name}-error"] * bool(error) + [f"{name}-hint"] * bool(hint))
    control = draw_element(Place(block, block["element"]), drawing.within(name, described, invalid=bool(error)))
    grouped = block["element"]["type"] in ("checkboxes", "radio_buttons", "multi_static_select")
    caption = tag("legend", {}, label) if grouped else tag("label", {"for": name}, label)
    return tag("fieldset" if grouped else "div", {"class": "input"}, caption + control + problem + hint)


def _table(block: Json, drawing: Drawing) -> str:
    """With roles of its own and each cell's column by name: on a narrow screen the rows become cards (blocks.css)."""
    settings = [column or {} for column in block.get("column_settings", [])]
    head, *rest = block["rows"]
    names = dict(enumerate(map(cell_to_plain, head)))

    def cell(kind: str, column: int, content: Json) -> str:
        own = settings[column] if column < len(settings) else {}
        classes = f"align-{own.get('align', 'left')}" + (" wrapped" if own.get("is_wrapped") else "")
        inner = escape(content["text"]) if content["type"] == "raw_text" else _rich_text(content, drawing)
        if kind == "th":
            return tag(kind, {"class": classes, "role": "columnheader", "scope": "col"}, inner)
        return tag(kind, {"class": classes, "role": "cell", "data-column": names.get(column)}, inner)

    def row(kind: str, cells: list[Json]) -> str:
        return tag("tr", {"role": "row"}, "".join(cell(kind, column, content) for column, content in enumerate(cells)))

    rows = {"role": "rowgroup"}
    body = tag("thead", rows, row("th", head)) + tag("tbody", rows, "".join(row("td", cells) for cells in rest))
    frame = {"class": "table", "tabindex": "0", "role": "group", "aria-label": "Table"}
    return tag("div", frame, tag("table", {"role": "table"}, body))


def _rich_text(block: Json, drawing: Drawing) -> str:
    return tag("div", {"class": "rich"}, "".join(_rich_part(part, drawing.names) for part in block["elements"]))


def _rich_part(part: Json, names: Names) -> str:
    if part["type"] == "rich_text_list":
        items = "".join(tag("li", {}, _inline(item["elements"], names)) for item in part["elements"])
        style = {"class": f"indent-{part.get('indent', 0)}" + (" bordered" if part.get("border") else "")}
        if part["style"] == "ordered":
            return tag("ol", {**style, "start": str(part.get("offset", 0) + 1)}, items)
        return tag("ul", style, items)
    inner = _inline(part["elements"], names)
    if part["type"] == "rich_text_quote":
        return tag("blockquote", {}, inner)
    if part["type"] == "rich_text_preformatted":
        return copyable(inner)
    return tag("p", {}, inner)


def copyable(inner: str) -> str:
    """Preformatted text with a button that copies it."""
    button = tag("button", {"type": "button", "class": "copy", "data-copy": ""}, "Copy")
    return tag("div", {"class": "pre"}, tag("pre", {"tabindex": "0"}, inner) + button)


def _inline(pieces: list[Json], names: Names) -> str:
    return "".join(_styled(_PIECES.get(piece["type"], _unknown_piece)(piece, names), piece) for piece in pieces)


def _styled(inner: str, piece: Json) -> str:
    for style, name in (("code", "code"), ("strike", "s"), ("italic", "em"), ("bold", "strong")):
        if piece.get("style", {}).get(style):
            inner = tag(name, {}, inner)
    return inner


def _mention(sign: str, target: str, names: Names) -> str:
    return tag("span", {"class": "mention"}, sign + escape(names.get(target, target)))


def _unknown_piece(piece: Json, names: Names) -> str:
    return tag("span", {"class": "cannot"}, f"Cannot draw {escape(str(piece['type']))} yet")


_PIECES: Mapping[str, Callable[[Json, Names], str]] = {
    "text": lambda piece, names: escape(piece["text"]).replace("\n", "<br>"),
    "link": lambda piece, names: link(piece["url"], piece.get("text", "")),
    "emoji": lambda piece, names: EMOJI.get(piece["name"], ":" + escape(str(piece["name"])) + ":"),
    "user": lambda piece, names: _mention("@", piece["user_id"], names),
    "channel": lambda piece, names: _mention("#", piece["channel_id"], names),
    "date": lambda piece, names: escape(str(piece.get("fallback", piece["format"]))),
}
_BLOCKS: Mapping[str, Callable[[Json, Drawing], str]] = {
    "header": lambda block, drawing: tag("h2", {}, escape(block["text"]["text"])),
    "divider": lambda block, drawing: "<hr>",
    "section": _section,
    "context": _context,
    "actions": _actions,
    "image": _image,
    "input": _input,
    "table": _table,
    "rich_text": _rich_text,
    "markdown": lambda block, drawing: tag("div", {"class": "rich"}, markdown_to_html(block["text"])),
}
