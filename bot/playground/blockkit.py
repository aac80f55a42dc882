"""Read Block Kit: assign block ids, find interactive elements and options, convert blocks to plain text."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.playground.mrkdwn import mrkdwn_to_plain

Json = dict[str, Any]


@dataclass(frozen=True)
class Control:
    """An interactive element and the block that holds it."""

    block: Json
    element: Json

    @property
    def key(self) -> tuple[str, str]:
        """(block_id, action_id): the element's address within a message or view."""
        return self.block["block_id"], self.element["action_id"]

    @property
    def label(self) -> str:
        """What a person calls it: the label of an input, the text of a button, the placeholder of a menu."""
        text = self.block.get("label") or self.element.get("text") or self.element.get("placeholder") or {}
        return str(text.get("text", ""))


def with_ids(blocks: list[Json], new_id: Callable[[], str]) -> list[Json]:
    """Copy the blocks and give each a block_id if it has none, as Slack does."""
    blocks = copy.deepcopy(blocks)
    for block in _each(blocks):
        block.setdefault("block_id", new_id())
    return blocks


def _each(blocks: list[Json]) -> Iterator[Json]:
    """Each block, followed by the blocks or cards in it."""
    for block in blocks:
        yield block
        inside: list[Json] = block["elements"] if block["type"] == "carousel" else block.get("child_blocks", [])
        yield from _each(inside)


def controls(blocks: list[Json]) -> Iterator[Control]:
    """All interactive elements, in reading order."""
    for block in _each(blocks):
        rows = (block.get("elements"), block.get("actions"))
        elements = [block.get("element"), *(element for row in rows for element in row or ()), block.get("accessory")]
        yield from (Control(block, element) for element in elements if element and "action_id" in element)


PRESSED_BY_OPTION = ("feedback_buttons", "overflow")
"""Elements without a label of their own: people press one of their options."""

_NAMES: tuple[Callable[[Control], object], ...] = (
    lambda control: control.element["action_id"],
    lambda control: control.label,
    lambda control: control.element.get("value"),
    lambda control: control.block["block_id"],
)
"""The names of a control, in the order in which they are tried."""


def find_control(blocks: list[Json], name: str) -> Control:
    """Find a control by action_id, label, value, block_id, an option of its menu, a thumb, or the start of its label.

    Raises LookupError with the labels that do exist.
    """
    candidates = list(controls(blocks))
    for name_of in _NAMES:
        for control in candidates:
            if name_of(control) == name:
                return control
    for control in candidates:
        options = options_of(control.element) if control.element["type"] in PRESSED_BY_OPTION else []
        if any(option["text"]["text"] == name for option in options):
            return control
    for control in candidates:
        if control.label.lower().startswith(name.lower()):
            return control
    labels = ", ".join(repr(control.label or control.element["action_id"]) for control in candidates)
    raise LookupError(f"no element {name!r}; there are: {labels or 'none'}")


def control_at(blocks: list[Json], block_id: str, action_id: str) -> Control:
    """Find a control by its address. Raises LookupError if it is gone."""
    for control in controls(blocks):
        if control.key == (block_id, action_id):
            return control
    raise LookupError("This element is no longer there.")


def options_of(element: Json) -> list[Json]:
    """All options of a menu, grouped or not, or both thumbs of feedback buttons."""
    if element["type"] == "feedback_buttons":
        return [element["positive_button"], element["negative_button"]]
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def find_option(options: list[Json], name: str) -> Json:
    """Find an option by value or text; exact matches win over those in another case.

    Raises LookupError with the options that do exist.
    """
    for option in options:
        if name in (option["value"], option["text"]["text"]):
            return option
    if option_in_any_case := match_option(options, name):
        return option_in_any_case
    raise LookupError(f"no option {name!r}; there are: {', '.join(repr(o['text']['text']) for o in options)}")


def match_option(options: list[Json], typed: str) -> Json | None:
    """Find an option by value or text, ignoring case and surrounding spaces. None if nothing matches."""
    name = typed.strip().casefold()
    return next((o for o in options if name in (o["value"].casefold(), o["text"]["text"].casefold())), None)


# Plain text


def to_plain(blocks: list[Json]) -> str:
    """The visible text of the blocks, at least one line each; buttons and menus are in [brackets]."""
    return "\n".join(text for block in blocks if (text := _block_to_plain(block).strip()))


def cell_to_plain(cell: Json) -> str:
    """The text of a table cell."""
    return str(cell["text"]) if cell["type"] == "raw_text" else _block_to_plain(cell)


def _text_to_plain(text: Json) -> str:
    words = str(text.get("text", ""))
    return mrkdwn_to_plain(words) if text.get("type") == "mrkdwn" else words


def _element_to_plain(element: Json) -> str:
    if element["type"] in ("plain_text", "mrkdwn"):
        return _text_to_plain(element)
    if element["type"] in PRESSED_BY_OPTION:
        return " ".join(f"[{_text_to_plain(option['text'])}]" for option in options_of(element))
    options = " | ".join(_text_to_plain(option["text"]) for option in options_of(element))
    label = _text_to_plain(element.get("text") or element.get("placeholder") or {})
    return f"[{': '.join(part for part in (label, options) if part)}]"


def _accessory(block: Json) -> list[Json]:
    return [block["accessory"]] if "accessory" in block else []


def _elements_to_plain(block: Json) -> str:
    return " ".join(map(_element_to_plain, block["elements"]))


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


def _titles_to_plain(block: Json) -> list[str]:
    return [_text_to_plain(block[name]) for name in ("title", "subtitle", "body") if name in block]


def _rich_to_plain(part: Json) -> str:
    if part["type"] == "rich_text_list":
        return "\n".join(f"• {_rich_to_plain(item)}" for item in part["elements"])
    return "".join(_inline_to_plain(piece) for piece in part["elements"])


_BLOCK_TO_PLAIN: dict[str, Callable[[Json], str]] = {
    "header": lambda block: _text_to_plain(block["text"]),
    "context": _elements_to_plain,
    "actions": _elements_to_plain,
    "context_actions": _elements_to_plain,
    "section": lambda block: " ".join(map(_element_to_plain, (block["text"], *_accessory(block)))),
    "rich_text": lambda block: "\n".join(map(_rich_to_plain, block["elements"])),
    "table": lambda block: "\n".join(" | ".join(map(cell_to_plain, row)) for row in block["rows"]),
    "input": lambda block: f"{_text_to_plain(block['label'])} {_element_to_plain(block['element'])}",
    "container": lambda block: "\n".join((*_titles_to_plain(block), to_plain(block["child_blocks"]))),
    "data_table": lambda block: "\n".join(" | ".join(map(cell_to_plain, row)) for row in block["rows"]),
    "carousel": lambda block: to_plain(block["elements"]),
    "card": lambda block: " ".join((*_titles_to_plain(block), *map(_element_to_plain, block.get("actions", ())))),
    "divider": lambda block: "",
    "image": lambda block: str(block["alt_text"]),
}


def _block_to_plain(block: Json) -> str:
    return _BLOCK_TO_PLAIN[block["type"]](block)
