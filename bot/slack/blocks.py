"""Render a Reply as Block Kit, in rich text or plain text only, so that nothing in it is parsed as markup."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import assert_never

from bot.slack import limits
from bot.slack.actions import action_blocks, button_element, thumbs_block
from bot.slack.newer_blocks import CAROUSEL, CONTAINER, DATA_TABLE, NONE, carousel, container, data_table
from bot.slack.payload import Json
from bot.slack.text import clean, context_text, fallback_text, inline, label, plain_element, plain_text, section_text
from bot.slack.truncate import MESSAGE, VIEW, Surface, fit
from handlers.plain_text import plain_text_of, summary_of
from handlers.reply import (
    Actions,
    Block,
    Button,
    Diagram,
    Divider,
    Facts,
    Folded,
    Heading,
    Items,
    LinkButton,
    Note,
    Reply,
    Spans,
    Table,
    Text,
    TextToCopy,
    Tiles,
    shorten,
    unfolded,
)
from handlers.team_terms.feedback import Rated

APP = "Dragoman"
CAPTION = "Table"
"""The caption of a table without a heading above it."""
BLANK = "\u00a0"
"""Fills empty table cells: Slack rejects empty text."""


def render_message(reply: Reply, *, private: bool = False, newer: frozenset[str] = NONE) -> Json:
    """Render a message: at most 50 blocks, one table and about 12,000 characters.

    `text` is the whole answer without formatting. `private`: the message is ephemeral, for which Slack doesn't document
    feedback buttons; it gets plain ones. `newer`: the types of Slack's newer blocks that it may have.

    Source: https://docs.slack.dev/reference/block-kit/blocks and bot/slack/limits.py
    """
    blocks = render_blocks(reply, replace(MESSAGE, newer=newer), native_thumbs=not private)
    return {"text": fallback_text(plain_text_of(reply)) or APP, "blocks": blocks}


def render_modal(reply: Reply, metadata: str = "") -> Json:
    """Render a modal: at most 100 blocks and no table. A heading of up to 24 characters becomes its title.

    `metadata` (at most 3,000 characters) is sent back with each press. Source: https://docs.slack.dev/reference/views
    """
    fits = 0 < len(reply.title) <= limits.VIEW_TITLE
    heading_is_title = fits and len(reply.blocks) > 1 and isinstance(reply.blocks[0], Heading)
    body = replace(reply, blocks=reply.blocks[1:]) if heading_is_title else reply
    return {
        "type": "modal",
        "title": plain_text(reply.title if fits else APP, limits.VIEW_TITLE),
        "close": plain_text("Close", limits.VIEW_BUTTON),
        "private_metadata": metadata,
        "blocks": render_blocks(body, VIEW),
    }


def render_home(reply: Reply) -> Json:
    """Render the Home tab: at most 100 blocks and no table."""
    return {"type": "home", "blocks": render_blocks(reply, VIEW)}


def render_blocks(reply: Reply, surface: Surface, *, native_thumbs: bool = False) -> list[Json]:
    """Render a reply's blocks within the surface's limits; at least one block. The thumbs come last, if there's room.

    `native_thumbs`: with Slack's own feedback buttons, which only messages may have.
    """
    page = _Page(surface)
    for block in fit(reply.blocks if surface.newer else unfolded(reply.blocks), surface):
        page.add(block)
    if reply.rated:
        page.add_thumbs(reply.rated, native=native_thumbs)
    return page.close() or [_rich([_section([plain_element(label(summary_of(reply), limits.SECTION_TEXT))])])]


def without_images(message: Json) -> Json:
    """A message, view or API call with the alt text of each image in its place."""
    if "view" in message:
        return message | {"view": without_images(message["view"])}
    blocks = [
        _rich([_section([plain_element(block["alt_text"])])]) if block["type"] == "image" else block
        for block in message.get("blocks", ())
    ]
    return message | {"blocks": blocks} if blocks else message


class _Page:
    """Collects blocks. Consecutive text shares one rich_text block: fewer blocks, which Slack displays faster."""

    def __init__(self, surface: Surface) -> None:
        self._blocks: list[Json] = []
        self._open: list[Json] = []
        self._ids = count()
        self._tables, self._most, self._newer = surface.tables, surface.blocks, surface.newer
        self._caption = CAPTION

    def add(self, block: Block) -> None:  # noqa: PLR0912 - one branch for each kind of block
        match block:
            case Text(spans=spans, button=button):
                self._text(spans, button)
            case Items():
                self._list(block)
            case Facts(pairs=pairs):
                self._paragraph(_facts(pairs))
            case Note(spans=spans):
                self._note(spans)
            case Heading(text=heading):
                self._heading(heading)
            case TextToCopy(text=words):
                if words := clean(words):
                    self._open.append({"type": "rich_text_preformatted", "elements": [plain_element(words)]})
            case Table():
                self._table(block)
            case Diagram():
                self._diagram(block)
            case Folded():
                self._newer_or(container(block) if CONTAINER in self._newer else None, block)
            case Tiles():
                self._newer_or(carousel(block, self._ids) if CAROUSEL in self._newer else None, block)
            case Actions():
                self._put(*action_blocks(block, self._ids))
            case Divider():
                self._put({"type": "divider"})
            case _:
                assert_never(block)

    def add_thumbs(self, rated: Rated, *, native: bool) -> None:
        """Add the thumbs, unless the surface is full."""
        self._put()
        if len(self._blocks) < self._most:
            self._put(thumbs_block(rated, self._ids, native=native))

    def close(self) -> list[Json]:
        """Finish the open rich_text block and return all blocks."""
        self._put()
        return self._blocks

    def _put(self, *blocks: Json) -> None:
        if self._open:
            self._blocks.append(_rich(self._open))
            self._open = []
        self._blocks += blocks

    def _newer_or(self, rendered: Json | None, block: Folded | Tiles) -> None:
        """A newer block, or what a platform without it shows."""
        if rendered:
            self._put(rendered)
            return
        for part in block.instead:
            self.add(part)

    def _paragraph(self, elements: list[Json]) -> None:
        if not elements:
            return
        if self._open and self._open[-1]["type"] == "rich_text_section":
            self._open[-1]["elements"] += [plain_element("\n\n"), *elements]
        else:
            self._open.append(_section(elements))

    def _text(self, spans: Spans, button: Button | LinkButton | None) -> None:
        """A paragraph; with a button, a section. If only rich text shows the words verbatim, the button is below."""
        element = button_element(button, self._ids) if button else None
        if element is not None and (words := section_text(spans)) is not None:
            self._put({"type": "section", "text": words, "expand": True, "accessory": element})
            return
        self._paragraph(inline(spans))
        if element is not None:
            self._put({"type": "actions", "elements": [element]})

    def _heading(self, heading: str) -> None:
        """A header of at most 150 characters; the rest of a longer heading follows as text."""
        heading = " ".join(clean(heading).split())
        if not heading:
            return
        head = self._caption = shorten(heading, limits.HEADER_TEXT)
        self._put({"type": "header", "text": {"type": "plain_text", "text": head}})
        if len(heading) > limits.HEADER_TEXT:
            self._paragraph([plain_element("…" + heading[len(head) - 1 :])])

    def _list(self, block: Items) -> None:
        rows = [_section(elements) for row in block.items if (elements := inline(row))]
        if not rows:
            return
        element: Json = {"type": "rich_text_list", "style": "ordered" if block.ordered else "bullet", "elements": rows}
        if block.ordered and block.start > 1:
            element["offset"] = block.start - 1
        self._open.append(element)

    def _note(self, spans: Spans) -> None:
        if (element := context_text(spans)) is not None:
            self._put({"type": "context", "elements": [element]})
        else:
            self._paragraph(inline(spans))

    def _diagram(self, diagram: Diagram) -> None:
        if diagram.url:
            self._put(
                {"type": "image", "image_url": diagram.url, "alt_text": label(diagram.alt, limits.IMAGE_ALT_TEXT)}
            )
            return
        for block in diagram.instead:
            self.add(block)

    def _table(self, table: Table) -> None:
        if self._tables and _is_table(table):
            self._tables -= 1
            width = len(table.columns)
            rows = [_row(row, width) for row in (table.columns, *table.rows)]
            newest = DATA_TABLE in self._newer
            self._put(data_table(self._caption, rows) if newest else {"type": "table", "rows": rows})
            return
        for row in table.rows:
            cells = zip(table.columns[1:], row[1:], strict=False)
            self._paragraph(_facts(tuple((name, ()) for name in row[:1])))
            self._list(Items(tuple((f"{name}: {cell}" if name else cell,) for name, cell in cells)))


def _is_table(table: Table) -> bool:
    """Whether it is within Slack's table limits; if not, it is rendered as lists."""
    cells = sum(len(cell) + 1 for row in (table.columns, *table.rows) for cell in row)
    return (
        0 < len(table.columns) <= limits.TABLE_COLUMNS
        and 0 < len(table.rows) < limits.TABLE_ROWS
        and all(len(row) <= len(table.columns) for row in table.rows)
        and cells + len(table.columns) * len(table.rows) <= limits.TABLE_CHARACTERS
    )


def _row(row: tuple[str, ...], width: int) -> list[Json]:
    cells = (*row, *("" for _ in range(width - len(row))))
    return [{"type": "raw_text", "text": clean(cell) or BLANK} for cell in cells]


def _facts(pairs: tuple[tuple[str, Spans], ...]) -> list[Json]:
    elements: list[Json] = []
    for name, spans in pairs:
        if elements:
            elements.append(plain_element("\n"))
        if name := clean(name):
            elements.append({"type": "text", "text": f"{name}: " if spans else name, "style": {"bold": True}})
        elements += inline(spans)
    return elements


def _section(elements: list[Json]) -> Json:
    return {"type": "rich_text_section", "elements": elements}


def _rich(elements: list[Json]) -> Json:
    return {"type": "rich_text", "elements": elements}
