"""Read the words that a person typed out of a message's markup: quotations, markers and the bot's own mention go.

Teams sends text with HTML's entities and, whatever its `textFormat` says, with elements of its own in it: `<at>` for a
mention, `<quoted messageId="…"/>` or a `<blockquote>` for a quoted message, `<attachment>` for a card or a forwarded
message, images for emoji. A bracket that a person typed comes as `&lt;`; a tag that is not listed here stays too.
Sources: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages,
https://learn.microsoft.com/graph/api/resources/chatmessageattachment, `add_quote` in the SDK's MessageActivityInput,
and http://schema.skype.com/… as clients write it (openclaw/openclaw#101856).
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Collection
from enum import Enum

_TAG = re.compile(
    r"""<(/?)([a-z][a-z0-9_]*)(?=[\s/>])((?:[^<>"']|"[^"<]*"|'[^'<]*')*+|[^<>]*)>""",
    re.I,
)
"""No part of it runs past the next "<", so a text of nothing but tags that do not end is read in linear time."""

_DROPPED = {
    *("quoted", "quote", "legacyquote", "attachment", "emoji", "customemoji", "img"),
    *("ss", "e_m", "uriobject"),  # Skype's
}
"""Markers; what is between their tags goes too."""
_BLOCKS = {
    *("blockquote", "br", "codeblock", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}
"""Elements that begin and end a line."""
_INLINE = {
    *("a", "at", "b", "code", "del", "em", "font", "i", "ins", "s", "span", "strike", "strong", "sub", "sup", "u"),
}
_KNOWN = _DROPPED | _BLOCKS | _INLINE
_MENTION_PIECES = 5
"""How many pieces of text a mention may be made of; more is no name."""

_REPLY = "schema.skype.com/reply"
_MENTION = "schema.skype.com/mention"
_CARD = "inline-compose-card"


class _Kind(Enum):
    """What becomes of an element's text: it stays, goes, goes if it names the bot, or counts only if alone."""

    KEEP = 0
    DROP = 1
    MENTION = 2
    QUOTATION = 3


def read_markup(markup: str, bot_names: Collection[str] = ()) -> str:
    """The typed words. Mentions of anybody but `bot_names` (in lower case) keep their name.

    A quotation counts only if there are no words beside it and it is no reply: then it is what somebody asks about.
    """
    pieces: list[str] = []
    opened: defaultdict[str, list[tuple[int, _Kind]]] = defaultdict(list)
    quotations: list[str] = []
    end = 0
    for tag in _TAG.finditer(markup):
        closing, name, attributes = bool(tag[1]), tag[2].lower(), tag[3]
        if name not in _KNOWN:
            continue
        pieces.append(html.unescape(markup[end : tag.start()]))
        end = tag.end()
        if not closing and not attributes.endswith("/"):
            opened[name].append((len(pieces), _kind(name, attributes.lower())))
        elif closing and opened[name]:
            start, kind = opened[name].pop()
            _close(kind, pieces, min(start, len(pieces)), quotations, bot_names)
        if name in _BLOCKS:
            pieces.append("\n")
        elif name in _DROPPED:
            pieces.append(" ")
    pieces.append(html.unescape(markup[end:]))
    return _stripped("".join(pieces)) or _stripped("\n".join(quotations))


def without_quoted_lines(words: str) -> str:
    """Without the lines that Markdown marks as quoted (`> …`), unless there are no others."""
    lines = [line for line in words.splitlines() if not line.lstrip().startswith(">")]
    return "\n".join(lines).strip() or words


def _kind(name: str, attributes: str) -> _Kind:
    if name in _DROPPED or (name == "span" and _CARD in attributes):
        return _Kind.DROP
    if name == "at" or (name == "span" and _MENTION in attributes):
        return _Kind.MENTION
    if name == "blockquote":
        return _Kind.DROP if _REPLY in attributes else _Kind.QUOTATION
    return _Kind.KEEP


def _close(kind: _Kind, pieces: list[str], start: int, quotations: list[str], bot_names: Collection[str]) -> None:
    """Take out of `pieces` what an element that ends here does not keep."""
    if kind is _Kind.KEEP or (kind is _Kind.MENTION and len(pieces) - start > _MENTION_PIECES):
        return
    inside = _stripped("".join(pieces[start:]))
    if kind is _Kind.MENTION and inside.lower() not in bot_names:
        return
    if kind is _Kind.QUOTATION and inside:
        quotations.append(inside)
    del pieces[start:]


def _stripped(words: str) -> str:
    return words.replace("\xa0", " ").strip()
