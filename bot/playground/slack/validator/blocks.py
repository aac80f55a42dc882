"""The grammar of blocks, the blocks allowed on each surface, and the limits over all blocks together."""

import json
from collections.abc import Mapping
from typing import Any

from bot.playground.slack.validator.checks import Check, Problems, each, flag, one_of, record, tagged, text
from bot.playground.slack.validator.elements import (
    BUTTON,
    FEEDBACK,
    MULTIPLE_CHOICE,
    OVERFLOW,
    SINGLE_CHOICE,
    TYPED_IN,
    UPLOAD,
)
from bot.playground.slack.validator.texts import BLOCK_ID, RICH_TEXT, formatted, plain
from bot.slack import limits


def count_characters(value: Any) -> int:
    """Count all characters of text in a block or a list of blocks, as the limit over a whole message does."""
    if isinstance(value, dict):
        own = value.get("text")
        return (len(own) if isinstance(own, str) else 0) + sum(count_characters(item) for item in value.values())
    return sum(count_characters(item) for item in value) if isinstance(value, list) else 0


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
_CELL = tagged({"raw_text": record({"text": text()}), "rich_text": RICH_TEXT}, "a table cell")
_ONLY_MESSAGES: dict[str, Check] = {
    "table": record(
        {"rows": each(each(_CELL, 1, limits.TABLE_COLUMNS), 1, limits.TABLE_ROWS)},
        {**BLOCK_ID, "column_settings": each(_column, 1, limits.TABLE_COLUMNS)},
        _table_fits,
    ),
    "context_actions": record(
        {"elements": each(tagged(FEEDBACK, "a context_actions block"), 1, limits.CONTEXT_ACTIONS_ELEMENTS)},
        BLOCK_ID,
        _actions_differ,
    ),
}
_INPUT_ELEMENT = tagged({**SINGLE_CHOICE, **MULTIPLE_CHOICE, **TYPED_IN, **UPLOAD}, "an input block")
_ONLY_VIEWS: dict[str, Check] = {
    "input": record(
        {"label": plain(limits.INPUT_LABEL), "element": _INPUT_ELEMENT},
        {**BLOCK_ID, "hint": plain(limits.INPUT_HINT), "optional": flag, "dispatch_action": flag},
    )
}
_MESSAGE_BLOCKS = each(tagged({**_EVERYWHERE, **_ONLY_MESSAGES}, "messages"), 1, limits.MESSAGE_BLOCKS)
_VIEW_BLOCKS = each(tagged({**_EVERYWHERE, **_ONLY_VIEWS}, "modals and Home"), 1, limits.VIEW_BLOCKS)


def _whole(blocks: Any, path: str) -> Problems:
    for duplicate in _duplicates(_objects(blocks), "block_id"):
        yield f"{path}: block_id {duplicate!r} is used twice"
    if json.dumps(blocks, default=str).count('"focus_on_load": true') > 1:
        yield f"{path}: only one element may have focus_on_load"


def message_blocks(blocks: Any, path: str) -> Problems:
    """Check the blocks of a message."""
    yield from _MESSAGE_BLOCKS(blocks, path)
    yield from _whole(blocks, path)
    tables = sum(block.get("type") == "table" for block in _objects(blocks))
    if tables > limits.TABLES:
        yield f"{path}: only one table is allowed in a message, has {tables}"
    if (size := count_characters(blocks)) > limits.MESSAGE_CHARACTERS:
        yield f"{path}: must be no more than {limits.MESSAGE_CHARACTERS} characters in all, has {size}"


def view_blocks(blocks: Any, path: str) -> Problems:
    """Check the blocks of a modal or of Home."""
    yield from _VIEW_BLOCKS(blocks, path)
    yield from _whole(blocks, path)
