"""Clean, escape and shorten text for Teams, so that nothing in it is parsed as markup.

Clients parse a TextBlock as Markdown, and differ in how they treat escapes; they show a TextRun verbatim. So text goes
into TextRuns. A TextBlock is used only for what it alone can do (a heading for screen readers, a link that works in
every client), and only if its text contains nothing that could be parsed as markup.
"""

from __future__ import annotations

import json
import re
from typing import Any, assert_never

from bot.teams import limits
from bot.urls import is_safe_url
from handlers.reply import Bold, Channel, Code, Italic, Link, Mention, Span, Spans, plain, shorten

Json = dict[str, Any]

_REJECTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FUNCTION = re.compile(r"\{\{(?=\s*(?:DATE|TIME)\s*\()")
_MARKUP = re.compile(r"[\\`*_\[\]<>~|{}@\n\r\t]|://|www\.|&#?\w+;|^\s*(?:[-+#=]|\d+[.)])", re.I)
_ESCAPED = re.compile(r"([\\`*_\[\]~|])|(?<![^\n])([^\S\n]*\d*)([-+#.)])")


def clean(value: str) -> str:
    """Remove control characters and lone surrogates, and disable {{DATE(…)}} and {{TIME(…)}} with a word joiner.

    Clients replace those two with a date or time in any text.
    Source: https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features
    """
    value = value[: limits.CARD_BYTES // 2]  # more is never shown
    if not value.isprintable():
        value = _REJECTED.sub("", value)
    return _FUNCTION.sub("{\u2060{", value) if "{{" in value else value


def escape(value: str) -> str:
    """Escape text for the few fields that are always parsed as Markdown or HTML."""
    value = clean(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ESCAPED.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", value)


def label(value: str, length: int) -> str:
    """One line of at most `length` characters; "…" if there is nothing to show."""
    return shorten(" ".join(clean(value).split()), length) or "…"


def size(value: object) -> int:
    """The size of its JSON in bytes of UTF-16, as Teams counts."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le"))


def is_unmarked(value: str) -> bool:
    """Whether no Markdown or HTML parser could see markup, a mention or a link in it."""
    return not _MARKUP.search(value)


def heading(words: str, large: bool) -> Json:
    """A heading; marked as one for screen readers unless its text could be parsed as markup."""
    style = {"size": "large" if large else "medium", "weight": "bolder"}
    if is_unmarked(words):
        return {"type": "TextBlock", "text": words, "wrap": True, "style": "heading", **style}
    return rich([{"type": "TextRun", "text": words, **style}])


def paragraph(spans: Spans, style: Json | None = None) -> Json | None:
    """The spans in one element, with `style` added to each; None if there is no text."""
    if (linked := _linked(spans)) is not None:
        return {"type": "TextBlock", "text": linked, "wrap": True, **(style or {})}
    runs = [run | (style or {}) for span in spans if (run := _run(span)) is not None]
    return rich(runs) if any(run["text"].strip() for run in runs) else None


def rich(runs: list[Json]) -> Json:
    """A RichTextBlock of these runs."""
    return {"type": "RichTextBlock", "inlines": runs}


def _linked(spans: Spans) -> str | None:
    """Unstyled text and links as Markdown; None if there is no link, or if anything else could be parsed as markup.

    In some releases of Teams, links in a TextRun did nothing or broke the line
    (github.com/microsoft/AdaptiveCards/issues/5804, …/9100); links in a TextBlock work in all.
    """
    words = plain(spans)
    if not is_unmarked(words) or clean(words) != words or not any(isinstance(span, Link) for span in spans):
        return None
    pieces: list[str] = []
    for span in spans:
        if isinstance(span, Link) and span.text.strip() and _is_unmarked_url(span.url):
            pieces.append(f"[{span.text}]({span.url})")
        elif isinstance(span, str):
            pieces.append(span)
        else:
            return None
    return "".join(pieces)


def _is_unmarked_url(url: str) -> bool:
    return is_safe_url(url, limits.URL) and not re.search(r"[()<>\[\]\\\"'*`]", url)


def _run(span: Span) -> Json | None:
    words = clean(plain((span,)))
    if not words:
        return None
    run: Json = {"type": "TextRun", "text": words}
    match span:
        case str() | Channel() | Mention():
            return run
        case Bold():
            return run | {"weight": "bolder"}
        case Italic():
            return run | {"italic": True}
        case Code():
            return run | {"fontType": "monospace"}
        case Link(url=url):
            opens = {"selectAction": {"type": "Action.OpenUrl", "url": url}}
            return run | (opens if is_safe_url(url, limits.URL) else {})
        case _:
            assert_never(span)
