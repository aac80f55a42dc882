"""Turn Teams' message markup into what the person typed, without quotations, attachments and mentions of the bot.

Text has HTML entities and, whatever its `textFormat`, Teams' own elements: `<at>` for a mention,
`<quoted messageId="…"/>` or `<blockquote>` for a quoted message, `<attachment>` for a card or a forwarded message,
images for emoji. A typed "<" arrives as `&lt;`. A tag that is not listed here is left as text.
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
"""No part matches beyond the next "<", so text full of unclosed tags is parsed in linear time."""

_DROPPED = {
    *("quoted", "quote", "legacyquote", "attachment", "emoji", "customemoji", "img"),
    *("audio", "systemeventmessage", "video"),
    *("ss", "e_m", "uriobject"),  # Skype's
}
"""Elements dropped with their content."""
_BLOCKS = {
    *("blockquote", "br", "codeblock", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"),
    *("article", "center", "dd", "dl", "dt", "figcaption", "figure", "section"),  # pasted from a web page
    *("caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
}
"""Elements that start and end a line."""
_INLINE = {
    *("a", "at", "b", "code", "del", "em", "font", "i", "ins", "s", "span", "strike", "strong", "sub", "sup", "u"),
    *("abbr", "big", "cite", "kbd", "label", "mark", "q", "small", "tt"),
}
_KNOWN = _DROPPED | _BLOCKS | _INLINE
_MENTION_PIECES = 5
"""Most pieces of text between the tags of a mention; with more it is not a name."""

_REPLY = "schema.skype.com/reply"
_MENTION = "schema.skype.com/mention"
_CARD = "inline-compose-card"


class _Kind(Enum):
    """What to do with an element's text: keep, drop, drop if it names the bot, or use if there is no other text."""

    KEEP = 0
    DROP = 1
    MENTION = 2
    QUOTATION = 3


def decode(markup: str, bot_names: Collection[str] = ()) -> str:
    """The typed text. A mention becomes its name, or nothing for one of `bot_names` (in lower case).

    A quotation is used only if there is no other text and it is not a reply: then it is the question.
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
    return _strip("".join(pieces)) or _strip("\n".join(quotations))


def without_quoted_lines(words: str) -> str:
    """Drop the lines that Markdown quotes (`> …`), unless all are quoted."""
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
    """Apply the kind of an element that ends here to its `pieces`, the ones from `start` on."""
    if kind is _Kind.KEEP or (kind is _Kind.MENTION and len(pieces) - start > _MENTION_PIECES):
        return
    inside = _strip("".join(pieces[start:]))
    if kind is _Kind.MENTION and inside.lower() not in bot_names:
        return
    if kind is _Kind.QUOTATION and inside:
        quotations.append(inside)
    del pieces[start:]


def _strip(words: str) -> str:
    return words.replace("\xa0", " ").strip()
