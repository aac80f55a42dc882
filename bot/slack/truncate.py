"""Truncate a reply, with a hint, so that it fits in one message or view.

Sizes are estimated from the reply, not counted in the rendered blocks: counting takes half as long as rendering, which
every answer would pay, and cutting a block in the middle would still need `_cut`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar, assert_never

from bot.slack import limits
from bot.slack.actions import ROW_ELEMENTS, fits_menu
from handlers.reply import (
    Actions,
    Block,
    Button,
    Code,
    Diagram,
    Divider,
    Element,
    Facts,
    Folded,
    FormButton,
    Heading,
    Items,
    LinkButton,
    Menu,
    Note,
    Overflow,
    Spans,
    Table,
    Text,
    TextToCopy,
    Tiles,
    plain,
    shorten,
    unfolded,
)

T = TypeVar("T")

MORE = Note(("… more. This is longer than Slack shows at once: ask for a part of it, or type ", Code("/dragoman help")))
OVERHEAD = 20
"""Characters added for each element: Slack also counts a message's containers in an undocumented way
(github.com/slackapi/bolt-js/issues/2867)."""


@dataclass(frozen=True, slots=True)
class Surface:
    """A message or view, with the number of blocks, characters and tables it can hold.

    `newer` are the types of Slack's newer blocks that it may have (bot/slack/newer_blocks.py).
    """

    blocks: int
    characters: int
    tables: int = 0
    newer: frozenset[str] = frozenset()


MESSAGE = Surface(limits.MESSAGE_BLOCKS, limits.MESSAGE_CHARACTERS - 1_000, limits.TABLES)
VIEW = Surface(limits.VIEW_BLOCKS, 2 * limits.MESSAGE_CHARACTERS)
"""No limit is documented for a view's characters; this is more than anybody reads in one."""


@dataclass(slots=True)
class _Room:
    """The characters and blocks still available."""

    characters: int
    blocks: int

    def take(self, weight: tuple[int, int]) -> bool:
        """Reserve room for a block; False if it doesn't fit."""
        characters, blocks = weight
        if characters > self.characters or blocks > self.blocks:
            return False
        self.characters -= characters
        self.blocks -= blocks
        return True


def fit(blocks: tuple[Block, ...], surface: Surface) -> tuple[Block, ...]:
    """The blocks unchanged if they fit, or if they fit without what is folded.

    Else the first ones, `MORE`, and the actions that fit in half of the room.
    """
    if _fits(blocks, surface):
        return blocks
    blocks = unfolded(blocks)
    return blocks if _fits(blocks, surface) else tuple(_truncate(blocks, surface))


def _fits(blocks: tuple[Block, ...], surface: Surface) -> bool:
    characters = count = 0
    for block in blocks:
        weight = _weigh(block)
        characters, count = characters + weight[0], count + weight[1]
    return characters <= surface.characters and count <= surface.blocks


