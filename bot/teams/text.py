"""Words on their way to Teams: cleaned, in runs of rich text that no client parses, or escaped.

A TextBlock is read as Markdown, and clients differ in how they read escapes of it; a TextRun is shown as it stands.
So words go into runs. A TextBlock is used for what only it can do (a heading for screen readers, a link that every
client opens), and only where the words have nothing in them that could be read as markup.
"""

from __future__ import annotations

import json
import re
from typing import Any, assert_never

from bot.teams import limits
from bot.urls import is_safe_url
from handlers.reply import Bold, Channel, Code, Italic, Link, Span, Spans, plain, shorten

Json = dict[str, Any]

_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FUNCTION = re.compile(r"\{\{(?=\s*(?:DATE|TIME)\s*\()")
_MARKUP = re.compile(r"[\\`*_\[\]<>~|{}@\n\r\t]|://|www\.|&#?\w+;|^\s*(?:[-+#=]|\d+[.)])", re.I)
_ESCAPED = re.compile(r"([\\`*_\[\]~|])|(?<![^\n])([^\S\n]*\d*)([-+#.)])")


def clean(value: str) -> str:
    """Without control characters and lone surrogates, and with {{DATE(…)}} and {{TIME(…)}} as words.

    Clients replace these two by a date, in every kind of text.
    Source: https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features
    """
    value = value[: limits.CARD_BYTES // 2]  # as much as can ever be shown
    if not value.isprintable():
        value = _REFUSED.sub("", value)
    return _FUNCTION.sub("{\u2060{", value) if "{{" in value else value


def escape(value: str) -> str:
    """Escaped for the few texts that are read as Markdown or HTML whatever is in them."""
    value = clean(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ESCAPED.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", value)


def label(value: str, length: int) -> str:
    """One line of at most `length` characters, "…" where there is nothing to show."""
    return shorten(" ".join(clean(value).split()), length) or "…"


def size(value: object) -> int:
    """How many bytes it takes as JSON, the way Teams counts: in UTF-16."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le"))


def is_unmarked(value: str) -> bool:
    """Whether no reader of Markdown or HTML could take a part of it for markup, a mention or a link."""
    return not _MARKUP.search(value)


def heading(words: str, large: bool) -> Json:
    """A heading, for screen readers too unless its words could be taken for markup."""
    style = {"size": "large" if large else "medium", "weight": "bolder"}
    if is_unmarked(words):
        return {"type": "TextBlock", "text": words, "wrap": True, "style": "heading", **style}
    return rich([{"type": "TextRun", "text": words, **style}])


def paragraph(spans: Spans, style: Json | None = None) -> Json | None:
    """The spans in one element, each with `style` added; None where there is nothing to read."""
    if (linked := _linked(spans)) is not None:
        return {"type": "TextBlock", "text": linked, "wrap": True, **(style or {})}
    runs = [run | (style or {}) for span in spans if (run := _run(span)) is not None]
    return rich(runs) if any(run["text"].strip() for run in runs) else None


def rich(runs: list[Json]) -> Json:
    """Runs of text as one element."""
    return {"type": "RichTextBlock", "inlines": runs}


def _linked(spans: Spans) -> str | None:
    """Plain words and links as Markdown; None where there is no link, or where a reader could take more for markup.

    Links of a TextRun were dead or broke the line in some releases of Teams
    (github.com/microsoft/AdaptiveCards/issues/5804, …/9100); those of a TextBlock work in all of them.
    """
    words = plain(spans)
    if not is_unmarked(words) or clean(words) != words or not any(isinstance(span, Link) for span in spans):
        return None
    pieces: list[str] = []
    for span in spans:
        if isinstance(span, Link) and span.text.strip() and _is_unmarked_address(span.url):
            pieces.append(f"[{span.text}]({span.url})")
        elif isinstance(span, str):
            pieces.append(span)
        else:
            return None
    return "".join(pieces)


def _is_unmarked_address(url: str) -> bool:
    return is_safe_url(url, limits.URL) and not re.search(r"[()<>\[\]\\\"'*`]", url)


def _run(span: Span) -> Json | None:
    words = clean(plain((span,)))
    if not words:
        return None
    run: Json = {"type": "TextRun", "text": words}
    match span:
        case str() | Channel():
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
