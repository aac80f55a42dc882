"""Truncate a card, with a hint, so that it fits in one message. Buttons, menus and forms stay."""

from __future__ import annotations

from bot.teams import limits
from bot.teams.text import Json, paragraph, size
from handlers.reply import Code, Spans, shorten

MORE: Spans = ("… more. This is longer than a card shows at once: ask for a part of it, or type ", Code("help"))
LEAST = 20
"""Shortest start of a truncated text that is still shown, in characters."""
COMMA = 2
"""Bytes of the comma between two elements."""


def fit(elements: list[Json], room: int) -> list[Json]:
    """The elements unchanged if they take at most `room` bytes; else the first ones, `MORE`, and the pressable ones."""
    sizes = [size(element) + COMMA for element in elements]
    if sum(sizes) <= room:
        return elements
    pressable = _first_pressable(elements, sizes)
    more = paragraph(MORE)
    left = room - sum(sizes[at] for at in pressable) - size(more) - COMMA
    fitting: list[Json] = []
    full = False
    for at, element in enumerate(elements):
        if at in pressable:
            fitting.append(element)
        elif not full and not _is_pressable(element):
            full = sizes[at] > left
            left -= sizes[at]
            shown = _cut(element, left + sizes[at] - COMMA) if full else element
            fitting += [part for part in (shown, more if full else None) if part]
    return fitting


def _first_pressable(elements: list[Json], sizes: list[int]) -> set[int]:
    """The indexes of the buttons, menus and forms that fit in the room reserved for them, the first ones first."""
    indexes: set[int] = set()
    left = limits.PRESSABLE_BYTES
    for at, element in enumerate(elements):
        if _is_pressable(element) and sizes[at] <= left:
            indexes.add(at)
            left -= sizes[at]
    return indexes


def _is_pressable(element: Json) -> bool:
    return any(part["type"] == "ActionSet" for part in (element, *element.get("items", [])))


def _cut(element: Json, room: int) -> Json | None:
    """The start of a text in at most `room` bytes; None if too little would remain, or if it is not a text."""
    if element["type"] == "Container" and len(element["items"]) == 1:
        inner = _cut(element["items"][0], room - size(element | {"items": []}))
        return element | {"items": [inner]} if inner else None
    if element["type"] != "RichTextBlock":
        return None
    left = room - size(element | {"inlines": []})
    runs: list[Json] = []
    for run in element["inlines"]:
        if (weight := size(run) + COMMA) > left:
            length = (left - size(run | {"text": ""}) - COMMA) // 4  # at most 4 bytes each: \" or a surrogate pair
            runs += [run | {"text": shorten(run["text"], length)}] if length >= LEAST else []
            break
        runs.append(run)
        left -= weight
    return element | {"inlines": runs} if any(run["text"].strip() for run in runs) else None
