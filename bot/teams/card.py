"""A Reply as an Adaptive Card 1.5: words in rich text, so that none is read as markup, and always within the limits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import assert_never

from bot.teams import limits
from bot.teams.actions import action_elements
from bot.teams.tables import table_elements
from bot.teams.text import Json, clean, escape, heading, paragraph, rich, size
from bot.teams.truncate import fit
from handlers.reply import (
    Actions,
    Block,
    Bold,
    Divider,
    Facts,
    Heading,
    Items,
    Note,
    Reply,
    Snippet,
    Spans,
    Table,
    Text,
    shorten,
)

APP = "Dragoman"
SMALL: Json = {"size": "small", "isSubtle": True}
CLOSE: Json = {"spacing": "small"}
"""For what belongs to the element above it."""


def render_card(reply: Reply) -> Json:
    """The content of a card's attachment: at most 80,000 bytes in UTF-16, never empty.

    Source: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference
    """
    frame: Json = {"type": "AdaptiveCard", "$schema": limits.SCHEMA, "version": limits.VERSION}
    frame |= {"fallbackText": escape(whole_text(reply)), "body": []}
    body = fit(list(_elements(reply.blocks)), limits.CARD_BYTES - size(frame))
    return frame | {"body": body or [rich([{"type": "TextRun", "text": summary(reply)}])]}


def summary(reply: Reply) -> str:
    """What a notification shows of the reply, as plain text, never blank."""
    return clean(reply.summary).strip() or APP


def whole_text(reply: Reply) -> str:
    """The whole answer as plain text of at most 4,000 characters, never blank: what a client shows without cards."""
    return shorten(clean(reply.plain_text).strip(), limits.FALLBACK_TEXT) or APP


def _elements(blocks: tuple[Block, ...]) -> Iterator[Json]:
    """The elements of all blocks; a divider becomes a line above the element that follows it."""
    ids = count(1)
    begun = paused = False
    for block in blocks:
        paused = paused or isinstance(block, Divider)
        for element in _render(block, ids, first=not begun):
            yield element | {"separator": True, "spacing": "medium"} if paused and begun else element
            begun, paused = True, False


def _render(block: Block, ids: Iterator[int], *, first: bool) -> list[Json]:
    match block:
        case Heading(text=words):
            elements = _heading(words, first=first)
        case Text(spans=spans):
            elements = _paragraphs([spans])
        case Note(spans=spans):
            elements = [element | CLOSE for element in _paragraphs([spans], SMALL)]
        case Items():
            elements = _paragraphs(_items(block))
        case Facts(pairs=pairs):
            elements = _paragraphs([(Bold(f"{name}: ") if name.strip() else "", *spans) for name, spans in pairs])
        case Snippet(text=words):
            elements = _snippet(words)
        case Table():
            elements = table_elements(block)
        case Actions():
            elements = action_elements(block, ids)
        case Divider():
            elements = []
        case _:
            assert_never(block)
    return elements


def _heading(words: str, *, first: bool) -> list[Json]:
    """A heading of at most 150 characters; what is left of a longer one follows as text."""
    words = " ".join(clean(words).split())
    if not words:
        return []
    head = shorten(words, limits.HEADING)
    rest = [] if head == words else _paragraphs([("…" + words[len(head) - 1 :],)])
    return [heading(head, large=first), *rest]


def _paragraphs(lines: list[Spans], style: Json | None = None) -> list[Json]:
    """One element a line, those after the first close to each other."""
    told = [element for spans in lines if (element := paragraph(spans, style)) is not None]
    return [element | CLOSE if at else element for at, element in enumerate(told)]


def _items(block: Items) -> list[Spans]:
    marks = (f"{number}. " if block.ordered else "•  " for number in count(block.start))
    rows = (row for row in block.items if paragraph(row) is not None)
    return [(mark, *row) for mark, row in zip(marks, rows, strict=False)]


def _snippet(words: str) -> list[Json]:
    """Text to copy, in a shaded box."""
    words = clean(words)
    if not words.strip():
        return []
    run = {"type": "TextRun", "text": words, "fontType": "monospace"}
    return [{"type": "Container", "style": "emphasis", "items": [rich([run])]}]
