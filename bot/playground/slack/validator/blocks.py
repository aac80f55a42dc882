"""The grammar of blocks, the blocks allowed on each surface, and the limits over all blocks together."""

import json
from collections.abc import Mapping
from typing import Any

from bot.playground.slack.validator.checks import Check, Problems, each, flag, number, one_of, record, tagged, text
from bot.playground.slack.validator.elements import (
    BUTTON,
    FEEDBACK,
    MULTIPLE_CHOICE,
    OVERFLOW,
    SINGLE_CHOICE,
    TYPED_IN,
    UPLOAD,
)
from bot.playground.slack.validator.texts import BLOCK_ID, RICH_TEXT, formatted, mrkdwn, plain
from bot.slack import limits


def count_characters(value: Any) -> int:
    """Count all characters of text in a block or a list of blocks, as the limit over a whole message does."""
    if isinstance(value, dict):
        own = value.get("text")
        return (len(own) if isinstance(own, str) else 0) + sum(count_characters(item) for item in value.values())
    return sum(count_characters(item) for item in value) if isinstance(value, list) else 0


def all_blocks(blocks: Any) -> list[dict[str, Any]]:
    """The blocks, those in containers, and the cards of carousels."""
    outer = _objects(blocks)
    cards = [card for block in outer if block.get("type") == "carousel" for card in _objects(block.get("elements"))]
    return [*outer, *(child for block in outer for child in _objects(block.get("child_blocks"))), *cards]


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _duplicates(holders: list[dict[str, Any]], key: str) -> list[str]:
    ids = [str(holder[key]) for holder in holders if key in holder]
    return sorted({name for name in ids if ids.count(name) > 1})


def _actions_differ(block: Mapping[str, Any], path: str) -> Problems:
    for duplicate in _duplicates(_objects(block.get("elements")), "action_id"):
        yield f"{path}/elements: action_id {duplicate!r} is used twice in this block"


_COLUMN = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})


def _column(value: Any, path: str) -> Problems:
    if value is not None:  # null keeps the column's default settings
        yield from _COLUMN(value, path)


def _table_fits(table: Mapping[str, Any], path: str) -> Problems:
    rows = table.get("rows")
    widths = {len(row) for row in rows if isinstance(row, list)} if isinstance(rows, list) else set()
    if len(widths) > 1:
        yield f"{path}/rows: rows must have the same number of cells, have {sorted(widths)}"
    if (size := count_characters(rows)) > limits.TABLE_CHARACTERS:
        yield f"{path}/rows: must be no more than {limits.TABLE_CHARACTERS} characters over all cells, has {size}"


_CONTEXT_ELEMENT = tagged(
    {
        "mrkdwn": formatted(limits.CONTEXT_TEXT),
        "plain_text": formatted(limits.CONTEXT_TEXT),
    },
    "a context block",
)
_PRESSABLE = {**BUTTON, **OVERFLOW, **SINGLE_CHOICE}
_EVERYWHERE: dict[str, Check] = {
    "header": record({"text": plain(limits.HEADER_TEXT)}, BLOCK_ID),
    "divider": record({}, BLOCK_ID),
    "image": record(
        {"image_url": text(limits.IMAGE_URL, pattern=r"https?://[!-~]+"), "alt_text": text(limits.IMAGE_ALT_TEXT)},
        {**BLOCK_ID, "title": plain(limits.IMAGE_TITLE)},
    ),
    "rich_text": RICH_TEXT,
    "context": record({"elements": each(_CONTEXT_ELEMENT, 1, limits.CONTEXT_ELEMENTS)}, BLOCK_ID),
    "section": record(
        {"text": formatted(limits.SECTION_TEXT)},
        {**BLOCK_ID, "accessory": tagged(_PRESSABLE, "a section block"), "expand": flag},
    ),
    "actions": record(
        {"elements": each(tagged(_PRESSABLE, "an actions block"), 1, limits.ACTIONS_ELEMENTS)},
        BLOCK_ID,
        _actions_differ,
    ),
}
_THUMBS = "context_actions"
_CELL = tagged({"raw_text": record({"text": text()}), "rich_text": RICH_TEXT}, "a table cell")
_ONLY_MESSAGES: dict[str, Check] = {
    "table": record(
        {"rows": each(each(_CELL, 1, limits.TABLE_COLUMNS), 1, limits.TABLE_ROWS)},
        {**BLOCK_ID, "column_settings": each(_column, 1, limits.TABLE_COLUMNS)},
        _table_fits,
    ),
    _THUMBS: record(
        {"elements": each(tagged(FEEDBACK, "a context_actions block"), 1, limits.CONTEXT_ACTIONS_ELEMENTS)},
        BLOCK_ID,
        _actions_differ,
    ),
}
# Slack's newer blocks, within the strictest of what its pages, its types and other clients say; see
# bot/slack/newer_blocks.py.
_IN_CONTAINER = {
    name: check for name, check in {**_EVERYWHERE, **_ONLY_MESSAGES}.items() if name not in ("rich_text", _THUMBS)
}


