"""Clean, escape and shorten text for Slack, so that nothing in it is parsed as markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import assert_never

from bot.slack import limits
from bot.slack.payload import Json
from bot.urls import is_safe_url
from handlers.reply import Bold, Channel, Code, Italic, Link, Mention, Span, Spans, plain, shorten

_REJECTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MARKUP = re.compile(r"[*_~`|\n]|:[\w+-]+:|^\s*>")
_CUT_ENTITY = re.compile(r"&\w*…$")
_CHANNEL = re.compile(r"[CG][A-Z0-9]+")
_USER = re.compile(r"[UW][A-Z0-9]+")
_BOLD, _ITALIC, _CODE = {"bold": True}, {"italic": True}, {"code": True}


def clean(value: str) -> str:
    """Remove control characters and lone surrogates, which Slack or JSON encoding rejects."""
    return value if value.isprintable() else _REJECTED.sub("", value)


def escape(value: str) -> str:
    """Escape text that Slack parses, so that nothing in it mentions or links.

    Source: https://docs.slack.dev/messaging/formatting-message-text
    """
    return clean(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def has_markup(value: str) -> bool:
    """Whether Slack could parse a character of mrkdwn as markup, even if it is escaped."""
    return bool(_MARKUP.search(value))


def fallback_text(value: str) -> str:
    """The escaped `text` of a message, at most 4,000 characters; empty if there is nothing to show.

    Screen readers and notifications use it instead of the blocks, so it holds the whole answer.
    Source: https://docs.slack.dev/reference/methods/chat.postMessage
    """
    return _CUT_ENTITY.sub("…", shorten(escape(value).strip(), limits.TEXT_RECOMMENDED))


def plain_text(value: str, length: int) -> Json:
    """A plain_text object of at most `length` characters, never blank: Slack rejects empty text."""
    return {"type": "plain_text", "text": label(value, length)}


def label(value: str, length: int) -> str:
    """One line of at most `length` characters; "…" if there is nothing to show."""
    if len(value) <= length and value.isprintable() and "  " not in value and value.strip():
        return value  # the usual case, kept fast
    return shorten(" ".join(clean(value).split()), length) or "…"


def option(text: str, value: str) -> Json | None:
    """A menu option; None if its value is empty or longer than 150 characters."""
    if not 0 < len(value := clean(value)) <= limits.OPTION_VALUE:
        return None
    return {"text": plain_text(text, limits.OPTION_TEXT), "value": value}


def inline(spans: Spans) -> list[Json]:
    """The spans as rich text elements, which Slack displays verbatim; empty ones are dropped."""
    return [element for span in spans if (element := _element(span)) is not None]


def plain_element(value: str) -> Json:
    """An unstyled rich text element."""
    return {"type": "text", "text": value}


def _element(span: Span) -> Json | None:
    match span:
        case str():
            value, style = clean(span), None
        case Bold(text=words):
            value, style = clean(words), _BOLD
        case Italic(text=words):
            value, style = clean(words), _ITALIC
        case Code(text=words):
            value, style = clean(words), _CODE
        case Link(text=words, url=url):
            return _link(clean(words), url)
        case Channel(id=identifier, text=words):
            if _CHANNEL.fullmatch(identifier):
                return {"type": "channel", "channel_id": identifier}
            value, style = clean(words), None
        case Mention(id=identifier, text=words):
            if _USER.fullmatch(identifier):
                return {"type": "user", "user_id": identifier}
            value, style = clean(words), None
        case _:
            assert_never(span)
    if not value:
        return None
    return {"type": "text", "text": value, "style": style} if style else {"type": "text", "text": value}


def _link(words: str, url: str) -> Json | None:
    if is_safe_url(url, limits.URL):
        return {"type": "link", "url": url, "text": words} if words else {"type": "link", "url": url}
    return plain_element(words) if words else None


def context_text(spans: Spans) -> Json | None:
    """The spans as one text object for a context block; None if only rich text shows them verbatim.

    Context blocks have no rich text. Unstyled text becomes plain_text; links (to sources) need mrkdwn, used only if no
    character could be parsed as markup.
    """
    if all(isinstance(span, str) for span in spans):
        kind, value = "plain_text", clean("".join(span for span in spans if isinstance(span, str)))
    elif all(_is_safe_mrkdwn(span) for span in spans):
        kind, value = "mrkdwn", "".join(_mrkdwn(span) for span in spans)
    else:
        return None
    if not value.strip() or len(value) > limits.CONTEXT_TEXT:
        return None
    return {"type": kind, "text": value} if kind == "plain_text" else {"type": kind, "text": value, "verbatim": True}


def section_text(spans: Spans) -> Json | None:
    """The spans as one text object for a section block; None if only rich text shows them verbatim.

    Sections have no rich text either. Bold words need mrkdwn, used only if they stand between spaces and no character
    could be parsed as markup.
    """
    words = clean(plain(spans))
    if not words.strip() or len(words) > limits.SECTION_TEXT:
        return None
    if all(isinstance(span, str) for span in spans):
        return {"type": "plain_text", "text": words}
    pieces = [(clean(plain((span,))), isinstance(span, Bold)) for span in spans]
    if _MARKUP.search(words) or not all(isinstance(span, str | Bold) for span in spans) or not _are_apart(pieces):
        return None
    value = "".join(f"*{escape(piece)}*" if is_bold else escape(piece) for piece, is_bold in pieces if piece)
    return {"type": "mrkdwn", "text": value, "verbatim": True} if len(value) <= limits.SECTION_TEXT else None


def _are_apart(pieces: Sequence[tuple[str, bool]]) -> bool:
    """Whether each bold piece is unpadded and has a space or nothing on both sides: Slack needs that for `*bold*`."""
    end = " "
    for piece, is_bold in pieces:
        if is_bold and (piece != piece.strip() or not piece or not end.endswith(" ")):
            return False
        if end == "*" and not piece.startswith(" "):
            return False
        end = "*" if is_bold else piece or end
    return True


def _is_safe_mrkdwn(span: Span) -> bool:
    if isinstance(span, Link):
        return is_safe_url(span.url, limits.URL) and not re.search(r"[<>|]", span.url) and not _MARKUP.search(span.text)
    return isinstance(span, str) and not _MARKUP.search(span)


def _mrkdwn(span: Span) -> str:
    if isinstance(span, Link):
        label = escape(span.text)
        return f"<{escape(span.url)}|{label}>" if label.strip() else ""
    return escape(span if isinstance(span, str) else span.text)
