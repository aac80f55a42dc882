"""Render a Reply as an Adaptive Card 1.5, with text that no client parses as markup, within Teams' limits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import assert_never

from bot.teams import limits
from bot.teams.actions import action_elements, button_elements
from bot.teams.table_elements import table_elements
from bot.teams.text import Json, clean, escape, heading, label, paragraph, rich, size
from bot.teams.truncate import fit
from handlers.plain_text import plain_text_of, summary_of
from handlers.reply import (
    Actions,
    Block,
    Bold,
    Diagram,
    Divider,
    Facts,
    Folded,
    Heading,
    Items,
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

APP = "Dragoman"
CARD_TYPE = "application/vnd.microsoft.card.adaptive"
"""The content type of an Adaptive Card."""
SMALL: Json = {"size": "small", "isSubtle": True}
CLOSE: Json = {"spacing": "small"}
"""Style of an element that belongs to the one above it."""


def render_card(reply: Reply) -> Json:
    """Render a reply as a card, never empty, of at most 80,000 bytes in UTF-16.

    Source: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference
    """
    frame: Json = {"type": "AdaptiveCard", "$schema": limits.SCHEMA, "version": limits.VERSION}
    frame |= {"fallbackText": escape(whole_text(reply)), "body": []}
    room = limits.CARD_BYTES - size(frame)
    body = list(_elements(reply.blocks))
    if size(body) > room:
        body = list(_elements(unfolded(reply.blocks)))
    body = fit(body, room)
    return frame | {"body": body or [rich([{"type": "TextRun", "text": summary(reply)}])]}


def summary(reply: Reply) -> str:
    """The plain text of a notification, never blank."""
    return clean(summary_of(reply)).strip() or APP


def whole_text(reply: Reply) -> str:
    """The answer as plain text for clients without cards, at most 4,000 characters, never blank."""
    return shorten(clean(plain_text_of(reply)).strip(), limits.FALLBACK_TEXT) or APP


def _elements(blocks: tuple[Block, ...]) -> Iterator[Json]:
    """Render all blocks. A divider becomes a separator line above the next element."""
    ids = count(1)
    started = divided = False
    for block in blocks:
        divided = divided or isinstance(block, Divider)
        for element in _render(block, ids, first=not started):
            yield element | {"separator": True, "spacing": "medium"} if divided and started else element
            started, divided = True, False


def _render(block: Block, ids: Iterator[int], *, first: bool) -> list[Json]:  # noqa: PLR0912 - one for each kind
    match block:
        case Heading(text=words):
            elements = _heading(words, first=first)
        case Text(spans=spans, button=button):
            elements = [*_paragraphs([spans]), *(button_elements(button) if button else [])]
        case Note(spans=spans):
            elements = [element | CLOSE for element in _paragraphs([spans], SMALL)]
        case Items():
            elements = _paragraphs(_items(block))
        case Facts(pairs=pairs):
            elements = _paragraphs([(Bold(f"{name}: ") if name.strip() else "", *spans) for name, spans in pairs])
        case TextToCopy(text=words):
            elements = _to_copy(words)
        case Table():
            elements = table_elements(block)
        case Diagram(url=url) if url:
            elements = [_image(block)]
        case Diagram() | Tiles():
            elements = [element for part in block.instead for element in _render(part, ids, first=False)]
        case Folded():
            elements = _folded(block, ids)
        case Actions():
            elements = action_elements(block, ids)
        case Divider():
            elements = []
        case _:
            assert_never(block)
    return elements


def _heading(words: str, *, first: bool) -> list[Json]:
    """A heading of at most 150 characters; the rest of a longer one becomes text below it."""
    words = " ".join(clean(words).split())
    if not words:
        return []
    head = shorten(words, limits.HEADING)
    rest = [] if head == words else _paragraphs([("…" + words[len(head) - 1 :],)])
    return [heading(head, large=first), *rest]


def _paragraphs(lines: list[Spans], style: Json | None = None) -> list[Json]:
    """One element per line, with small spacing between them."""
    elements = [element for spans in lines if (element := paragraph(spans, style)) is not None]
    return [element | CLOSE if at else element for at, element in enumerate(elements)]


def _items(block: Items) -> list[Spans]:
    marks = (f"{number}. " if block.ordered else "•  " for number in count(block.start))
    rows = (row for row in block.items if paragraph(row) is not None)
    return [(mark, *row) for mark, row in zip(marks, rows, strict=False)]


def _folded(block: Folded, ids: Iterator[int]) -> list[Json]:
    """The line, with a button that shows and hides the container below it.

    Source: https://learn.microsoft.com/adaptive-cards/schema-explorer/action-toggle-visibility
    """
    items = [element for part in block.blocks for element in _render(part, ids, first=False)]
    if not items or block.line.button is None:
        return _render(block.line, ids, first=False)
    name, title = f"folded{next(ids)}", label(block.line.button.label, limits.TITLE)
    toggle = {"type": "Action.ToggleVisibility", "title": title, "targetElements": [name]}
    container = {"type": "Container", "id": name, "isVisible": False, "style": "emphasis", "items": items}
    return [*_paragraphs([block.line.spans]), {"type": "ActionSet", "actions": [toggle]} | CLOSE, container]


def _image(diagram: Diagram) -> Json:
    """An image as wide as the card allows, that opens in a browser when it is pressed."""
    alt = shorten(clean(diagram.alt), limits.ALT_TEXT)
    larger = {"type": "Action.OpenUrl", "url": diagram.url}
    return {"type": "Image", "url": diagram.url, "altText": alt, "size": "stretch", "selectAction": larger}


def _to_copy(words: str) -> list[Json]:
    """Monospaced text to copy, in a shaded container."""
    words = clean(words)
    if not words.strip():
        return []
    run = {"type": "TextRun", "text": words, "fontType": "monospace"}
    return [{"type": "Container", "style": "emphasis", "items": [rich([run])]}]