def _truncate(blocks: tuple[Block, ...], surface: Surface) -> Iterable[Block]:
    action_room = _Room(surface.characters // 2, surface.blocks // 2)
    actions = {at for at, block in enumerate(blocks) if isinstance(block, Actions) and action_room.take(_weigh(block))}
    room = _Room(surface.characters // 2 + action_room.characters, surface.blocks // 2 + action_room.blocks)
    room.take(_weigh(MORE))
    full = False
    for at, block in enumerate(blocks):
        if isinstance(block, Actions):
            if at in actions:
                yield block
        elif not full and not room.take(weight := _weigh(block)):
            full = True
            if weight[1] <= room.blocks and (start := _cut(block, room.characters)) is not None:
                yield start
            yield MORE
        elif not full:
            yield block


def _weigh(block: Block) -> tuple[int, int]:  # noqa: PLR0912 - one branch for each kind of block
    """Upper bounds for the characters and blocks it renders to."""
    match block:
        case Heading(text=words) | TextToCopy(text=words):
            weight = len(words) + 2 * OVERHEAD, 2
        case Text(spans=spans, button=Button() | LinkButton() as button):
            weight = _size(spans) + _weigh_element(button)[0], 2
        case Text(spans=spans) | Note(spans=spans):
            weight = _size(spans), 1
        case Items(items=rows):
            weight = sum(_size(row) for row in rows), 1
        case Facts(pairs=pairs):
            weight = sum(len(name) + OVERHEAD + _size(spans) for name, spans in pairs), 1
        case Table(columns=columns, rows=lines):
            names = _cells(columns)
            weight = names + sum(names + _cells(line) for line in lines), 1
        case Diagram(url=url) if url:
            weight = len(url) + limits.IMAGE_ALT_TEXT, 1
        case Diagram():
            weight = _weigh_all(block.instead)
        case Folded(line=line, blocks=parts):
            weight = _weigh_all((line, *parts))
        case Tiles(tiles=tiles):
            buttons = sum(len(tile.buttons) for tile in tiles)
            characters = sum(len(tile.title) + limits.CARD_BODY + OVERHEAD for tile in tiles)
            weight = characters + buttons * (limits.BUTTON_TEXT + OVERHEAD), 1 + len(tiles)
        case Divider():
            weight = 0, 1
        case Actions(elements=elements):
            weights = [_weigh_element(element) for element in elements]
            weight = (
                sum(characters for characters, _ in weights),
                -(-sum(count for _, count in weights) // ROW_ELEMENTS),
            )
        case _:
            assert_never(block)
    return weight


def _weigh_all(blocks: tuple[Block, ...]) -> tuple[int, int]:
    weights = [_weigh(block) for block in blocks]
    return sum(characters for characters, _ in weights), sum(count for _, count in weights)


def _weigh_element(element: Element) -> tuple[int, int]:
    """Upper bounds for the characters and elements it renders to."""
    if not isinstance(element, Menu | Overflow):
        spec = OVERHEAD * len(element.inputs) if isinstance(element, FormButton) else 0
        return min(len(element.label), limits.BUTTON_TEXT) + OVERHEAD + spec, 1
    labels = sum(min(len(option.label), limits.OPTION_TEXT) + OVERHEAD for option in element.options)
    if isinstance(element, Overflow):
        menus = -(-len(element.options) // limits.OVERFLOW_OPTIONS)
        return labels, menus if fits_menu(element) else len(element.options)
    menus = -(-len(element.options) // limits.SELECT_OPTIONS)
    return labels + menus * limits.PLACEHOLDER, menus if fits_menu(element) else len(element.options)


def _size(spans: Spans) -> int:
    size = OVERHEAD
    for span in spans:
        size += OVERHEAD + len(span if isinstance(span, str) else span.text)
    return size


def _cells(cells: tuple[str, ...]) -> int:
    return sum(len(cell) + OVERHEAD for cell in cells)


def _cut(block: Block, room: int) -> Block | None:
    """The first part of a block, at most `room` characters; None if nothing useful would remain."""
    match block:
        case Heading() | TextToCopy():
            length = room - 2 * OVERHEAD
            return replace(block, text=shorten(block.text, length)) if length > OVERHEAD else None
        case Text() | Note():
            spans = _cut_spans(block.spans, room)
            return replace(block, spans=spans) if spans else None
        case Items():
            rows = _first(block.items, [_size(row) for row in block.items], room)
            return replace(block, items=rows) if rows else _cut(Text(block.items[0]), room)
        case Facts():
            pairs = _first(block.pairs, [len(name) + OVERHEAD + _size(spans) for name, spans in block.pairs], room)
            return replace(block, pairs=pairs) if pairs else _cut(Text((plain(block.pairs[0][1]),)), room)
        case Table():
            names = _cells(block.columns)
            lines = _first(block.rows, [names + _cells(line) for line in block.rows], room - names)
            return replace(block, rows=lines) if lines else None
        case Divider() | Diagram() | Actions() | Folded() | Tiles():
            return None
        case _:
            assert_never(block)


def _cut_spans(spans: Spans, room: int) -> Spans:
    left = room - 2 * OVERHEAD
    for at, span in enumerate(spans):
        words = span if isinstance(span, str) else span.text
        if len(words) + OVERHEAD > left:
            short = shorten(words, left) if left > OVERHEAD else "…"
            return (*spans[:at], short if isinstance(span, str) else replace(span, text=short))
        left -= len(words) + OVERHEAD
    return spans


def _first(things: tuple[T, ...], weights: list[int], room: int) -> tuple[T, ...]:
    """The first things whose weights fit in `room`."""
    for count, weight in enumerate(weights):
        room -= weight
        if room < 0:
            return things[:count]
    return things
