"""Walking through stored blocks: giving ids, finding elements, reading the words one sees."""

import copy
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.playground.page.mrkdwn import markdown_to_html, mrkdwn_to_html

Json = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """An interactive element and the block it sits in."""

    block: Json
    element: Json

    @property
    def key(self) -> tuple[str, str]:
        """(block_id, action_id), the element's address within a message or view."""
        return self.block["block_id"], self.element["action_id"]

    @property
    def label(self) -> str:
        """The words by which a person finds it: a button's text, an input's label, a menu's placeholder."""
        holder = self.block.get("label") or self.element.get("text") or self.element.get("placeholder") or {}
        return str(holder.get("text", ""))


def with_ids(blocks: list[Json], new_id: Callable[[], str]) -> list[Json]:
    """A copy in which each block has a block_id, as Slack fills them in; the table's cells keep out of it."""
    blocks = copy.deepcopy(blocks)
    for block in blocks:
        block.setdefault("block_id", new_id())
    return blocks


def places(blocks: list[Json]) -> Iterator[Place]:
    """Every element one can press, choose from or type in, in the order of reading."""
    for block in blocks:
        inside = [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]
        yield from (Place(block, each) for each in inside if isinstance(each, dict) and "action_id" in each)


_NAMES: tuple[Callable[[Place], object], ...] = (
    lambda place: place.element["action_id"],
    lambda place: place.label,
    lambda place: place.element.get("value"),
    lambda place: place.block["block_id"],
)


def find(blocks: list[Json], wanted: str) -> Place:
    """The element with this action_id, label, value or block_id, or whose label begins so.

    LookupError names what is there instead.
    """
    there = list(places(blocks))
    for name_of in _NAMES:
        if found := [place for place in there if name_of(place) == wanted]:
            return found[0]
    if found := [place for place in there if place.label.lower().startswith(wanted.lower())]:
        return found[0]
    labels = ", ".join(repr(place.label or place.element["action_id"]) for place in there)
    raise LookupError(f"no element {wanted!r}; there are: {labels or 'none'}")


def at(blocks: list[Json], block_id: str, action_id: str) -> Place:
    """The element at this address."""
    for place in places(blocks):
        if place.key == (block_id, action_id):
            return place
    raise LookupError("this element is no longer there")


def options_of(element: Json) -> list[Json]:
    """All options of a menu, in groups or not."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def find_option(options: list[Json], wanted: str) -> Json:
    """The option with this value or text, else the one with this text in another case; LookupError names the others."""
    for option in options:
        if wanted in (option["value"], option["text"]["text"]):
            return option
    if same := same_option(options, wanted):
        return same
    raise LookupError(f"no option {wanted!r}; there are: {', '.join(repr(o['text']['text']) for o in options)}")


def same_option(options: list[Json], typed: str) -> Json | None:
    """The option with this value or text, in any case."""
    wanted = typed.strip().casefold()
    return next((o for o in options if wanted in (o["value"].casefold(), o["text"]["text"].casefold())), None)


def _stripped(markup: str) -> str:
    return html.unescape(re.sub(r"<[^<>]+>", "", re.sub(r"<br>|</(p|li|pre|blockquote)>", "\n", markup)))


def text_of(text: Json) -> str:
    """The words of a text object, without markup."""
    words = str(text.get("text", ""))
    return _stripped(mrkdwn_to_html(words)) if text.get("type") == "mrkdwn" else words


def _element_to_plain(element: Json) -> str:
    match element["type"]:
        case "image":
            return f"[{element['alt_text']}]"
        case "plain_text" | "mrkdwn":
            return text_of(element)
        case _:
            options = " | ".join(text_of(option["text"]) for option in options_of(element))
            label = text_of(element.get("text") or element.get("placeholder") or {})
            return f"[{': '.join(part for part in (label, options) if part)}]"


def _inline_to_plain(piece: Json) -> str:
    match piece["type"]:
        case "user":
            return f"@{piece['user_id']}"
        case "channel":
            return f"#{piece['channel_id']}"
        case "emoji":
            return f":{piece['name']}:"
        case "date":
            return str(piece.get("fallback", piece["format"]))
        case _:
            return str(piece.get("text") or piece.get("url", ""))


def _rich_to_plain(part: Json) -> str:
    if part["type"] == "rich_text_list":
        return "\n".join(f"• {_rich_to_plain(item)}" for item in part["elements"])
    return "".join(_inline_to_plain(piece) for piece in part["elements"])


def cell_to_plain(cell: Json) -> str:
    """The words in a cell of a table."""
    return str(cell["text"]) if cell["type"] == "raw_text" else _block_to_plain(cell)


def _section_to_plain(block: Json) -> str:
    texts = [text_of(text) for text in [block.get("text"), *block.get("fields", [])] if text]
    return "\n".join([*texts, *([_element_to_plain(block["accessory"])] if "accessory" in block else [])])


def _elements_to_plain(block: Json) -> str:
    return " ".join(map(_element_to_plain, block["elements"]))


_BLOCK_TO_PLAIN: dict[str, Callable[[Json], str]] = {
    "section": _section_to_plain,
    "header": lambda block: text_of(block["text"]),
    "context": _elements_to_plain,
    "actions": _elements_to_plain,
    "rich_text": lambda block: "\n".join(map(_rich_to_plain, block["elements"])),
    "table": lambda block: "\n".join(" | ".join(map(cell_to_plain, row)) for row in block["rows"]),
    "markdown": lambda block: _stripped(markdown_to_html(block["text"])),
    "input": lambda block: f"{text_of(block['label'])} {_element_to_plain(block['element'])}",
    "image": lambda block: f"[{block['alt_text']}]",
    "divider": lambda block: "",
}


def _block_to_plain(block: Json) -> str:
    return _BLOCK_TO_PLAIN[block["type"]](block)


def to_plain(blocks: list[Json]) -> str:
    """The words one sees in these blocks, one line a block or more; buttons and menus in [brackets]."""
    return "\n".join(text for block in blocks if (text := _block_to_plain(block).strip()))