def _collapses(container: Mapping[str, Any], path: str) -> Problems:
    if container.get("default_collapsed") and container.get("is_collapsible") is not True:
        yield f"{path}/default_collapsed: needs is_collapsible"
    if container.get("has_header_divider") and container.get("is_collapsible"):
        yield f"{path}/has_header_divider: is not allowed with is_collapsible"


def _has_content(card: Mapping[str, Any], path: str) -> Problems:
    if not card.keys() & {"title", "body", "actions"}:
        yield f"{path}: needs a title, a body or actions"


def _mrkdwn(high: int) -> Check:
    return tagged({"mrkdwn": mrkdwn(high)}, "a card")


_CARD = record(
    {},
    {
        **BLOCK_ID,
        "title": _mrkdwn(limits.CARD_TITLE),
        "subtitle": _mrkdwn(limits.CARD_TITLE),
        "body": _mrkdwn(limits.CARD_BODY),
        "actions": each(tagged(BUTTON, "a card"), 1, limits.CARD_BUTTONS),
    },
    _has_content,
)
_DATA_CELL = tagged({"raw_text": record({"text": text()})}, "a cell of a data_table")
_NEWER: dict[str, Check] = {
    "container": record(
        {
            "title": plain(limits.CONTAINER_TITLE),
            "child_blocks": each(tagged(_IN_CONTAINER, "a container"), 1, limits.CONTAINER_BLOCKS),
        },
        {
            **BLOCK_ID,
            "subtitle": formatted(limits.CONTAINER_SUBTITLE),
            "width": one_of("narrow", "standard", "wide", "full"),
            "is_collapsible": flag,
            "default_collapsed": flag,
            "has_header_divider": flag,
        },
        _collapses,
    ),
    "data_table": record(
        {"caption": text(), "rows": each(each(_DATA_CELL, 1, limits.TABLE_COLUMNS), 2, limits.TABLE_ROWS)},
        {
            **BLOCK_ID,
            "page_size": number(1, limits.DATA_TABLE_PAGE),
            "row_header_column_index": number(0, limits.TABLE_COLUMNS - 1),
        },
        _table_fits,
    ),
    "carousel": record({"elements": each(tagged({"card": _CARD}, "a carousel"), 1, limits.CAROUSEL_CARDS)}, BLOCK_ID),
}
_INPUT_ELEMENT = tagged({**SINGLE_CHOICE, **MULTIPLE_CHOICE, **TYPED_IN, **UPLOAD}, "an input block")
_ONLY_VIEWS: dict[str, Check] = {
    "input": record(
        {"label": plain(limits.INPUT_LABEL), "element": _INPUT_ELEMENT},
        {**BLOCK_ID, "hint": plain(limits.INPUT_HINT), "optional": flag, "dispatch_action": flag},
    )
}
_MESSAGE_BLOCKS = each(tagged({**_EVERYWHERE, **_ONLY_MESSAGES, **_NEWER}, "messages"), 1, limits.MESSAGE_BLOCKS)
_VIEW_BLOCKS = each(tagged({**_EVERYWHERE, **_ONLY_VIEWS}, "modals and Home"), 1, limits.VIEW_BLOCKS)


def _whole(blocks: Any, path: str) -> Problems:
    for duplicate in _duplicates(all_blocks(blocks), "block_id"):
        yield f"{path}: block_id {duplicate!r} is used twice"
    if json.dumps(blocks, default=str).count('"focus_on_load": true') > 1:
        yield f"{path}: only one element may have focus_on_load"


def message_blocks(blocks: Any, path: str) -> Problems:
    """Check the blocks of a message."""
    yield from _MESSAGE_BLOCKS(blocks, path)
    yield from _whole(blocks, path)
    if (count := len(all_blocks(blocks))) > limits.MESSAGE_BLOCKS:
        yield f"{path}: must have no more than {limits.MESSAGE_BLOCKS} blocks in all, has {count}"
    tables = sum(block.get("type") in ("table", "data_table") for block in all_blocks(blocks))
    if tables > limits.TABLES:
        yield f"{path}: only one table is allowed in a message, has {tables}"
    if (size := count_characters(blocks)) > limits.MESSAGE_CHARACTERS:
        yield f"{path}: must be no more than {limits.MESSAGE_CHARACTERS} characters in all, has {size}"


def view_blocks(blocks: Any, path: str) -> Problems:
    """Check the blocks of a modal or of Home."""
    yield from _VIEW_BLOCKS(blocks, path)
    yield from _whole(blocks, path)
