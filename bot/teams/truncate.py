"""Makes a card fit into one message: cut where the room ends, with a hint, and keeping what can be pressed."""

from __future__ import annotations

from bot.teams import limits
from bot.teams.text import Json, paragraph, size
from handlers.reply import Code, Spans, shorten

MORE: Spans = ("… more. This is longer than a card shows at once: ask for a part of it, or type ", Code("help"))
LEAST = 20
"""Characters of a cut text that are worth showing."""
COMMA = 2
"""Bytes between two elements."""


def fit(elements: list[Json], room: int) -> list[Json]:
    """The elements themselves where they take at most `room` bytes; else their beginning, `MORE` and the pressable."""
    sizes = [size(element) + COMMA for element in elements]
    if sum(sizes) <= room:
        return elements
    pressable = _pressable(elements, sizes)
    more = paragraph(MORE)
    left = room - sum(sizes[at] for at in pressable) - size(more) - COMMA
    kept: list[Json] = []
    full = False
    for at, element in enumerate(elements):
        if at in pressable:
            kept.append(element)
        elif not full and not _can_be_pressed(element):
            full = sizes[at] > left
            left -= sizes[at]
            shown = _cut(element, left + sizes[at] - COMMA) if full else element
            kept += [each for each in (shown, more if full else None) if each]
    return kept


def _pressable(elements: list[Json], sizes: list[int]) -> set[int]:
    """Which of the buttons, menus and forms are kept: the first of them, up to their part of a card."""
    kept: set[int] = set()
    left = limits.PRESSABLE_BYTES
    for at, element in enumerate(elements):
        if _can_be_pressed(element) and sizes[at] <= left:
            kept.add(at)
            left -= sizes[at]
    return kept


def _can_be_pressed(element: Json) -> bool:
    return any(each["type"] == "ActionSet" for each in (element, *element.get("items", [])))


def _cut(element: Json, room: int) -> Json | None:
    """The beginning of a text that takes at most `room` bytes; None where too little is left, or it is no text."""
    if element["type"] == "Container" and len(element["items"]) == 1:
        inner = _cut(element["items"][0], room - size(element | {"items": []}))
        return element | {"items": [inner]} if inner else None
    if element["type"] != "RichTextBlock":
        return None
    left = room - size(element | {"inlines": []})
    kept: list[Json] = []
    for run in element["inlines"]:
        if (weight := size(run) + COMMA) > left:
            length = (left - size(run | {"text": ""}) - COMMA) // 4  # the most that a character takes: \" or a pair
            kept += [run | {"text": shorten(run["text"], length)}] if length >= LEAST else []
            break
        kept.append(run)
        left -= weight
    return element | {"inlines": kept} if any(run["text"].strip() for run in kept) else None
