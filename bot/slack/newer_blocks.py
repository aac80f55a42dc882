"""Slack's newer blocks: `container` for folded details, `data_table` for tables, `carousel` for tiles. Messages only.

Sources, under https://docs.slack.dev: /reference/block-kit/blocks/container-block, …/data-table-block,
…/carousel-block, …/card-block, and the types of /tools/node-slack-sdk. They disagree in places; this module stays
within the strictest. The blocks allowed in a container are those that Slack's list and a client's author, who asked
`blocks.validate` (docs.rs/slack-morphism, SlackContainerBlock), both name; so rich text isn't among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import structlog

from bot.slack import limits
from bot.slack.actions import button_element
from bot.slack.payload import Json
from bot.slack.text import clean, context_text, escape, has_markup, plain_text, section_text
from handlers.reply import (
    Block,
    Bold,
    Button,
    Folded,
    Items,
    Note,
    Reply,
    Span,
    Spans,
    Table,
    Text,
    Tile,
    Tiles,
    plain,
    shorten,
)

log = structlog.get_logger()

CONTAINER, DATA_TABLE, CAROUSEL = "container", "data_table", "carousel"
ALL = frozenset((CONTAINER, DATA_TABLE, CAROUSEL))
NONE: frozenset[str] = frozenset()
_GUIDE = (Text((Bold("Tick what you hear"),)), Items((("Names a rule",),)), Note(("Rate first, then ask.",)))


class NewerBlocks:
    """The newer blocks that answers may have: those of the setting that Slack hasn't refused since the start."""

    def __init__(self, types: frozenset[str]) -> None:
        self.types = types

    def may_be_in(self, reply: Reply) -> bool:
        """Whether a reply may be rendered with one of them."""
        return bool(self.types) and any(isinstance(block, Folded | Table | Tiles) for block in reply.blocks)

    def refuse(self, message: Json) -> None:
        """Stop using the types in a message that Slack refused, and took in its older form."""
        refused = self.types & {block["type"] for block in message["blocks"]}
        log.warning("slack.newer_blocks_refused", types=sorted(refused))
        self.types -= refused


def samples() -> dict[str, list[Json]]:
    """The blocks of an answer with each type, to ask Slack about."""
    guide = Folded(Text((Bold("1. Why?"),), Button("Answer guide 1", "guide 1")), _GUIDE)
    row = [{"type": "raw_text", "text": "Embassy"}, {"type": "raw_text", "text": "The capital"}]
    tile = Tile("Consul", "Helps citizens.", (Button("Open", "define Consul"),))
    shown = {
        CONTAINER: container(guide),
        DATA_TABLE: data_table("Embassy or consulate", [row, row]),
        CAROUSEL: carousel(Tiles((tile, tile)), count()),
    }
    return {kind: [block] for kind, block in shown.items() if block}


def container(folded: Folded) -> Json | None:
    """A folded container with the line as its title; None if Slack wouldn't show all of it word for word."""
    title, button = " ".join(clean(plain(folded.line.spans)).split()), folded.line.button
    children = [_child(block) for block in folded.blocks]
    inside = [child for child in children if child is not None]
    too_many = len(inside) > limits.CONTAINER_BLOCKS
    if not inside or len(inside) < len(children) or too_many or button is None:
        return None
    if not 0 < len(title) <= limits.CONTAINER_TITLE:
        return None
    return {
        "type": CONTAINER,
        "title": plain_text(title, limits.CONTAINER_TITLE),
        "subtitle": plain_text(button.label, limits.CONTAINER_SUBTITLE),
        "is_collapsible": True,
        "default_collapsed": True,
        "child_blocks": inside,
    }


def _child(block: Block) -> Json | None:
    match block:
        case Text(spans=spans, button=None):
            words = section_text(tuple(_apart(spans))) or section_text((plain(spans),))
        case Items(items=rows, ordered=False):
            words = section_text(("\n".join(f"• {plain(row)}" for row in rows),))
        case Note(spans=spans):
            words = context_text(spans)
            return words and {"type": "context", "elements": [words]}
        case _:
            return None
    return words and {"type": "section", "text": words, "expand": True}


def _apart(spans: Spans) -> Iterator[Span]:
    """The spans with the spaces at the end of bold words after them: mrkdwn has no bold spaces."""
    for span in spans:
        if isinstance(span, Bold) and span.text != (words := span.text.rstrip(" ")):
            yield from (Bold(words), span.text[len(words) :])
        else:
            yield span


def data_table(caption: str, rows: list[list[Json]]) -> Json:
    """A table with a caption for screen readers, and all rows on its first page. The first row is the header."""
    page = min(len(rows) - 1, limits.DATA_TABLE_PAGE)
    return {"type": DATA_TABLE, "caption": caption, "page_size": page, "rows": rows}


def carousel(tiles: Tiles, ids: Iterator[int]) -> Json | None:
    """A carousel of the first ten tiles; None if there are none."""
    rendered = [shown for tile in tiles.tiles if (shown := _card(tile, ids)) is not None]
    return {"type": CAROUSEL, "elements": rendered[: limits.CAROUSEL_CARDS]} if rendered else None


def _card(tile: Tile, ids: Iterator[int]) -> Json | None:
    """A card; None if Slack could read its title as markup. A body that it could is left out."""
    if (title := _mrkdwn(tile.title, limits.CARD_TITLE)) is None:
        return None
    buttons = [shown for button in tile.buttons if (shown := button_element(button, ids)) is not None]
    body, actions = _mrkdwn(tile.body, limits.CARD_BODY), buttons[: limits.CARD_BUTTONS]
    return {
        "type": "card",
        "title": title,
        **({"body": body} if body else {}),
        **({"actions": actions} if actions else {}),
    }


def _mrkdwn(value: str, length: int) -> Json | None:
    """Text of at most `length` characters, escapes included; None if it is empty or could be read as markup."""
    words = " ".join(clean(value).split())
    if not words or has_markup(words):
        return None
    return {"type": "mrkdwn", "text": _escaped_within(words, length), "verbatim": True}


def _escaped_within(words: str, length: int) -> str:
    escaped = escape(words)
    while len(escaped) > length:
        words = shorten(words, len(words) - (len(escaped) - length))
        escaped = escape(words)
    return escaped
